// Notices to non-secure addresses: that a code was asked for, that something of somebody's way in has changed. They
// never carry content of mail, names, or a secret beyond a code that is good once; they come from one fixed address,
// and link to the service's own site alone (service.md section 6).
//
// A notice is put into the outbox within the transaction it belongs to, so that it survives a restart, sealed, for it
// bears a code; a Courier sends it.
#pragma once
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "store/tables/outgoing_notices.hpp"

namespace bailey::outbox {

enum class Kind {
    verify_address,        // with code and token
    sign_in_code,          // with code
    new_password,          // with code and token
    password_changed,      // and the rest without
    recovery_changed,      // also: taken away
    second_factor_changed  // also: switched off
};

struct Notice {
    Kind kind{};
    std::string to = {};  // outside
    std::string language = "en";
    Secret code = {}, token = {};
    Time useful_until{};
};

struct Settings {
    std::string from = "notices@bailey.test";  // the one fixed address
    std::string service_name = "Bailey";
    std::string site = "https://mail.bailey.test";  // without a final "/"
};

// As it is sent: whole, CRLF line ends.
struct Letter {
    std::string from, to, message;
};
Letter letter_of(const Settings& settings, const Notice& notice, Time now);

// Thread-safe.
class Notices {
public:
    Notices(const Key& key, Settings settings) : key_(key), settings_(std::move(settings)) {}  // purpose("notices")

    Result<void> put(sql::Connection& c, const Notice& notice, Time now) const;
    Result<Letter> open(const store::outgoing_notices::Notice& waiting) const;  // corrupt

private:
    const Key key_;
    const Settings settings_;
};

}  // namespace bailey::outbox
