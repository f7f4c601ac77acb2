#include "services/filter/memory.hpp"

#include <algorithm>

#include "protocol/jmap/json.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::filter {
namespace {

using mailbox::ItemType;

struct Remembered {
    std::int64_t id = 0;
    std::string name;
    Time until{};
};

// The item's number, made of the name (FNV-1a) and beyond all that are given in turn: found without a search.
std::int64_t number_of(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    constexpr std::uint64_t beyond = 1ull << 61;
    return static_cast<std::int64_t>((hash & (beyond - 1)) | beyond);
}

std::string stored_form(std::string_view name, Time until) {
    return jmap::write_json(jmap::json::object{{"name", name}, {"until", to_millis(until)}});
}

Result<Remembered> remembered_from(const mailbox::Item& item) {
    const auto value = jmap::parse_json(item.json);
    if (!value || !value->is_object()) return Errc::corrupt;
    const auto *name = jmap::member(value->get_object(), "name"), *until = jmap::member(value->get_object(), "until");
    if (!name || !name->is_string() || !until || !jmap::int_from(*until)) return Errc::corrupt;
    return Remembered{item.id, std::string(jmap::text_of(name->get_string())), from_millis(*jmap::int_from(*until))};
}

// What is over; where nothing is and room is needed, the quarter that would be over soonest.
Result<void> make_room(const mailbox::Account& account, ItemType type, Time now, bool needed) {
    BAILEY_TRY(auto items, mailbox::items(account, type));
    std::vector<Remembered> all;
    for (const auto& item : items.list) {
        BAILEY_TRY(auto one, remembered_from(item));
        all.push_back(std::move(one));
    }
    std::ranges::sort(all, {}, &Remembered::until);
    const auto is_over = [&](auto& one) { return one.until <= now; };
    auto count = static_cast<std::size_t>(std::ranges::count_if(all, is_over));
    if (needed && count == 0) count = all.size() / 4;
    mailbox::ItemSet set;
    for (std::size_t n = 0; n < count; ++n) set.destroy.push_back(all[n].id);
    if (set.destroy.empty()) return {};
    BAILEY_TRY(auto done, mailbox::set_items(account, type, set));
    return {};
}

}  // namespace

Result<bool> remembers(const mailbox::Account& account, ItemType type, std::string_view name, Time now) {
    BAILEY_TRY(auto item, mailbox::item(account, type, number_of(name)));
    if (!item) return false;
    BAILEY_TRY(auto one, remembered_from(*item));
    return one.name == name && one.until > now;
}

Result<void> remember(const mailbox::Account& account, ItemType type, std::string_view name, Time until, Time now) {
    constexpr std::int64_t now_and_then = 64;
    const auto number = number_of(name);
    if (number % now_and_then == 0) BAILEY_CHECK(make_room(account, type, now, false));
    for (bool again = false;; again = true) {
        BAILEY_TRY(auto present, mailbox::item(account, type, number));
        mailbox::ItemSet set;
        if (present)
            set.update.push_back({number, stored_form(name, until)});
        else
            set.create.push_back({stored_form(name, until), number});
        BAILEY_TRY(auto done, mailbox::set_items(account, type, set));
        const auto result = present              ? done.updated.at(0)
                            : done.created.at(0) ? Result<void>()
                                                 : Result<void>(done.created.at(0).error());
        if (result || again) return result;
        if (errc_of(result.error()) == Errc::too_many) BAILEY_CHECK(make_room(account, type, now, true));
    }
}

}  // namespace bailey::filter
