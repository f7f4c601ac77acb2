#include "api/jmap/identity/identities.hpp"

#include <algorithm>
#include <charconv>

#include "base/log.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {
namespace {

constexpr auto type = mailbox::ItemType::identity;

std::string json_of(const json::object& object) {
    json::object kept = object;
    kept.erase("id");
    return write_json(kept);
}

Answer<Identity> identity_of(const mailbox::Item& item) {
    auto value = parse_json(item.json);
    if (!value || !value->is_object()) return Error(Errc::corrupt);
    Identity identity{item.id, std::move(value->get_object())};
    identity.object["id"] = identity_id(item.id);
    return identity;
}

// One the service makes by itself: the address must have one, so it stays.
json::object usual(const std::string& name, const std::string& address) {
    return {{"name", name},        {"email", address},    {"replyTo", nullptr}, {"bcc", nullptr},
            {"textSignature", ""}, {"htmlSignature", ""}, {"mayDelete", false}};
}

bool is_usual(const Identity& identity) { return !identity.object.at("mayDelete").as_bool(); }

// A passing conflict (another request was quicker) is tried again this often.
constexpr int tries = 5;

}  // namespace

std::string Identity::email() const { return std::string(text_of(object.at("email").as_string())); }

std::string identity_id(std::int64_t number) { return "i" + std::to_string(number); }

std::optional<std::int64_t> identity_from(std::string_view id) {
    std::int64_t number = 0;
    if (!id.starts_with('i')) return {};
    auto end = id.data() + id.size();
    auto read = std::from_chars(id.data() + 1, end, number);
    if (read.ec != std::errc{} || read.ptr != end || identity_id(number) != id) return {};
    return number;
}

Answer<bool> Identities::may_send_from(AccountId account, std::string_view email) const {
    JMAP_TRY(auto own, addresses_.owns(account, email));
    return own;
}

bool Identities::is_of(const Address& address, const Identity& identity) const {
    auto email = Address::parse(identity.email());
    return email && addresses_.same_mailbox(address, *email);
}

// True where something was changed.
Answer<bool> Identities::keep_in_step(const mailbox::Account& account, const std::vector<Identity>& all,
                                      State seen) const {
    JMAP_TRY(auto own, addresses_.of(account.id));
    mailbox::ItemSet set;
    for (const auto& address : own) {
        auto has = [&](const Identity& i) { return is_usual(i) && i.email() == address; };
        if (std::any_of(all.begin(), all.end(), has)) continue;
        JMAP_TRY(auto name, addresses_.display_name(account.id));
        set.create.push_back({json_of(usual(name, address))});
    }
    for (const auto& identity : all) {
        auto address = Address::parse(identity.email());
        bool lost =
            !address || std::find(own.begin(), own.end(), addresses_.names().secure(*address).text()) == own.end();
        if (lost) set.destroy.push_back(identity.number);
    }
    if (set.create.empty() && set.destroy.empty()) return false;
    set.if_in_state = seen;  // two who look at the same time do not both make them
    auto done = mailbox::set_items(account, type, set);
    if (!done && errc_of(done.error()) != Errc::conflict) return Error(done.error());
    if (done) log::info("identities.in_step", {{"account", account.id}, {"made", set.create.size()}});
    return true;
}

Answer<std::vector<Identity>> Identities::of(AccountId number) const {
    JMAP_TRY(auto account, mail_.open(number));
    for (int n = 0; n < tries; ++n) {
        JMAP_TRY(auto items, mailbox::items(account, type));
        std::vector<Identity> all;
        for (const auto& item : items.list) {
            JMAP_TRY(auto one, identity_of(item));
            all.push_back(std::move(one));
        }
        JMAP_TRY(auto changed, keep_in_step(account, all, items.state));
        if (!changed) return all;
    }
    return ErrorType::server_unavailable;
}

Answer<Identity> Identities::find(AccountId account, std::string_view id) const {
    JMAP_TRY(auto all, of(account));
    auto at = std::find_if(all.begin(), all.end(), [&](const Identity& i) { return identity_id(i.number) == id; });
    if (at == all.end()) return ErrorType::not_found;
    return std::move(*at);
}

Answer<std::int64_t> Identities::create(AccountId number, json::object object) const {
    auto email = object.at("email").as_string();
    JMAP_TRY(auto allowed, may_send_from(number, text_of(email)));
    if (!allowed) return Error(ErrorType::forbidden_from, "not an address of this account");
    object["mayDelete"] = true;
    JMAP_TRY(auto account, mail_.open(number));
    mailbox::ItemSet set;
    set.create.push_back({json_of(object)});
    JMAP_TRY(auto done, mailbox::set_items(account, type, set));
    JMAP_TRY(auto made, std::move(done.created.at(0)));
    return made;
}

Answer<void> Identities::update(AccountId number, const Identity& identity) const {
    JMAP_TRY(auto account, mail_.open(number));
    mailbox::ItemSet set;
    set.update.push_back({identity.number, json_of(identity.object)});
    JMAP_TRY(auto done, mailbox::set_items(account, type, set));
    JMAP_CHECK(done.updated.at(0));
    return {};
}

Answer<void> Identities::destroy(AccountId number, std::string_view id) const {
    JMAP_TRY(auto identity, find(number, id));
    if (is_usual(identity)) return Error(ErrorType::forbidden, "the account has this address");
    JMAP_TRY(auto account, mail_.open(number));
    mailbox::ItemSet set;
    set.destroy.push_back(identity.number);
    JMAP_TRY(auto done, mailbox::set_items(account, type, set));
    JMAP_CHECK(done.destroyed.at(0));
    return {};
}

Answer<std::string> Identities::state(AccountId number) const {
    JMAP_CHECK(of(number));
    JMAP_TRY(auto account, mail_.open(number));
    JMAP_TRY(auto state, mailbox::item_state(account, type));
    return text(state);
}

}  // namespace bailey::jmap
