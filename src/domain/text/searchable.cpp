#include "domain/text/searchable.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/text.hpp"

namespace bailey {
namespace {

icu::UnicodeString without_marks(const icu::UnicodeString& text) {
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        auto c = text.char32At(at);
        if (u_charType(c) != U_NON_SPACING_MARK) kept.append(c);
    }
    return kept;
}

}  // namespace

std::string searchable(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), is_ascii)) return ascii_lower(text);
    auto unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    UErrorCode error = U_ZERO_ERROR;
    auto folded = icu::Normalizer2::getNFKCCasefoldInstance(error)->normalize(unicode, error);
    auto apart = icu::Normalizer2::getNFDInstance(error)->normalize(folded, error);
    if (U_FAILURE(error)) return ascii_lower(text);
    std::string out;
    without_marks(apart).toUTF8String(out);
    return out;
}

}  // namespace bailey
