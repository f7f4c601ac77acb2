#include "protocol/mime/charset.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "protocol/grammar/utf8.hpp"

namespace bailey::mime {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view windows_1252 = "windows-1252";
constexpr std::size_t longest_charset = 60;

// WHATWG Encoding Standard section 4.2: what the label is read as, where that is not what it says.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> read_as{{
    {"iso-8859-1", windows_1252},
    {"iso8859-1", windows_1252},
    {"iso_8859-1", windows_1252},
    {"latin1", windows_1252},
    {"l1", windows_1252},
    {"cp1252", windows_1252},
    {"utf8", "utf-8"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"chinese", "gb18030"},
    {"ks_c_5601-1987", "ms949"},
    {"ks_c_5601", "ms949"},
    {"euc-kr", "ms949"},
    {"ksc5601", "ms949"},
    {"shift_jis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"iso-8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"tis-620", "windows-874"},
    {"iso-8859-11", "windows-874"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-6-i", "iso-8859-6"},
    {"unicode-1-1-utf-7", "utf-7"},
}};
constexpr std::array<std::string_view, 4> ascii_names{"us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us"};

// ICU reads options behind a comma, and "/" could be a path to it.
bool may_be_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_charset && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':' ||
               c == '+';
    });
}

std::string canonical(std::string_view name) {
    auto lower = ascii_lower(trim(name));
    const auto* found = std::ranges::find(read_as, std::string_view(lower), [](const auto& p) { return p.first; });
    return found == read_as.end() ? lower : std::string(found->second);
}

bool is_ascii_name(std::string_view name) { return std::ranges::find(ascii_names, name) != ascii_names.end(); }

void append(char32_t c, std::string& out) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::size_t ascii_prefix(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if(text, [](char c) { return !is_ascii(c); }) - text.begin());
}

// Where a character begins that the end of `text` may have cut, else the size.
std::size_t whole_characters(std::string_view text) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto octet = static_cast<unsigned char>(text[text.size() - back]);
        if (octet < 0x80) break;
        if (octet < 0xC0) continue;
        const std::size_t needs = octet < 0xE0 ? 2 : octet < 0xF0 ? 3 : 4;
        return needs > back ? text.size() - back : text.size();
    }
    return text.size();
}

// Appends `text`; true if some of it was not UTF-8.
bool append_repaired(std::string_view text, std::string& out) {
    bool bad = false, in_run = false;
    std::size_t good = 0;  // from here on it is well-formed and still to be appended
    for (std::size_t at = 0; at < text.size();) {
        const auto start = at;
        if (next_code_point(text, at)) {
            in_run = false;
            continue;
        }
        out += text.substr(good, start - good);
        if (!in_run) out += replacement;
        bad = in_run = true;
        good = ++at;
    }
    out += text.substr(good);
    return bad;
}

extern "C" void replace_malformed(const void* context, UConverterToUnicodeArgs* args, const char*, int32_t,
                                  UConverterCallbackReason reason, UErrorCode* error) {
    if (reason > UCNV_IRREGULAR) return;
    *const_cast<bool*>(static_cast<const bool*>(context)) = true;
    *error = U_ZERO_ERROR;
    const UChar sign = 0xFFFD;
    ucnv_cbToUWriteUChars(args, &sign, 1, 0, error);
}

}  // namespace

