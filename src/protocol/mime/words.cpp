#include "protocol/mime/words.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "protocol/grammar/base64.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/grammar/mail.hpp"
#include "protocol/grammar/utf8.hpp"
#include "protocol/mime/charset.hpp"
#include "protocol/mime/decode.hpp"

namespace bailey::mime {
namespace {

constexpr std::size_t longest_word = 75;  // RFC 2047 section 2
constexpr std::size_t line_length = 78;   // RFC 5322 section 2.1.1

struct EncodedWord {
    std::string_view charset;
    bool base64 = false;
    std::string_view text;
    std::size_t size = 0;  // of the whole
};

// encoded-word = "=?" charset "?" encoding "?" encoded-text "?=" at the beginning of `text`. Longer ones than RFC 2047
// allows are common and harmless. A language may follow the charset (RFC 2231 section 5).
std::optional<EncodedWord> encoded_word(std::string_view text) {
    if (!text.starts_with("=?")) return std::nullopt;
    const auto charset_end = text.find('?', 2);
    if (charset_end == std::string_view::npos || charset_end == 2 || charset_end + 3 >= text.size())
        return std::nullopt;
    const auto encoding = ascii_lower(text[charset_end + 1]);
    if ((encoding != 'b' && encoding != 'q') || text[charset_end + 2] != '?') return std::nullopt;
    const auto begin = charset_end + 3;
    const auto end = text.find('?', begin);
    if (end == std::string_view::npos || end + 1 >= text.size() || text[end + 1] != '=') return std::nullopt;
    EncodedWord word{text.substr(2, charset_end - 2), encoding == 'b', text.substr(begin, end - begin), end + 2};
    auto plain = [](std::string_view part) { return std::ranges::all_of(part, grammar::is_vchar); };
    if (!plain(word.charset) || !plain(word.text)) return std::nullopt;
    word.charset = word.charset.substr(0, word.charset.find('*'));
    if (!known_charset(word.charset)) return std::nullopt;
    return word;
}

int hex_value(char c) {
    c = ascii_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// RFC 2047 section 4.2
std::string decode_q(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool escape =
            text[at] == '=' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_value(text[at + 1]) << 4 | hex_value(text[at + 2]));
            at += 2;
        } else {
            out += text[at] == '_' ? ' ' : text[at];
        }
    }
    return out;
}

// Collects neighbours of one charset.
class WordReader {
public:
    void literal(std::string_view text) {
        flush();
        out_ += repaired_utf8(text);
    }
    void white(std::string_view text) { white_ += text; }
    void word(const EncodedWord& word) {
        if (in_word_ && equals_ignoring_case(charset_, word.charset)) {
            white_.clear();
        } else {
            if (in_word_) white_.clear();
            flush();
            charset_ = word.charset;
            in_word_ = true;
        }
        bytes_ += word.base64 ? decode_transfer(word.text, TransferEncoding::base64).bytes : decode_q(word.text);
    }
    std::string finish() {
        flush();
        return std::move(out_);
    }

private:
    void flush() {
        if (in_word_) out_ += without_controls(to_utf8(bytes_, charset_).text);
        bytes_.clear();
        in_word_ = false;
        out_ += white_;
        white_.clear();
    }
    std::string out_, bytes_, charset_, white_;
    bool in_word_ = false;
};

bool is_white(char c) { return grammar::is_wsp(c) || c == '\r' || c == '\n'; }

std::string_view take_while_white(std::string_view& text, bool white) {
    std::size_t size = 0;
    while (size < text.size() && is_white(text[size]) == white) ++size;
    const auto taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
}

// Encoded words anywhere within a run without white space.
void read_within(std::string_view run, WordReader& reader) {
    while (!run.empty()) {
        auto at = run.find("=?");
        std::optional<EncodedWord> word;
        if (at == 0) word = encoded_word(run);
        if (word) {
            reader.word(*word);
            run.remove_prefix(word->size);
            continue;
        }
        if (at == 0) at = run.find("=?", 1);
        reader.literal(run.substr(0, at));
        run.remove_prefix(std::min(at, run.size()));
    }
}

std::string decode(std::string_view text, bool anywhere) {
    if (text.find("=?") == std::string_view::npos) return repaired_utf8(text);
    WordReader reader;
    while (!text.empty()) {
        reader.white(take_while_white(text, true));
        const auto run = take_while_white(text, false);
        if (run.empty()) break;
        if (anywhere) {
            read_within(run, reader);
            continue;
        }
        const auto word = encoded_word(run);
        if (word && word->size == run.size())
            reader.word(*word);
        else
            reader.literal(run);
    }
    return reader.finish();
}

}  // namespace

std::string decode_words(std::string_view text) { return decode(text, false); }
std::string decode_words_anywhere(std::string_view text) { return decode(text, true); }

