// Small objects of an account that are JSON to everybody but their own type: identities, submissions, scripts,
// contacts ... One mechanism for get, changes and set. Sealed under the account's key.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "services/mailbox/account.hpp"

namespace bailey::mailbox {

// The numbers are stored: never reuse one.
enum class ItemType : int {
    identity = 1,
    submission = 2,
    vacation = 3,
    sieve_script = 4,
    address_book = 5,
    contact = 6,
    push_subscription = 7,
    duplicate = 8,       // ids that Sieve's duplicate test has seen
    vacation_reply = 9,  // who had a vacation reply, and when
    share_notification = 10,
    preferences = 11,  // services/preferences
};
constexpr std::uint64_t type_bit(ItemType type) { return types::items << static_cast<int>(type); }

struct Item {
    std::int64_t id = 0;
    std::int64_t created = 0, change = 0;
    std::string json;
};
struct Items {
    std::vector<Item> list;  // by id
    State state;             // of the type
};
Result<Items> items(const Account& account, ItemType type);  // all
Result<std::optional<Item>> item(const Account& account, ItemType type, std::int64_t id);
Result<State> item_state(const Account& account, ItemType type);
// Errors: conflict (cannotCalculateChanges).
Result<Changes> item_changes(const Account& account, ItemType type, State since, std::size_t most);

// `id` 0 in create: the account gives the next. Another id must be free (singletons).
struct ItemSet {
    struct New {
        std::string json;
        std::int64_t id = 0;
    };
    struct Update {
        std::int64_t id = 0;
        std::string json;
    };
    std::vector<New> create = {};
    std::vector<Update> update = {};
    std::vector<std::int64_t> destroy = {};
    std::optional<State> if_in_state = {};
};
struct ItemSetDone {
    State old_state, new_state;
    // In order. Errors: too_long, too_many, exists (create); not_found, too_long (update); not_found (destroy).
    std::vector<Result<std::int64_t>> created;  // ids
    std::vector<Result<void>> updated, destroyed;
};
// One transaction for all. Errors: conflict (stateMismatch).
Result<ItemSetDone> set_items(const Account& account, ItemType type, const ItemSet& set);

}  // namespace bailey::mailbox
