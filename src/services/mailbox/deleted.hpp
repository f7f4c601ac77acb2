// Emails that were destroyed and can be brought back for a while (service.md section 8, "recover deleted"). They count
// against no quota. An email that is brought back is a new one, with a new id.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/mailbox/emails.hpp"

namespace bailey::mailbox {

struct DeletedEmail {
    std::int64_t id = 0;  // that of the email it was
    std::uint64_t octets = 0;
    Time received{}, deleted{}, expires{};
    std::vector<std::int64_t> mailboxes;  // sorted: those it was in that are still there
    bool has_attachment = false;
    Summary summary;  // empty for one that nobody had looked at
};
struct DeletedEmails {
    std::vector<DeletedEmail> list;  // deleted last first
    std::string state;               // differs after each that comes or goes
};
Result<DeletedEmails> deleted_emails(const Account& account);
Result<std::string> deleted_state(const Account& account);

// Brings it back into `mailbox`, else into those of its mailboxes that are still there, else into the Inbox. Errors:
// not_found, outside (no such mailbox), over_quota.
struct Restored {
    std::int64_t id = 0;
    std::vector<std::int64_t> mailboxes;
};
Result<Restored> restore_email(const Account& account, std::int64_t id, std::optional<std::int64_t> mailbox);

// It cannot be brought back any more. Errors: not_found.
Result<void> forget_deleted(const Account& account, std::int64_t id);

}  // namespace bailey::mailbox
