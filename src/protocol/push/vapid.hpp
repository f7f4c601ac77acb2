// Who sends a push message, for the push services that ask (RFC 8292): a token for each service, signed by a key of
// ours that clients learn from the session (RFC 9749).
#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "base/secret.hpp"

namespace bailey::push {

class Vapid {
public:
    // The signing key is made of `key`, which nothing else is made of; `subject` is a "mailto:" or "https:" URI.
    Vapid(const Key& key, std::string subject);
    ~Vapid();

    const std::string& public_key() const { return public_key_; }  // base64url of the uncompressed point
    // The value of the Authorization field for a push service's origin ("https://push.example"). `expires`: at most a
    // day from now (RFC 8292 section 2).
    std::string authorization(std::string_view origin, std::chrono::sys_seconds expires) const;

private:
    struct Pair;
    std::unique_ptr<Pair> pair_;
    std::string public_key_, subject_;
};

}  // namespace bailey::push
