// Emails that one transaction changes: read together, changed in memory, then written once each with the counts of
// their mailboxes.
#pragma once
#include <map>
#include <span>
#include <vector>

#include "domain/mail/keywords.hpp"
#include "services/mailbox/transaction.hpp"
#include "store/tables/mailboxes.hpp"

namespace bailey::mailbox {

class EmailChanges {
public:
    struct Held {
        // As they shall be; to be set by the caller.
        Keywords keywords;
        std::vector<std::int64_t> mailboxes;  // sorted, each once, all of them there; at least one unless destroyed
        bool destroyed = false;

    private:
        friend class EmailChanges;
        // As they are.
        std::int64_t blob = 0;
        std::uint64_t octets = 0;
        std::uint32_t flags = 0;
        Keywords old_keywords;
        std::optional<Bytes> sealed_keywords;
        std::vector<store::messages::Place> places;
    };

    explicit EmailChanges(Writing& w) : w_(w) {}
    Result<void> load(std::span<const std::int64_t> ids);  // corrupt: keywords do not open
    Result<void> load_mailbox(std::int64_t mailbox);
    Held* find(std::int64_t id);  // null: not loaded, or not there
    std::map<std::int64_t, Held>& all() { return held_; }

    bool has_mailbox(std::int64_t id);  // of the account; after load_mailboxes()
    Result<void> load_mailboxes();

    // Writes what differs, and says in Writing::by what that was.
    Result<void> finish();

private:
    Result<void> keep(const store::messages::Row& row);
    Result<bool> kept(const Held& held);
    Result<void> destroy(std::int64_t id, const Held& held);
    Result<void> change(std::int64_t id, const Held& held);
    Result<void> move(std::int64_t id, const Held& held, std::vector<store::messages::Place>& places);
    store::mailboxes::Head* head(std::int64_t mailbox);

    Writing& w_;
    std::map<std::int64_t, Held> held_;
    std::vector<store::mailboxes::Head> heads_;  // by id
    std::map<std::int64_t, store::mailboxes::Shift> shifts_;
    std::optional<std::int64_t> trash_;  // once it was looked for; 0: there is none
};

}  // namespace bailey::mailbox
