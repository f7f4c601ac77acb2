#include "base/config/quantity.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace bailey::config {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t value;
};

// Largest first.
constexpr std::array time_units{Unit{"d", 86'400}, Unit{"h", 3600}, Unit{"m", 60}, Unit{"s", 1}};
constexpr std::array size_units{Unit{"TB", 1ull << 40}, Unit{"GB", 1ull << 30}, Unit{"MB", 1ull << 20},
                                Unit{"KB", 1ull << 10}, Unit{"B", 1}};
constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();

Result<std::uint64_t> read(std::string_view text, std::span<const Unit> units) {
    std::uint64_t number = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (ec != std::errc{}) return Errc::bad_syntax;
    auto name = text.substr(static_cast<std::size_t>(end - text.data()));
    for (auto& unit : units)
        if (unit.name == name && number <= largest / unit.value) return number * unit.value;
    return Errc::bad_syntax;
}

std::string write(std::uint64_t value, std::span<const Unit> units) {
    for (auto& unit : units)
        if (value != 0 && value % unit.value == 0) return std::to_string(value / unit.value) + std::string(unit.name);
    return std::to_string(value) + std::string(units.back().name);
}

}  // namespace

Result<std::chrono::seconds> duration_from(std::string_view text) {
    BAILEY_TRY(auto number, read(text, time_units));
    return std::chrono::seconds(static_cast<std::int64_t>(number));
}

Result<std::uint64_t> size_from(std::string_view text) { return read(text, size_units); }

std::string to_text(std::chrono::seconds duration) {
    return write(static_cast<std::uint64_t>(duration.count()), time_units);
}

std::string size_text(std::uint64_t octets) { return write(octets, size_units); }

}  // namespace bailey::config
