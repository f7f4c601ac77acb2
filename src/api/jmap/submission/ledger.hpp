// The submissions of an account, kept in step with the queue: whoever looks finds what the queue knows, and where a
// listener is set, those who wait for pushes hear of it by themselves. What is finished goes after a month.
#pragma once
#include <functional>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "api/jmap/submission/record.hpp"
#include "api/jmap/submission/sending.hpp"

namespace bailey::jmap {

class Ledger {
public:
    explicit Ledger(const SendingRooms& rooms) : rooms_(rooms) {}

    // All of them block. All, by number, after they were brought up to date.
    Answer<std::vector<Record>> of(AccountId account) const;
    Answer<std::string> state(AccountId account) const;  // as it is: ask of() first
    Result<Changes> changes(AccountId account, State since, std::size_t most) const;

    // Before the message is in the queue: the number is that of the entry to come. Errors: tooManyRecipients (so many
    // that it is too long to keep), overQuota.
    Answer<void> add(AccountId account, const Record& record) const;
    Answer<void> remove(AccountId account, std::int64_t number) const;  // notFound
    // What was not sent after all goes now, or, where nothing can be written, as soon as it can be: nobody sees it.
    void forget(AccountId account, std::int64_t number) const;
    // Errors: cannotUnsend.
    Answer<void> cancel(AccountId account, const Record& record) const;

    // What delivery has put on record. For a report or receipt that reached an account it looks which submission it is
    // about: dsnBlobIds, mdnBlobIds, displayed (RFC 8621 section 7).
    void hear(const delivery::Deliverer::News& news) const;

private:
    using Change = std::function<Result<bool>(Record&)>;  // true: it was changed
    Result<void> edit(AccountId account, std::int64_t number, const Change& change) const;
    Result<bool> look(Record& record) const;
    Answer<bool> sweep(const mailbox::Account& account, std::vector<Record>& all) const;
    Answer<bool> keep_in_step(const mailbox::Account& account, std::vector<Record>& all, State seen) const;
    Result<void> file_report(AccountId account, std::int64_t email) const;

    SendingRooms rooms_;
    mutable std::mutex mutex_;
    mutable std::set<std::pair<AccountId, std::int64_t>> forgotten_;  // and still there; under mutex_
};

}  // namespace bailey::jmap
