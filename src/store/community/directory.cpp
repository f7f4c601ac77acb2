#include "store/community/directory.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "base/log.hpp"
#include "store/community/shards.hpp"

namespace bailey::store {
namespace {

using namespace std::chrono_literals;
constexpr auto poll_every = 500ms;  // so that a caller who does not wait for another's poll is right within a second
constexpr auto oldest = 1s;
constexpr std::int64_t too_many_changes = 1000;  // beyond this, forgetting everything is cheaper

constexpr sql::Query by_address{"directory_by_address", R"(
    select a.account_id, a.organisation_id, a.cell, a.kind, a.state, o.state, o.connection, a.change,
           a.capacity_octets, every.address, a.ceiling, o.ceiling
    from address asked join account a on a.account_id = asked.account_id
         join organisation o on o.organisation_id = a.organisation_id
         join address every on every.account_id = a.account_id
    where asked.address = $1 order by every.is_primary desc, every.address)"};
constexpr sql::Query by_account{"directory_by_account", R"(
    select a.account_id, a.organisation_id, a.cell, a.kind, a.state, o.state, o.connection, a.change,
           a.capacity_octets, every.address, a.ceiling, o.ceiling
    from account a join organisation o on o.organisation_id = a.organisation_id
         left join address every on every.account_id = a.account_id
    where a.account_id = $1 order by every.is_primary desc, every.address)"};
constexpr sql::Query newest_change{"directory_newest_change", "select value from counter where name = 'change'"};
constexpr sql::Query changed_organisations{"directory_changed_organisations",
                                           "select count(*) from organisation where change > $1 and change <= $2"};
constexpr sql::Query changed_accounts{"directory_changed_accounts", R"(
    select a.account_id, ad.address from account a left join address ad on ad.account_id = a.account_id
    where a.change > $1 and a.change <= $2)"};

struct Record {
    Mailbox mailbox;
    std::vector<std::string> addresses;
};
using RecordPtr = std::shared_ptr<const Record>;

void read_into(Record& record, const sql::Row& row) {
    auto& m = record.mailbox;
    m.account = AccountId{row.integer(0)};
    m.organisation = OrganisationId{row.integer(1)};
    m.cell = row.null(2) ? -1 : static_cast<int>(row.integer(2));
    m.kind = static_cast<AccountKind>(row.integer(3));
    m.state = static_cast<AccountState>(row.integer(4));
    m.organisation_suspended = row.integer(5) != 0;
    m.connection = static_cast<Connection>(row.integer(6));
    m.change = row.integer(7);
    m.capacity_octets = row.integer(8);
    if (!row.null(9)) record.addresses.emplace_back(row.text(9));
    m.ceiling = static_cast<std::int16_t>(std::min(row.integer(10), row.integer(11)));
}

}  // namespace

struct Directory::State {
    State(Community& c, const Clock& k, std::size_t most)
        : community(c), clock(k), addresses(most), accounts(most), unknown(most / 10) {}

    // Brings what is kept up to date where it may be old. Fails only before the first success: later, with the database
    // away, the old answers are better than none.
    Result<void> be_current() {
        auto age = clock.now() - from_millis(checked.load(std::memory_order_acquire));
        if (ready && age >= 0ms && age < poll_every) return {};
        std::unique_lock lock(polling, std::try_to_lock);
        if (!lock) {
            if (ready && age >= 0ms && age < oldest) return {};
            lock.lock();
            age = clock.now() - from_millis(checked.load(std::memory_order_acquire));
            if (ready && age >= 0ms && age < poll_every) return {};
        }
        return poll();
    }

    Result<void> poll_now() {
        std::lock_guard lock(polling);
        return poll();
    }

    // Under `polling`.
    Result<void> poll() {
        auto now = clock.now();
        auto polled = community.read([&](sql::Connection& c) { return apply_changes(c); });
        checked.store(to_millis(now), std::memory_order_release);
        if (polled) ready = true;
        return ready ? Result<void>() : polled;
    }

