// The Sieve scripts of an account, as its owner keeps them (RFC 9661 section 2): items of the account, of which at most
// one is active. All of it blocks.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/mailbox/items.hpp"

namespace bailey::filter {

struct StoredScript {
    std::int64_t id = 0;
    std::string name, text;
    bool active = false;
    bool operator==(const StoredScript&) const = default;
};
struct Scripts {
    std::vector<StoredScript> list;  // by id
    State state;
    const StoredScript* active() const;
    const StoredScript* named(std::string_view name) const;
    const StoredScript* find(std::int64_t id) const;
};
// Errors: corrupt, and those of every function of an account.
Result<Scripts> scripts(const mailbox::Account& account);

std::string stored_form(const StoredScript& script);          // the JSON of its item
Result<StoredScript> script_from(const mailbox::Item& item);  // corrupt
std::string digest(std::string_view text);                    // 24 characters; others for another text

}  // namespace bailey::filter
