// The writing half of json.hpp.
#include "protocol/jmap/json.hpp"

#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool noncharacter(char32_t c) { return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE; }

void escape(char c, std::string& to) {
    static constexpr char digits[] = "0123456789abcdef";
    switch (c) {
    case '"': to += "\\\""; return;
    case '\\': to += "\\\\"; return;
    case '\n': to += "\\n"; return;
    case '\r': to += "\\r"; return;
    case '\t': to += "\\t"; return;
    default: break;
    }
    to += "\\u00";
    to += digits[static_cast<unsigned char>(c) >> 4];
    to += digits[static_cast<unsigned char>(c) & 15];
}

void write_string(std::string_view text, std::string& to) {
    to += '"';
    std::size_t plain = 0;  // from here up to `at` nothing needs a change
    for (std::size_t at = 0; at < text.size();) {
        auto c = static_cast<unsigned char>(text[at]);
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            ++at;
            continue;
        }
        auto begin = at;
        if (c < 0x80) {
            to.append(text, plain, begin - plain);
            escape(text[at], to);
            plain = ++at;
            continue;
        }
        auto point = next_code_point(text, at);
        if (point && !noncharacter(*point)) continue;
        if (!point) ++at;
        to.append(text, plain, begin - plain);
        to += replacement;
        plain = at;
    }
    to.append(text, plain);
    to += '"';
}

template <class Number>
void write_number(Number n, std::string& to) {
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    to.append(digits, end);
}

void write_array(const json::array& array, std::string& to) {
    char before = '[';
    for (const auto& item : array) {
        to += before;
        write_json(item, to);
        before = ',';
    }
    to += before == '[' ? "[]" : "]";
}

}  // namespace

void write_json(const json::object& object, std::string& to) {
    char before = '{';
    for (const auto& [name, value] : object) {
        to += before;
        write_string(text_of(name), to);
        to += ':';
        write_json(value, to);
        before = ',';
    }
    to += before == '{' ? "{}" : "}";
}

void write_json(const json::value& value, std::string& to) {
    switch (value.kind()) {
    case json::kind::null: to += "null"; return;
    case json::kind::bool_: to += value.get_bool() ? "true" : "false"; return;
    case json::kind::int64: return write_number(value.get_int64(), to);
    case json::kind::uint64: return write_number(value.get_uint64(), to);
    case json::kind::double_:
        if (!std::isfinite(value.get_double())) {
            to += "null";
            return;
        }
        return write_number(value.get_double() + 0.0, to);  // no "-0"
    case json::kind::string: return write_string(text_of(value.get_string()), to);
    case json::kind::array: return write_array(value.get_array(), to);
    case json::kind::object: return write_json(value.get_object(), to);
    }
}

std::string write_json(const json::value& value) {
    std::string text;
    write_json(value, text);
    return text;
}

const json::value* member(const json::object& object, std::string_view name) {
    auto at = object.find(name);
    return at == object.end() ? nullptr : &at->value();
}

json::array array_of(const std::vector<std::string>& texts) {
    json::array array;
    array.reserve(texts.size());
    for (const auto& text : texts) array.emplace_back(text);
    return array;
}

}  // namespace bailey::jmap
