#include "services/preferences/preferences.hpp"

#include "protocol/jmap/json.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::preferences {
namespace {

using mailbox::ItemType;

constexpr std::int64_t the_only_one = 1;

Result<std::string> text(const mailbox::Account& account, std::string_view name, std::string_view otherwise) {
    BAILEY_TRY(auto kept, read(account));
    auto value = jmap::parse_json(kept.json);
    if (!value || !value->is_object()) return Errc::corrupt;
    auto found = jmap::member(value->get_object(), name);
    if (!found || !found->is_string()) return std::string(otherwise);
    return std::string(jmap::text_of(found->get_string()));
}

}  // namespace

Result<Kept> read(const mailbox::Account& account) {
    // Before the item: a change in between is refused by write() rather than lost.
    BAILEY_TRY(auto state, mailbox::item_state(account, ItemType::preferences));
    BAILEY_TRY(auto item, mailbox::item(account, ItemType::preferences, the_only_one));
    return Kept{item ? std::move(item->json) : "{}", state};
}

Result<State> state(const mailbox::Account& account) { return mailbox::item_state(account, ItemType::preferences); }

Result<State> write(const mailbox::Account& account, State read, std::string json) {
    mailbox::ItemSet set;
    set.if_in_state = read;
    BAILEY_TRY(auto before, mailbox::item(account, ItemType::preferences, the_only_one));
    if (before)
        set.update.push_back({the_only_one, std::move(json)});
    else
        set.create.push_back({std::move(json), the_only_one});
    BAILEY_TRY(auto done, mailbox::set_items(account, ItemType::preferences, set));
    if (before) {
        BAILEY_CHECK(done.updated.at(0));
    } else {
        BAILEY_CHECK(done.created.at(0));
    }
    return done.new_state;
}

Result<std::string> language(const mailbox::Account& account) { return text(account, "language", default_language); }
Result<std::string> time_zone(const mailbox::Account& account) { return text(account, "timeZone", default_time_zone); }

std::string language_of(mailbox::Accounts& accounts, AccountId id) {
    auto account = accounts.open(id);
    auto found = account ? language(*account) : Result<std::string>(account.error());
    return found ? *found : std::string(default_language);
}

}  // namespace bailey::preferences
