#include "domain/address/address.hpp"

#include <idn2.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cassert>
#include <memory>
#include <new>

#include "base/text.hpp"

namespace bailey {
namespace {

constexpr std::size_t longest_local = 64;   // RFC 5321 section 4.5.3.1.1
constexpr std::size_t longest_label = 63;   // RFC 1035 section 2.3.4
constexpr std::size_t longest_text = 2048;  // bounds the work; no address within the limits is longer

bool let_dig(char c) { return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (c >= '0' && c <= '9'); }
bool ascii_only(std::string_view text) { return std::ranges::all_of(text, is_ascii); }

// RFC 5322 section 3.2.3, and RFC 6531 section 3.3: UTF8-non-ascii, which is checked for whole texts.
bool atext(char c) {
    return let_dig(c) || !is_ascii(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// RFC 5321 section 4.1.2: Dot-string = Atom *("." Atom)
bool dot_string(std::string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
        return false;
    return std::ranges::all_of(text, [](char c) { return c == '.' || atext(c); });
}

// The grammar lets every character beyond ASCII through; those that only steer a display are refused.
bool steers(char32_t code_point) {
    auto c = static_cast<UChar32>(code_point);
    auto type = u_charType(c);
    return type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR ||
           u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL);
}

bool fit_for_people(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto c = next_code_point(text, at);
        if (!c || steers(*c)) return false;
    }
    return true;
}

struct Split {
    std::string local;  // unquoted
    std::string_view domain;
};

// Quoted-string = DQUOTE *QcontentSMTP DQUOTE, then "@"
Result<Split> split_quoted(std::string_view text) {
    Split split;
    std::size_t at = 1;
    for (; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && (++at == text.size() || !is_ascii(text[at]))) return Errc::bad_syntax;
        if (is_ascii(text[at]) && (text[at] < ' ' || text[at] == 0x7F)) return Errc::bad_syntax;
        split.local += text[at];
    }
    if (text.substr(std::min(at, text.size())).substr(0, 2) != "\"@") return Errc::bad_syntax;
    split.domain = text.substr(at + 2);
    return split;
}

Result<Split> split_mailbox(std::string_view text) {
    if (text.starts_with('"')) return split_quoted(text);
    auto at = text.find('@');
    if (at == std::string_view::npos || !dot_string(text.substr(0, at))) return Errc::bad_syntax;
    return Split{std::string(text.substr(0, at)), text.substr(at + 1)};
}

// sub-domain = Let-dig [Ldh-str], with DNS's limits.
Result<void> check_labels(std::string_view domain) {
    if (domain.size() > longest_domain) return Errc::too_long;
    for (std::size_t start = 0; start <= domain.size();) {
        auto end = std::min(domain.find('.', start), domain.size());
        auto label = domain.substr(start, end - start);
        if (label.size() > longest_label) return Errc::too_long;
        if (label.empty() || label.front() == '-' || label.back() == '-') return Errc::bad_syntax;
        if (!std::ranges::all_of(label, [](char c) { return let_dig(c) || c == '-'; })) return Errc::bad_syntax;
        start = end + 1;
    }
    return {};
}

struct Idn2Free {
    void operator()(void* p) const { idn2_free(p); }
};

// IDNA2008 with the mapping of UTS 46, non-transitional: U-labels to A-labels; A-labels are checked.
Result<std::string> to_a_labels(const std::string& domain) {
    std::uint8_t* raw = nullptr;
    int status = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(domain.c_str()), &raw,
                                IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    std::unique_ptr<std::uint8_t, Idn2Free> owner(raw);
    if (status == IDN2_MALLOC) throw std::bad_alloc();
    if (status == IDN2_TOO_BIG_LABEL || status == IDN2_TOO_BIG_DOMAIN) return Errc::too_long;
    if (status != IDN2_OK) return Errc::bad_syntax;
    return ascii_lower(reinterpret_cast<const char*>(raw));
}

bool has_a_label(std::string_view lower) { return lower.starts_with("xn--") || lower.find(".xn--") != lower.npos; }

// Unicode simple case folding, NFC; again until nothing changes, for either step can give the other work.
std::string fold(const std::string& local) {
    if (ascii_only(local)) return ascii_lower(local);
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(status);
    auto text = icu::UnicodeString::fromUTF8(local);
    for (int round = 0; round < 4 && U_SUCCESS(status); ++round) {
        icu::UnicodeString folded;
        for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
            folded.append(u_foldCase(text.char32At(i), U_FOLD_CASE_DEFAULT));
        folded = nfc->normalize(folded, status);
        if (folded == text) break;
        text = folded;
    }
    if (U_FAILURE(status)) throw std::bad_alloc();  // ICU's tables are built in: only memory can be wanting
    std::string out;
    return text.toUTF8String(out);
}

std::string quoted(std::string_view local) {
    std::string text = "\"";
    for (char c : local) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

std::string written(const std::string& local) { return dot_string(local) ? local : quoted(local); }

}  // namespace

Result<std::string> canonical_domain(std::string_view text) {
    if (text.size() > longest_text) return Errc::too_long;
    if (text.empty() || text.find('\0') != text.npos || !valid_utf8(text)) return Errc::bad_syntax;
    auto domain = ascii_lower(text);
    if (!ascii_only(domain) || has_a_label(domain)) {
        BAILEY_TRY(domain, to_a_labels(domain));
    }
    BAILEY_CHECK(check_labels(domain));
    return domain;
}

Result<Address> Address::parse(std::string_view text) {
    if (text.size() > longest_text) return Errc::too_long;
    if (!fit_for_people(text)) return Errc::bad_syntax;
    BAILEY_TRY(auto split, split_mailbox(text));
    // The folded form counts, too: folding can add octets, and an address and its folded form are both well-formed.
    if (split.local.size() > longest_local || fold(split.local).size() > longest_local) return Errc::too_long;
    BAILEY_TRY(auto domain, canonical_domain(split.domain));
    return Address(std::move(split.local), std::move(domain));
}

Address Address::trusted(std::string local, std::string domain) {
    assert(local.size() <= longest_local && fit_for_people(local));
    assert(check_labels(domain) && domain == ascii_lower(domain));
    return Address(std::move(local), std::move(domain));
}

std::string Address::text() const { return written(local_) + '@' + domain_; }

std::string Address::unicode() const {
    char* raw = nullptr;
    int status = idn2_to_unicode_8z8z(domain_.c_str(), &raw, 0);
    std::unique_ptr<char, Idn2Free> owner(raw);
    return status == IDN2_OK ? written(local_) + '@' + raw : text();
}

bool Address::needs_smtputf8() const { return !ascii_only(local_); }

Address Address::folded() const { return Address(fold(local_), domain_); }

}  // namespace bailey
