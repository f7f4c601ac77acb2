#include "apps/commands/user_printing.hpp"

#include "apps/commands/printing.hpp"
#include "base/config/quantity.hpp"

namespace bailey::commands {
namespace {

std::string name_of(const store::accounts::Account& a) {
    return a.first_name.empty() ? a.last_name : a.first_name + " " + a.last_name;
}

std::string time_or(const std::optional<Time>& t, std::string_view otherwise) {
    return t ? time_text(*t) : std::string(otherwise);
}

json::value time_or_null(const std::optional<Time>& t) { return t ? json::value(time_text(*t)) : json::value(); }

}  // namespace

json::object to_json(const store::accounts::Account& a) {
    return {{"id", static_cast<std::int64_t>(a.id)},
            {"address", a.address},
            {"organisation", static_cast<std::int64_t>(a.organisation)},
            {"kind", to_string(a.kind)},
            {"state", to_string(a.state)},
            {"first_name", a.first_name},
            {"last_name", a.last_name},
            {"must_change_password", a.must_change_password},
            {"capacity_octets", a.capacity_octets},
            {"cell", a.cell ? json::value(*a.cell) : json::value()},
            {"created", time_text(a.created_at)},
            {"last_active", time_or_null(a.last_active_at)}};
}

void print_users(std::ostream& out, const std::vector<store::accounts::Account>& users) {
    std::vector<std::vector<std::string>> rows{{"ID", "ADDRESS", "STATE", "KIND", "LAST ACTIVE", "NAME"}};
    for (auto& a : users)
        rows.push_back({std::to_string(static_cast<std::int64_t>(a.id)), a.address, std::string(to_string(a.state)),
                        std::string(to_string(a.kind)), time_or(a.last_active_at, "never"), name_of(a)});
    print_table(out, rows);
}

void print_user(std::ostream& out, const store::accounts::Account& a, const std::string& organisation,
                const std::vector<std::string>& further_addresses) {
    std::string further;
    for (auto& address : further_addresses) further += (further.empty() ? "" : ", ") + address;
    print_form(out, {{"User", std::to_string(static_cast<std::int64_t>(a.id))},
                     {"Address", a.address},
                     {"Further addresses", further},
                     {"Everyday address", a.everyday_address.value_or("")},
                     {"Non-secure address", a.non_secure_address.value_or("")},
                     {"Name", name_of(a)},
                     {"Organisation", organisation},
                     {"Kind", std::string(to_string(a.kind))},
                     {"State", std::string(to_string(a.state))},
                     {"Password", a.must_change_password ? "one-time, to be changed" : ""},
                     {"Capacity", config::size_text(static_cast<std::uint64_t>(a.capacity_octets))},
                     {"Ceiling", a.ceiling == Markings::unlimited ? "" : "marking " + std::to_string(a.ceiling + 1)},
                     {"Cell", a.cell ? std::to_string(*a.cell) : "none: its mail is kept elsewhere"},
                     {"Created", time_text(a.created_at)},
                     {"Last active", time_or(a.last_active_at, "never")},
                     {"Locked", time_or(a.locked_at, "")},
                     {"Deleted", time_or(a.deleted_at, "")}});
}

}  // namespace bailey::commands
