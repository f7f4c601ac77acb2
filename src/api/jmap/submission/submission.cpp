#include "api/jmap/submission/submission.hpp"

#include <array>

#include "api/jmap/identity/identity.hpp"

namespace bailey::jmap {

const Properties submission_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"identityId", Shape::id, is::immutable | is::reference},
    {"emailId", Shape::id, is::immutable | is::reference},
    {"threadId", Shape::id, is::server_set | is::immutable},
    {"envelope", Shape::object, is::nullable | is::immutable},
    {"sendAt", Shape::utc_date, is::server_set | is::immutable},
    {"undoStatus", Shape::string, 0, R"("pending")"},
    {"deliveryStatus", Shape::object, is::nullable | is::server_set},
    {"dsnBlobIds", Shape::ids, is::server_set},
    {"mdnBlobIds", Shape::ids, is::server_set},
};

namespace {

using IdentityMethod = Answer<json::object> (*)(const Identities&, Context&, json::object);
using SubmissionMethod = Answer<json::object> (*)(const Sending&, Context&, json::object);

// RFC 8621 section 1.3.2. The names are those of EHLO; FUTURERELEASE tells the longest time in seconds, and a date
// that is never the nearer of the two (RFC 4865 section 4.1): one that moved would make every session new.
json::object of_account(const MailLimits& limits) {
    json::object extensions{
        {"FUTURERELEASE", json::array{std::to_string(limits.longest_hold.count()), "9999-12-31T23:59:59Z"}},
        {"SIZE", json::array{std::to_string(limits.message_bytes)}},
        {"DSN", json::array{}},
        {"8BITMIME", json::array{}},
        {"SMTPUTF8", json::array{}},
        {"ENHANCEDSTATUSCODES", json::array{}}};
    return {{"maxDelayedSend", limits.longest_hold.count()}, {"submissionExtensions", std::move(extensions)}};
}

}  // namespace

void Sending::follow(std::function<void(std::function<void()>)> post) {
    rooms_.deliverer.listen([this, post = std::move(post)](const delivery::Deliverer::News& news) {
        post([this, news] { ledger_.hear(news); });
    });
}

void add_submission(Api& api, const Sending& sending) {
    const std::string uri(submission_uri);
    auto& limits = sending.rooms().intake.limits();
    api.add(Capability{uri, {}, [&limits](const Account& account) -> std::optional<json::object> {
                           if (!account.has_mail || !account.may_send) return {};
                           return of_account(limits);
                       }});
    constexpr std::array<std::pair<const char*, IdentityMethod>, 3> of_identities{{
        {"Identity/get", get_identities},
        {"Identity/changes", identity_changes},
        {"Identity/set", set_identities},
    }};
    constexpr std::array<std::pair<const char*, SubmissionMethod>, 5> of_submissions{{
        {"EmailSubmission/get", get_submissions},
        {"EmailSubmission/changes", submission_changes},
        {"EmailSubmission/query", query_submissions},
        {"EmailSubmission/queryChanges", submission_query_changes},
        {"EmailSubmission/set", set_submissions},
    }};
    for (const auto& [name, run] : of_identities) {
        api.add(Method{name, uri, [&sending, run = run](Context& context, json::object arguments) {
                           return run(sending.identities(), context, std::move(arguments));
                       }});
    }
    for (const auto& [name, run] : of_submissions) {
        api.add(Method{name, uri, [&sending, run = run](Context& context, json::object arguments) {
                           return run(sending, context, std::move(arguments));
                       }});
    }
}

}  // namespace bailey::jmap
