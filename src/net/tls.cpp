#include "net/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/log.hpp"

namespace bailey::net {
namespace {

using Context = std::unique_ptr<ssl_ctx_st, TlsFree>;

std::string openssl_reason() {
    auto code = ERR_peek_last_error();
    const char* reason = ERR_reason_error_string(code);
    ERR_clear_error();
    return reason ? reason : "error " + std::to_string(code);
}

// The names a certificate is for: its subjectAltName (RFC 9525 section 6.3 ignores the common name).
std::string names_of(X509* certificate) {
    std::string names;
    auto* all = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(all); ++i) {
        auto* name = sk_GENERAL_NAME_value(all, i);
        if (name->type != GEN_DNS) continue;
        if (!names.empty()) names += ' ';
        names.append(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                     static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
    }
    GENERAL_NAMES_free(all);
    return names.empty() ? "(no name)" : names;
}

std::string expiry_of(X509* certificate) {
    tm when{};
    char text[32] = "?";
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &when) == 1)
        std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &when);
    return text;
}

void log_certificate(SSL_CTX* context, const std::string& file) {
    auto* certificate = SSL_CTX_get0_certificate(context);
    auto names = names_of(certificate);
    auto expiry = expiry_of(certificate);
    if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0)
        log::warning("tls.certificate_expired", {{"file", file}, {"names", names}, {"expired", expiry}});
    else
        log::info("tls.certificate", {{"file", file}, {"names", names}, {"expires", expiry}});
}

bool harden(SSL_CTX* c) {
    SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);  // RFC 9325 section 3.1.1
    SSL_CTX_set_options(c, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_security_level(c, 2);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);  // tickets carry the state, the server keeps none
    SSL_CTX_set_num_tickets(c, 1);
    SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(c, 1);  // a record costs one read(2), not two
    static constexpr unsigned char id[] = "bailey";
    return SSL_CTX_set_session_id_context(c, id, sizeof id - 1) == 1 &&
           SSL_CTX_set_cipher_list(c, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
           SSL_CTX_set1_groups_list(c, "X25519:P-256:P-384") == 1;
}

Result<Context> make_context(const std::string& certificate, const std::string& key) {
    ERR_clear_error();
    Context context(SSL_CTX_new(TLS_server_method()));
    if (!context || !harden(context.get())) {
        log::error("tls", {{"detail", openssl_reason()}});
        return Errc::bad_config;
    }
    // Without this OpenSSL would ask for a passphrase on the terminal.
    SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return -1; });
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1) {
        log::error("tls.certificate", {{"file", certificate}, {"detail", openssl_reason()}});
        return Errc::bad_config;
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        log::error("tls.key", {{"file", key}, {"certificate", certificate}, {"detail", openssl_reason()}});
        return Errc::bad_config;
    }
    log_certificate(context.get(), certificate);
    return context;
}

}  // namespace

void TlsFree::operator()(ssl_st* session) const { SSL_free(session); }
void TlsFree::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<std::unique_ptr<TlsContext>> TlsContext::load(std::string certificate, std::string key) {
    std::unique_ptr<TlsContext> made(new TlsContext(std::move(certificate), std::move(key)));
    BAILEY_CHECK(made->reload());
    return made;
}

Result<void> TlsContext::reload() {
    BAILEY_TRY(auto fresh, make_context(certificate_, key_));
    std::lock_guard lock(mutex_);
    current_.swap(fresh);  // sessions hold a reference to the old one
    return {};
}

Result<TlsSession> TlsContext::open(int socket) {
    TlsSession session;
    {
        std::lock_guard lock(mutex_);
        session.reset(SSL_new(current_.get()));
    }
    if (!session || SSL_set_fd(session.get(), socket) != 1) {
        log::error("tls", {{"detail", openssl_reason()}});
        return Errc::try_later;
    }
    SSL_set_accept_state(session.get());
    return session;
}

}  // namespace bailey::net
