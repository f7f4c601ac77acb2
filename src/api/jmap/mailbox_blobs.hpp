// The blobs of services/mailbox (raw messages and uploads), the parts of messages, and the contents of scripts, for the
// upload and download endpoints.
#pragma once
#include "api/jmap/blobs.hpp"
#include "services/mailbox/account.hpp"
#include "services/mailbox/emails.hpp"

namespace bailey::jmap {

class MailboxBlobs final : public Blobs {
public:
    // For one call of a method: parts of messages cost the reading of these, and there is an end to it (RFC 8620
    // section 8.5). Not thread-safe then.
    static constexpr std::uint64_t a_call = 512ull << 20;
    static constexpr std::uint64_t no_end = ~std::uint64_t{0};
    explicit MailboxBlobs(mailbox::Accounts& accounts, std::uint64_t most_read = no_end)
        : accounts_(accounts), left_(most_read) {}
    Result<std::unique_ptr<Incoming>> begin(const Caller& caller, const Account& account) override;
    // Further error: too_long (more than may be read).
    Result<Blob> open(const Caller& caller, const Account& account, std::string_view blob_id) override;

private:
    mailbox::Accounts& accounts_;
    std::uint64_t left_;
};

// RFC 8620 section 6.1: "unreferenced blobs MUST only be accessible to the uploader, even in shared accounts". What
// comes to refer to an upload has a blobId of its own for it, so that an upload stays its uploader's.
bool is_uploader(const Caller& caller, AccountId account, const mailbox::BlobInfo& upload);

}  // namespace bailey::jmap
