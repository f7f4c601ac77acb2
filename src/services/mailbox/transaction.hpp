// How the functions of this folder read and write an account: over a reader with its keys, or as a part of one
// transaction of its cell's writer.
#pragma once
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "services/mailbox/account.hpp"
#include "store/cells/cell.hpp"
#include "store/tables/accounts_in_cell.hpp"

namespace bailey::mailbox {

struct Reading {
    store::Readers::Loan loan;
    store::AccountKeys keys;
    sql::Connection& c() const { return *loan; }
};
Result<Reading> read(const Account& account);  // not_found: the account has gone

// An account whose row is locked: nobody else changes the account until the transaction ends.
class Writing {
public:
    Writing(sql::Connection& connection, AccountId id, store::AccountKeys account_keys,
            const store::cell_accounts::Counters& counters)
        : c(connection), account(id), keys(account_keys), before(counters), change(counters.change + 1) {}

    sql::Connection& c;
    AccountId account;
    store::AccountKeys keys;
    store::cell_accounts::Counters before;
    std::int64_t change;  // what every row written here bears

    store::messages::KeptAt kept_at;  // set where what is destroyed can be brought back

    // What is written is told by these. Where nothing is, no change number is taken and nobody hears of it.
    store::cell_accounts::Advance by;
    std::uint64_t item_types = 0;  // bits
    bool delivered = false;        // the row of the account was advanced by cell_accounts::grow() already
    std::uint64_t types() const;

    // Ends the job, which has written nothing yet: the transaction, which others share, goes on without it.
    [[nodiscard]] Failure refuse(Errc why) {
        refused_ = why;
        return Failure{why};
    }
    std::optional<Errc> refused() const { return refused_; }

private:
    std::optional<Errc> refused_;
};
Result<void> transact(const Account& account, const std::function<Result<void>(Writing&)>& job);

// Runs `job`, which returns a Result, within a transaction, then tells the listeners. It may run twice: it sets its
// results and does not add to them. Blocks. Errors: what it refused by; not_found (the account has gone), and those of
// the database.
template <class Job>
std::invoke_result_t<Job, Writing&> write(const Account& account, Job&& job) {
    std::optional<std::invoke_result_t<Job, Writing&>> outcome;
    auto written = transact(account, [&](Writing& w) -> Result<void> {
        outcome.emplace(job(w));
        if (!*outcome) return outcome->error();
        return {};
    });
    if (!written) return Failure{written.error()};
    return std::move(*outcome);
}

}  // namespace bailey::mailbox
