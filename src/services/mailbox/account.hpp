// An account's mail, as JMAP's objects and the delivery filter use it. `Accounts` is made once a process; everything
// else here (index, emails, mailboxes, uploads, items) is a plain function that takes an `Account`.
// All of them block: call them from a worker. All are thread-safe. Each is one transaction.
// Errors of all: try_later (database away), corrupt (logged), storage_full.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>

#include "domain/mail/state.hpp"
#include "domain/people/people.hpp"
#include "services/mailbox/changes.hpp"

namespace bailey {
class Clock;
}
namespace bailey::store {
class Cell;
class Cells;
class Directory;
class Ids;
}  // namespace bailey::store

namespace bailey::mailbox {

class IndexCache;
class Views;
struct View;

struct MailboxLimits {
    std::size_t mailboxes = 1000;   // an account
    std::size_t depth = 10;         // mailboxes within each other
    std::size_t name_octets = 250;  // of a mailbox name
    std::size_t mailboxes_an_email = 100;
    std::uint64_t index_octets = 256ull << 20;    // memory for indexes of all accounts; those used longest ago go first
    std::uint64_t upload_octets = 50ull << 20;    // one upload
    std::uint64_t uploads_octets = 500ull << 20;  // uploads of one account that are not yet expired
    std::size_t uploads = 1000;                   // likewise, how many
    std::chrono::seconds upload_life = std::chrono::hours(24);
    std::size_t items = 10'000;            // of one type, an account
    std::size_t item_octets = 256 * 1024;  // one item's JSON
};

class Accounts;

// A handle, cheap to copy; good while its Accounts lives.
struct Account {
    AccountId id{};
    store::Cell* cell = nullptr;
    Accounts* home = nullptr;
    std::uint64_t capacity = 0;  // of its mailbox, octets
    // Where only parts of it are shared with whom it was opened for (view.hpp): everything here then answers, and
    // writes, as if the rest were not there. Null: all of it.
    std::shared_ptr<const View> view = {};
};
inline Account whole(Account account) {
    account.view.reset();
    return account;
}

class Accounts {
public:
    struct Rooms {
        store::Cells& cells;
        store::Directory& directory;
        store::Ids& ids;
        const Clock& clock;
    };
    Accounts(Rooms rooms, MailboxLimits limits);
    ~Accounts();

    // Whether the caller may is the caller's question. At an account's first use here its usual mailboxes are made:
    // Inbox, Drafts, Sent, Junk, Trash, Archive. Errors: not_found (no such account, or its mail is kept elsewhere).
    Result<Account> open(AccountId account, std::shared_ptr<const View> view = {});

    const Rooms& rooms() const { return rooms_; }
    const MailboxLimits& limits() const { return limits_; }
    IndexCache& indexes() { return *indexes_; }
    Views& views() { return *views_; }
    Notifier& notifier() { return notifier_; }

private:
    Result<void> furnish(store::Cell& cell, AccountId account, std::uint64_t capacity);

    Rooms rooms_;
    MailboxLimits limits_;
    std::unique_ptr<IndexCache> indexes_;
    std::unique_ptr<Views> views_;
    Notifier notifier_;
    class Furnished;
    std::unique_ptr<Furnished> furnished_;
};

struct Overview {
    State email, mailbox, thread;  // as the `state` of Foo/get
    State delivery;                // EmailDelivery: moves only when new mail arrives (RFC 8621 section 1.5)
    std::uint64_t used_octets = 0, capacity_octets = 0;  // RFC 9425
};
Result<Overview> overview(const Account& account);  // one cheap read

}  // namespace bailey::mailbox
