#include "net/admission.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

namespace bailey::net {

std::size_t PeerKey::Hash::operator()(const PeerKey& k) const {
    std::uint64_t bits = 0;
    std::memcpy(&bits, k.octets.data(), sizeof bits);
    return static_cast<std::size_t>((bits ^ (bits >> 31)) * 0x9E3779B97F4A7C15ull);
}

PeerKey key_of(const sockaddr_storage& address) {
    PeerKey key;
    if (address.ss_family == AF_INET) {
        auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        std::memcpy(key.octets.data(), &v4.sin_addr, 4);
        return key;
    }
    auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
        std::memcpy(key.octets.data(), v6.sin6_addr.s6_addr + 12, 4);
    else
        std::memcpy(key.octets.data(), v6.sin6_addr.s6_addr, 8);
    return key;
}

std::string text_of(const sockaddr_storage& address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET) {
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
        return text;
    }
    auto& v6 = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&v6))
        ::inet_ntop(AF_INET, v6.s6_addr + 12, text, sizeof text);
    else
        ::inet_ntop(AF_INET6, &v6, text, sizeof text);
    return text;
}

Result<std::shared_ptr<void>> Admission::enter(const PeerKey& peer) {
    {
        std::lock_guard lock(mutex_);
        if (all_ >= most_) return Errc::too_many;
        auto& count = each_[peer];
        if (count >= most_each_) return Errc::too_many;
        ++count;
        ++all_;
    }
    return std::shared_ptr<void>(nullptr, [self = shared_from_this(), peer](void*) { self->leave(peer); });
}

void Admission::leave(const PeerKey& peer) {
    std::lock_guard lock(mutex_);
    --all_;
    if (auto it = each_.find(peer); --it->second == 0) each_.erase(it);
}

}  // namespace bailey::net
