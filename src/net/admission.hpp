// Counts connections, in all and by address, and says whether there is room for one more.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/result.hpp"

struct sockaddr_storage;

namespace bailey::net {

// A peer's address: IPv4 whole, IPv6 by its /64, since one subscriber has all of that (RFC 6177 section 2).
struct PeerKey {
    std::array<std::uint8_t, 8> octets{};
    bool operator==(const PeerKey&) const = default;
    struct Hash {
        std::size_t operator()(const PeerKey& k) const;
    };
};
PeerKey key_of(const sockaddr_storage& address);
std::string text_of(const sockaddr_storage& address);  // "192.0.2.1", also where it came mapped into IPv6

class Admission : public std::enable_shared_from_this<Admission> {
public:
    Admission(std::size_t connections, std::size_t per_address) : most_(connections), most_each_(per_address) {}
    // Errors: too_many. The place is free again when the handle goes. Thread-safe.
    Result<std::shared_ptr<void>> enter(const PeerKey& peer);

private:
    void leave(const PeerKey& peer);

    const std::size_t most_, most_each_;
    std::mutex mutex_;
    std::size_t all_ = 0;
    std::unordered_map<PeerKey, std::size_t, PeerKey::Hash> each_;
};

}  // namespace bailey::net
