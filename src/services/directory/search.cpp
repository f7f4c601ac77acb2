#include "services/directory/search.hpp"

#include <algorithm>

#include "domain/text/searchable.hpp"

namespace bailey::directory {
namespace {

bool contains(const std::string& text, const std::string& wanted) { return text.find(wanted) != text.npos; }

const std::string& searchable_description(const Entry& entry) {
    return entry.kind == Kind::organisation ? entry.organisation->searchable_description
                                            : entry.organisation->searchable_name;
}

bool in_text(const Entry& entry, const std::string& wanted) {
    return contains(entry.searchable_name, wanted) || contains(entry.searchable_address, wanted) ||
           contains(searchable_description(entry), wanted);
}

bool among(const Entry& entry, const std::vector<AccountId>& accounts) {
    return entry.kind != Kind::organisation &&
           std::find(accounts.begin(), accounts.end(), AccountId{entry.key.number}) != accounts.end();
}

bool matches(const Entry& entry, const Condition& wanted) {
    const auto& organisation = *entry.organisation;
    return !wanted.never && (!wanted.kind || entry.kind == *wanted.kind) &&
           (!wanted.business_type || organisation.business_type == *wanted.business_type) &&
           (!wanted.area || organisation.area == *wanted.area) &&
           (!wanted.name || contains(entry.searchable_name, *wanted.name)) &&
           (!wanted.address || contains(entry.searchable_address, *wanted.address)) &&
           (!wanted.organisation || contains(organisation.searchable_name, *wanted.organisation)) &&
           (!wanted.place || contains(organisation.searchable_place, *wanted.place)) &&
           (!wanted.text || in_text(entry, *wanted.text)) && (!wanted.among || among(entry, *wanted.among));
}

bool matches(const Entry& entry, const Filter& filter) {
    auto one = [&](const Filter& part) { return matches(entry, part); };
    switch (filter.kind) {
    case Filter::Kind::condition: return matches(entry, filter.condition);
    case Filter::Kind::all: return std::all_of(filter.of.begin(), filter.of.end(), one);
    case Filter::Kind::any: return std::any_of(filter.of.begin(), filter.of.end(), one);
    case Filter::Kind::none: return std::none_of(filter.of.begin(), filter.of.end(), one);
    }
    return false;
}

const std::string& key_of(const Entry& entry, SortBy by) {
    switch (by) {
    case SortBy::name: return entry.searchable_name;
    case SortBy::address: return entry.searchable_address;
    case SortBy::organisation: return entry.organisation->searchable_name;
    }
    return entry.searchable_name;
}

bool before(const Entry& a, const Entry& b, const std::vector<Order>& order) {
    for (const auto& by : order) {
        auto compared = key_of(a, by.by).compare(key_of(b, by.by));
        if (compared != 0) return by.ascending ? compared < 0 : compared > 0;
    }
    return a.searchable_name != b.searchable_name ? a.searchable_name < b.searchable_name : a.key < b.key;
}

}  // namespace

Filter ready(Filter filter) {
    auto& condition = filter.condition;
    for (auto text :
         {&condition.name, &condition.address, &condition.text, &condition.organisation, &condition.place}) {
        if (*text) *text = searchable(**text);
    }
    for (auto& part : filter.of) part = ready(std::move(part));
    return filter;
}

bool Viewer::sees(const Entry& entry) const { return entry.listed || among(entry, own); }

const std::string& description(const Entry& entry) {
    return entry.kind == Kind::organisation ? entry.organisation->description : entry.organisation->name;
}

std::vector<const Entry*> search(const Snapshot& snapshot, const Viewer& viewer, const std::optional<Filter>& filter,
                                 const std::vector<Order>& order) {
    std::vector<const Entry*> found;
    bool sorted = order.empty() || (order.front().by == SortBy::name && order.front().ascending);
    auto add = [&](const Entry& entry) {
        if (!filter || matches(entry, *filter)) found.push_back(&entry);
    };
    for (const auto& entry : snapshot.listed()) add(*entry);
    for (auto account : viewer.own) {
        auto entry = snapshot.find({Kind::person, static_cast<std::int64_t>(account)});
        if (!entry || entry->listed) continue;
        add(*entry);
        sorted = false;
    }
    // The directory is in the order of names already.
    if (!sorted) std::sort(found.begin(), found.end(), [&](auto* a, auto* b) { return before(*a, *b, order); });
    return found;
}

}  // namespace bailey::directory
