// The conditions of use as they were when somebody accepted them, and who did when.
#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::conditions {

struct Conditions {
    Bytes digest = {};  // of version, language and text
    std::string version = {}, language = {}, text = {};
};

struct Acceptance {
    AccountId account{};
    std::string version = {};
    Bytes digest = {};  // of what was shown
    Time at{};
    std::string peer = {};
};

// Keeps the text, where it is not kept yet, and the acceptance; accepting again changes nothing.
Result<void> accept(sql::Connection& c, const Conditions& what, const Acceptance& how);
Result<std::optional<Time>> accepted(sql::Connection& c, AccountId account, std::string_view version);
Result<std::optional<Acceptance>> newest(sql::Connection& c, AccountId account);
Result<std::string> text(sql::Connection& c, ByteView digest);  // not_found

}  // namespace bailey::store::conditions
