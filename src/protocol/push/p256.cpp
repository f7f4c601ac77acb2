#include "protocol/push/p256.hpp"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

#include <cstdlib>

namespace bailey::push {
namespace {

struct FreeParam {
    void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
    void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
};
template <class T>
using OwnedParam = std::unique_ptr<T, FreeParam>;

}  // namespace

void must(bool ok) {
    if (!ok) std::abort();
}

CurveKey curve_key(const Point& point, const Scalar* scalar) {
    OwnedParam<OSSL_PARAM_BLD> build(OSSL_PARAM_BLD_new());
    Owned<BIGNUM> number(scalar ? BN_bin2bn(scalar->data(), static_cast<int>(scalar->size()), nullptr) : nullptr);
    must(build && OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1);
    must(OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1);
    if (number) must(OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) == 1);
    OwnedParam<OSSL_PARAM> params(OSSL_PARAM_BLD_to_param(build.get()));
    OwnedParam<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    must(params && context && EVP_PKEY_fromdata_init(context.get()) == 1);
    EVP_PKEY* made = nullptr;
    int selection = scalar ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    if (point[0] != 4 || EVP_PKEY_fromdata(context.get(), &made, selection, params.get()) != 1) return nullptr;
    CurveKey key(made);
    OwnedParam<EVP_PKEY_CTX> check(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
    must(check != nullptr);
    if (EVP_PKEY_public_check(check.get()) != 1) return nullptr;
    return key;
}

}  // namespace bailey::push
