#include "protocol/mime/parameters.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "protocol/grammar/mail.hpp"
#include "protocol/mime/charset.hpp"
#include "protocol/mime/words.hpp"

namespace bailey::mime {
namespace {

using grammar::Cursor;

bool is_white(char c) { return grammar::is_wsp(c) || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_white(text.back())) text.remove_suffix(1);
    return text;
}

void skip_cfws(Cursor& text) {
    if (!grammar::cfws(text)) text.take_while([](char) { return true; });  // a comment that does not end
}

// type "/" subtype, or a disposition: white space and comments around the slash go.
std::string field_value(Cursor& text) {
    std::string value;
    for (;;) {
        skip_cfws(text);
        if (text.done() || text.peek() == ';') return value;
        const bool joins = value.empty() || value.back() == '/' || text.peek() == '/';
        if (!joins) return value;  // the semicolon was forgotten
        value += text.take_while([](char c) { return !is_white(c) && c != ';' && c != '('; });
    }
}

std::string quoted_value(Cursor& text) {
    std::string value;
    text.skip();
    while (!text.done() && !text.take('"')) {
        text.take('\\');
        if (text.peek() != '\r' && text.peek() != '\n') value += text.peek();
        text.skip();
    }
    text.take_while([](char c) { return c != ';'; });
    return value;
}

// Without quotes. File names with spaces and parentheses are written so, against RFC 2045; elsewhere those end it.
std::string bare_value(Cursor& text, bool of_file) {
    auto raw = trimmed(text.take_while([](char c) { return c != ';'; }));
    if (!of_file) raw = raw.substr(0, raw.find_first_of(" \t\r\n("));
    std::string value(raw);
    std::erase_if(value, [](char c) { return c == '\r' || c == '\n'; });
    return value;
}

int hex_value(char c) {
    c = ascii_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool escape =
            text[at] == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_value(text[at + 1]) << 4 | hex_value(text[at + 2]));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

// name "*" section "*": RFC 2231 section 7.
struct Piece {
    std::string name;
    unsigned section = 0;
    bool encoded = false;
    std::string value;
};

std::optional<Piece> piece_named(std::string_view name) {
    const auto star = name.find('*');
    if (star == std::string_view::npos || star == 0) return std::nullopt;
    Piece piece{std::string(name.substr(0, star)), 0, name.ends_with('*'), {}};
    auto section = name.substr(star + 1);
    if (piece.encoded && !section.empty()) section.remove_suffix(1);
    if (section.empty()) return piece;
    const auto* end = section.data() + section.size();
    const auto read = std::from_chars(section.data(), end, piece.section);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return piece;
}

// The pieces of one parameter in their order, as far as none is missing.
std::string joined(const std::vector<Piece>& pieces) {
    std::string bytes, charset;
    unsigned next = pieces.front().section;
    for (const auto& piece : pieces) {
        if (piece.section != next) break;
        ++next;
        std::string_view value = piece.value;
        if (piece.encoded && &piece == &pieces.front()) {
            const auto first = value.find('\''), second = value.find('\'', first + 1);
            if (first != std::string_view::npos && second != std::string_view::npos) {
                charset = value.substr(0, first);
                value.remove_prefix(second + 1);
            }
        }
        bytes += piece.encoded ? percent_decoded(value) : std::string(value);
    }
    return without_controls(to_utf8(bytes, charset).text);
}

void set(ParameterField& field, std::string name, std::string value) {
    for (auto& known : field.parameters)
        if (known.name == name) {
            known.value = std::move(value);
            return;
        }
    field.parameters.push_back({std::move(name), std::move(value)});
}

void join_pieces(std::vector<Piece>& pieces, ParameterField& field) {
    std::ranges::stable_sort(pieces, [](const Piece& a, const Piece& b) {
        return a.name != b.name ? a.name < b.name : a.section < b.section;
    });
    for (auto from = pieces.begin(); from != pieces.end();) {
        const auto to = std::find_if(from, pieces.end(), [&](const Piece& p) { return p.name != from->name; });
        std::vector<Piece> same(std::make_move_iterator(from + 1), std::make_move_iterator(to));
        auto name = from->name;
        same.insert(same.begin(), std::move(*from));
        set(field, std::move(name), joined(same));
        from = to;
    }
}

// A boundary is compared octet by octet and stays as it is; all else is for people and programs.
std::string plain_value(std::string_view name, std::string value) {
    if (name == "boundary") return value;
    auto text = to_utf8(value, "").text;
    return without_controls(text.find("=?") == std::string::npos ? text : decode_words_anywhere(text));
}

}  // namespace

