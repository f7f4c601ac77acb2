#include "api/jmap/mailbox_blobs.hpp"

#include "services/mailbox/emails.hpp"
#include "services/mailbox/uploads.hpp"

namespace bailey::jmap {
namespace {

class Receiving final : public Incoming {
public:
    explicit Receiving(std::unique_ptr<mailbox::Upload> upload) : upload_(std::move(upload)) {}
    Result<void> write(std::string_view piece) override { return upload_->write(piece); }
    Result<std::string> finish(std::string_view type) override {
        BAILEY_TRY(auto blob, upload_->finish(type));
        return mailbox::text(blob);
    }

private:
    std::unique_ptr<mailbox::Upload> upload_;
};

}  // namespace

Result<std::unique_ptr<Incoming>> MailboxBlobs::begin(const Caller&, const Account& account) {
    BAILEY_TRY(auto opened, accounts_.open(account.number));
    return std::make_unique<Receiving>(mailbox::begin_upload(opened));
}

Result<Blob> MailboxBlobs::open(const Caller&, const Account& account, std::string_view blob_id) {
    auto reference = mailbox::blob_from(blob_id);
    if (!reference) return Errc::not_found;
    BAILEY_TRY(auto opened, accounts_.open(account.number));
    BAILEY_TRY(std::shared_ptr<mailbox::BlobReader> reader, mailbox::open_blob(opened, *reference));
    auto size = reader->info().octets;
    return Blob{size, [reader, size](std::uint64_t offset, std::size_t most) -> Result<std::string> {
                    std::string octets;
                    auto end = std::min<std::uint64_t>(size, offset + most);
                    if (offset < end) {
                        BAILEY_CHECK(reader->read(offset, end, octets));
                    }
                    return octets;
                }};
}

}  // namespace bailey::jmap
