// The server's TLS: 1.2 and 1.3 with the ciphers of RFC 9325 section 4.2, no renegotiation, no compression, session
// tickets. The certificate can be changed while connections are open: they keep the one they began with.
#pragma once
#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace bailey::net {

struct TlsFree {
    void operator()(ssl_st* session) const;
    void operator()(ssl_ctx_st* context) const;
};
using TlsSession = std::unique_ptr<ssl_st, TlsFree>;

class TlsContext {
public:
    // PEM files: the certificate with its chain, and the key (without a passphrase).
    // Errors: bad_config (unreadable, malformed, key of another certificate), logged with the file.
    static Result<std::unique_ptr<TlsContext>> load(std::string certificate, std::string key);

    // Reads both files again; on an error the old certificate stays. New ticket keys, too: call it daily at the least
    // (RFC 9325 section 3.4). Any thread.
    Result<void> reload();

    // The server's side of a TLS connection on a connected, non-blocking socket. Any thread. Errors: try_later.
    Result<TlsSession> open(int socket);

private:
    TlsContext(std::string certificate, std::string key) : certificate_(std::move(certificate)), key_(std::move(key)) {}

    std::string certificate_, key_;
    std::mutex mutex_;
    std::unique_ptr<ssl_ctx_st, TlsFree> current_;
};

}  // namespace bailey::net
