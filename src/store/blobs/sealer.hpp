// A message as it is stored: cut into chunks of 256 KiB, each sealed under a key of the message's own.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/seal.hpp"

namespace bailey::store {

constexpr std::size_t chunk_size = 256 * 1024;

// Number of chunks of a message of so many octets; an empty message has one.
constexpr std::uint32_t chunks_of(std::uint64_t octets) {
    return octets == 0 ? 1 : static_cast<std::uint32_t>((octets + chunk_size - 1) / chunk_size);
}

// Seals a message as its bytes arrive. Chunks appear in chunks() as they fill up; whoever takes them away early (to
// store them before the message has ended) leaves empty ones behind.
class Sealer {
public:
    Sealer() : key_(Key::random()) {}
    void write(std::string_view bytes);
    void finish();  // seals the last chunk
    const Key& key() const { return key_; }
    std::uint64_t octets() const { return octets_; }
    std::vector<Bytes>& chunks() { return chunks_; }
    const std::vector<Bytes>& chunks() const { return chunks_; }

private:
    void close_chunk(bool last);
    Key key_;
    std::string plain_;  // the chunk being filled
    std::uint64_t octets_ = 0;
    std::vector<Bytes> chunks_;
};

}  // namespace bailey::store
