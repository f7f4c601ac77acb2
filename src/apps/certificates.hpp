// A certificate authority of one's own and a server certificate from it, for demonstrations and for a first start.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"

namespace bailey::apps {

struct CertificateFiles {
    std::string ca;           // the CA's certificate, PEM: what clients trust
    std::string certificate;  // the server's, with its chain
    std::string key;          // mode 0600
};

// Makes what is missing or about to expire; ECDSA P-256, for two years (the CA: ten). `names` are DNS names or IP
// addresses. The CA's key is kept beside its certificate (".key", mode 0600).
// Errors: storage_full (a file cannot be written), unsupported (OpenSSL failed); logged.
Result<void> make_certificates(const CertificateFiles& files, const std::string& authority,
                               const std::vector<std::string>& names);

}  // namespace bailey::apps
