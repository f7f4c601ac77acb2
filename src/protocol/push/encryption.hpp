// Push messages that only the client can read, whatever push service carries them (RFC 8291): the content coding
// "aes128gcm" (RFC 8188) in one record, under keys from ECDH on P-256 and HKDF-SHA256.
//
//   body = salt (16) | record size (4, big-endian) | key length (1) = 65 | sender's public key (65) | ciphertext | tag
#pragma once
#include <array>
#include <string>

#include "base/secret.hpp"

namespace bailey::push {

using Point = std::array<std::uint8_t, 65>;   // of P-256, uncompressed (X9.62): 0x04 and both coordinates
using Salt = std::array<std::uint8_t, 16>;    // likewise the client's authentication secret
using Scalar = std::array<std::uint8_t, 32>;  // a private key

// What a client gives away with its subscription (RFC 8620 section 7.2: keys).
struct ClientKeys {
    Point p256dh;
    Salt auth;
};
// From URL-safe base64. Errors: bad_syntax (no base64, no point of the curve, or not 16 octets).
Result<ClientKeys> client_keys(std::string_view p256dh, std::string_view auth);

// A key pair and a salt for one message alone.
struct Sender {
    static Sender fresh();
    Scalar private_key;
    Point public_key;
    Salt salt;
};

// The body of the POST. Push services need not take more than 4096 octets (RFC 8030 section 7.2), of which
// `overhead` are not the plain text's. Errors: bad_syntax (client or sender has a key that is no point of the curve).
inline constexpr std::size_t overhead = 86 + 1 + 16;
Result<std::string> encrypt(std::string_view plain, const ClientKeys& client, const Sender& sender = Sender::fresh());

// What the client does with it, for tests. Errors: corrupt.
Result<std::string> decrypt(std::string_view body, const ClientKeys& client, const Scalar& private_key);

}  // namespace bailey::push
