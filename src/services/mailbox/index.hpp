// The index of one account: every email's place in time, thread, mailboxes and keywords, in memory (some 100 octets an
// email). index() gives one that is as new as the database; what it gives never changes, so one request sees one state.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "domain/mail/keywords.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::mailbox {

struct Email {
    std::int64_t id = 0, thread = 0;
    std::int64_t received = 0;             // milliseconds since 1970
    std::int64_t created = 0, change = 0;  // change numbers
    std::uint32_t octets = 0;
    std::uint32_t flags = 0;        // domain/mail/keywords.hpp
    std::uint32_t mailbox_set = 0;  // see Index::mailboxes_of
    std::uint32_t keyword_set = 0;  // see Index::keywords_of
    bool unread() const { return (flags & flag::unread_mask) == 0; }
};

// RFC 8621 section 2.
struct MailboxCounts {
    std::uint64_t emails = 0, unread_emails = 0, threads = 0, unread_threads = 0;
    bool operator==(const MailboxCounts&) const = default;
};
struct Mailbox {
    std::int64_t id = 0;
    std::int64_t parent = 0;  // 0: at the top
    std::string name, role;   // role empty: none
    std::int64_t sort_order = 0;
    bool subscribed = true;
    std::int64_t created = 0, change = 0;  // change numbers; `change` also of the counts of its emails
    std::int64_t properties_change = 0;    // of name, parent, role, sort order, subscription
    MailboxCounts counts;
};
constexpr std::int64_t inbox = 1;  // the Inbox's id in every account

class Index {
public:
    virtual ~Index() = default;
    virtual const Overview& overview() const = 0;  // as of this index

    virtual std::span<const Email> emails() const = 0;        // by `received`, then id, oldest first
    virtual const Email* find(std::int64_t email) const = 0;  // null where there is none
    virtual std::span<const std::int64_t> mailboxes_of(const Email& email) const = 0;  // sorted
    virtual std::vector<std::string> keywords_of(const Email& email) const = 0;        // all, lower case, sorted
    virtual std::vector<std::int64_t> thread(std::int64_t thread) const = 0;  // its emails, oldest first; empty: none
    virtual std::span<const Mailbox> mailboxes() const = 0;                   // by id, with their counts
    virtual const Mailbox* mailbox(std::int64_t id) const = 0;
    virtual std::size_t octets() const = 0;  // of memory
};

// Errors: not_found (the account has gone).
Result<std::shared_ptr<const Index>> index(const Account& account);

// What changed since, up to the state of `index`; at most `most` ids. Errors: conflict (cannotCalculateChanges: a state
// that never was, or is too old).
Result<Changes> email_changes(const Account& account, const Index& index, State since, std::size_t most);
Result<Changes> thread_changes(const Account& account, const Index& index, State since, std::size_t most);
struct MailboxChanges : Changes {
    bool only_counts = false;  // nothing but the four counts may have changed: updatedProperties (RFC 8621 section 2.2)
};
Result<MailboxChanges> mailbox_changes(const Account& account, const Index& index, State since, std::size_t most);

}  // namespace bailey::mailbox
