// Email/query and Email/queryChanges, RFC 8621 sections 4.4 and 4.5.
#include "services/mailbox/query.hpp"

#include "api/jmap/email/conditions.hpp"
#include "api/jmap/email/methods.hpp"
#include "api/jmap/email/sorts.hpp"
#include "api/jmap/mail_changes.hpp"

namespace bailey::jmap {
namespace {

class EmailQuery final : public Querier {
public:
    explicit EmailQuery(const Mail& mail) : mail_(mail) {}

    Answer<void> arguments(Context&, Arguments& arguments) override {
        JMAP_TRY(collapse_threads_, arguments.boolean("collapseThreads", false));
        return {};
    }
    Answer<void> check(Context&, const json::object& condition) override { return check_email_condition(condition); }
    Answer<void> check(Context&, const Comparator& comparator) override {
        JMAP_CHECK(email_comparator(comparator));
        return {};
    }

    Answer<Found> find(Context&, const Account& account, const Query& query, const Window& window) override {
        mailbox::Window part{window.position, {}, window.anchor_offset, window.limit, query.calculate_total};
        if (window.anchor) {
            part.anchor = email_from(*window.anchor);
            if (!part.anchor) return ErrorType::anchor_not_found;
        }
        JMAP_TRY(auto opened, open(mail_, account));
        JMAP_TRY(auto asked, asked_of(opened, query));
        auto page = mailbox::query(opened.account, *opened.index, asked, part);
        if (!page && errc_of(page.error()) == Errc::not_found) return ErrorType::anchor_not_found;
        if (!page) return Error(page.error());
        return Found{text(opened.index->overview().email), email_ids(page->ids), page->position, page->total};
    }

    Answer<QueryChanged> query_changes(Context&, const Account& account, const Query& query, const std::string& since,
                                       std::size_t most, const std::optional<std::string>& up_to) override {
        JMAP_TRY(auto from, state_or_cannot(since));
        JMAP_TRY(auto opened, open(mail_, account));
        JMAP_TRY(auto asked, asked_of(opened, query));
        // An id that is none of ours is in no result: as if it were not given (RFC 8620 section 5.6).
        const auto last = up_to ? email_from(*up_to) : std::nullopt;
        auto changes = mailbox::query_changes(opened.account, *opened.index, asked, from, most, last);
        if (!changes && errc_of(changes.error()) == Errc::conflict) return ErrorType::cannot_calculate_changes;
        if (!changes && errc_of(changes.error()) == Errc::too_many) return ErrorType::too_many_changes;
        if (!changes) return Error(changes.error());
        QueryChanged answer{text(opened.index->overview().email), email_ids(changes->removed), {}, changes->total};
        for (const auto& added : changes->added) answer.added.emplace_back(email_id(added.id), added.at);
        return answer;
    }

private:
    Answer<mailbox::Query> asked_of(const Opened& opened, const Query& query) const {
        mailbox::Query asked;
        asked.collapse_threads = collapse_threads_;
        JMAP_TRY(asked.filter, email_filter(mail_, opened, query.filter));
        for (const auto& by : query.sort) {
            JMAP_TRY(auto comparator, email_comparator(by));
            asked.sort.push_back(std::move(comparator));
        }
        return asked;
    }

    const Mail& mail_;
    bool collapse_threads_ = false;
};

}  // namespace

Answer<json::object> query_emails(const Mail& mail, Context& context, json::object arguments) {
    EmailQuery type(mail);
    return query(context, std::move(arguments), type);
}

Answer<json::object> email_query_changes(const Mail& mail, Context& context, json::object arguments) {
    EmailQuery type(mail);
    return query_changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
