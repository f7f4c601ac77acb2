#include "protocol/sieve/text.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "protocol/grammar/cursor.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {
namespace {

using grammar::Cursor;
using grammar::is_alpha;
using grammar::is_digit;

constexpr std::string_view global_namespace = "global.";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_hex(char c) { return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f'); }

std::uint32_t hex_value(std::string_view digits) {
    constexpr std::uint32_t beyond = 0xffffff;  // any digits more and it is no character
    std::uint32_t value = 0;
    for (const char c : digits) {
        const auto digit = is_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10;
        value = std::min(value * 16 + static_cast<std::uint32_t>(digit), beyond);
    }
    return value;
}

void append_utf8(std::uint32_t c, std::string& out) {
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | (c >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0 | (c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

// hex-pair-seq or unicode-hex-seq, with the brace behind it.
std::optional<std::vector<std::uint32_t>> hex_sequence(Cursor& text, std::size_t most_digits) {
    std::vector<std::uint32_t> values;
    for (;;) {
        const bool apart = !text.take_while(is_blank).empty() || values.empty();
        if (!values.empty() && text.take('}')) return values;
        const auto digits = text.take_while(is_hex);
        if (!apart || digits.empty() || digits.size() > most_digits) return std::nullopt;
        values.push_back(hex_value(digits));
    }
}

// Behind "${". False where it is none of the two; text and out are as they were then.
Result<bool> encoded(Cursor& text, std::string& out) {
    const auto start = text.at();
    const bool unicode = text.take("unicode:");
    if (unicode || text.take("hex:")) {
        if (const auto values = hex_sequence(text, unicode ? std::string_view::npos : 2)) {
            for (const auto c : *values) {
                if (!unicode) {
                    out += static_cast<char>(c);
                    continue;
                }
                if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return Failure{Errc::bad_syntax};
                append_utf8(c, out);
            }
            return true;
        }
    }
    text.back_to(start);
    return false;
}

// variable-ref, behind "${": its name, with its namespaces, in lower case.
std::optional<std::string> variable_reference(Cursor& text) {
    const auto start = text.at();
    for (;;) {
        const auto part = text.take_while([](char c) { return is_alpha(c) || is_digit(c) || c == '_'; });
        const bool number = std::ranges::all_of(part, is_digit);
        if (part.empty() || (is_digit(part[0]) && !number)) break;
        const auto name = text.since(start);
        if (text.take('}')) return ascii_lower(name);
        // A namespace begins with an identifier.
        if ((number && part.data() == name.data()) || !text.take('.')) break;
    }
    text.back_to(start);
    return std::nullopt;
}

bool is_number(std::string_view name) { return std::ranges::all_of(name, is_digit); }

}  // namespace

bool is_identifier(std::string_view text) {
    return !text.empty() && !is_digit(text[0]) &&
           std::ranges::all_of(text, [](char c) { return is_alpha(c) || is_digit(c) || c == '_'; });
}

std::optional<std::string> variable_name(std::string_view text, bool global) {
    auto name = ascii_lower(text);
    auto rest = std::string_view(name);
    if (global && rest.starts_with(global_namespace)) rest.remove_prefix(global_namespace.size());
    if (!is_identifier(rest)) return std::nullopt;
    return name;
}

Result<std::string> decode_characters(std::string_view source) {
    std::string out;
    Cursor text(source);
    while (!text.done()) {
        if (text.take("${")) {
            BAILEY_TRY(const bool done, encoded(text, out));
            if (!done) out += "${";
        } else {
            out += text.peek();
            text.skip();
        }
    }
    return out;
}

Result<Text> Text::with_variables(std::string source, bool global) {
    Text out(std::move(source));
    Cursor text(out.source_);
    std::string literal;
    bool any = false;
    const auto end_literal = [&] {
        if (!literal.empty()) out.pieces_.push_back({false, std::move(literal)});
        literal.clear();
    };
    while (!text.done()) {
        if (!text.take("${")) {
            literal += text.peek();
            text.skip();
            continue;
        }
        auto name = variable_reference(text);
        if (!name) {
            literal += "${";
            continue;
        }
        if (is_number(*name)) {
            const auto digits = name->substr(std::min(name->find_first_not_of('0'), name->size()));
            if (digits.size() > 2 || (!digits.empty() && std::stoul(digits) >= most_match_variables))
                return Errc::too_many;
        } else if (name->find('.') != std::string::npos && !variable_name(*name, global)) {
            return Errc::not_found;
        }
        end_literal();
        out.pieces_.push_back({true, std::move(*name)});
        any = true;
    }
    end_literal();
    if (!any) out.pieces_.clear();
    return out;
}

std::string Text::expand(Run& run) const {
    if (is_constant()) return source_;
    std::string out;
    for (const auto& piece : pieces_) {
        const std::string& part = piece.variable ? run.variable(piece.text) : piece.text;
        if (!run.work(part.size())) break;
        out += part;
    }
    return out;
}

std::vector<std::string> expand(const Texts& texts, Run& run) {
    std::vector<std::string> out;
    out.reserve(texts.size());
    for (const auto& text : texts) out.push_back(text.expand(run));
    return out;
}

}  // namespace bailey::sieve
