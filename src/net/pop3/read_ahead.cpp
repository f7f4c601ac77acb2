#include "net/pop3/read_ahead.hpp"

#include <algorithm>

namespace bailey::net {
namespace {

constexpr std::size_t piece_enough = std::size_t{192} * 1024;  // readers hand out at most 256 KiB at a time
constexpr std::size_t ahead_octets = std::size_t{64} * 1024;
constexpr std::size_t most_ahead = 64;

}  // namespace

std::optional<ReadAhead::Piece> ReadAhead::ready(std::size_t index) {
    auto found = std::find_if(ahead_.begin(), ahead_.end(), [&](const Read& r) { return r.index == index; });
    if (found == ahead_.end()) return std::nullopt;
    expected_ = index + 1;
    Piece piece{std::string_view(bytes_).substr(found->from, found->octets), true};
    ahead_.erase(ahead_.begin(), found + 1);  // a sequence does not go back
    return piece;
}

Result<ReadAhead::Piece> ReadAhead::begin(std::size_t index, bool whole) {
    // Twice as many with every step that shows the client reading in order.
    window_ = whole && index == expected_ && index > 0 ? std::min(window_ * 2, most_ahead) : 1;
    expected_ = index + 1;
    bytes_.clear();
    ahead_.clear();
    index_ = index;
    octets_ = 0;
    BAILEY_TRY(reader_, drop_.read(drop_.entries()[index].message));
    BAILEY_TRY(bool last, read_piece(*reader_, index, whole ? piece_enough : 1));
    auto first = bytes_.size();
    if (last) read_following(index);
    return Piece{std::string_view(bytes_).substr(0, first), last};
}

Result<ReadAhead::Piece> ReadAhead::more() {
    bytes_.clear();
    BAILEY_TRY(bool last, read_piece(*reader_, index_, piece_enough));
    return Piece{bytes_, last};
}

// Appends at least `enough` bytes, or the rest; true where the message is complete.
Result<bool> ReadAhead::read_piece(mailbox::MessageReader& reader, std::size_t index, std::size_t enough) {
    auto octets = drop_.entries()[index].octets;
    auto start = bytes_.size();
    for (;;) {
        auto before = bytes_.size();
        BAILEY_TRY(bool more, reader.next(bytes_));
        if (!more) return true;
        octets_ += bytes_.size() - before;
        // Having all, ask once more: it spares the next trip to a worker.
        if (octets_ < octets && bytes_.size() - start >= enough) return false;
    }
}

void ReadAhead::read_following(std::size_t index) {
    auto& entries = drop_.entries();
    for (std::size_t i = index + 1; i < entries.size() && i < index + window_; ++i)
        if (bytes_.size() + entries[i].octets > ahead_octets || !read_whole(i)) return;
}

// An error is not reported now: whoever asks for that message will meet it.
bool ReadAhead::read_whole(std::size_t index) {
    auto from = bytes_.size();
    auto reader = drop_.read(drop_.entries()[index].message);
    if (!reader) return false;
    for (;;) {
        auto more = (*reader)->next(bytes_);
        if (!more) {
            bytes_.resize(from);
            return false;
        }
        if (!*more) break;
    }
    ahead_.push_back({index, from, bytes_.size() - from});
    return true;
}

void ReadAhead::rest() {
    reader_.reset();
    if (ahead_.empty()) std::string().swap(bytes_);
}

}  // namespace bailey::net
