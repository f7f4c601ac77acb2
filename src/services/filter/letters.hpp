// The messages that a filter sends.
#pragma once
#include "protocol/sieve/sieve.hpp"
#include "protocol/sieve/vacation.hpp"
#include "services/filter/filters.hpp"

namespace bailey::filter {

// Who writes, and when.
struct Desk {
    const Filters::Settings& settings;
    std::int64_t id = 0;  // for the letter's Message-ID
    Time now{};
    std::string message_id() const;
    std::string unique() const;  // see mime::NewMessage
    mime::DateTime date() const;
};

// The message, passed on as it is but for its trace (RFC 5228 section 4.2). `owner` is whose filter did it.
Letter passed_on(const Desk& desk, const Incoming& message, std::string_view whole, std::string_view owner,
                 std::vector<Address> to);
// Has the message been passed on by this owner before, or too often? Then it goes round in circles.
bool goes_round(const sieve::Message& message, std::string_view owner, std::size_t hops);

// The answer of somebody who is away, to the sender. Errors: those of sieve::answer_text().
Result<Letter> answer(const Desk& desk, const sieve::Vacation& vacation, const sieve::Message& message,
                      const sieve::Owner& owner, const Address& sender);

// RFC 5429 section 2.2.1: the sender is told by a disposition notification.
Result<Letter> refusal(const Desk& desk, const sieve::Reject& reject, const sieve::Message& message,
                       const sieve::Owner& owner, const Address& sender);

// To the owner: the script failed, and why.
Result<Letter> failure_notice(const Desk& desk, const sieve::Problem& problem, const Address& owner);

}  // namespace bailey::filter
