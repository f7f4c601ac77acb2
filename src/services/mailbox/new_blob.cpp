#include "services/mailbox/new_blob.hpp"

#include <algorithm>
#include <utility>

#include "store/tables/blobs.hpp"

namespace bailey::mailbox {

NewBlob::~NewBlob() {
    if (!ahead()) return;
    cell_.writer().submit([id = id_](sql::Connection& c) { return store::blobs::abandon(c, id); },
                          [](const Result<void>&) {},  // where it fails, the collector finds them a day later
                          store::Writer::When::soon);
}

Result<void> NewBlob::write(std::string_view bytes) {
    while (!bytes.empty()) {
        auto piece = bytes.substr(0, store::chunk_size);
        sealer_.write(piece);
        bytes.remove_prefix(piece.size());
        BAILEY_CHECK(spill());
    }
    return {};
}

Result<void> NewBlob::spill() {
    constexpr std::uint32_t at_once = 4;
    auto& chunks = sealer_.chunks();
    auto first = spilled_ + 1;
    if (chunks.size() < first + at_once) return {};
    std::vector<Bytes> some;
    for (auto n = first; n < chunks.size(); ++n) some.push_back(std::exchange(chunks[n], {}));
    spilled_ = static_cast<std::uint32_t>(chunks.size() - 1);
    return cell_.put_chunks(id_, first, some);
}

Result<void> NewBlob::put(sql::Connection& c) const {
    auto& chunks = sealer_.chunks();
    auto count = static_cast<std::uint32_t>(chunks.size());
    for (auto n = spilled_ + 1; n < count; ++n) BAILEY_CHECK(store::blobs::add_chunk(c, id_, n, chunks[n]));
    return store::blobs::add(c, id_, 1, octets(), count, chunks.front());
}

}  // namespace bailey::mailbox
