#include "net/stream.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <utility>

#include "base/log.hpp"

namespace bailey::net {
namespace asio = boost::asio;

namespace {

// A descriptor, not a socket: Asio only watches it, and need not know what protocol it speaks.
using Descriptor = asio::posix::basic_stream_descriptor<asio::io_context::executor_type>;
using Wait = asio::posix::descriptor_base;

// What one attempt came to: so many bytes, or what it waits for.
enum class Need { none, read, write, ended };
struct Attempt {
    std::size_t count = 0;
    Need need = Need::none;
};

constexpr int turns_before_yield = 16;  // operations that did not wait, before other connections get their turn
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_bytes = 1024 * 1024;

}  // namespace

class Stream::Connection final : public Tenant {
public:
    Connection(Loop& loop, int fd, std::string peer, TlsContext* tls, std::shared_ptr<void> held)
        : loop_(loop), socket_(loop.context(), fd), tls_(tls), held_(std::move(held)), peer_(std::move(peer)) {
        int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        loop_.reserve();
        loop_.admit(*this);
    }
    ~Connection() {
        loop_.leave(*this);
        session_.reset();
        held_.reset();
        loop_.release();  // last: a stopping server goes on, and away, when no connection is left
    }

    void tick(Deadline now) override {
        if (now >= deadline_) interrupt(Errc::timed_out);
    }
    void drain() override {
        if (idle_) interrupt(Errc::try_later);
    }
    void cut() override {
        cut_ = true;
        interrupt(Errc::closed);
    }

    void wake() {
        if (waiting_ && idle_)
            interrupt(Errc::try_later);
        else
            woken_ = true;
    }

    awaitable<Result<void>> wait(Need need, Deadline deadline, bool idle) {
        if (cut_) co_return Errc::closed;
        if (std::chrono::steady_clock::now() >= deadline) co_return Errc::timed_out;
        if (idle && std::exchange(woken_, false)) co_return Errc::try_later;
        turns_ = 0;
        deadline_ = deadline;
        idle_ = idle;
        waiting_ = true;
        boost::system::error_code ec;
        co_await socket_.async_wait(need == Need::write ? Wait::wait_write : Wait::wait_read,
                                    asio::redirect_error(asio::use_awaitable, ec));
        waiting_ = idle_ = false;
        deadline_ = Deadline::max();
        if (cause_ != Errc{}) co_return std::exchange(cause_, Errc{});
        if (ec) co_return Errc::closed;
        co_return Result<void>{};
    }

    bool turn_is_over() { return ++turns_ >= turns_before_yield; }
    awaitable<void> yield() {
        turns_ = 0;
        co_await asio::post(loop_.context(), asio::use_awaitable);
    }

    Attempt read(std::span<char> into) { return session_ ? read_tls(into) : read_clear(into); }
    Attempt write(std::string_view bytes) {
        if (!session_) return judged(::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL), Need::write);
        ERR_clear_error();
        std::size_t count = 0;
        auto rc = SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &count);
        return rc == 1 ? Attempt{count, Need::none} : Attempt{0, tls_need(rc)};
    }
    Result<void> begin_tls() {
        if (!tls_ || session_) return Errc::unsupported;
        BAILEY_TRY(session_, tls_->open(fd()));
        return {};
    }
    Need handshake() {
        ERR_clear_error();
        auto rc = SSL_do_handshake(session_.get());
        return rc == 1 ? Need::none : tls_need(rc);
    }
    void end_writing() {
        if (session_ && SSL_is_init_finished(session_.get())) {
            ERR_clear_error();
            SSL_shutdown(session_.get());
        }
        ::shutdown(fd(), SHUT_WR);
    }
    Attempt read_clear(std::span<char> into) { return judged(::recv(fd(), into.data(), into.size(), 0), Need::read); }

    Loop& loop() { return loop_; }
    SSL* session() const { return session_.get(); }
    TlsContext* tls() const { return tls_; }
    const std::string& peer() const { return peer_; }
    bool was_cut() const { return cut_; }

