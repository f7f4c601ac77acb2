// From the actions of a script to a decision.
#pragma once
#include "protocol/sieve/sieve.hpp"
#include "protocol/sieve/vacation.hpp"
#include "services/filter/host.hpp"
#include "services/filter/letters.hpp"

namespace bailey::filter {

// One message at work. Errors of its functions: those of reading and writing the account.
class Deciding {
public:
    struct Case {
        const mailbox::Account& account;
        const Incoming& incoming;
        const sieve::Message& message;
        const sieve::Owner& owner;
        const Filters::Settings& settings;
        const std::function<std::int64_t()>& next_id;
        std::function<std::shared_ptr<void>(const std::string& name)> claim;  // null: another decision has it
        Time now;
    };
    Deciding(Case with, AccountHost& host) : case_(with), host_(host) {}

    // What a script came to; `script` names its text, so that one failure of it is told once.
    void outcome(sieve::Outcome outcome, std::string_view script);
    // Out of Office, beside a script or without.
    void away(const sieve::Vacation& vacation);
    Decision take();

private:
    void carry_out(sieve::Action& action);
    void into(const sieve::FileInto& filed);
    void store(std::int64_t mailbox, const std::vector<std::string>& flags);
    void reject(const sieve::Reject& reject);
    void answer(const sieve::Vacation& vacation);
    void failed(const sieve::Problem& problem, std::string_view script);
    bool first_time(mailbox::ItemType type, const std::string& name, std::chrono::seconds period);
    void pass_on();
    void send(Result<Letter> letter, std::string_view what);
    Desk desk() const { return {case_.settings, case_.next_id(), case_.now}; }

    Case case_;
    AccountHost& host_;
    Decision decision_{.store = false};
    std::vector<Address> redirects_;
    bool answered_ = false, discarded_ = false;
};

}  // namespace bailey::filter
