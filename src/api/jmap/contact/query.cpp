// ContactCard/query and ContactCard/queryChanges, RFC 9610 sections 3.3 and 3.4.
#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

#include "api/jmap/contact/card_cache.hpp"
#include "api/jmap/contact/contacts.hpp"
#include "api/jmap/contact/search.hpp"
#include "api/jmap/item_set.hpp"
#include "api/jmap/standard/query.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

using Test = std::function<bool(const Card&)>;

bool is_date(std::string_view name) {
    return name == "createdBefore" || name == "createdAfter" || name == "updatedBefore" || name == "updatedAfter";
}
bool is_exact(std::string_view name) { return name == "uid" || name == "hasMember" || name == "kind"; }

std::optional<Moment> moment_of(const Card& card, std::string_view property) {
    auto found = member(card.kept, property);
    return found && found->is_string() ? utc_date_from(text_of(found->get_string())) : std::nullopt;
}

Test date_test(std::string_view name, Moment wanted) {
    std::string_view property = name.starts_with("created") ? "created" : "updated";
    if (name.ends_with("Before")) {
        return [=](const Card& card) {
            auto at = moment_of(card, property);
            return at && *at < wanted;
        };
    }
    return [=](const Card& card) {
        auto at = moment_of(card, property);
        return at && *at >= wanted;
    };
}

std::string_view kind_of(const Card& card) {
    auto kind = member(card.kept, "kind");
    // RFC 9553 section 2.1.4: the default.
    return kind && kind->is_string() ? text_of(kind->get_string()) : std::string_view("individual");
}

Test exact_test(std::string_view name, std::string wanted) {
    if (name == "uid") return [wanted](const Card& card) { return uid_of(card.kept) == wanted; };
    if (name == "kind") return [wanted](const Card& card) { return kind_of(card) == wanted; };
    return [wanted](const Card& card) {
        auto members = member(card.kept, "members");
        return members && members->is_object() && members->get_object().contains(wanted);
    };
}

// One property of a condition; check() has seen it.
Test test_of(std::string_view name, const json::value& value) {
    auto text = text_of(value.get_string());
    if (name == "inAddressBook") {
        auto book = number_in(book_letter, text);
        return [book](const Card& card) { return book && card.books.contains(*book); };
    }
    if (is_date(name)) return date_test(name, *utc_date_from(text));
    if (is_exact(name)) return exact_test(name, std::string(text));
    return [wanted = search_text(text), texts = texts_of_condition(name)](const Card& card) {
        return matches(wanted, texts(card.kept));
    };
}

// Conditions as tests, each made once for all cards.
class Tests {
public:
    bool operator()(const json::object& condition, const Card& card) {
        auto at = made_.find(&condition);
        if (at == made_.end()) {
            std::vector<Test> tests;
            for (const auto& [name, value] : condition) tests.push_back(test_of(text_of(name), value));
            at = made_.emplace(&condition, std::move(tests)).first;
        }
        return std::all_of(at->second.begin(), at->second.end(), [&](const Test& test) { return test(card); });
    }

private:
    std::unordered_map<const json::object*, std::vector<Test>> made_;
};

json::value sort_value(const Card& card, std::string_view property) {
    if (property.starts_with("name/")) return name_component(card.kept, property.substr(5));
    auto found = member(card.kept, property);
    return found ? *found : json::value(nullptr);
}

class CardQuery final : public Querier {
public:
    explicit CardQuery(const SearchedCards& cards) : mail_(cards.mail), cache_(cards.cache) {}

    Answer<void> check(Context&, const json::object& condition) override {
        for (const auto& [key, value] : condition) {
            auto name = text_of(key);
            const bool known = name == "inAddressBook" || is_date(name) || is_exact(name) || texts_of_condition(name);
            if (!known) return ErrorType::unsupported_filter;
            if (!value.is_string()) return invalid_arguments("filter", std::string(name) + " is not a String");
            auto text = text_of(value.get_string());
            if (name == "inAddressBook" && !is_id(text))
                return invalid_arguments("filter", "inAddressBook is not an Id");
            if (is_date(name) && !utc_date_from(text)) {
                return invalid_arguments("filter", std::string(name) + " is not a UTCDate");
            }
        }
        return {};
    }

    Answer<void> check(Context&, const Comparator& by) override {
        constexpr std::array<std::string_view, 5> all{"created", "updated", "name/given", "name/surname",
                                                      "name/surname2"};
        const bool known = std::find(all.begin(), all.end(), by.property) != all.end();
        if (!known || !by.more.empty()) return ErrorType::unsupported_sort;
        return {};
    }

    Answer<Listed> list(Context&, const Account& account, const Query& query) override {
        JMAP_TRY(auto opened, mail_.open(account.number, account.view));
        JMAP_TRY(auto cards, cache_.of(opened));
        Tests tests;
        struct Row {
            const Card* card;
            std::vector<json::value> values;
        };
        std::vector<Row> rows;
        for (const auto& card : cards->list) {
            auto matches = [&](const json::object& condition) { return tests(condition, card); };
            if (query.filter && !(*query.filter)(matches)) continue;
            rows.push_back({&card, {}});
            for (const auto& by : query.sort) rows.back().values.push_back(sort_value(card, by.property));
        }
        std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
            for (std::size_t i = 0; i < query.sort.size(); ++i) {
                auto order = compare(a.values[i], b.values[i], query.sort[i].collation);
                if (order != 0) return query.sort[i].ascending ? order < 0 : order > 0;
            }
            return false;
        });
        Listed listed{text(cards->state), {}};
        for (const auto& row : rows) listed.ids.push_back(numbered(card_letter, row.card->id));
        return listed;
    }

    Answer<Changed> changed_since(Context&, const Account& account, const std::string& since) override {
        JMAP_TRY(auto opened, mail_.open(account.number, account.view));
        const auto most = opened.home->limits().items * 4;
        if (opened.view) {
            JMAP_TRY(const auto cards, cards_of(opened));
            return changed_seen(opened, mailbox::Views::Of::contact, cards.state, card_letter, since, most);
        }
        return changed_items(opened, mailbox::ItemType::contact, card_letter, since, most);
    }

private:
    mailbox::Accounts& mail_;
    CardCache& cache_;
};

}  // namespace

Answer<json::object> query_cards(const SearchedCards& cards, Context& context, json::object arguments) {
    CardQuery type(cards);
    return query(context, std::move(arguments), type);
}

Answer<json::object> card_query_changes(const SearchedCards& cards, Context& context, json::object arguments) {
    CardQuery type(cards);
    return query_changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
