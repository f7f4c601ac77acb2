#include "net/endpoint.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/log.hpp"

namespace bailey::net {
namespace {

constexpr int first_passed_fd = 3;  // SD_LISTEN_FDS_START

struct AddressesFree {
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, AddressesFree>;

Result<Addresses> resolve(const std::string& address) {
    auto colon = address.rfind(':');
    if (colon == std::string::npos || colon + 1 == address.size()) {
        log::error("listen.address", {{"address", address}, {"detail", "expected host:port"}});
        return Errc::bad_config;
    }
    auto host = address.substr(0, colon), port = address.substr(colon + 1);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (host.empty()) host = "::";
    addrinfo hints{}, *list = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    if (int rc = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &list); rc != 0) {
        log::error("listen.address", {{"address", address}, {"detail", ::gai_strerror(rc)}});
        return Errc::bad_config;
    }
    return Addresses(list);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts(1);
    for (char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    std::string text = value ? value : "";
    ::unsetenv(name);
    return text;
}

}  // namespace

Socket::~Socket() {
    if (fd_ >= 0) ::close(fd_);
}

Result<Socket> listen_on(const std::string& address) {
    BAILEY_TRY(auto list, resolve(address));
    Socket socket(::socket(list->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    int on = 1, off = 0;
    if (socket.fd() >= 0) {
        ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (list->ai_family == AF_INET6) ::setsockopt(socket.fd(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    if (socket.fd() < 0 || ::bind(socket.fd(), list->ai_addr, list->ai_addrlen) != 0 ||
        ::listen(socket.fd(), SOMAXCONN) != 0) {
        log::error("listen.address", {{"address", address}, {"detail", std::strerror(errno)}});
        return Errc::bad_config;
    }
    return socket;
}

std::uint16_t port_of(const Socket& socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&address), &size);
    if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6&>(address).sin6_port);
    return ntohs(reinterpret_cast<sockaddr_in&>(address).sin_port);
}

std::map<std::string, std::vector<Socket>> systemd_sockets() {
    auto pid = environment("LISTEN_PID"), count = environment("LISTEN_FDS"), names = environment("LISTEN_FDNAMES");
    std::map<std::string, std::vector<Socket>> sockets;
    if (pid != std::to_string(::getpid())) return sockets;
    auto name_of = split(names, ':');
    auto all = std::strtoul(count.c_str(), nullptr, 10);
    for (std::size_t i = 0; i < all; ++i) {
        int fd = first_passed_fd + static_cast<int>(i);
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
        ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
        sockets[i < name_of.size() ? name_of[i] : "unknown"].emplace_back(fd);
    }
    return sockets;
}

}  // namespace bailey::net
