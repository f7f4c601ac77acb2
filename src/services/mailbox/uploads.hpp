// Uploads (RFC 8620 section 6.1): bytes of an account that belong to no email yet. Sealed like messages, and gone after
// a day unless an email took them. Read by open_blob().
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "services/mailbox/account.hpp"
#include "services/mailbox/emails.hpp"

namespace bailey::mailbox {

class Upload {
public:
    virtual ~Upload() = default;  // before finish(): forgotten
    // Holds at most about a megabyte and a half in memory. Errors: too_long (MailboxLimits::upload_octets), over_quota
    // (longer than all of an account's may be).
    virtual Result<void> write(std::string_view bytes) = 0;
    // Stores it durably. Where the account's uploads are too many or too large together, the oldest go.
    virtual Result<BlobRef> finish(std::string_view type) = 0;
};
std::unique_ptr<Upload> begin_upload(const Account& account);
Result<BlobRef> upload(const Account& account, std::string_view bytes, std::string_view type);

// Removes uploads of all accounts whose time is over; returns how many went. For the collector.
Result<std::int64_t> collect_uploads(Accounts& accounts);

}  // namespace bailey::mailbox
