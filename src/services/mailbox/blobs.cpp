#include "services/mailbox/emails.hpp"
#include "services/mailbox/transaction.hpp"
#include "services/mailbox/views.hpp"
#include "store/blobs/sealer.hpp"
#include "store/ids.hpp"
#include "store/tables/summaries.hpp"
#include "store/tables/uploads.hpp"

namespace bailey::mailbox {
namespace {

namespace summaries = store::summaries;

class ChunkedReader final : public BlobReader {
public:
    ChunkedReader(store::Cell& cell, store::Cell::Open blob, std::string type)
        : cell_(cell), blob_(blob), info_{blob.octets, std::move(type)} {}

    const BlobInfo& info() const override { return info_; }

    Result<void> read(std::uint64_t begin, std::uint64_t end, std::string& out) override {
        end = std::min(end, info_.octets);
        while (begin < end) {
            auto number = static_cast<std::uint32_t>(begin / store::chunk_size);
            BAILEY_CHECK(fetch(number));
            auto at = begin - std::uint64_t{number} * store::chunk_size;
            // A chunk has its full length by the seal; the last may be short, and `end` is not behind it.
            if (at >= chunk_.size()) return Errc::corrupt;
            auto piece = std::string_view(chunk_).substr(at, end - begin);
            out += piece;
            begin += piece.size();
        }
        return {};
    }

private:
    // The last chunk is kept: a part of a message is often read in pieces.
    Result<void> fetch(std::uint32_t number) {
        if (held_ == number) return {};
        held_.reset();
        chunk_.clear();
        BAILEY_CHECK(cell_.read_chunk(blob_, number, chunk_));
        held_ = number;
        return {};
    }

    store::Cell& cell_;
    store::Cell::Open blob_;
    BlobInfo info_;
    std::optional<std::uint32_t> held_;
    std::string chunk_;
};

Result<std::unique_ptr<BlobReader>> open_upload(const Account& account, std::int64_t id) {
    BAILEY_TRY(auto r, read(account));
    BAILEY_TRY(auto found, store::uploads::find(r.c(), account.id, id));
    if (found.expires <= account.home->rooms().clock.now()) return Errc::not_found;
    auto opened = [&](summaries::Kind kind, ByteView box) {
        return summaries::open(r.keys.own, account.id, id, kind, box);
    };
    BAILEY_TRY(auto key_bytes, opened(summaries::Kind::upload_key, found.wrapped_key));
    BAILEY_TRY(auto key, Key::from(key_bytes));
    BAILEY_TRY(auto type, opened(summaries::Kind::upload_type, found.type));
    store::Cell::Open blob{found.blob, key, store::chunks_of(found.octets), found.octets};
    return std::unique_ptr<BlobReader>(
        std::make_unique<ChunkedReader>(*account.cell, blob, std::string(text_of(type))));
}

}  // namespace

std::string text(const BlobRef& blob) {
    return (blob.kind == BlobRef::Kind::email ? 'M' : 'U') + store::id_text(blob.id);
}

Result<BlobRef> blob_from(std::string_view id) {
    if (id.empty() || (id.front() != 'M' && id.front() != 'U')) return Errc::bad_syntax;
    BAILEY_TRY(auto number, store::id_from(id.substr(1)));
    return BlobRef{id.front() == 'M' ? BlobRef::Kind::email : BlobRef::Kind::upload, number};
}

Result<std::unique_ptr<BlobReader>> open_blob(const Account& account, const BlobRef& blob) {
    if (blob.kind == BlobRef::Kind::upload) return open_upload(account, blob.id);
    BAILEY_TRY(const auto seen, sees_email(account, blob.id));
    if (!seen) return Errc::not_found;
    BAILEY_TRY(auto message, account.cell->open_message(account.id, blob.id));
    return std::unique_ptr<BlobReader>(std::make_unique<ChunkedReader>(*account.cell, message, "message/rfc822"));
}

Result<std::string> read_blob(const Account& account, const BlobRef& blob) {
    BAILEY_TRY(auto reader, open_blob(account, blob));
    std::string bytes;
    bytes.reserve(reader->info().octets);
    BAILEY_CHECK(reader->read(0, reader->info().octets, bytes));
    return bytes;
}

}  // namespace bailey::mailbox