private:
    int fd() { return socket_.native_handle(); }

    void interrupt(Errc cause) {
        if (!waiting_ || cause_ != Errc{}) return;
        cause_ = cause;
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }

    static Attempt judged(ssize_t count, Need otherwise) {
        if (count > 0) return {static_cast<std::size_t>(count), Need::none};
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {0, otherwise};
        if (count < 0 && errno == EINTR) return {0, otherwise};
        return {0, Need::ended};
    }

    Attempt read_tls(std::span<char> into) {
        std::size_t all = 0;
        do {  // every record that came with the same read(2)
            ERR_clear_error();
            std::size_t count = 0;
            auto rc = SSL_read_ex(session_.get(), into.data() + all, into.size() - all, &count);
            if (rc != 1) return all ? Attempt{all, Need::none} : Attempt{0, tls_need(rc)};
            all += count;
        } while (all < into.size() && SSL_has_pending(session_.get()));
        return {all, Need::none};
    }

    Need tls_need(int rc) {
        switch (SSL_get_error(session_.get(), rc)) {
        case SSL_ERROR_WANT_READ: return Need::read;
        case SSL_ERROR_WANT_WRITE: return Need::write;
        default:  // an int of OpenSSL's, not an enum: everything else ends the connection
            if (auto code = ERR_peek_last_error())
                log::debug(
                    "tls.failed",
                    {{"peer", peer_}, {"detail", ERR_reason_error_string(code) ? ERR_reason_error_string(code) : "?"}});
            ERR_clear_error();
            return Need::ended;
        }
    }

    Loop& loop_;
    Descriptor socket_;
    TlsSession session_;
    TlsContext* tls_;
    std::shared_ptr<void> held_;
    std::string peer_;
    Deadline deadline_ = Deadline::max();
    Errc cause_{};  // why a wait was cancelled
    int turns_ = 0;
    bool waiting_ = false, idle_ = false, cut_ = false, woken_ = false;
};

Stream::Stream(Loop& loop, int socket, std::string peer, TlsContext* tls, std::shared_ptr<void> held)
    : connection_(std::make_unique<Connection>(loop, socket, std::move(peer), tls, std::move(held))) {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

awaitable<Result<std::string_view>> Stream::read_some(Deadline deadline, Reading what) {
    auto& c = *connection_;
    if (c.turn_is_over()) co_await c.yield();
    for (;;) {
        if (c.was_cut()) co_return Errc::closed;
        if (what == Reading::idle && c.loop().draining()) co_return Errc::try_later;
        auto buffer = c.loop().scratch();
        auto got = c.read(buffer);
        if (got.count) co_return std::string_view(buffer.data(), got.count);
        if (got.need == Need::ended) co_return Errc::closed;
        auto waited = co_await c.wait(got.need, deadline, what == Reading::idle);
        if (!waited) co_return waited.error();
    }
}

awaitable<Result<void>> Stream::write(std::string_view bytes, Deadline deadline) {
    auto& c = *connection_;
    while (!bytes.empty()) {
        if (c.was_cut()) co_return Errc::closed;
        if (c.turn_is_over()) co_await c.yield();
        auto put = c.write(bytes);
        bytes.remove_prefix(put.count);
        if (put.count) continue;
        if (put.need == Need::ended) co_return Errc::closed;
        auto waited = co_await c.wait(put.need, deadline, false);
        if (!waited) co_return waited.error();
    }
    co_return Result<void>{};
}

awaitable<Result<void>> Stream::start_tls(Deadline deadline) {
    auto& c = *connection_;
    if (auto begun = c.begin_tls(); !begun) co_return begun.error();
    for (;;) {
        auto need = c.handshake();
        if (need == Need::none) co_return Result<void>{};
        if (need == Need::ended) co_return Errc::bad_syntax;
        auto waited = co_await c.wait(need, deadline, false);
        if (!waited) co_return waited.error();
    }
}

awaitable<void> Stream::close() {
    auto& c = *connection_;
    c.end_writing();
    auto deadline = within(linger_time);
    for (std::size_t taken = 0; taken < linger_bytes;) {
        auto got = c.read_clear(c.loop().scratch());  // ciphertext or not: it is thrown away
        taken += got.count;
        if (got.need == Need::ended || (got.need == Need::read && taken == 0)) break;
        if (got.count) continue;
        auto waited = co_await c.wait(got.need, deadline, false);
        if (!waited) break;
    }
    connection_.reset();
}

void Stream::wake() { connection_->wake(); }
Loop& Stream::loop() const { return connection_->loop(); }
bool Stream::draining() const { return connection_->loop().draining(); }
bool Stream::secure() const { return connection_->session() != nullptr; }
bool Stream::can_start_tls() const { return connection_->tls() && !connection_->session(); }
const std::string& Stream::peer() const { return connection_->peer(); }

std::string Stream::tls() const {
    auto* session = connection_->session();
    if (!session) return {};
    return std::string(SSL_get_version(session)) + ' ' + SSL_get_cipher_name(session);
}

}  // namespace bailey::net
