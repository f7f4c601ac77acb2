#include "protocol/push/vapid.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>

#include <array>

#include "base/text.hpp"
#include "protocol/jmap/json.hpp"
#include "protocol/push/p256.hpp"

namespace bailey::push {
namespace {

struct FreeMore {
    void operator()(EC_GROUP* p) const { EC_GROUP_free(p); }
    void operator()(EC_POINT* p) const { EC_POINT_free(p); }
    void operator()(BN_CTX* p) const { BN_CTX_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
    void operator()(ECDSA_SIG* p) const { ECDSA_SIG_free(p); }
};
template <class T>
using Own = std::unique_ptr<T, FreeMore>;

// A number from 1 to the curve's order less one, always the same of a key, and its point.
void pair_of(const Key& key, Scalar& scalar, Point& point) {
    Own<EC_GROUP> curve(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    Own<BN_CTX> context(BN_CTX_new());
    must(curve && context);
    auto octets = key.reveal();
    Owned<BIGNUM> number(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
    Owned<BIGNUM> most(BN_dup(EC_GROUP_get0_order(curve.get())));
    must(number && most && BN_sub_word(most.get(), 1) == 1);
    must(BN_nnmod(number.get(), number.get(), most.get(), context.get()) == 1 && BN_add_word(number.get(), 1) == 1);
    Own<EC_POINT> at(EC_POINT_new(curve.get()));
    must(at && EC_POINT_mul(curve.get(), at.get(), number.get(), nullptr, nullptr, context.get()) == 1);
    must(EC_POINT_point2oct(curve.get(), at.get(), POINT_CONVERSION_UNCOMPRESSED, point.data(), point.size(),
                            context.get()) == point.size());
    must(BN_bn2binpad(number.get(), scalar.data(), static_cast<int>(scalar.size())) > 0);
}

// RFC 7518 section 3.4: both numbers, of 32 octets each.
std::string es256(EVP_PKEY* key, std::string_view text) {
    Own<EVP_MD_CTX> context(EVP_MD_CTX_new());
    must(context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1);
    std::array<std::uint8_t, 80> der;
    auto size = der.size();
    must(EVP_DigestSign(context.get(), der.data(), &size, bytes_of(text).data(), text.size()) == 1);
    const auto* at = der.data();
    Own<ECDSA_SIG> signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
    std::array<std::uint8_t, 64> raw;
    must(signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), 32) == 32);
    must(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + 32, 32) == 32);
    return base64url(raw);
}

}  // namespace

struct Vapid::Pair {
    CurveKey key;
};

Vapid::Vapid(const Key& key, std::string subject) : pair_(new Pair), subject_(std::move(subject)) {
    Scalar scalar;
    Point point;
    pair_of(key, scalar, point);
    pair_->key = curve_key(point, &scalar);
    must(pair_->key != nullptr);
    public_key_ = base64url(point);
}

Vapid::~Vapid() = default;

std::string Vapid::authorization(std::string_view origin, std::chrono::sys_seconds expires) const {
    auto part = [](const jmap::json::object& object) {
        auto text = jmap::write_json(object);
        return base64url(bytes_of(text));
    };
    auto token = part({{"typ", "JWT"}, {"alg", "ES256"}}) + '.' +
                 part({{"aud", std::string(origin)}, {"exp", expires.time_since_epoch().count()}, {"sub", subject_}});
    auto signature = es256(pair_->key.get(), token);
    return "vapid t=" + token + '.' + signature + ", k=" + public_key_;
}

}  // namespace bailey::push