const std::string* ParameterField::find(std::string_view name) const {
    for (const auto& p : parameters)
        if (p.name == name) return &p.value;
    return nullptr;
}

ParameterField parse_parameters(std::string_view field, const ParameterLimits& limits) {
    ParameterField out;
    out.truncated = field.size() > limits.octets;
    Cursor text(field.substr(0, limits.octets));
    out.value = ascii_lower(field_value(text));
    std::vector<Piece> pieces;
    std::size_t seen = 0;
    for (;;) {
        skip_cfws(text);
        if (text.take(';')) continue;
        if (text.done()) break;
        if (seen++ == limits.parameters + limits.pieces) {
            out.truncated = true;
            break;
        }
        const auto name =
            ascii_lower(text.take_while([](char c) { return !is_white(c) && c != '=' && c != ';' && c != '('; }));
        skip_cfws(text);
        if (!text.take('=')) {
            if (name.empty()) text.take_while([](char c) { return c != ';'; });
            continue;
        }
        skip_cfws(text);
        const bool of_file = name.starts_with("name") || name.starts_with("filename");
        auto value = text.peek() == '"' ? quoted_value(text) : bare_value(text, of_file);
        if (auto piece = piece_named(name)) {
            out.truncated |= pieces.size() >= limits.pieces;
            piece->value = std::move(value);
            if (pieces.size() < limits.pieces) pieces.push_back(std::move(*piece));
        } else if (!name.empty() && !out.find(name)) {
            out.truncated |= out.parameters.size() >= limits.parameters;
            if (out.parameters.size() < limits.parameters)
                out.parameters.push_back({name, plain_value(name, std::move(value))});
        }
    }
    join_pieces(pieces, out);
    return out;
}

namespace {

constexpr std::size_t line_length = 78;

// RFC 2045 section 5.1
bool is_token_char(char c) {
    return grammar::is_vchar(c) && std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
}
// RFC 2231 section 7
bool is_attribute_char(char c) { return is_token_char(c) && c != '*' && c != '\'' && c != '%'; }

void append_folded(std::string_view text, std::string& out, std::size_t& column) {
    out += ';';
    const bool folds = column + 2 + text.size() > line_length - 1;  // room for the next ";"
    out += folds ? "\r\n " : " ";
    column = (folds ? 1 : column + 2) + text.size();
    out += text;
}

std::string extended(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (is_attribute_char(c))
            out += c;
        else
            ((out += '%') += digits[octet >> 4]) += digits[octet & 15];
    }
    return out;
}

}  // namespace

std::string parameter_text(std::string_view name, std::string_view given, std::size_t& column) {
    constexpr std::size_t most = line_length - 2;
    const auto value = without_controls(given);
    const bool ascii = std::ranges::all_of(value, [](char c) { return is_ascii(c); });
    std::string out, whole(name);
    whole += '=';
    whole += !value.empty() && std::ranges::all_of(value, is_token_char) ? value : grammar::quoted(value);
    if (ascii && whole.size() <= most) {
        append_folded(whole, out, column);
        return out;
    }
    whole = std::string(name) + "*=utf-8''" + extended(value);
    if (whole.size() <= most) {
        append_folded(whole, out, column);
        return out;
    }
    // Characters may be cut between pieces: their octets are joined before they are read (RFC 2231 section 4.1).
    auto rest = extended(value);
    for (unsigned section = 0; !rest.empty(); ++section) {
        auto piece = std::string(name) + '*' + std::to_string(section) + "*=" + (section == 0 ? "utf-8''" : "");
        auto size = std::min(rest.size(), most - piece.size());
        const auto escape = rest.rfind('%', size - 1);
        if (size < rest.size() && escape != std::string::npos && escape + 3 > size) size = escape;
        piece += rest.substr(0, size);
        rest.erase(0, size);
        append_folded(piece, out, column);
    }
    return out;
}

}  // namespace bailey::mime
