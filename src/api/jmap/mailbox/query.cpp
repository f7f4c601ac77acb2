// Mailbox/query and Mailbox/queryChanges, RFC 8621 sections 2.3 and 2.4.
#include <algorithm>
#include <unordered_set>

#include "api/jmap/mail_changes.hpp"
#include "api/jmap/mailbox/methods.hpp"
#include "api/jmap/standard/query.hpp"
#include "services/mailbox/words.hpp"

namespace bailey::jmap {
namespace {

using mailbox::Mailbox;

json::value role_of(const Mailbox& mailbox) {
    return mailbox.role.empty() ? json::value(nullptr) : json::value(mailbox.role);
}
json::value parent_of(const Mailbox& mailbox) {
    return mailbox.parent == 0 ? json::value(nullptr) : json::value(mailbox_id(mailbox.parent));
}
json::value sort_value(const Mailbox& mailbox, std::string_view property) {
    if (property == "name") return json::value(mailbox.name);
    if (property == "parentId") return parent_of(mailbox);
    return mailbox.sort_order;
}

bool is_text_or_null(const json::value& value) { return value.is_string() || value.is_null(); }

// The conditions of section 2.3: what each must look like, and whether a Mailbox meets it.
struct Condition {
    std::string_view name;
    bool (*good)(const json::value&);
    bool (*meets)(const Mailbox&, const json::value&);
};
bool is_text(const json::value& value) { return value.is_string(); }
bool is_boolean(const json::value& value) { return value.is_bool(); }

const Condition conditions[] = {
    {"parentId", is_text_or_null, [](const Mailbox& m, const json::value& v) { return parent_of(m) == v; }},
    {"name", is_text,
     [](const Mailbox& m, const json::value& v) {
         return mailbox::folded(m.name).find(mailbox::folded(text_of(v.get_string()))) != std::string::npos;
     }},
    {"role", is_text_or_null, [](const Mailbox& m, const json::value& v) { return role_of(m) == v; }},
    {"hasAnyRole", is_boolean, [](const Mailbox& m, const json::value& v) { return m.role.empty() != v.get_bool(); }},
    {"isSubscribed", is_boolean, [](const Mailbox& m, const json::value& v) { return m.subscribed == v.get_bool(); }},
};

const Condition* condition_named(std::string_view name) {
    const auto* at = std::ranges::find(conditions, name, &Condition::name);
    return at == std::end(conditions) ? nullptr : at;
}

class MailboxQuery final : public Querier {
public:
    explicit MailboxQuery(const Mail& mail) : mail_(mail) {}

    Answer<void> arguments(Context&, Arguments& arguments) override {
        JMAP_TRY(sort_as_tree_, arguments.boolean("sortAsTree", false));
        JMAP_TRY(filter_as_tree_, arguments.boolean("filterAsTree", false));
        return {};
    }
    Answer<void> check(Context&, const json::object& condition) override {
        for (const auto& [name, value] : condition) {
            const auto* known = condition_named(text_of(name));
            if (!known) return Error(ErrorType::unsupported_filter, std::string(name));
            if (!known->good(value)) return invalid_arguments("filter", std::string(name) + " has a wrong value");
        }
        return {};
    }
    Answer<void> check(Context&, const Comparator& comparator) override {
        const auto& name = comparator.property;
        if ((name != "name" && name != "sortOrder" && name != "parentId") || !comparator.more.empty()) {
            return Error(ErrorType::unsupported_sort, name);
        }
        return {};
    }

    Answer<Listed> list(Context&, const Account& account, const Query& query) override {
        JMAP_CHECK(begin(account));
        const auto kept = filtered(query);
        std::vector<const Mailbox*> sorted;
        for (const auto& mailbox : opened_.index->mailboxes()) {
            if (kept.contains(mailbox.id)) sorted.push_back(&mailbox);
        }
        std::ranges::sort(sorted, [&](const Mailbox* a, const Mailbox* b) { return before(*a, *b, query); });
        Listed all{text(opened_.index->overview().mailbox), {}};
        for (const auto* mailbox : sorted) all.ids.push_back(mailbox_id(mailbox->id));
        return all;
    }

