#include "api/jmap/mailbox_blobs.hpp"

#include <algorithm>

#include "api/jmap/blob_id.hpp"
#include "api/jmap/contact/cards.hpp"
#include "api/jmap/contact/media.hpp"
#include "api/jmap/sieve/script.hpp"
#include "services/mailbox/uploads.hpp"
#include "services/mailbox/view.hpp"

namespace bailey::jmap {
namespace {

// What is kept as the type of an upload: the type, and who uploaded it where that is not whom the account belongs to.
//
//     kept = type [ LF accountId ]
std::string with_uploader(std::string_view type, const Caller& caller, AccountId account) {
    std::string kept(type.substr(0, type.find('\n')));
    if (caller.who.account != account) kept += '\n' + account_id(caller.who.account);
    return kept;
}

class Receiving final : public Incoming {
public:
    Receiving(std::unique_ptr<mailbox::Upload> upload, const Caller& caller, AccountId account)
        : upload_(std::move(upload)), caller_(caller), account_(account) {}
    Result<void> write(std::string_view piece) override { return upload_->write(piece); }
    Result<std::string> finish(std::string_view type) override {
        BAILEY_TRY(auto blob, upload_->finish(with_uploader(type, caller_, account_)));
        return mailbox::text(blob);
    }

private:
    std::unique_ptr<mailbox::Upload> upload_;
    const Caller caller_;
    const AccountId account_;
};

Blob in_memory(std::string octets, std::string type) {
    auto whole = std::make_shared<const std::string>(std::move(octets));
    return Blob{whole->size(),
                [whole](std::uint64_t offset, std::size_t most) -> Result<std::string> {
                    return whole->substr(std::min<std::uint64_t>(offset, whole->size()), most);
                },
                std::move(type)};
}

// Decoded once: where a range of it begins in the message can only be known so.
Result<Blob> part(const mailbox::Account& account, const BlobId& id) {
    BAILEY_TRY(auto octets, read_blob(account, id));
    return in_memory(std::move(octets), {});
}

Result<Blob> script(const mailbox::Account& account, std::string_view blob_id) {
    BAILEY_TRY(auto text, read_script_blob(account, blob_id));
    return in_memory(std::move(text), "application/sieve");  // RFC 5228 section 6.2
}

// What is kept within a contact card.
Result<Blob> media_blob(const mailbox::Account& account, std::string_view blob_id) {
    if (account.view) {
        const auto seen = sees_card(account, *card_of_media(blob_id));
        if (!seen) return Errc::try_later;
        if (!*seen) return Errc::not_found;
    }
    BAILEY_TRY(auto media, open_media(account, blob_id));
    return in_memory(std::move(media.octets), std::move(media.type));
}

}  // namespace

bool is_uploader(const Caller& caller, AccountId account, const mailbox::BlobInfo& upload) {
    const auto end = upload.type.find('\n');
    const auto uploader = end == upload.type.npos ? std::optional(account) : account_from(upload.type.substr(end + 1));
    return uploader == caller.who.account;
}

Result<std::unique_ptr<Incoming>> MailboxBlobs::begin(const Caller& caller, const Account& account) {
    BAILEY_TRY(auto opened, accounts_.open(account.number, account.view));
    return std::make_unique<Receiving>(mailbox::begin_upload(opened), caller, account.number);
}

Result<Blob> MailboxBlobs::open(const Caller& caller, const Account& account, std::string_view blob_id) {
    if (card_of_media(blob_id)) {
        BAILEY_TRY(auto opened, accounts_.open(account.number, account.view));
        return media_blob(opened, blob_id);
    }
    auto reference = blob_id_from(blob_id);
    // Scripts are their owner's.
    if (!reference && (account.view || !is_script_blob(blob_id))) return Errc::not_found;
    BAILEY_TRY(auto opened, accounts_.open(account.number, account.view));
    if (!reference) return script(opened, blob_id);
    BAILEY_TRY(std::shared_ptr<mailbox::BlobReader> reader, mailbox::open_blob(opened, reference->root));
    auto type = reader->info().type;
    if (reference->root.kind == mailbox::BlobRef::Kind::upload) {
        if (!is_uploader(caller, account.number, reader->info())) return Errc::not_found;
        type.erase(std::min(type.find('\n'), type.size()));
    }
    auto size = reader->info().octets;
    if (!reference->places.empty()) {
        if (size > left_) return Errc::too_long;
        if (left_ != no_end) left_ -= size;
        return part(opened, *reference);
    }
    return Blob{size,
                [reader, size](std::uint64_t offset, std::size_t most) -> Result<std::string> {
                    std::string octets;
                    auto end = std::min<std::uint64_t>(size, offset + most);
                    if (offset < end) {
                        BAILEY_CHECK(reader->read(offset, end, octets));
                    }
                    return octets;
                },
                std::move(type)};
}

}  // namespace bailey::jmap
