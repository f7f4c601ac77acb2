// Makes a new community look lived in: its mail, address books, identities and filters.
#pragma once
#include "apps/stores.hpp"
#include "services/users/users.hpp"

namespace bailey::apps::demo {

struct Furnished {
    std::size_t letters = 0, messages = 0;  // written; lying in mailboxes
    std::uint64_t octets = 0;               // of the messages
};
// For accounts that have nothing yet. The same for the same `now`, but for ids. Errors: those of the stores.
Result<Furnished> furnish(Stores& stores, users::Users& users, Time now);

}  // namespace bailey::apps::demo
