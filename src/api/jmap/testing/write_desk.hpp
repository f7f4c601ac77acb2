// For tests: an API that serves JMAP Mail, Blob and Quota over the real services/mailbox, with the caller's account, a
// shared one, a shared one that is read-only, and a colleague who has the shared one, too.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/api.hpp"
#include "api/jmap/mail.hpp"
#include "api/jmap/mailbox_blobs.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/home_fixture.hpp"

namespace bailey::jmap::testing {

class WriteDesk {
public:
    struct With {
        MailSettings mail = {};
        Limits limits = {};
        mailbox::MailboxLimits store = {};
        std::int64_t capacity = 1 << 30;  // of the caller's account
    };
    WriteDesk() : WriteDesk(With{}) {}
    explicit WriteDesk(const With& with);

    // The arguments of the response to one call. `inside` is what stands in the arguments beside accountId.
    json::object call(std::string_view method, std::string_view inside) { return call(method, own, inside); }
    json::object call(std::string_view method, const std::string& account, std::string_view inside);
    // The "methodResponses" of these calls; `calls` is the inside of methodCalls, "$" the caller's account.
    json::array calls(std::string_view calls);
    std::string error_of(std::string_view method, std::string_view inside);  // its type; "" where it is no error

    // Email/set create of one email: its id, and the message it became. Fails the test where it was refused.
    std::string create(std::string_view email);
    std::string message(const std::string& email);
    json::object email(const std::string& id, std::string_view properties);  // of Email/get, "" where it is gone
    // The SetError as "type" or "type: properties"; "accepted" where there is none.
    std::string refused(std::string_view email);
    std::string refused_update(const std::string& id, std::string_view patch);

    std::string add(std::string_view message);  // to the Inbox; its id
    std::string upload(std::string_view octets, std::string_view type = "application/octet-stream");
    std::string state(std::string_view type);
    std::string box(std::string_view role);  // the id of the caller's Mailbox
    std::vector<std::string> boxes();        // the ids of all

    mailbox::Home home;
    mailbox::Account account, shared_account, archive_account;
    Caller caller, colleague;
    std::string own, shared, read_only;  // ids of accounts
    MailboxBlobs blobs;
    Api api;
    std::string uses = R"("urn:ietf:params:jmap:mail","urn:ietf:params:jmap:blob","urn:ietf:params:jmap:quota")";
};

// "type" or "type: [properties]" of the one SetError in that list; "accepted" where there is none.
std::string refusal(const json::object& response, std::string_view list);
const json::object& at(const json::object& object, std::string_view first, std::string_view second);

}  // namespace bailey::jmap::testing
