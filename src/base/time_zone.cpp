#include "base/time_zone.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace bailey {
namespace {

constexpr std::string_view folder = "/usr/share/zoneinfo/";
constexpr std::size_t header_octets = 44;  // RFC 8536 section 3.1

// Letters, digits and "_+-" in parts between slashes: never a way out of the folder.
bool is_name(std::string_view zone) {
    auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/_+-").find(c) != std::string_view::npos;
    };
    return !zone.empty() && zone.size() <= 64 && zone.front() >= 'A' && zone.front() <= 'Z' && zone.back() != '/' &&
           std::all_of(zone.begin(), zone.end(), fits);
}

std::int64_t number(std::string_view octets) {
    auto value = static_cast<std::uint64_t>(octets.front() & '\x80' ? -1 : 0);
    for (char c : octets) value = value << 8 | static_cast<unsigned char>(c);
    return static_cast<std::int64_t>(value);
}

struct Counts {
    std::size_t universal, standard, leaps, transitions, types, names;
    std::size_t data(std::size_t time_octets) const {
        return transitions * (time_octets + 1) + types * 6 + names + leaps * (time_octets + 4) + standard + universal;
    }
};

Counts counts(std::string_view header) {
    auto at = [&](std::size_t n) { return static_cast<std::size_t>(number(header.substr(20 + 4 * n, 4))); };
    return {at(0), at(1), at(2), at(3), at(4), at(5)};
}

// Section 3.2: the 64-bit data block. Debian's files go to 2037; after it the clocks stay as they are then.
Result<std::chrono::minutes> read(std::string_view file, std::int64_t second) {
    if (file.size() < header_octets || !file.starts_with("TZif") || file[4] < '2') return Errc::corrupt;
    auto first = counts(file).data(4);
    if (first > file.size() - header_octets) return Errc::corrupt;
    file.remove_prefix(header_octets + first);
    if (file.size() < header_octets) return Errc::corrupt;
    const auto n = counts(file);
    file.remove_prefix(header_octets);
    if (n.types == 0 || n.data(8) > file.size()) return Errc::corrupt;
    std::size_t passed = 0;
    while (passed < n.transitions && number(file.substr(passed * 8, 8)) <= second) ++passed;
    const auto kinds = file.substr(n.transitions * 8, n.transitions);
    const auto kind = passed == 0 ? std::size_t{0} : static_cast<unsigned char>(kinds[passed - 1]);
    if (kind >= n.types) return Errc::corrupt;
    const std::chrono::seconds offset(number(file.substr(n.transitions * 9 + kind * 6, 4)));
    return std::chrono::floor<std::chrono::minutes>(offset);
}

}  // namespace

Result<std::chrono::minutes> offset_in(std::string_view zone, Time at) {
    if (!is_name(zone)) return Errc::not_found;
    std::ifstream file(std::string(folder).append(zone), std::ios::binary);
    std::ostringstream all;
    if (!file || !(all << file.rdbuf())) return Errc::not_found;
    return read(all.view(), to_millis(at) / 1000);
}

}  // namespace bailey