    Answer<Changed> changed_since(Context&, const Account& account, const std::string& since) override {
        JMAP_TRY(auto from, state_or_cannot(since));
        JMAP_CHECK(begin(account));
        constexpr std::size_t all = 1'000'000;
        auto changes = mailbox::mailbox_changes(opened_.account, *opened_.index, from, all);
        if (!changes) return changed_from(changes.error(), mailbox_ids);
        if (sort_as_tree_ || filter_as_tree_) add_descendants(*changes);
        return changed_from(Result<Changes>(*changes), mailbox_ids);
    }

private:
    // One state for all of the call.
    Answer<void> begin(const Account& account) {
        if (opened_.index) return {};
        JMAP_TRY(opened_, open(mail_, account));
        return {};
    }

    std::unordered_set<std::int64_t> filtered(const Query& query) const {
        std::unordered_set<std::int64_t> kept;
        for (const auto& mailbox : opened_.index->mailboxes()) {
            const auto meets = [&](const json::object& condition) {
                return std::all_of(condition.begin(), condition.end(), [&](const auto& one) {
                    return condition_named(text_of(one.key()))->meets(mailbox, one.value());
                });
            };
            if (!query.filter || (*query.filter)(meets)) kept.insert(mailbox.id);
        }
        if (!filter_as_tree_) return kept;
        std::unordered_set<std::int64_t> whole;
        for (auto id : kept) {
            const auto path = ancestors(id);
            if (std::ranges::all_of(path, [&](auto at) { return kept.contains(at); })) whole.insert(id);
        }
        return whole;
    }

    // From the top down to the mailbox itself.
    std::vector<std::int64_t> ancestors(std::int64_t id) const {
        std::vector<std::int64_t> path;
        for (const auto* at = opened_.index->mailbox(id); at && path.size() <= opened_.index->mailboxes().size();
             at = opened_.index->mailbox(at->parent)) {
            path.push_back(at->id);
        }
        std::ranges::reverse(path);
        return path;
    }

    bool before(const Mailbox& a, const Mailbox& b, const Query& query) const {
        if (!sort_as_tree_) return order(a, b, query) < 0;
        // "find the nearest ancestors of each that do have the same parentId": where the ways down part.
        const auto to_a = ancestors(a.id), to_b = ancestors(b.id);
        const auto [at_a, at_b] = std::ranges::mismatch(to_a, to_b);
        if (at_a == to_a.end() || at_b == to_b.end()) return to_a.size() < to_b.size();
        return order(*opened_.index->mailbox(*at_a), *opened_.index->mailbox(*at_b), query) < 0;
    }

    static int order(const Mailbox& a, const Mailbox& b, const Query& query) {
        for (const auto& by : query.sort) {
            const auto c = compare(sort_value(a, by.property), sort_value(b, by.property), by.collation);
            if (c != 0) return by.ascending ? c : -c;
        }
        return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
    }

    // In a tree what stands below a changed mailbox moves, or comes and goes, with it.
    void add_descendants(mailbox::MailboxChanges& changes) const {
        std::unordered_set<std::int64_t> moved(changes.created.begin(), changes.created.end());
        moved.insert(changes.updated.begin(), changes.updated.end());
        const auto told = moved;
        for (const auto& mailbox : opened_.index->mailboxes()) {
            const auto path = ancestors(mailbox.id);
            const bool below = std::ranges::any_of(path, [&](auto id) { return told.contains(id); });
            if (below && moved.insert(mailbox.id).second) changes.updated.push_back(mailbox.id);
        }
    }

    const Mail& mail_;
    bool sort_as_tree_ = false, filter_as_tree_ = false;
    Opened opened_;
};

}  // namespace

Answer<json::object> query_mailboxes(const Mail& mail, Context& context, json::object arguments) {
    MailboxQuery type(mail);
    return query(context, std::move(arguments), type);
}

Answer<json::object> mailbox_query_changes(const Mail& mail, Context& context, json::object arguments) {
    MailboxQuery type(mail);
    return query_changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
