#include "protocol/mime/html_entities.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "protocol/grammar/characters.hpp"
#include "protocol/mime/charset.hpp"

namespace bailey::mime {
namespace {

struct Entity {
    std::string_view name, text;
};
// Latin-1, which HTML has always had, punctuation, and the letters of Welsh.
constexpr std::array entities{Entity{"AElig", "\xC3\x86"},
                              Entity{"Aacute", "\xC3\x81"},
                              Entity{"Acirc", "\xC3\x82"},
                              Entity{"Agrave", "\xC3\x80"},
                              Entity{"Aring", "\xC3\x85"},
                              Entity{"Atilde", "\xC3\x83"},
                              Entity{"Auml", "\xC3\x84"},
                              Entity{"Ccedil", "\xC3\x87"},
                              Entity{"Dagger", "\xE2\x80\xA1"},
                              Entity{"ETH", "\xC3\x90"},
                              Entity{"Eacute", "\xC3\x89"},
                              Entity{"Ecirc", "\xC3\x8A"},
                              Entity{"Egrave", "\xC3\x88"},
                              Entity{"Euml", "\xC3\x8B"},
                              Entity{"Iacute", "\xC3\x8D"},
                              Entity{"Icirc", "\xC3\x8E"},
                              Entity{"Igrave", "\xC3\x8C"},
                              Entity{"Iuml", "\xC3\x8F"},
                              Entity{"Ntilde", "\xC3\x91"},
                              Entity{"OElig", "\xC5\x92"},
                              Entity{"Oacute", "\xC3\x93"},
                              Entity{"Ocirc", "\xC3\x94"},
                              Entity{"Ograve", "\xC3\x92"},
                              Entity{"Oslash", "\xC3\x98"},
                              Entity{"Otilde", "\xC3\x95"},
                              Entity{"Ouml", "\xC3\x96"},
                              Entity{"Prime", "\xE2\x80\xB3"},
                              Entity{"Scaron", "\xC5\xA0"},
                              Entity{"THORN", "\xC3\x9E"},
                              Entity{"Uacute", "\xC3\x9A"},
                              Entity{"Ucirc", "\xC3\x9B"},
                              Entity{"Ugrave", "\xC3\x99"},
                              Entity{"Uuml", "\xC3\x9C"},
                              Entity{"Wcirc", "\xC5\xB4"},
                              Entity{"Yacute", "\xC3\x9D"},
                              Entity{"Ycirc", "\xC5\xB6"},
                              Entity{"Yuml", "\xC5\xB8"},
                              Entity{"aacute", "\xC3\xA1"},
                              Entity{"acirc", "\xC3\xA2"},
                              Entity{"acute", "\xC2\xB4"},
                              Entity{"aelig", "\xC3\xA6"},
                              Entity{"agrave", "\xC3\xA0"},
                              Entity{"amp", "&"},
                              Entity{"apos", "'"},
                              Entity{"aring", "\xC3\xA5"},
                              Entity{"atilde", "\xC3\xA3"},
                              Entity{"auml", "\xC3\xA4"},
                              Entity{"bdquo", "\xE2\x80\x9E"},
                              Entity{"brvbar", "\xC2\xA6"},
                              Entity{"bull", "\xE2\x80\xA2"},
                              Entity{"ccedil", "\xC3\xA7"},
                              Entity{"cedil", "\xC2\xB8"},
                              Entity{"cent", "\xC2\xA2"},
                              Entity{"check", "\xE2\x9C\x93"},
                              Entity{"circ", "\xCB\x86"},
                              Entity{"copy", "\xC2\xA9"},
                              Entity{"curren", "\xC2\xA4"},
                              Entity{"dagger", "\xE2\x80\xA0"},
                              Entity{"darr", "\xE2\x86\x93"},
                              Entity{"deg", "\xC2\xB0"},
                              Entity{"divide", "\xC3\xB7"},
                              Entity{"eacute", "\xC3\xA9"},
                              Entity{"ecirc", "\xC3\xAA"},
                              Entity{"egrave", "\xC3\xA8"},
                              Entity{"emsp", "\xE2\x80\x83"},
                              Entity{"ensp", "\xE2\x80\x82"},
                              Entity{"eth", "\xC3\xB0"},
                              Entity{"euml", "\xC3\xAB"},
                              Entity{"euro", "\xE2\x82\xAC"},
                              Entity{"fnof", "\xC6\x92"},
                              Entity{"frac12", "\xC2\xBD"},
                              Entity{"frac14", "\xC2\xBC"},
                              Entity{"frac34", "\xC2\xBE"},
                              Entity{"frasl", "\xE2\x81\x84"},
                              Entity{"ge", "\xE2\x89\xA5"},
                              Entity{"gt", ">"},
                              Entity{"harr", "\xE2\x86\x94"},
                              Entity{"hellip", "\xE2\x80\xA6"},
                              Entity{"hyphen", "\xE2\x80\x90"},
                              Entity{"iacute", "\xC3\xAD"},
                              Entity{"icirc", "\xC3\xAE"},
                              Entity{"iexcl", "\xC2\xA1"},
                              Entity{"igrave", "\xC3\xAC"},
                              Entity{"infin", "\xE2\x88\x9E"},
                              Entity{"iquest", "\xC2\xBF"},
                              Entity{"iuml", "\xC3\xAF"},
                              Entity{"laquo", "\xC2\xAB"},
                              Entity{"larr", "\xE2\x86\x90"},
                              Entity{"ldquo", "\xE2\x80\x9C"},
                              Entity{"le", "\xE2\x89\xA4"},
                              Entity{"lrm", "\xE2\x80\x8E"},
                              Entity{"lsaquo", "\xE2\x80\xB9"},
                              Entity{"lsquo", "\xE2\x80\x98"},
                              Entity{"lt", "<"},
                              Entity{"macr", "\xC2\xAF"},
                              Entity{"mdash", "\xE2\x80\x94"},
                              Entity{"micro", "\xC2\xB5"},
                              Entity{"middot", "\xC2\xB7"},
                              Entity{"minus", "\xE2\x88\x92"},
                              Entity{"nbsp", "\xC2\xA0"},
                              Entity{"ndash", "\xE2\x80\x93"},
                              Entity{"ne", "\xE2\x89\xA0"},
                              Entity{"not", "\xC2\xAC"},
                              Entity{"ntilde", "\xC3\xB1"},
                              Entity{"oacute", "\xC3\xB3"},
                              Entity{"ocirc", "\xC3\xB4"},
                              Entity{"oelig", "\xC5\x93"},
                              Entity{"ograve", "\xC3\xB2"},
                              Entity{"oline", "\xE2\x80\xBE"},
                              Entity{"ordf", "\xC2\xAA"},
                              Entity{"ordm", "\xC2\xBA"},
                              Entity{"oslash", "\xC3\xB8"},
                              Entity{"otilde", "\xC3\xB5"},
                              Entity{"ouml", "\xC3\xB6"},
                              Entity{"para", "\xC2\xB6"},
                              Entity{"permil", "\xE2\x80\xB0"},
                              Entity{"phone", "\xE2\x98\x8E"},
                              Entity{"plusmn", "\xC2\xB1"},
                              Entity{"pound", "\xC2\xA3"},
                              Entity{"prime", "\xE2\x80\xB2"},
                              Entity{"quot", "\""},
                              Entity{"raquo", "\xC2\xBB"},
                              Entity{"rarr", "\xE2\x86\x92"},
                              Entity{"rdquo", "\xE2\x80\x9D"},
                              Entity{"reg", "\xC2\xAE"},
                              Entity{"rlm", "\xE2\x80\x8F"},
                              Entity{"rsaquo", "\xE2\x80\xBA"},
                              Entity{"rsquo", "\xE2\x80\x99"},
                              Entity{"sbquo", "\xE2\x80\x9A"},
                              Entity{"scaron", "\xC5\xA1"},
                              Entity{"sect", "\xC2\xA7"},
                              Entity{"shy", "\xC2\xAD"},
                              Entity{"star", "\xE2\x98\x86"},
                              Entity{"sup1", "\xC2\xB9"},
                              Entity{"sup2", "\xC2\xB2"},
                              Entity{"sup3", "\xC2\xB3"},
                              Entity{"szlig", "\xC3\x9F"},
                              Entity{"thinsp", "\xE2\x80\x89"},
                              Entity{"thorn", "\xC3\xBE"},
                              Entity{"tilde", "\xCB\x9C"},
                              Entity{"times", "\xC3\x97"},
                              Entity{"trade", "\xE2\x84\xA2"},
                              Entity{"uacute", "\xC3\xBA"},
                              Entity{"uarr", "\xE2\x86\x91"},
                              Entity{"ucirc", "\xC3\xBB"},
                              Entity{"ugrave", "\xC3\xB9"},
                              Entity{"uml", "\xC2\xA8"},
                              Entity{"uuml", "\xC3\xBC"},
                              Entity{"wcirc", "\xC5\xB5"},
                              Entity{"yacute", "\xC3\xBD"},
                              Entity{"ycirc", "\xC5\xB7"},
                              Entity{"yen", "\xC2\xA5"},
                              Entity{"yuml", "\xC3\xBF"},
                              Entity{"zwj", "\xE2\x80\x8D"},
                              Entity{"zwnj", "\xE2\x80\x8C"}};

void append_code_point(char32_t c, std::string& out) {
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    constexpr std::array<unsigned, 4> lead{0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(lead[static_cast<std::size_t>(more)] | c >> (6 * more));
    for (int n = more; n-- > 0;) out += static_cast<char>(0x80 | (c >> (6 * n) & 0x3F));
}

HtmlReference numeric(std::string_view html) {
    const bool hex = html.size() > 2 && (html[2] == 'x' || html[2] == 'X');
    const auto digits = html.substr(hex ? 3 : 2);
    std::uint32_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (read.ptr == digits.data()) return {};
    HtmlReference reference;
    reference.size = static_cast<std::size_t>(read.ptr - html.data());
    if (reference.size < html.size() && html[reference.size] == ';') ++reference.size;
    const bool scalar = value > 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    if (read.ec != std::errc() || !scalar) {
        reference.text = "\xEF\xBF\xBD";
    } else if (value >= 0x80 && value <= 0x9F) {
        reference.text = to_utf8(std::string(1, static_cast<char>(value)), "windows-1252").text;
    } else {
        append_code_point(value, reference.text);
    }
    return reference;
}

}  // namespace

HtmlReference decode_reference(std::string_view html) {
    if (html.size() > 2 && html[1] == '#') return numeric(html);
    std::size_t size = 1;
    constexpr std::size_t longest = 12;
    while (size < html.size() && size < longest && (grammar::is_alpha(html[size]) || grammar::is_digit(html[size])))
        ++size;
    const auto* found = std::ranges::lower_bound(entities, html.substr(1, size - 1), {}, &Entity::name);
    if (found == entities.end() || found->name != html.substr(1, size - 1)) return {};
    if (size < html.size() && html[size] == ';') ++size;
    return {std::string(found->text), size};
}

}  // namespace bailey::mime
