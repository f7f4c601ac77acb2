#include "apps/demo/papers/typeface.hpp"

#include "base/text.hpp"

namespace bailey::apps::demo {
namespace {

// Adobe's metrics of the standard fonts, in thousandths, of the characters 32 to 126.
constexpr short regular[] = {278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
                             556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
                             1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
                             667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
                             333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
                             556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};
constexpr short heavy[] = {278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
                           556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
                           975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
                           667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
                           333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
                           611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584};
static_assert(std::size(regular) == 95 && std::size(heavy) == 95);

struct Letter {
    char32_t letter;
    char written;
};
// Beyond Latin-1: what WinAnsi has elsewhere, then what it lacks.
constexpr Letter letters[] = {
    {U'\u2018', '\x91'}, {U'\u2019', '\x92'}, {U'\u201C', '\x93'}, {U'\u201D', '\x94'}, {U'\u2022', '\x95'},
    {U'\u2013', '\x96'}, {U'\u2014', '\x97'}, {U'\u2026', '\x85'}, {U'\u20AC', '\x80'}, {U'\u0160', '\x8A'},
    {U'\u0161', '\x9A'}, {U'\u017D', '\x8E'}, {U'\u017E', '\x9E'}, {U'\u0174', 'W'},    {U'\u0175', 'w'},
    {U'\u0176', 'Y'},    {U'\u0177', 'y'},    {U'\u0141', 'L'},    {U'\u0142', 'l'},    {U'\u0144', 'n'},
    {U'\u015A', 'S'},    {U'\u015B', 's'},    {U'\u0119', 'e'},    {U'\u0105', 'a'},    {U'\u0107', 'c'},
    {U'\u010D', 'c'},    {U'\u017C', 'z'},    {U'\u017A', 'z'},    {U'\u011B', 'e'},    {U'\u0159', 'r'},
};

char in_win_ansi(char32_t c) {
    if (c < 0x80 || (c >= 0xA0 && c <= 0xFF)) return static_cast<char>(c);
    for (auto& l : letters)
        if (l.letter == c) return l.written;
    return '?';
}

}  // namespace

std::string win_ansi(std::string_view utf8) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        auto c = next_code_point(utf8, at);
        if (!c) break;
        out += in_win_ansi(*c);
    }
    return out;
}

double width_of(std::string_view text, double size, bool bold) {
    constexpr int accented = 556;  // near enough for a letter that is rare
    int sum = 0;
    for (char c : text) sum += c >= ' ' && c <= '~' ? (bold ? heavy : regular)[c - ' '] : accented;
    return sum * size / 1000;
}

std::vector<std::string> wrap(std::string_view text, double width, double size, bool bold) {
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        auto& line = lines.back();
        const auto longer = line.empty() ? std::string(word) : line + ' ' + std::string(word);
        if (line.empty() || width_of(longer, size, bold) <= width)
            line = longer;
        else
            lines.emplace_back(word);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace bailey::apps::demo
