#include "api/jmap/mailbox_blobs.hpp"

#include <algorithm>

#include "api/jmap/blob_id.hpp"
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

// Decoded once: where a range of it begins in the message can only be known so.
Result<Blob> part(const mailbox::Account& account, const BlobId& id) {
    BAILEY_TRY(auto octets, read_blob(account, id));
    auto whole = std::make_shared<const std::string>(std::move(octets));
    return Blob{whole->size(), [whole](std::uint64_t offset, std::size_t most) -> Result<std::string> {
                    return whole->substr(std::min<std::uint64_t>(offset, whole->size()), most);
                }};
}

}  // namespace

Result<std::unique_ptr<Incoming>> MailboxBlobs::begin(const Caller&, const Account& account) {
    BAILEY_TRY(auto opened, accounts_.open(account.number));
    return std::make_unique<Receiving>(mailbox::begin_upload(opened));
}

Result<Blob> MailboxBlobs::open(const Caller&, const Account& account, std::string_view blob_id) {
    auto reference = blob_id_from(blob_id);
    if (!reference) return Errc::not_found;
    BAILEY_TRY(auto opened, accounts_.open(account.number));
    if (!reference->places.empty()) return part(opened, *reference);
    BAILEY_TRY(std::shared_ptr<mailbox::BlobReader> reader, mailbox::open_blob(opened, reference->root));
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
