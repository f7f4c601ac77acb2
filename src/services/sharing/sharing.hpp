// Shared mailboxes: who may open them, who may send as them, and telling people of it (service.md section 9).
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/mail/state.hpp"
#include "services/audit/acting.hpp"
#include "store/community/community.hpp"
#include "store/tables/mailbox_grants.hpp"
#include "store/tables/share_notifications.hpp"

namespace bailey::sharing {

using Holder = store::mailbox_grants::Holder;
using Notification = store::share_notifications::Notification;

// Every function of `acting` asks may() for it, and what changes something writes the audit. Thread-safe; blocks.
// Errors of those: denied, not_found (no such account), those of the store.
class Sharing {
public:
    Sharing(store::Community& community, const Clock& clock) : community_(community), clock_(clock) {}

    // The rights (mailbox_right, at least one; write needs read) that `person` has in `mailbox` from now on, instead of
    // those before. They are told by a notification. Errors: bad_syntax (the rights), conflict (`mailbox` is not a
    // shared one, `person` is one, or either is deleted), too_many (most_holders).
    Result<void> grant(const Acting& acting, AccountId mailbox, AccountId person, unsigned rights);
    Result<void> revoke(const Acting& acting, AccountId mailbox, AccountId person);  // not_found also: has none
    Result<std::vector<Holder>> holders(const Acting& acting, AccountId mailbox);    // conflict: not a shared mailbox
    static constexpr std::size_t most_holders = 1000;                                // of a mailbox

    // What tells this person of changes to their rights. The caller is that person.
    struct Notifications {
        std::vector<Notification> list;  // by id
        State state;
    };
    Result<Notifications> notifications(AccountId person);
    Result<State> notification_state(AccountId person);
    // Errors: conflict (a state that never was).
    Result<Changes> notification_changes(AccountId person, State since, std::size_t most);
    Result<void> dismiss(AccountId person, std::int64_t id);  // not_found
    static constexpr std::int64_t most_notifications = 200;   // of a person: beyond it the oldest goes

private:
    Result<void> set(const Acting& acting, AccountId mailbox, AccountId person, unsigned rights);

    store::Community& community_;
    const Clock& clock_;
};

}  // namespace bailey::sharing
