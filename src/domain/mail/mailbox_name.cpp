#include "domain/mail/mailbox_name.hpp"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <new>

#include "base/text.hpp"

namespace bailey {
namespace {

// RFC 5198 section 2: no control characters; line and paragraph separators would break a name in two.
bool forbidden(char32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029; }

std::string composed(std::string_view text) {
    if (std::ranges::all_of(text, is_ascii)) return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(status);
    icu::UnicodeString normal;
    if (U_SUCCESS(status))
        normal = nfc->normalize(
            icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))),
            status);
    if (U_FAILURE(status)) throw std::bad_alloc();  // ICU's tables are built in: only memory can be wanting
    std::string out;
    return normal.toUTF8String(out);
}

}  // namespace

Result<std::string> mailbox_name(std::string_view text, std::size_t most_octets) {
    text = trim(text);
    if (text.empty()) return Errc::bad_syntax;
    // Normal form C is never longer than three times what it was made of: what is far too long is not looked at.
    if (text.size() > 16 * most_octets) return Errc::too_long;
    for (std::size_t at = 0; at < text.size();) {
        auto c = next_code_point(text, at);
        if (!c || forbidden(*c)) return Errc::bad_syntax;
    }
    auto name = composed(text);
    if (name.size() > most_octets) return Errc::too_long;
    return name;
}

bool registered_role(std::string_view role) {
    // RFC 6154 section 2, RFC 8457, RFC 8621 section 10.5.1, RFC 5258 (subscribed).
    constexpr std::string_view roles[] = {"all",   "archive", "drafts", "flagged",    "important",
                                          "inbox", "junk",    "sent",   "subscribed", "trash"};
    return std::ranges::find(roles, role) != std::end(roles);
}

}  // namespace bailey
