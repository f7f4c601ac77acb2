#include "apps/certificates.hpp"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "base/log.hpp"
#include "base/secret.hpp"

namespace bailey::apps {
namespace {

template <auto F>
struct Free {
    template <class T>
    void operator()(T* p) const {
        F(p);
    }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Free<X509_free>>;
using FilePtr = std::unique_ptr<FILE, Free<fclose>>;

constexpr long day = 24L * 3600;

Errc failed(const char* what, const std::string& file = {}) {
    log::error("certificates.failed", {{"what", what}, {"file", file}});
    return file.empty() ? Errc::unsupported : Errc::storage_full;
}

FilePtr create(const std::string& path, mode_t mode) {
    unlink(path.c_str());
    int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    return FilePtr(fd < 0 ? nullptr : fdopen(fd, "w"));
}

Result<void> write_key(const std::string& path, EVP_PKEY* key) {
    auto file = create(path, 0600);
    if (!file || PEM_write_PrivateKey(file.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return failed("cannot write", path);
    return {};
}

Result<void> write_certificates(const std::string& path, std::initializer_list<X509*> chain) {
    auto file = create(path, 0644);
    if (!file) return failed("cannot write", path);
    for (auto* c : chain)
        if (PEM_write_X509(file.get(), c) != 1) return failed("cannot write", path);
    return {};
}

CertificatePtr read_certificate(const std::string& path) {
    FilePtr file(fopen(path.c_str(), "re"));
    return CertificatePtr(file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr);
}

KeyPtr read_key(const std::string& path) {
    FilePtr file(fopen(path.c_str(), "re"));
    return KeyPtr(file ? PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr);
}

bool good_for_a_month(X509* certificate) {
    time_t soon = time(nullptr) + 30 * day;
    return certificate && X509_cmp_time(X509_get0_notAfter(certificate), &soon) > 0;
}

bool extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> e(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return e && X509_add_ext(certificate, e.get(), -1) == 1;
}

// An unsigned certificate (RFC 5280) for `key`, named `name`.
CertificatePtr draft(EVP_PKEY* key, const std::string& name, X509* issuer, long days) {
    CertificatePtr c(X509_new());
    std::array<std::uint8_t, 16> serial;
    random_bytes(serial);
    serial[0] &= 0x7f;  // positive (section 4.1.2.2)
    std::unique_ptr<BIGNUM, Free<BN_free>> number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
    X509_set_version(c.get(), X509_VERSION_3);
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(c.get()));
    X509_gmtime_adj(X509_getm_notBefore(c.get()), -day);
    X509_gmtime_adj(X509_getm_notAfter(c.get()), days * day);
    X509_set_pubkey(c.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(c.get(), X509_get_subject_name(issuer ? issuer : c.get()));
    return c;
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string all;
    for (auto& n : names) {
        bool ip = n.find_first_not_of("0123456789.") == std::string::npos || n.find(':') != std::string::npos;
        all += (all.empty() ? "" : ",") + std::string(ip ? "IP:" : "DNS:") + n;
    }
    return all;
}

Result<void> make_authority(const CertificateFiles& files, const std::string& name) {
    KeyPtr key(EVP_EC_gen("P-256"));
    if (!key) return failed("no key");
    auto c = draft(key.get(), name, nullptr, 3650);
    if (!extend(c.get(), c.get(), NID_basic_constraints, "critical,CA:TRUE") ||
        !extend(c.get(), c.get(), NID_key_usage, "critical,keyCertSign,cRLSign") ||
        !extend(c.get(), c.get(), NID_subject_key_identifier, "hash") || !X509_sign(c.get(), key.get(), EVP_sha256()))
        return failed("the authority cannot be signed");
    BAILEY_CHECK(write_key(files.ca + ".key", key.get()));
    return write_certificates(files.ca, {c.get()});
}

Result<void> make_server(const CertificateFiles& files, const std::vector<std::string>& names) {
    auto authority = read_certificate(files.ca);
    auto authority_key = read_key(files.ca + ".key");
    if (!authority || !authority_key) return failed("cannot read", files.ca);
    KeyPtr key(EVP_EC_gen("P-256"));
    if (!key) return failed("no key");
    auto c = draft(key.get(), names.front(), authority.get(), 730);
    if (!extend(c.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE") ||
        !extend(c.get(), authority.get(), NID_key_usage, "critical,digitalSignature") ||
        !extend(c.get(), authority.get(), NID_ext_key_usage, "serverAuth") ||
        !extend(c.get(), authority.get(), NID_subject_alt_name, alternative_names(names)) ||
        !extend(c.get(), authority.get(), NID_authority_key_identifier, "keyid") ||
        !X509_sign(c.get(), authority_key.get(), EVP_sha256()))
        return failed("the certificate cannot be signed");
    BAILEY_CHECK(write_key(files.key, key.get()));
    return write_certificates(files.certificate, {c.get(), authority.get()});
}

}  // namespace

Result<void> make_certificates(const CertificateFiles& files, const std::string& authority,
                               const std::vector<std::string>& names) {
    bool old_authority = good_for_a_month(read_certificate(files.ca).get()) && read_key(files.ca + ".key");
    if (!old_authority) BAILEY_CHECK(make_authority(files, authority));
    bool old_server = good_for_a_month(read_certificate(files.certificate).get()) && read_key(files.key);
    if (!old_authority || !old_server) BAILEY_CHECK(make_server(files, names));
    return {};
}

}  // namespace bailey::apps