    Result<void> apply_changes(sql::Connection& c) {
        std::int64_t newest = 0, organisations = 0;
        BAILEY_CHECK(c.run(newest_change, {}, [&](const sql::Row& r) { newest = r.integer(0); }));
        if (ready && newest == applied) return {};
        // A smaller number: the database was put back from a backup.
        bool everything = !ready || newest < applied || newest - applied > too_many_changes;
        if (!everything) {
            BAILEY_CHECK(c.run(changed_organisations, {applied, newest},
                               [&](const sql::Row& r) { organisations = r.integer(0); }));
            everything = organisations > 0;
        }
        std::vector<std::pair<AccountId, std::string>> stale;
        if (!everything)
            BAILEY_CHECK(c.run(changed_accounts, {applied, newest}, [&](const sql::Row& r) {
                stale.emplace_back(AccountId{r.integer(0)}, r.null(1) ? "" : r.text(1));
            }));
        // A reader that asked the database before this must not keep its answer after it.
        ++epoch;
        if (everything) forget_everything();
        for (auto& [account, address] : stale) forget(account, address);
        applied = newest;
        return {};
    }

    void forget(AccountId account, const std::string& address) {
        if (auto record = accounts.take(account))
            for (auto& known : (*record)->addresses) addresses.take(known);
        addresses.take(address);
        unknown.take(address);
    }

    void forget_everything() {
        addresses.clear();
        accounts.clear();
        unknown.clear();
    }

    // nullptr: there is none.
    template <class Name>
    Result<RecordPtr> load(const sql::Query& query, const Name& name) {
        auto began = epoch.load();
        auto record = std::make_shared<Record>();
        BAILEY_TRY(auto rows, community.read([&](sql::Connection& c) {
            return c.run(query, {name}, [&](const sql::Row& row) { read_into(*record, row); });
        }));
        if (rows == 0) return RecordPtr();
        keep(record, began);
        return RecordPtr(std::move(record));
    }

    // Addresses and accounts are forgotten together: an account's record says which addresses to forget with it.
    void keep(const RecordPtr& record, std::uint64_t began) {
        auto still_true = [&] { return epoch.load() == began; };
        bool full = accounts.full(record->mailbox.account);
        for (auto& address : record->addresses) full = full || addresses.full(address);
        if (full) forget_everything();
        accounts.put(record->mailbox.account, record, still_true);
        for (auto& address : record->addresses) addresses.put(address, record, still_true);
    }

    Result<RecordPtr> record_of(AccountId account) {
        BAILEY_CHECK(be_current());
        auto known = accounts.find(account, [](const RecordPtr& r) { return r; });
        if (known) return *known;
        BAILEY_TRY(auto record, load(by_account, account));
        if (!record) return Errc::not_found;
        return record;
    }

    Community& community;
    const Clock& clock;
    Shards<std::string, RecordPtr> addresses;
    Shards<AccountId, RecordPtr> accounts;
    Shards<std::string, char> unknown;

    std::mutex polling;
    std::atomic<std::int64_t> checked{0};
    std::atomic<bool> ready{false};
    std::int64_t applied = 0;  // under `polling`
    std::atomic<std::uint64_t> epoch{0};
};

Directory::Directory(Community& community, const Clock& clock, std::size_t most)
    : state_(std::make_unique<State>(community, clock, most)) {
    community.watch(this, [state = state_.get()] {
        if (!state->poll_now()) log::warning("the directory could not follow a change");
    });
}

Directory::~Directory() { state_->community.unwatch(this); }

Result<Mailbox> Directory::find(const Address& canonical) {
    BAILEY_CHECK(state_->be_current());
    auto name = canonical.text();
    auto known = state_->addresses.find(name, [](const RecordPtr& r) { return r->mailbox; });
    if (known) return *known;
    if (state_->unknown.find(name, [](char) { return true; })) return Errc::not_found;
    auto began = state_->epoch.load();
    BAILEY_TRY(auto record, state_->load(by_address, name));
    if (record) return record->mailbox;
    if (state_->unknown.full(name)) state_->unknown.clear();
    state_->unknown.put(name, 0, [&] { return state_->epoch.load() == began; });
    return Errc::not_found;
}

Result<Mailbox> Directory::find(AccountId account) {
    BAILEY_TRY(auto record, state_->record_of(account));
    return record->mailbox;
}

Result<bool> Directory::owns(AccountId account, const Address& canonical) {
    auto found = find(canonical);
    if (found) return found->account == account;
    if (found.error() == Errc::not_found) return false;
    return {boost::system::in_place_error, found.error()};
}

Result<std::vector<std::string>> Directory::addresses(AccountId account) {
    BAILEY_TRY(auto record, state_->record_of(account));
    return record->addresses;
}

}  // namespace bailey::store
