// Keys on the curve P-256, as OpenSSL has them. For this folder alone.
#pragma once
#include <openssl/bn.h>
#include <openssl/evp.h>

#include <memory>

#include "protocol/push/encryption.hpp"

namespace bailey::push {

struct Free {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(BIGNUM* p) const { BN_clear_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;
using CurveKey = Owned<EVP_PKEY>;

// OpenSSL fails here only for want of memory or a broken installation: nothing a caller could mend.
void must(bool ok);

// `scalar`: null for a public key alone. Null where the point is not on the curve.
CurveKey curve_key(const Point& point, const Scalar* scalar);

}  // namespace bailey::push
