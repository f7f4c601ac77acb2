#include "services/mailbox/account.hpp"

#include <mutex>
#include <unordered_set>

#include "base/clock.hpp"
#include "services/mailbox/index_cache.hpp"
#include "services/mailbox/views.hpp"
#include "store/cells/cell.hpp"
#include "store/community/directory.hpp"
#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/mailboxes.hpp"

namespace bailey::mailbox {
namespace {

namespace cell_accounts = store::cell_accounts;

struct Usual {
    const char* name;
    const char* role;
};
// Beside the Inbox, in the order in which they are shown (RFC 8621 section 2: role, sortOrder).
constexpr Usual usual[] = {
    {"Drafts", "drafts"}, {"Sent", "sent"}, {"Archive", "archive"}, {"Junk", "junk"}, {"Trash", "trash"}};
constexpr std::int64_t none_made = 2;  // next_mailbox of an account that has its Inbox alone

// False where they are there already.
Result<bool> make_usual(sql::Connection& c, store::Cell& cell, AccountId account, Time now) {
    BAILEY_TRY(auto counters, cell_accounts::lock(c, account));
    if (counters.next_mailbox != none_made) return false;
    BAILEY_TRY(auto keys, cell.keys(c, account));
    store::mailboxes::Row row;
    row.id = counters.next_mailbox;
    row.created = counters.change + 1;
    for (auto& u : usual) {
        row.name = u.name;
        row.role = u.role;
        ++row.sort_order;
        // As for the Inbox: a mailbox made anew differs in its time (RFC 9051 section 2.3.1.1).
        BAILEY_CHECK(store::mailboxes::add(c, account, keys.own, row, to_millis(now) / 1000));
        ++row.id;
    }
    BAILEY_CHECK(cell_accounts::advance(c, account, {.mailbox = true, .mailboxes = std::size(usual)}));
    return true;
}

}  // namespace

// Accounts that are known to have their usual mailboxes.
class Accounts::Furnished {
public:
    bool contains(AccountId account) {
        std::lock_guard lock(mutex_);
        return known_.contains(account);
    }
    void add(AccountId account) {
        std::lock_guard lock(mutex_);
        if (known_.size() >= most) known_.clear();
        known_.insert(account);
    }

private:
    static constexpr std::size_t most = 1'000'000;
    std::mutex mutex_;
    std::unordered_set<AccountId> known_;
};

Accounts::Accounts(Rooms rooms, MailboxLimits limits)
    : rooms_(rooms),
      limits_(limits),
      indexes_(std::make_unique<IndexCache>(limits.index_octets)),
      views_(std::make_unique<Views>(limits.index_octets / 4)),
      notifier_(rooms.cells),
      furnished_(std::make_unique<Furnished>()) {}

Accounts::~Accounts() = default;

Result<Account> Accounts::open(AccountId account, std::shared_ptr<const View> view) {
    BAILEY_TRY(auto known, rooms_.directory.find(account));
    if (known.cell < 0) return Errc::not_found;
    BAILEY_TRY(auto* cell, rooms_.cells.at(known.cell));
    auto capacity = static_cast<std::uint64_t>(known.capacity_octets);
    if (!furnished_->contains(account)) {
        BAILEY_CHECK(furnish(*cell, account, capacity));
        furnished_->add(account);
    }
    return Account{account, cell, this, capacity, std::move(view)};
}

Result<void> Accounts::furnish(store::Cell& cell, AccountId account, std::uint64_t capacity) {
    Result<cell_accounts::Counters> counters = Errc::not_found;
    {
        BAILEY_TRY(auto c, cell.readers().borrow());
        counters = cell_accounts::counters(*c, account);
    }
    if (!counters && counters.error() != Errc::not_found) return counters.error();
    if (counters && counters->next_mailbox != none_made) return {};
    if (!counters) {
        BAILEY_CHECK(cell.make(account, capacity));
    }
    bool made = false;
    BAILEY_CHECK(cell.writer().run([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(made, make_usual(c, cell, account, rooms_.clock.now()));
        return made ? cell.announce(c, account, types::mailbox) : Result<void>();
    }));
    if (made) notifier_.tell(account, types::mailbox);
    return {};
}

Overview overview_of(const cell_accounts::Counters& counters, const Account& account) {
    Overview o;
    o.email.change = counters.email;
    o.mailbox.change = counters.mailbox;
    o.thread.change = counters.thread;
    o.delivery.change = counters.delivery;
    o.used_octets = counters.used;
    o.capacity_octets = account.capacity;
    return o;
}

Result<Overview> overview(const Account& account) {
    if (account.view) {
        BAILEY_TRY(auto seen, account.home->views().see(account));
        return seen.part->overview();
    }
    BAILEY_TRY(auto c, account.cell->readers().borrow());
    BAILEY_TRY(auto counters, cell_accounts::counters(*c, account.id));
    return overview_of(counters, account);
}

}  // namespace bailey::mailbox
