// The blobs of services/mailbox (raw messages and uploads), and the parts of messages, for the upload and download
// endpoints.
#pragma once
#include "api/jmap/blobs.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

class MailboxBlobs final : public Blobs {
public:
    explicit MailboxBlobs(mailbox::Accounts& accounts) : accounts_(accounts) {}
    Result<std::unique_ptr<Incoming>> begin(const Caller& caller, const Account& account) override;
    Result<Blob> open(const Caller& caller, const Account& account, std::string_view blob_id) override;

private:
    mailbox::Accounts& accounts_;
};

}  // namespace bailey::jmap
