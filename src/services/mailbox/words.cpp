#include "services/mailbox/words.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <new>

#include "base/text.hpp"

namespace bailey::mailbox {
namespace {

struct Range {
    char32_t first, last;
};

bool within(char32_t c, std::span<const Range> ranges) {
    return std::ranges::any_of(ranges, [c](const Range& r) { return c >= r.first && c <= r.last; });
}

// Accents of Latin, Greek and Cyrillic. Marks of other scripts are vowels as often as not.
bool is_accent(char32_t c) { return c >= 0x300 && c <= 0x36F; }

// Thai to Myanmar, Khmer, kana, Chinese characters.
constexpr std::array<Range, 7> unspaced{{{0xE00, 0xEFF},
                                         {0x1000, 0x109F},
                                         {0x1780, 0x17FF},
                                         {0x3040, 0x30FF},
                                         {0x3400, 0x9FFF},
                                         {0xF900, 0xFAFF},
                                         {0x20000, 0x3FFFF}}};

bool is_word_character(char32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    constexpr char32_t soft_hyphen = 0xAD, non_joiner = 0x200C, joiner = 0x200D;  // within words; folding drops them
    if (c == soft_hyphen || c == non_joiner || c == joiner) return true;
    const auto type = U_GET_GC_MASK(static_cast<UChar32>(c));
    return (type & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

const icu::Normalizer2& form(const icu::Normalizer2* (*get)(UErrorCode&)) {
    UErrorCode error = U_ZERO_ERROR;
    const auto* instance = get(error);
    if (U_FAILURE(error)) throw std::bad_alloc();  // ICU's tables are built in: only memory can be wanting
    return *instance;
}

std::string fold(std::string_view utf8) {
    static const auto& plain = form(icu::Normalizer2::getNFKCCasefoldInstance);
    static const auto& apart = form(icu::Normalizer2::getNFDInstance);
    UErrorCode error = U_ZERO_ERROR;
    const auto source = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
    auto text = apart.normalize(plain.normalize(source, error), error);
    if (U_FAILURE(error)) return std::string(utf8);
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < text.length(); ++at) {
        if (!is_accent(text[at])) kept.append(text[at]);
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

bool ascii(std::string_view text) { return std::ranges::all_of(text, is_ascii); }

class Reader {
public:
    Reader(std::string_view text, std::size_t most) : text_(text), most_(most) {}

    std::vector<Word> read() {
        for (std::size_t at = 0; at < text_.size() && words_.size() < most_;) {
            const auto start = at;
            const auto c = next_code_point(text_, at);
            if (!c) ++at;  // an octet that is not UTF-8
            if (!c || !is_word_character(*c)) {
                end(start);
            } else if (within(*c, unspaced)) {
                end(start);
                begin_ = start;
                end(at);
            } else if (begin_ == none) {
                begin_ = start;
            }
        }
        end(text_.size());
        return std::move(words_);
    }

private:
    static constexpr auto none = std::string_view::npos;

    void end(std::size_t at) {
        if (begin_ != none && words_.size() < most_) {
            auto key = folded(text_.substr(begin_, at - begin_));
            if (!key.empty()) words_.push_back({begin_, at, std::move(key)});
        }
        begin_ = none;
    }

    std::string_view text_;
    std::size_t most_;
    std::size_t begin_ = none;
    std::vector<Word> words_;
};

bool stands_at(std::span<const Word> words, std::size_t at, const Term& term) {
    if (at + term.words.size() > words.size()) return false;
    for (std::size_t n = 0; n < term.words.size(); ++n) {
        const auto& key = words[at + n].key;
        const bool may_go_on = term.prefix && n + 1 == term.words.size();
        if (may_go_on ? !key.starts_with(term.words[n]) : key != term.words[n]) return false;
    }
    return true;
}

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The phrase that begins behind the quote at `at`, which moves behind its end; false where it has none.
bool phrase(std::string_view typed, std::size_t& at, std::string& out) {
    const char quote = typed[at];
    for (auto i = at + 1; i < typed.size(); ++i) {
        if (typed[i] == quote) {
            at = i + 1;
            return true;
        }
        if (typed[i] == '\\' && i + 1 < typed.size()) ++i;
        out += typed[i];
    }
    return false;
}

void add(Terms& terms, std::string_view text, bool prefix) {
    constexpr std::size_t most_terms = 50;
    Term term{{}, prefix};
    for (auto& word : words_of(text, 100)) term.words.push_back(std::move(word.key));
    if (term.words.empty()) {
        terms.nothing = true;
    } else if (terms.all.size() < most_terms) {
        terms.all.push_back(std::move(term));
    }
}

}  // namespace

std::string folded(std::string_view utf8) { return ascii(utf8) ? ascii_lower(utf8) : fold(utf8); }

std::vector<Word> words_of(std::string_view utf8, std::size_t most) { return Reader(utf8, most).read(); }

Terms terms_of(std::string_view typed) {
    Terms terms;
    for (std::size_t at = 0; at < typed.size();) {
        if (is_white(typed[at])) {
            ++at;
            continue;
        }
        std::string quoted;
        if ((typed[at] == '"' || typed[at] == '\'') && phrase(typed, at, quoted)) {
            add(terms, quoted, false);
            continue;
        }
        const auto end = std::ranges::find_if(typed.substr(at), is_white) - typed.substr(at).begin();
        add(terms, typed.substr(at, static_cast<std::size_t>(end)), true);
        at += static_cast<std::size_t>(end);
    }
    // A dash between words is no word to look for; alone it is.
    if (!terms.all.empty()) terms.nothing = false;
    return terms;
}

std::vector<Occurrence> occurrences(std::span<const Word> words, const Term& term) {
    std::vector<Occurrence> all;
    for (std::size_t at = 0; at < words.size();) {
        if (stands_at(words, at, term)) {
            all.push_back({at, at + term.words.size()});
            at += term.words.size();
        } else {
            ++at;
        }
    }
    return all;
}

bool occurs(std::span<const Word> words, const Term& term) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (stands_at(words, at, term)) return true;
    }
    return false;
}

}  // namespace bailey::mailbox
