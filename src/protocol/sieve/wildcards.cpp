#include "protocol/sieve/wildcards.hpp"

#include <unicode/uchar.h>

#include "base/text.hpp"
#include "protocol/mime/charset.hpp"

namespace bailey::sieve {
namespace {

constexpr char32_t stray_octet = 0x110000;  // and the octet: what is not UTF-8 is a character of its own

std::vector<char32_t> characters(std::string_view text, Comparator comparator) {
    std::vector<char32_t> out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto octet = static_cast<unsigned char>(text[at]);
        const auto c = comparator == Comparator::octet ? std::nullopt : next_code_point(text, at);
        if (!c) ++at;
        out.push_back(c.value_or(octet < 0x80 ? octet : stray_octet + octet));
    }
    return out;
}

void append(char32_t c, std::string& out) {
    if (c >= stray_octet) {
        out += static_cast<char>(c - stray_octet);
    } else if (c < 0x80) {
        out += static_cast<char>(c);
    } else {
        const int tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        constexpr unsigned char heads[] = {0, 0xc0, 0xe0, 0xf0};
        out += static_cast<char>(heads[tails] | (c >> (6 * tails)));
        for (int n = tails - 1; n >= 0; --n) out += static_cast<char>(0x80 | ((c >> (6 * n)) & 0x3f));
    }
}

char32_t folded(char32_t c, Comparator comparator) {
    if (c < 0x80)
        return comparator == Comparator::octet ? c : static_cast<unsigned char>(ascii_lower(static_cast<char>(c)));
    if (comparator != Comparator::unicode_casemap || c >= stray_octet) return c;
    return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
}

// One text for what looks the same.
std::string prepared(std::string_view text, Comparator comparator) {
    return comparator == Comparator::unicode_casemap ? mime::nfc(text) : std::string(text);
}

}  // namespace

Wildcards::Wildcards(std::string_view pattern, Comparator comparator) : comparator_(comparator) {
    const auto all = characters(prepared(pattern, comparator), comparator);
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (all[at] == '*') {
            pattern_.push_back({Kind::star, 0});
        } else if (all[at] == '?') {
            pattern_.push_back({Kind::any, 0});
        } else {
            if (all[at] == '\\' && at + 1 < all.size()) ++at;
            pattern_.push_back({Kind::literal, folded(all[at], comparator)});
        }
    }
}

// When a piece does not fit, only the last star can help by taking one character more: what stands before it has been
// matched with as little as possible already.
Wildcards::Outcome Wildcards::search(const std::vector<char32_t>& text, std::vector<Taken>& taken,
                                     std::size_t& work) const {
    constexpr auto none = static_cast<std::size_t>(-1);
    std::size_t at = 0, piece = 0, star = none, taken_before_star = 0;
    for (;;) {
        if (work == 0) return Outcome::too_much_work;
        --work;
        if (piece == pattern_.size() && at == text.size()) return Outcome::yes;
        if (piece < pattern_.size() && pattern_[piece].kind == Kind::star) {
            star = piece++;
            taken_before_star = taken.size();
            taken.push_back({at, at});
            continue;
        }
        if (piece < pattern_.size()) {
            if (at == text.size()) return Outcome::no;  // a longer star leaves even less
            const bool any = pattern_[piece].kind == Kind::any;
            if (any || folded(text[at], comparator_) == pattern_[piece].character) {
                if (any) taken.push_back({at, at + 1});
                ++at;
                ++piece;
                continue;
            }
        }
        if (star == none) return Outcome::no;
        taken.resize(taken_before_star + 1);
        at = ++taken.back().end;
        piece = star + 1;
        if (at > text.size()) return Outcome::no;
    }
}

Wildcards::Outcome Wildcards::matches(std::string_view value, std::vector<std::string>* captured, std::size_t most,
                                      std::size_t& work) const {
    const auto whole = prepared(value, comparator_);
    const auto text = characters(whole, comparator_);
    std::vector<Taken> taken;
    const auto outcome = search(text, taken, work);
    if (outcome != Outcome::yes || !captured) return outcome;
    captured->assign(1, whole);
    for (const auto& [begin, end] : taken) {
        if (captured->size() == most) break;
        auto& part = captured->emplace_back();
        for (auto at = begin; at < end; ++at) append(text[at], part);
    }
    return outcome;
}

}  // namespace bailey::sieve
