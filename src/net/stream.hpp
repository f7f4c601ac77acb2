// One connection, in clear or under TLS, on one loop. Everything is tried at once and waits only where the socket
// says so; what is read lies in the loop's scratch buffer, so that an idle connection holds no buffer at all.
// Use it from its loop's coroutines only, one operation at a time.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/loop.hpp"
#include "net/tls.hpp"

namespace bailey::net {

// What a read interrupts when the server stops: nothing (idle, between two commands), or something that should be
// finished first.
enum class Reading { idle, busy };

class Stream {
public:
    // Takes over a connected, non-blocking socket. `held` lives as long as the connection. Loop thread only.
    Stream(Loop& loop, int socket, std::string peer, TlsContext* tls, std::shared_ptr<void> held = {});
    Stream(Stream&&) noexcept;
    Stream& operator=(Stream&&) noexcept;
    ~Stream();  // closes at once, without a word; co_await close() is the polite way

    // The next bytes, at least one; valid until the caller's next co_await. With Reading::idle a stopping server
    // answers try_later, and so does wake(). Errors: timed_out, closed (also: a broken TLS record), try_later.
    awaitable<Result<std::string_view>> read_some(Deadline deadline, Reading what = Reading::busy);
    // Writes all of `bytes`, which must stay until then. Errors: timed_out, closed.
    awaitable<Result<void>> write(std::string_view bytes, Deadline deadline);
    // The server's handshake. Errors: unsupported (no certificate), bad_syntax (handshake failed), timed_out, closed.
    awaitable<Result<void>> start_tls(Deadline deadline);
    // TLS close_notify (RFC 8446 section 6.1) and the end of the connection; takes in for a moment what the peer is
    // still sending, so that our last reply is not lost to a reset (RFC 9112 section 9.6 has the reason).
    awaitable<void> close();

    // Makes the read with Reading::idle that waits, or the next one, answer try_later. Loop thread only.
    void wake();

    Loop& loop() const;
    bool draining() const;            // the server stops: end at the next command
    bool secure() const;              // under TLS
    bool can_start_tls() const;       // in clear, and there is a certificate
    const std::string& peer() const;  // IP address
    std::string tls() const;          // "TLSv1.3 TLS_AES_256_GCM_SHA384"; empty in clear

private:
    class Connection;
    std::unique_ptr<Connection> connection_;
};

}  // namespace bailey::net