struct CharsetDecoder::State {
    enum class Mode { guess, utf8, icu };
    Mode mode = Mode::guess;
    bool problem = false;
    bool guess_is_problem = false;
    std::string carry;  // of a UTF-8 character
    UChar lead = 0;     // a surrogate whose trail is still to come
    UConverter* converter = nullptr;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (converter) ucnv_close(converter);
    }

    bool open(const std::string& name) {
        UErrorCode error = U_ZERO_ERROR;
        converter = ucnv_open(name.c_str(), &error);
        if (U_FAILURE(error)) return false;
        ucnv_setToUCallBack(converter, replace_malformed, &problem, nullptr, nullptr, &error);
        mode = Mode::icu;
        return U_SUCCESS(error);
    }

    void utf8(std::string_view bytes, bool last, std::string& out) {
        std::string joined;
        if (!carry.empty()) bytes = joined = carry + std::string(bytes);
        const auto whole = last ? bytes.size() : whole_characters(bytes);
        problem |= append_repaired(bytes.substr(0, whole), out);
        carry = bytes.substr(whole);
    }

    void units(const UChar* unit, const UChar* end, std::string& out) {
        for (; unit != end; ++unit) {
            if (U16_IS_LEAD(*unit)) {
                lead = *unit;
            } else if (U16_IS_TRAIL(*unit)) {
                if (lead) append(static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead, *unit)), out);
                lead = 0;
            } else {
                append(*unit, out);
            }
        }
    }

    void icu(std::string_view bytes, bool last, std::string& out) {
        std::array<UChar, 2048> buffer;
        const char* from = bytes.data();
        const char* end = from + bytes.size();
        for (;;) {
            UChar* to = buffer.data();
            UErrorCode error = U_ZERO_ERROR;
            ucnv_toUnicode(converter, &to, buffer.data() + buffer.size(), &from, end, nullptr, last, &error);
            units(buffer.data(), to, out);
            if (error == U_BUFFER_OVERFLOW_ERROR) continue;
            problem |= U_FAILURE(error) != 0;
            return;
        }
    }

    // ASCII so far. The first character that is not decides.
    void guess(std::string_view bytes, bool last, std::string& out) {
        std::string joined;
        if (!carry.empty()) bytes = joined = std::exchange(carry, {}) + std::string(bytes);
        const auto ascii = ascii_prefix(bytes);
        out += bytes.substr(0, ascii);
        bytes.remove_prefix(ascii);
        const auto whole = last ? bytes.size() : whole_characters(bytes);
        if (whole == 0) {
            carry = bytes;
            return;
        }
        problem |= guess_is_problem;
        if (valid_utf8(bytes.substr(0, whole)) || !open(std::string(windows_1252))) mode = Mode::utf8;
        feed(bytes, out);
    }

    void feed(std::string_view bytes, std::string& out) {
        switch (mode) {
        case Mode::guess: return guess(bytes, false, out);
        case Mode::utf8: return utf8(bytes, false, out);
        case Mode::icu: return icu(bytes, false, out);
        }
    }
};

bool known_charset(std::string_view name) {
    const auto canon = canonical(name);
    if (is_ascii_name(canon) || canon == "utf-8") return true;
    UErrorCode error = U_ZERO_ERROR;
    return may_be_name(canon) && ucnv_countAliases(canon.c_str(), &error) > 0 && U_SUCCESS(error);
}

CharsetDecoder::CharsetDecoder(std::string_view charset) : state_(std::make_unique<State>()) {
    const auto name = canonical(charset);
    if (name == "utf-8") {
        state_->mode = State::Mode::utf8;
    } else if (is_ascii_name(name)) {
        state_->guess_is_problem = true;
    } else if (!name.empty()) {
        state_->problem = !known_charset(name) || !state_->open(name);
    }
}
CharsetDecoder::CharsetDecoder(CharsetDecoder&&) noexcept = default;
CharsetDecoder& CharsetDecoder::operator=(CharsetDecoder&&) noexcept = default;
CharsetDecoder::~CharsetDecoder() = default;

void CharsetDecoder::feed(std::string_view bytes, std::string& out) { state_->feed(bytes, out); }
void CharsetDecoder::finish(std::string& out) {
    if (state_->mode == State::Mode::guess) state_->guess({}, true, out);
    if (state_->mode == State::Mode::utf8) state_->utf8({}, true, out);
    if (state_->mode == State::Mode::icu) state_->icu({}, true, out);
}
bool CharsetDecoder::problem() const { return state_->problem; }

ConvertedText to_utf8(std::string_view bytes, std::string_view charset) {
    ConvertedText converted;
    CharsetDecoder decoder(charset);
    decoder.feed(bytes, converted.text);
    decoder.finish(converted.text);
    converted.problem = decoder.problem();
    return converted;
}

std::string nfc(std::string_view utf8) {
    if (grammar::is_ascii(utf8)) return std::string(utf8);
    UErrorCode error = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFCInstance(error);
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    if (U_SUCCESS(error))
        form->normalizeUTF8(0, icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())), sink, nullptr, error);
    return U_SUCCESS(error) ? out : std::string(utf8);
}

std::string repaired_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_repaired(text, out);
    std::erase(out, '\0');
    return out;
}

std::string without_controls(std::string_view text) {
    const auto whole = repaired_utf8(text);
    std::string out;
    out.reserve(whole.size());
    for (std::size_t at = 0; at < whole.size();) {
        const auto start = at;
        const auto c = *next_code_point(whole, at);
        if (c >= ' ' && (c < 0x7F || c > 0x9F)) out.append(whole, start, at - start);
    }
    return out;
}

}  // namespace bailey::mime
