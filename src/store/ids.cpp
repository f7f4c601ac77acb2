#include "store/ids.hpp"

#include <algorithm>
#include <array>

#include "base/secret.hpp"

namespace bailey::store {
namespace {
constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::int64_t epoch_2020 = 1'577'836'800'000;
constexpr int low_bits = 22;
constexpr int digits = 13;
}  // namespace

std::int64_t Ids::next() {
    std::array<std::uint8_t, 4> noise;
    random_bytes(noise);
    auto low = (noise[0] | noise[1] << 8 | noise[2] << 16) & ((1 << low_bits) - 1);
    std::lock_guard lock(mutex_);
    auto fresh = first_id_at(clock_.now()) | low;
    // Within one millisecond, or when the clock steps back, go on from the last id.
    last_ = std::max(fresh, last_ + 1 + (low & 0xff));
    return last_;
}

std::int64_t first_id_at(Time time) { return (to_millis(time) - epoch_2020) << low_bits; }

std::string id_text(std::int64_t id) {
    std::string text(digits, alphabet[0]);
    for (auto at = text.rbegin(); at != text.rend(); ++at, id >>= 5) *at = alphabet[static_cast<std::size_t>(id & 31)];
    return text;
}

Result<std::int64_t> id_from(std::string_view text) {
    if (text.size() != digits) return Errc::bad_syntax;
    std::uint64_t id = 0;
    for (char c : text) {
        auto digit = alphabet.find(c);
        if (digit == std::string_view::npos) return Errc::bad_syntax;
        id = id << 5 | digit;
    }
    if (id >> 63 || alphabet.find(text[0]) > 7) return Errc::bad_syntax;
    return static_cast<std::int64_t>(id);
}

}  // namespace bailey::store
