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

bool fits(const uploads::Held& held, std::uint64_t octets, const MailboxLimits& limits) {
    return held.count < limits.uploads && held.octets + octets <= limits.uploads_octets;
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
            BAILEY_TRY(auto held, uploads::held(w.c, w.account, now));
            if (!fits(held, blob_.octets(), account_.home->limits())) return w.refuse(Errc::over_quota);
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
        if (blob_.octets() + bytes.size() > account_.home->limits().upload_octets) return Errc::too_long;
        bool was_ahead = blob_.ahead();
        BAILEY_CHECK(blob_.write(bytes));
        // What cannot be kept in the end shall not fill the disk until then.
        return blob_.ahead() && !was_ahead ? check_room() : Result<void>();
    }

    Result<void> check_room() {
        BAILEY_TRY(auto r, read(account_));
        BAILEY_TRY(auto held, uploads::held(r.c(), account_.id, account_.home->rooms().clock.now()));
        return fits(held, blob_.octets(), account_.home->limits()) ? Result<void>() : Errc::over_quota;
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
