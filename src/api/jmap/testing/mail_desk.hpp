// For tests: an API that serves JMAP Mail over the real services/mailbox, with one account (the caller's).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/mail.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/home_fixture.hpp"
#include "services/mailbox/mailboxes.hpp"

namespace bailey::jmap::testing {

// An email's place; `received` 0: a minute after the one before it.
struct Kept {
    std::vector<std::int64_t> mailboxes = {mailbox::inbox};
    std::vector<std::string> keywords = {};
    std::int64_t received = 0;
};

class MailDesk {
public:
    explicit MailDesk(MailSettings settings = {}, Limits limits = {});

    // Adds a message, one of tests/corpus/mime, or one of a few fields and a body of plain text; returns its id.
    std::string add(std::string_view message, const Kept& kept = {});
    std::string add_file(const std::string& name, const Kept& kept = {});
    std::string add_text(std::string_view subject, std::string_view body, const Kept& kept = {},
                         std::string_view fields = {});
    void destroy(const std::string& email);
    void change(const std::string& email, std::vector<std::string> add, std::vector<std::string> remove = {});
    std::int64_t make_mailbox(const std::string& name, std::int64_t parent = 0, std::int64_t sort_order = 0);
    std::string upload(std::string_view octets);

    // The arguments of the response to one call. `inside` is what stands in the arguments beside accountId.
    json::object call(std::string_view method, std::string_view inside);
    std::string error_of(std::string_view method, std::string_view inside);  // its type; "" where it is no error
    json::array responses(std::string_view calls);                           // "methodResponses"
    // The one email of an Email/get with these properties, or of Email/parse.
    json::object email(const std::string& id, std::string_view properties, std::string_view more = {});
    json::object parsed(const std::string& blob, std::string_view properties, std::string_view more = {});
    std::string ids(std::string_view query);   // of Email/query: the list, or the error's type
    std::string state(std::string_view type);  // by /get

    mailbox::Home home;
    mailbox::Account account;
    bool read_only = false;
    Caller caller;
    Api api;
    std::string id;  // of the account

private:
    std::int64_t next_ = 1'700'000'000'000;
};

std::string corpus(const std::string& name);
std::string in_quotes(std::string_view text);  // a JSON string

}  // namespace bailey::jmap::testing
