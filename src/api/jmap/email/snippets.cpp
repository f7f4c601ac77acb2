// SearchSnippet/get, RFC 8621 section 5.1.
#include <unordered_set>

#include "api/jmap/email/conditions.hpp"
#include "api/jmap/email/marks.hpp"
#include "api/jmap/email/methods.hpp"
#include "api/jmap/email/reading.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/standard/filter.hpp"

namespace bailey::jmap {
namespace {

using In = mailbox::TextCondition::In;

// Only for its checks of the conditions.
class Conditions final : public Querier {
    Answer<void> check(Context&, const json::object& condition) override { return check_email_condition(condition); }
    Answer<void> check(Context&, const Comparator&) override { return ErrorType::unsupported_sort; }
};

// What the filter looks for in subjects, and in bodies. What must not be there is not marked.
struct Sought {
    std::vector<mailbox::Term> subject, body;
};

Sought sought_by(const std::optional<Filter>& filter) {
    Sought sought;
    if (!filter) return sought;
    for (const auto& leaf : text_leaves(*filter)) {
        if (leaf.negated) continue;
        const auto in = leaf.condition.in;
        for (const auto& term : mailbox::terms_of(leaf.condition.text).all) {
            if (in == In::anywhere || in == In::subject) sought.subject.push_back(term);
            if (in == In::anywhere || in == In::body) sought.body.push_back(term);
        }
    }
    return sought;
}

class Snippets {
public:
    Snippets(const Opened& opened, const Sought& sought) : opened_(opened), sought_(sought), reading_(opened.account) {}

    Answer<json::object> of(const mailbox::Email& email, const Summary& summary) {
        json::object snippet{{"emailId", email_id(email.id)}, {"subject", nullptr}, {"preview", nullptr}};
        if (summary.subject && !sought_.subject.empty()) {
            snippet["subject"] = marked(*summary.subject, sought_.subject);
        }
        if (sought_.body.empty() || full_) return snippet;
        auto message = reading_.open({{mailbox::BlobRef::Kind::email, email.id}, {}}, email.octets);
        // "If the server is unable to determine search snippets": null.
        full_ = !message && message.error().type == ErrorType::request_too_large;
        if (!message) return snippet;
        constexpr std::size_t most_text = 1u << 20;
        snippet["preview"] = marked_excerpt(mailbox::searchable_text(message->octets(), most_text), sought_.body);
        return snippet;
    }

private:
    const Opened& opened_;
    const Sought& sought_;
    Reading reading_;
    bool full_ = false;
};

}  // namespace

Answer<json::object> get_snippets(const Mail& mail, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::read));
    json::object only;
    if (auto filter = arguments.any("filter")) only["filter"] = std::move(*filter);
    Conditions conditions;
    Arguments of_filter(std::move(only));
    JMAP_TRY(auto query, read_query(context, of_filter, conditions));
    JMAP_TRY(auto ids, arguments.ids_or_null("emailIds"));
    if (!ids) return invalid_arguments("emailIds", "is required");
    JMAP_CHECK(arguments.done());
    if (ids->size() > context.limits.max_objects_in_get) return ErrorType::request_too_large;
    JMAP_TRY(auto opened, open(mail, *account));
    const auto sought = sought_by(query.filter);

    std::vector<const mailbox::Email*> emails;
    std::vector<std::int64_t> numbers;
    json::array list, not_found;
    std::unordered_set<std::string_view> seen;
    for (const auto& one : *ids) {
        if (!seen.insert(one).second) continue;
        const auto number = email_from(one);
        const auto* email = number ? opened.index->find(*number) : nullptr;
        if (!email) {
            not_found.emplace_back(one);
            continue;
        }
        emails.push_back(email);
        numbers.push_back(email->id);
    }
    JMAP_TRY(auto summaries, mailbox::summaries(opened.account, numbers));
    Snippets snippets(opened, sought);
    for (std::size_t n = 0; n < emails.size(); ++n) {
        JMAP_TRY(auto snippet, snippets.of(*emails[n], summaries[n].value_or(Summary{})));
        list.push_back(std::move(snippet));
    }
    return json::object{{"accountId", id},
                        {"list", std::move(list)},
                        {"notFound", not_found.empty() ? json::value(nullptr) : json::value(std::move(not_found))}};
}

}  // namespace bailey::jmap
