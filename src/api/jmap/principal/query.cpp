// Principal/query and Principal/queryChanges, RFC 9670 sections 2.4 and 2.5.
#include <algorithm>
#include <array>

#include "api/jmap/principal/principals.hpp"
#include "api/jmap/standard/query.hpp"

namespace bailey::jmap {
namespace {

using directory::Condition;
using directory::Kind;

// The conditions that are texts to be found, and codes to be the same.
struct TextCondition {
    std::string_view name;
    std::optional<std::string> Condition::*field;
};
constexpr std::array text_conditions{
    TextCondition{"email", &Condition::address},
    TextCondition{"name", &Condition::name},
    TextCondition{"text", &Condition::text},
    // The directory's own (service.md section 7).
    TextCondition{"organisation", &Condition::organisation},
    TextCondition{"place", &Condition::place},
    TextCondition{"businessType", &Condition::business_type},
    TextCondition{"area", &Condition::area},
};

const TextCondition* text_condition(std::string_view name) {
    auto at = std::find_if(text_conditions.begin(), text_conditions.end(), [&](auto& c) { return c.name == name; });
    return at == text_conditions.end() ? nullptr : &*at;
}

struct KindName {
    std::string_view type, kind;
    Kind value;
};
constexpr std::array kinds{KindName{"individual", "user", Kind::person},
                           KindName{"group", "organisation", Kind::organisation},
                           KindName{"other", "sharedMailbox", Kind::shared_mailbox}};

// "type" and "kind" say the same in two vocabularies; both may be given.
void narrow(Condition& condition, std::string_view text, std::string_view KindName::*vocabulary) {
    auto at = std::find_if(kinds.begin(), kinds.end(), [&](auto& k) { return k.*vocabulary == text; });
    if (at == kinds.end() || (condition.kind && *condition.kind != at->value)) {
        condition.never = true;
    } else {
        condition.kind = at->value;
    }
}

// A principal's accounts are those of the session (section 2): only theirs can be asked for.
std::vector<AccountId> among(const Context& context, const json::array& ids) {
    std::vector<AccountId> accounts;
    for (const auto& id : ids) {
        auto number = account_from(text_of(id.get_string()));
        for (const auto& account : context.accounts) {
            if (number == account.number) accounts.push_back(account.number);
        }
    }
    return accounts;
}

Condition condition_from(const Context& context, const json::object& object) {
    Condition condition;
    for (const auto& [key, value] : object) {
        auto name = text_of(key);
        if (auto text = text_condition(name)) {
            condition.*text->field = std::string(text_of(value.get_string()));
        } else if (name == "type") {
            narrow(condition, text_of(value.get_string()), &KindName::type);
        } else if (name == "kind") {
            narrow(condition, text_of(value.get_string()), &KindName::kind);
        } else if (name == "accountIds") {
            condition.among = among(context, value.get_array());
        } else {
            condition.never = true;  // timeZone: none is known
        }
    }
    return condition;
}

directory::Filter filter_from(const Context& context, const Filter& filter) {
    directory::Filter out;
    switch (filter.kind) {
    case Filter::Kind::condition: out.condition = condition_from(context, filter.condition); return out;
    case Filter::Kind::all: out.kind = directory::Filter::Kind::all; break;
    case Filter::Kind::any: out.kind = directory::Filter::Kind::any; break;
    case Filter::Kind::none: out.kind = directory::Filter::Kind::none; break;
    }
    for (const auto& part : filter.of) out.of.push_back(filter_from(context, part));
    return out;
}

struct SortName {
    std::string_view name;
    directory::SortBy by;
};
constexpr std::array sorts{SortName{"name", directory::SortBy::name}, SortName{"email", directory::SortBy::address},
                           SortName{"organisation", directory::SortBy::organisation}};

const SortName* sort_named(std::string_view name) {
    auto at = std::find_if(sorts.begin(), sorts.end(), [&](auto& s) { return s.name == name; });
    return at == sorts.end() ? nullptr : &*at;
}

class PrincipalQuery final : public Querier {
public:
    explicit PrincipalQuery(const Principals& all) : all_(all) {}

    Answer<void> check(Context&, const json::object& condition) override {
        for (const auto& [key, value] : condition) {
            auto name = text_of(key);
            if (name == "accountIds") {
                auto text = [](const json::value& id) { return id.is_string(); };
                if (!value.is_array() || !std::all_of(value.get_array().begin(), value.get_array().end(), text)) {
                    return invalid_arguments("filter", "accountIds is not a String[]");
                }
            } else if (text_condition(name) || name == "type" || name == "kind" || name == "timeZone") {
                if (!value.is_string()) return invalid_arguments("filter", std::string(name) + " is not a String");
            } else {
                return ErrorType::unsupported_filter;
            }
        }
        return {};
    }

    Answer<void> check(Context&, const Comparator& comparator) override {
        if (!sort_named(comparator.property) || !comparator.more.empty()) return ErrorType::unsupported_sort;
        return {};
    }

    Answer<Listed> list(Context& context, const Account&, const Query& query) override {
        JMAP_TRY(auto snapshot, all_.directory.snapshot());
        std::optional<directory::Filter> filter;
        if (query.filter) filter = directory::ready(filter_from(context, *query.filter));
        std::vector<directory::Order> order;
        for (const auto& by : query.sort) order.push_back({sort_named(by.property)->by, by.ascending});
        auto entries = directory::search(*snapshot, viewer_of(context), filter, order);
        Listed listed{principal_state(snapshot->mark()), {}};
        listed.ids.reserve(entries.size());
        for (auto entry : entries) listed.ids.push_back(principal_id(entry->key));
        return listed;
    }

    Answer<Changed> changed_since(Context&, const Account&, const std::string& since) override {
        auto mark = principal_mark(since);
        if (!mark) return ErrorType::cannot_calculate_changes;
        JMAP_TRY(auto snapshot, all_.directory.snapshot());
        auto found = snapshot->changed_since(*mark);
        if (!found) return ErrorType::cannot_calculate_changes;
        Changed changed;
        for (auto entry : found->created) changed.created.push_back(principal_id(entry->key));
        // Hidden ones too: list() says whether the caller sees them.
        for (auto entry : found->updated) changed.updated.push_back(principal_id(entry->key));
        for (auto entry : found->gone) changed.updated.push_back(principal_id(entry->key));
        return changed;
    }

private:
    const Principals& all_;
};

}  // namespace

Answer<json::object> query_principals(const Principals& all, Context& context, json::object arguments) {
    PrincipalQuery type(all);
    return query(context, std::move(arguments), type);
}

Answer<json::object> principal_query_changes(const Principals& all, Context& context, json::object arguments) {
    PrincipalQuery type(all);
    return query_changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
