// Ordering values, RFC 8620 section 5.5, with the collations of RFC 4790 and RFC 5051.
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "api/jmap/standard/query.hpp"
#include "base/text.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

int sign(int n) { return n < 0 ? -1 : n > 0 ? 1 : 0; }
template <class T>
int order(const T& a, const T& b) {
    return a < b ? -1 : b < a ? 1 : 0;
}

// RFC 4790 section 9.1: the digits at the front as a number; without any, after all that have.
int ascii_numeric(std::string_view a, std::string_view b) {
    auto digits = [](std::string_view text) {
        auto front = text.substr(0, text.find_first_not_of("0123456789"));
        auto zeros = std::min(front.find_first_not_of('0'), front.size());
        return std::pair(!front.empty(), front.substr(zeros));
    };
    auto [has_a, number_a] = digits(a);
    auto [has_b, number_b] = digits(b);
    if (!has_a || !has_b) return int(has_b) - int(has_a);
    if (number_a.size() != number_b.size()) return order(number_a.size(), number_b.size());
    return sign(number_a.compare(number_b));
}

// RFC 5051: titlecase, then compatibility decomposition, then octet by octet. Case folding stands in for titlecase: it
// tells the same letters apart.
std::string unicode_casemap(std::string_view text) {
    auto unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    std::string folded;
    unicode.foldCase(U_FOLD_CASE_DEFAULT).toUTF8String(folded);
    return folded;
}

bool plain(std::string_view text) {
    for (char c : text) {
        if (!is_ascii(c)) return false;
    }
    return true;
}

int compare_text(std::string_view a, std::string_view b, std::string_view collation) {
    if (collation == "i;octet") return sign(a.compare(b));
    if (collation == "i;ascii-numeric") return ascii_numeric(a, b);
    if (collation == "i;ascii-casemap" || (plain(a) && plain(b))) return sign(ascii_lower(a).compare(ascii_lower(b)));
    return sign(unicode_casemap(a).compare(unicode_casemap(b)));
}

double number(const json::value& v) {
    return v.is_double()  ? v.get_double()
           : v.is_int64() ? static_cast<double>(v.get_int64())
                          : static_cast<double>(v.get_uint64());
}

}  // namespace

const std::vector<std::string>& collations() {
    static const std::vector<std::string> all{"i;ascii-numeric", "i;ascii-casemap", "i;unicode-casemap", "i;octet"};
    return all;
}

int compare(const json::value& a, const json::value& b, std::string_view collation) {
    if (a.is_null() || b.is_null()) return int(b.is_null()) - int(a.is_null());
    if (a.is_bool() && b.is_bool()) return order(a.get_bool(), b.get_bool());
    if (a.is_number() && b.is_number()) return order(number(a), number(b));
    if (!a.is_string() || !b.is_string()) return order(static_cast<int>(a.kind()), static_cast<int>(b.kind()));
    return compare_text(text_of(a.get_string()), text_of(b.get_string()), collation);
}

}  // namespace bailey::jmap
