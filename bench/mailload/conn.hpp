// A TCP connection, with or without TLS, read by lines.
#pragma once
#include <netinet/in.h>
#include <openssl/ssl.h>

#include <cstring>
#include <exception>
#include <memory>
#include <optional>

#include "base.hpp"

struct Net {
    explicit Net(const Options& o)
        : tls(ssl::context::tls_client), waitConnect(o.number("wait-connect", 0)), sources_(o.count("sources", 0)) {
        if (string ca = o.text("ca", ""); !ca.empty()) {
            tls.load_verify_file(ca);
            tls.set_verify_mode(ssl::verify_peer);
        }
        resume = o.yes("tls-resume");
        if (resume) {
            SSL_CTX_set_session_cache_mode(tls.native_handle(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
            SSL_CTX_set_app_data(tls.native_handle(), this);
            SSL_CTX_sess_set_new_cb(tls.native_handle(), [](SSL* s, SSL_SESSION* session) {
                auto* net = static_cast<Net*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(s)));
                if (net->session) SSL_SESSION_free(net->session);
                net->session = session;
                return 1;  // we keep the reference
            });
        }
    }
    // Runs a task; when the last one has ended, so does io.run().
    void spawn(awaitable<void> task) {
        ++running_;
        asio::co_spawn(io, std::move(task), [this](std::exception_ptr) {
            if (--running_ == 0) io.stop();
        });
    }
    awaitable<void> pause(double forSeconds) {
        asio::steady_timer timer(io);
        timer.expires_after(std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(forSeconds)));
        co_await timer.async_wait(use_awaitable);
    }
    // With --sources N clients come from N addresses of loopback in turn, as real ones come from many: a server may
    // limit what one address may do.
    void bindSource(tcp::socket& socket) {
        if (sources_ == 0) return;
        const size_t n = nextSource_++ % sources_;
        const auto ip = static_cast<asio::ip::address_v4::uint_type>(0x7f010001 + (n / 250) * 256 + n % 250);
        socket.open(tcp::v4());
        const int yes = 1;
        ::setsockopt(socket.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
        socket.bind(tcp::endpoint(asio::ip::address_v4(ip), 0));
    }
    asio::io_context io{1};
    ssl::context tls;
    bool resume = false;
    SSL_SESSION* session = nullptr;
    size_t resumed = 0;
    double waitConnect;

private:
    size_t running_ = 0, sources_, nextSource_ = 0;
};

class Conn {
public:
    explicit Conn(Net& net) : net_(net), socket_(net.io) {}
    ~Conn() {  // an unclean end would make OpenSSL forget the session that we may resume
        if (tls_) SSL_set_shutdown(tls_->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }

    awaitable<void> connect(tcp::endpoint where, bool tls) {
        const auto giveUp = Clock::now() + std::chrono::duration<double>(net_.waitConnect);
        for (;;) {
            boost::system::error_code error;
            net_.bindSource(socket_);
            co_await socket_.async_connect(where, asio::redirect_error(use_awaitable, error));
            if (!error) break;
            socket_.close();
            if (Clock::now() >= giveUp) throw boost::system::system_error(error);
            co_await net_.pause(0.001);
        }
        socket_.set_option(tcp::no_delay(true));
        if (tls) co_await startTls();
    }
    awaitable<void> startTls() {
        tls_.emplace(socket_, net_.tls);
        if (net_.session) SSL_set_session(tls_->native_handle(), net_.session);
        co_await tls_->async_handshake(ssl::stream_base::client, use_awaitable);
        if (SSL_session_reused(tls_->native_handle())) ++net_.resumed;
    }
    awaitable<void> write(string_view data) {
        auto buffer = asio::buffer(data.data(), data.size());
        if (tls_)
            co_await asio::async_write(*tls_, buffer, use_awaitable);
        else
            co_await asio::async_write(socket_, buffer, use_awaitable);
    }
    // The next line with its line end; valid until the next read.
    awaitable<string_view> line() {
        for (size_t searched = at_;;) {
            const char* base = in_.data();
            if (auto* nl = static_cast<const char*>(memchr(base + searched, '\n', end_ - searched))) {
                string_view found(base + at_, static_cast<size_t>(nl + 1 - base) - at_);
                at_ += found.size();
                co_return found;
            }
            searched = end_ - at_;  // fill() moves the rest to the front
            co_await fill();
        }
    }
    // Reads a dot-terminated answer; calls each(line) with unstuffed lines. Returns bytes.
    template <class F>
    awaitable<size_t> dotLines(F each) {
        size_t bytes = 0;
        for (;;) {
            while (at_ < end_) {
                const char* start = in_.data() + at_;
                auto* nl = static_cast<const char*>(memchr(start, '\n', end_ - at_));
                if (!nl) break;
                string_view l(start, static_cast<size_t>(nl + 1 - start));
                at_ += l.size();
                if (l[0] == '.') {
                    if (l == ".\r\n" || l == ".\n") co_return bytes;
                    l.remove_prefix(1);
                }
                bytes += l.size();
                each(l);
            }
            co_await fill();
        }
    }
    void close() {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }

private:
    awaitable<void> fill() {
        if (at_ > 0) {
            memmove(in_.data(), in_.data() + at_, end_ - at_);
            end_ -= at_;
            at_ = 0;
        }
        if (in_.size() - end_ < 16384) in_.resize(std::max<size_t>(in_.size() * 2, 4096));
        if (end_ > (64u << 20)) throw std::runtime_error("line too long");
        auto buffer = asio::buffer(in_.data() + end_, in_.size() - end_);
        size_t n = 0;
        if (tls_)
            n = co_await tls_->async_read_some(buffer, use_awaitable);
        else
            n = co_await socket_.async_read_some(buffer, use_awaitable);
        end_ += n;
    }
    Net& net_;
    tcp::socket socket_;
    std::optional<ssl::stream<tcp::socket&>> tls_;
    std::vector<char> in_;
    size_t at_ = 0, end_ = 0;
};

inline string base64(string_view s) {
    string out(4 * ((s.size() + 2) / 3) + 1, '\0');
    int n = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                            reinterpret_cast<const unsigned char*>(s.data()), static_cast<int>(s.size()));
    out.resize(static_cast<size_t>(n));
    return out;
}
