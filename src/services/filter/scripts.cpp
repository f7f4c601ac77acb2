#include "services/filter/scripts.hpp"

#include <algorithm>

#include "protocol/jmap/json.hpp"
#include "protocol/sieve/digest.hpp"

namespace bailey::filter {
namespace {

constexpr auto type = mailbox::ItemType::sieve_script;

template <class Wanted>
const StoredScript* find_if(const std::vector<StoredScript>& list, Wanted wanted) {
    const auto found = std::ranges::find_if(list, wanted);
    return found == list.end() ? nullptr : &*found;
}

}  // namespace

const StoredScript* Scripts::active() const { return find_if(list, &StoredScript::active); }
const StoredScript* Scripts::named(std::string_view name) const {
    return find_if(list, [&](auto& script) { return script.name == name; });
}
const StoredScript* Scripts::find(std::int64_t id) const {
    return find_if(list, [&](auto& script) { return script.id == id; });
}

std::string stored_form(const StoredScript& script) {
    return jmap::write_json(
        jmap::json::object{{"name", script.name}, {"text", script.text}, {"active", script.active}});
}

Result<StoredScript> script_from(const mailbox::Item& item) {
    const auto value = jmap::parse_json(item.json);
    if (!value || !value->is_object()) return Errc::corrupt;
    const auto& object = value->get_object();
    const auto *name = jmap::member(object, "name"), *text = jmap::member(object, "text"),
               *active = jmap::member(object, "active");
    if (!name || !name->is_string() || !text || !text->is_string() || !active || !active->is_bool())
        return Errc::corrupt;
    return StoredScript{item.id, std::string(jmap::text_of(name->get_string())),
                        std::string(jmap::text_of(text->get_string())), active->get_bool()};
}

Result<Scripts> scripts(const mailbox::Account& account) {
    BAILEY_TRY(auto items, mailbox::items(account, type));
    Scripts out{{}, items.state};
    for (const auto& item : items.list) {
        BAILEY_TRY(auto script, script_from(item));
        out.list.push_back(std::move(script));
    }
    return out;
}

std::string digest(std::string_view text) {
    constexpr std::size_t kept = 24;
    return sieve::digest({text}).substr(0, kept);
}

}  // namespace bailey::filter
