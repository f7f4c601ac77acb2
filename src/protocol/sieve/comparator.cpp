#include "protocol/sieve/comparator.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"

namespace bailey::sieve {
namespace {

struct Row {
    std::string_view name;
    Comparator comparator;
};
constexpr std::array<Row, 4> rows{{
    {"i;ascii-casemap", Comparator::ascii_casemap},
    {"i;octet", Comparator::octet},
    {"i;ascii-numeric", Comparator::ascii_numeric},
    {"i;unicode-casemap", Comparator::unicode_casemap},
}};

// RFC 4790 section 9.1: the number at the beginning; all texts without one are equal, and behind every number.
std::string number_of(std::string_view text) {
    const auto end = std::ranges::find_if_not(text, grammar::is_digit);
    if (end == text.begin()) return {};
    auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return std::string(digits);
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return a.empty() <=> b.empty();
    if (a.size() != b.size()) return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

// RFC 5051 section 2: titlecase, then compatibility decomposition.
std::string unicode_casemap(std::string_view text) {
    icu::UnicodeString titled;
    const auto read = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 0x7fffffff))));
    for (std::int32_t at = 0; at < read.length();) {
        const UChar32 c = read.char32At(at);
        at += U16_LENGTH(c);
        titled.append(u_totitle(c));
    }
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKDInstance(status);
    std::string out;
    if (U_FAILURE(status)) return titled.toUTF8String(out);
    return form->normalize(titled, status).toUTF8String(out);
}

}  // namespace

std::optional<Comparator> comparator_named(std::string_view name) {
    for (const auto& row : rows)
        if (equals_ignoring_case(row.name, name)) return row.comparator;
    return std::nullopt;
}

bool has_substrings(Comparator comparator) { return comparator != Comparator::ascii_numeric; }

std::string collation(Comparator comparator, std::string_view text) {
    switch (comparator) {
    case Comparator::ascii_casemap: return ascii_lower(text);
    case Comparator::octet: return std::string(text);
    case Comparator::ascii_numeric: return number_of(text);
    case Comparator::unicode_casemap: return unicode_casemap(text);
    }
    return {};
}

std::strong_ordering compare(Comparator comparator, std::string_view a, std::string_view b) {
    if (comparator == Comparator::ascii_numeric) return compare_numbers(a, b);
    return a.compare(b) <=> 0;
}

}  // namespace bailey::sieve
