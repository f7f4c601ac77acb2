// For tests: a blocking client with or without TLS, and certificates made on the spot. Waits at most ten seconds for
// anything, then reads as if the server had closed.
#pragma once
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace bailey::net::testing {

// A folder that goes with the test.
class Folder {
public:
    Folder() {
        std::string name = ::testing::TempDir() + "bailey-net-XXXXXX";
        if (!::mkdtemp(name.data())) std::abort();
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }

private:
    std::string path_;
};

// Writes a self-signed certificate for `name` and its key as PEM files.
inline void write_certificate(const std::string& certificate, const std::string& key, const std::string& name) {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_EC_gen("P-256"), EVP_PKEY_free);
    std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
    auto* x = made.get();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -60);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, pair.get());
    auto* subject = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1,
                               -1, 0);
    X509_set_issuer_name(x, subject);
    auto* alternative = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + name).c_str());
    X509_add_ext(x, alternative, -1);
    X509_EXTENSION_free(alternative);
    X509_sign(x, pair.get(), EVP_sha256());
    auto write = [](const std::string& path, auto put) {
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
        put(file.get());
    };
    write(certificate, [&](std::FILE* f) { PEM_write_X509(f, x); });
    write(key, [&](std::FILE* f) { PEM_write_PrivateKey(f, pair.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

class Client {
public:
    explicit Client(std::uint16_t port) : Client() { connect(port); }
    Client() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        std::signal(SIGPIPE, SIG_IGN);  // the client's own writes
        timeval limit{10, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    }
    ~Client() {
        SSL_SESSION_free(kept_);
        SSL_free(tls_);
        SSL_CTX_free(context_);
        if (fd_ >= 0) ::close(fd_);
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void connect(std::uint16_t port) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    }
    // `newest` bounds the TLS version offered; `resume` is an earlier client whose session is offered.
    bool start_tls(int newest = TLS1_3_VERSION, Client* resume = nullptr) {
        context_ = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_security_level(context_, 0);
        SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context_, newest);
        SSL_CTX_set_session_cache_mode(context_, SSL_SESS_CACHE_CLIENT);
        tls_ = SSL_new(context_);
        if (resume && resume->tls_) SSL_set_session(tls_, resume->kept_ = SSL_get1_session(resume->tls_));
        SSL_set_fd(tls_, fd_);
        return SSL_connect(tls_) == 1;
    }
    bool resumed() const { return SSL_session_reused(tls_) == 1; }
    std::string certificate_name() const {
        std::unique_ptr<X509, decltype(&X509_free)> x(SSL_get1_peer_certificate(tls_), X509_free);
        char name[256] = "";
        if (x) X509_NAME_get_text_by_NID(X509_get_subject_name(x.get()), NID_commonName, name, sizeof name);
        return name;
    }

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto n = tls_
                         ? SSL_write(tls_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 20)))
                         : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    void end() { ::shutdown(fd_, SHUT_WR); }
    // The next line with its CRLF; what came of it where the server closed first.
    std::string line() {
        std::size_t end;
        while ((end = in_.find('\n')) == std::string::npos)
            if (!more()) break;
        return taken(end == std::string::npos ? in_.size() : end + 1);
    }
    std::string lines(int count) {
        std::string all;
        while (count-- > 0) all += line();
        return all;
    }
    // Up to and with the line "." that ends a multi-line reply (RFC 1939 section 3).
    std::string listing() {
        std::string all;
        for (;;) {
            auto next = line();
            all += next;
            if (next == ".\r\n" || next.empty()) return all;
        }
    }
    std::string bytes(std::size_t count) {
        while (in_.size() < count && more()) {
        }
        return taken(std::min(count, in_.size()));
    }
    std::string rest() {  // until the server closes
        while (more()) {
        }
        return taken(in_.size());
    }

private:
    bool more() {
        char piece[16384];
        auto n = tls_ ? SSL_read(tls_, piece, sizeof piece) : ::recv(fd_, piece, sizeof piece, 0);
        if (n <= 0) return false;
        in_.append(piece, static_cast<std::size_t>(n));
        return true;
    }
    std::string taken(std::size_t count) {
        auto head = in_.substr(0, count);
        in_.erase(0, count);
        return head;
    }

    int fd_ = -1;
    SSL_CTX* context_ = nullptr;
    SSL* tls_ = nullptr;
    SSL_SESSION* kept_ = nullptr;
    std::string in_;
};

}  // namespace bailey::net::testing
