// For tests: members who send to each other through JMAP, over real stores, with delivery.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/api.hpp"
#include "api/jmap/submission/submission.hpp"
#include "services/delivery/mail_intake.hpp"
#include "services/signin/signin_fixture.hpp"

namespace bailey::jmap::testing {

class PostOffice : public signin::SignedInTest {
protected:
    void SetUp() override;
    void TearDown() override;

    // The responses to these calls, as somebody; `calls` is the inside of methodCalls.
    json::array calls(AccountId who, const std::string& text);
    // The arguments of the one response.
    json::object call(AccountId who, std::string_view method, json::object arguments);
    std::string error_of(AccountId who, std::string_view method, json::object arguments);  // its type; "": none

    // An Email in the Drafts of `who`: its id.
    std::string email(AccountId who, std::string_view text);
    static std::string letter(std::string_view fields = "To: ben@firm.com\r\n");  // from ann, with a Bcc of cy
    std::string identity(AccountId who);                                          // that of the primary address

    // EmailSubmission/set with one create "k"; `envelope` may be null. The response's arguments.
    json::object submit(const std::string& email, json::value envelope = nullptr, json::object more = {});
    json::object created(const json::object& response);  // "k"; a failure of the test where there is none
    json::object refusal(const json::object& response);  // the SetError of "k"
    static json::value envelope(std::vector<std::string> to, json::value parameters = nullptr,
                                std::string_view from = "ann@firm.com");
    json::object submission(const std::string& id);  // of ann, as EmailSubmission/get tells it
    static json::object status(const json::object& submission, std::string_view to);

    // What is in the Inbox of `who`, oldest first, whole.
    std::vector<std::string> inbox(AccountId who);
    void deliver();         // waits until nothing is on its way but what is held
    std::int64_t held = 0;  // recipients that deliver() does not wait for
    static void let_it_look();

    // The arguments of every Email/set that was asked for.
    std::vector<json::object> email_sets;

    AccountId ben{}, cy{};
    std::vector<std::string> uses;  // capabilities that calls use beside those of sending
    std::vector<Account> shared;    // that everybody may use beside their own
    const KeyRing ring = KeyRing::for_tests();
    store::Ids ids{clock};
    MailLimits limits{};
    std::unique_ptr<store::Cells> cells;
    std::unique_ptr<store::Queue> queue;
    std::unique_ptr<mailbox::Accounts> accounts;
    std::unique_ptr<delivery::Deliverer> deliverer;
    std::unique_ptr<delivery::MailIntake> intake;
    std::unique_ptr<Sending> sending;
    std::unique_ptr<Api> api;

private:
    void open_stores();
    void add_methods();
    void hear_all();

    std::mutex mutex_;
    std::vector<std::function<void()>> jobs_;  // of Sending::follow
};

json::value parsed(std::string_view text);

#define BAILEY_ON_SQLITE(suite) \
    INSTANTIATE_TEST_SUITE_P(Engines, suite, ::testing::Values(bailey::sql::Engine::sqlite), bailey::sql::engine_name)

}  // namespace bailey::jmap::testing