namespace {

// RFC 2047 section 5 (3): what may stand for itself in a phrase may do so anywhere.
bool stands_in_q(char c) {
    return grammar::is_alpha(c) || grammar::is_digit(c) || std::string_view("!*+-/").find(c) != std::string_view::npos;
}

std::size_t q_size(std::string_view text) {
    std::size_t size = 0;
    for (char c : text) size += stands_in_q(c) || c == ' ' ? 1 : 3;
    return size;
}

std::string encode_q(std::string_view text) {
    std::string out;
    for (char c : text) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto octet = static_cast<unsigned char>(c);
        if (c == ' ')
            out += '_';
        else if (stands_in_q(c))
            out += c;
        else
            ((out += '=') += digits[octet >> 4]) += digits[octet & 15];
    }
    return out;
}

// Lines of a field as they are filled.
class LineWriter {
public:
    explicit LineWriter(std::size_t column) : column_(column) {}
    // One space, or a fold, then the word; nothing before the first.
    void word(std::string_view text) {
        if (!first_) {
            const bool folds = column_ + 1 + text.size() > line_length;
            out_ += folds ? "\r\n " : " ";
            column_ = folds ? 1 : column_ + 1;
        } else if (column_ > 1 && column_ + text.size() > line_length) {
            out_ += "\r\n ";  // behind the white space that follows the colon
            column_ = 1;
        }
        first_ = false;
        out_ += text;
        column_ += text.size();
    }
    std::size_t room() const { return column_ + 1 >= line_length ? 0 : line_length - column_ - (first_ ? 0 : 1); }
    std::size_t column() const { return column_; }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
    std::size_t column_;
    bool first_ = true;
};

// `text` as encoded words, each of whole characters and as long as its line has room for.
void write_encoded(std::string_view text, LineWriter& lines) {
    constexpr std::string_view head = "=?utf-8?q?", tail = "?=";
    // Words in which most can be read as they stand may be somewhat longer for it.
    const bool q = q_size(text) <= (text.size() + 2) / 3 * 6;
    auto size_of = [&](std::string_view part) { return q ? q_size(part) : (part.size() + 2) / 3 * 4; };
    while (!text.empty()) {
        constexpr std::size_t least_room = 12;  // of one character, however it is encoded
        auto room = std::min(lines.room(), longest_word);
        if (room < head.size() + tail.size() + least_room) room = longest_word;
        std::size_t taken = 0;
        for (std::size_t at = 0; at < text.size();) {
            if (!next_code_point(text, at)) break;
            if (size_of(text.substr(0, at)) + head.size() + tail.size() > room) break;
            taken = at;
        }
        const auto part = text.substr(0, taken);
        lines.word((q ? "=?utf-8?q?" + encode_q(part) : "=?utf-8?b?" + grammar::encode_base64(part)) + "?=");
        text.remove_prefix(taken);
    }
}

bool needs_encoding(std::string_view word) {
    return word.empty() || word.size() > line_length - 2 || word.find("=?") != std::string_view::npos ||
           !grammar::is_ascii(word);
}

// Words one space apart; neighbours that need encoding are encoded together, as the space between two encoded words is
// not text.
void write_text(std::string_view text, LineWriter& lines) {
    std::size_t at = 0;
    while (at < text.size()) {
        auto end = std::min(text.find(' ', at), text.size());
        if (!needs_encoding(text.substr(at, end - at))) {
            lines.word(text.substr(at, end - at));
            at = end + 1;
            continue;
        }
        while (end < text.size()) {
            const auto next = std::min(text.find(' ', end + 1), text.size());
            if (!needs_encoding(text.substr(end + 1, next - end - 1))) break;
            end = next;
        }
        write_encoded(text.substr(at, end - at), lines);
        at = end + 1;
    }
}

bool single_spaced(std::string_view text) {
    return !text.starts_with(' ') && !text.ends_with(' ') && text.find("  ") == std::string_view::npos;
}

}  // namespace

std::string encode_words(std::string_view given, Place place, std::size_t& column) {
    const auto text = without_controls(given);
    LineWriter lines(column);
    const bool plain = grammar::is_ascii(text) && text.find("=?") == std::string::npos && single_spaced(text);
    if (text.empty()) {
        if (place == Place::phrase) lines.word("\"\"");
    } else if (place == Place::text) {
        if (single_spaced(text))
            write_text(text, lines);
        else
            write_encoded(text, lines);
    } else if (plain && std::ranges::all_of(text, [](char c) { return grammar::is_atext(c) || c == ' '; }) &&
               text.size() < line_length - 2) {
        write_text(text, lines);
    } else if (plain && text.size() < line_length - 20) {
        lines.word(grammar::quoted(text));
    } else {
        write_encoded(text, lines);
    }
    column = lines.column();
    return lines.take();
}

}  // namespace bailey::mime
