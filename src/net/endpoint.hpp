// Where to listen: opening sockets by "host:port", and those systemd opened for us (sd_listen_fds(3)).
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace bailey::net {

// An open descriptor, closed when it goes.
class Socket {
public:
    Socket() = default;
    explicit Socket(int fd) : fd_(fd) {}
    Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Socket();
    int fd() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }

private:
    int fd_ = -1;
};

// A listening, non-blocking TCP socket on "127.0.0.1:995", "[::1]:995", "mail.example:995" (its first address) or
// ":995" (every address, IPv6 and IPv4). Port 0: any free one. Errors: bad_config, logged with the address.
Result<Socket> listen_on(const std::string& address);
std::uint16_t port_of(const Socket& socket);

// The sockets systemd passed, by FileDescriptorName=; empty where there are none. Takes LISTEN_* out of the
// environment, so that no child thinks they are meant for it. Call it once, before threads start.
std::map<std::string, std::vector<Socket>> systemd_sockets();

}  // namespace bailey::net
