#include "net/http/range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace bailey::net::http {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t n = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    // Digits beyond 64 bits mean: farther than any end.
    if (error == std::errc::result_out_of_range && end == text.data() + text.size()) return UINT64_MAX;
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return n;
}

std::string_view strong_part(std::string_view etag) {
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    return etag;
}

}  // namespace

Range range_wanted(const Fields& request, std::string_view etag, std::uint64_t length) {
    if (request.count("Range") != 1) return {};
    // Section 13.1.5: strong comparison; a date never matches, for nothing here has one.
    if (request.has("If-Range") && (etag.empty() || etag.starts_with("W/") || request.get("If-Range") != etag))
        return {};
    auto text = request.get("Range");
    auto equals = text.find('=');
    if (equals == std::string_view::npos || !equals_ignoring_case(trim(text.substr(0, equals)), "bytes")) return {};
    text = trim(text.substr(equals + 1));
    auto dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return {};
    auto from = text.substr(0, dash), to = text.substr(dash + 1);
    if (from.empty()) {  // the last so many
        auto last = number(to);
        if (!last) return {};
        if (*last == 0 || length == 0) return {.kind = Range::Kind::unsatisfiable};
        auto count = std::min(*last, length);
        return {.kind = Range::Kind::part, .first = length - count, .count = count};
    }
    auto first = number(from);
    auto last = to.empty() ? std::optional(UINT64_MAX) : number(to);
    if (!first || !last || *last < *first) return {};
    if (*first >= length) return {.kind = Range::Kind::unsatisfiable};
    return {.kind = Range::Kind::part, .first = *first, .count = std::min(*last, length - 1) - *first + 1};
}

bool already_has(const Fields& request, std::string_view etag) {
    if (etag.empty() || !request.has("If-None-Match")) return false;
    auto list = request.joined("If-None-Match");
    if (trim(list) == "*") return true;
    for (std::string_view rest = list; !rest.empty();) {
        auto element = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(element.size() + 1, rest.size()));
        if (strong_part(trim(element)) == strong_part(etag)) return true;
    }
    return false;
}

}  // namespace bailey::net::http
