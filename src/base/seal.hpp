// Authenticated encryption of bytes at rest: AES-256-GCM (NIST SP 800-38D) by OpenSSL.
// A sealed box is nonce (12) | ciphertext | tag (16). The associated data binds a box to its place, so that a box
// moved elsewhere does not open.
#pragma once
#include "base/secret.hpp"

namespace bailey {

constexpr std::size_t seal_overhead = 12 + 16;

// A fresh random nonce each call: at most 2^32 boxes under one key.
Bytes seal(const Key& key, ByteView plain, ByteView associated);
// Errors: corrupt, where key, place or bytes are not those that were sealed.
Result<Bytes> unseal(const Key& key, ByteView box, ByteView associated);

// For a message's chunks: the key is used for this message alone, so the nonce is the chunk's number and is not
// stored; the box is ciphertext | tag.
constexpr std::size_t chunk_overhead = 16;
void seal_chunk(const Key& message_key, std::uint32_t number, bool last, ByteView plain, Bytes& out);  // appends
// Appends the plain bytes to `out`. Errors: corrupt.
Result<void> unseal_chunk(const Key& message_key, std::uint32_t number, bool last, ByteView box, std::string& out);

// HMAC-SHA-256: looking things up by a word without storing the word.
std::array<std::uint8_t, 32> keyed_digest(const Key& key, ByteView data);

}  // namespace bailey
