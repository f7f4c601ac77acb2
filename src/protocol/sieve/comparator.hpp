// Comparators: RFC 4790, as RFC 5228 section 2.7.3 uses them.
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace bailey::sieve {

enum class Comparator { ascii_casemap, octet, ascii_numeric, unicode_casemap };

std::optional<Comparator> comparator_named(std::string_view name);  // "i;octet"
bool has_substrings(Comparator comparator);                         // else only :is, :value and :count

// Equal for two texts exactly where the comparator finds them equal; parts of it are for parts of the text, where the
// comparator has substrings.
std::string collation(Comparator comparator, std::string_view text);
std::strong_ordering compare(Comparator comparator, std::string_view collation_a, std::string_view collation_b);

}  // namespace bailey::sieve
