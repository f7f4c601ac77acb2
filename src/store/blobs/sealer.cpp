#include "store/blobs/sealer.hpp"

#include <algorithm>

namespace bailey::store {

void Sealer::write(std::string_view bytes) {
    octets_ += bytes.size();
    while (!bytes.empty()) {
        // A full chunk waits for the next byte: only then it is known not to be the last.
        if (plain_.size() == chunk_size) close_chunk(false);
        auto n = std::min(bytes.size(), chunk_size - plain_.size());
        if (plain_.capacity() < plain_.size() + n && plain_.size() + n > 16 * 1024) plain_.reserve(chunk_size);
        plain_.append(bytes.substr(0, n));
        bytes.remove_prefix(n);
    }
}

void Sealer::finish() {
    close_chunk(true);
    plain_ = {};
}

void Sealer::close_chunk(bool last) {
    Bytes box;
    box.reserve(plain_.size() + chunk_overhead);
    seal_chunk(key_, static_cast<std::uint32_t>(chunks_.size()), last, bytes_of(plain_), box);
    chunks_.push_back(std::move(box));
    plain_.clear();
}

}  // namespace bailey::store
