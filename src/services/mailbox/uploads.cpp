#include "services/mailbox/uploads.hpp"

#include "services/mailbox/new_blob.hpp"
#include "services/mailbox/transaction.hpp"
#include "store/ids.hpp"
#include "store/tables/summaries.hpp"
#include "store/tables/uploads.hpp"

namespace bailey::mailbox {
namespace {

namespace summaries = store::summaries;
namespace uploads = store::uploads;

// RFC 8620 section 6: "When an upload would take the user over quota, the server MUST delete unreferenced blobs in date
// order, oldest first, until there is room for the new blob." An email that took one has the bytes under its own
// blobId.
Result<void> make_room(Writing& w, std::uint64_t octets, Time now, const MailboxLimits& limits) {
    BAILEY_TRY(auto held, uploads::held(w.c, w.account, now));
    while (held.count >= limits.uploads || held.octets + octets > limits.uploads_octets) {
        BAILEY_TRY(auto freed, uploads::remove_oldest(w.c, w.account, now));
        held.octets -= freed;
        --held.count;
    }
    return {};
}

class SealedUpload final : public Upload {
public:
    explicit SealedUpload(const Account& account)
        : account_(account), blob_(*account.cell, account.home->rooms().ids.next()) {}

    Result<void> write(std::string_view bytes) override {
        if (state_) state_ = take(bytes);
        return state_;
    }

    Result<BlobRef> finish(std::string_view type) override {
        if (!state_) return state_.error();
        blob_.finish();
        auto now = account_.home->rooms().clock.now();
        auto stored = mailbox::write(account_, [&](Writing& w) -> Result<void> {
            BAILEY_CHECK(make_room(w, blob_.octets(), now, account_.home->limits()));
            auto sealed = [&](summaries::Kind kind, ByteView plain) {
                return summaries::seal(w.keys.own, w.account, blob_.id(), kind, plain);
            };
            uploads::Row row;
            row.id = row.blob = blob_.id();
            row.wrapped_key = sealed(summaries::Kind::upload_key, blob_.key().reveal());
            row.type = sealed(summaries::Kind::upload_type, bytes_of(type));
            row.octets = blob_.octets();
            row.expires = now + account_.home->limits().upload_life;
            BAILEY_CHECK(blob_.put(w.c));
            return uploads::add(w.c, w.account, row);
        });
        if (!stored) return stored.error();
        state_ = Errc::closed;
        return BlobRef{BlobRef::Kind::upload, blob_.id()};
    }

private:
    Result<void> take(std::string_view bytes) {
        const auto& limits = account_.home->limits();
        const auto octets = blob_.octets() + bytes.size();
        if (octets > limits.upload_octets) return Errc::too_long;
        if (octets > limits.uploads_octets || limits.uploads == 0) return Errc::over_quota;  // however much goes
        return blob_.write(bytes);
    }

    Account account_;
    NewBlob blob_;
    Result<void> state_;  // the first error stays
};

}  // namespace

std::unique_ptr<Upload> begin_upload(const Account& account) { return std::make_unique<SealedUpload>(account); }

Result<BlobRef> upload(const Account& account, std::string_view bytes, std::string_view type) {
    SealedUpload all(account);
    BAILEY_CHECK(all.write(bytes));
    return all.finish(type);
}

Result<std::int64_t> collect_uploads(Accounts& accounts) {
    constexpr std::int64_t at_once = 500;
    auto now = accounts.rooms().clock.now();
    std::int64_t all = 0;
    for (auto& cell : accounts.rooms().cells.all()) {
        for (std::int64_t gone = at_once; gone == at_once; all += gone)
            BAILEY_CHECK(cell->writer().run([&](sql::Connection& c) -> Result<void> {
                BAILEY_TRY(gone, uploads::expire(c, now, at_once));
                return {};
            }));
    }
    return all;
}

}  // namespace bailey::mailbox
