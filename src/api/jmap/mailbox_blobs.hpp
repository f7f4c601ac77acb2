// The blobs of services/mailbox (raw messages and uploads), and the parts of messages, for the upload and download
// endpoints.
#pragma once
#include "api/jmap/blobs.hpp"
#include "services/mailbox/account.hpp"
#include "services/mailbox/emails.hpp"

namespace bailey::jmap {

class MailboxBlobs final : public Blobs {
public:
    explicit MailboxBlobs(mailbox::Accounts& accounts) : accounts_(accounts) {}
    Result<std::unique_ptr<Incoming>> begin(const Caller& caller, const Account& account) override;
    Result<Blob> open(const Caller& caller, const Account& account, std::string_view blob_id) override;

private:
    mailbox::Accounts& accounts_;
};

// RFC 8620 section 6.1: "unreferenced blobs MUST only be accessible to the uploader, even in shared accounts". What
// comes to refer to an upload has a blobId of its own for it, so that an upload stays its uploader's.
bool is_uploader(const Caller& caller, AccountId account, const mailbox::BlobInfo& upload);

}  // namespace bailey::jmap
