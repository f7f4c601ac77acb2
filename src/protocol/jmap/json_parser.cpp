// The reading half of json.hpp. Boost.JSON's tokeniser checks the grammar and UTF-8; what I-JSON adds is checked here,
// while the values are put together.
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <vector>

#include "protocol/jmap/json.hpp"

namespace bailey::jmap {
namespace {

using json::error_code;

// Noncharacters (Unicode section 23.7) in well-formed UTF-8: U+FDD0 to U+FDEF, and the last two of every plane.
bool has_noncharacter(std::string_view text) {
    auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        if (at(i) < 0xEF) continue;
        if (at(i) == 0xEF) {
            if (at(i + 1) == 0xB7 && at(i + 2) >= 0x90 && at(i + 2) <= 0xAF) return true;
            if (at(i + 1) == 0xBF && at(i + 2) >= 0xBE) return true;
        } else if (i + 3 < text.size() && (at(i + 1) & 0x0F) == 0x0F && at(i + 2) == 0xBF && at(i + 3) >= 0xBE) {
            return true;
        }
    }
    return false;
}

struct Builder {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    explicit Builder(const JsonLimits& l) : limits(l) {}

    const JsonLimits& limits;
    std::vector<json::value> values;
    std::vector<std::string> names;
    std::string part;
    std::size_t count = 0;
    Errc why = Errc::bad_syntax;

    bool refuse(error_code& ec, Errc code) {
        why = code;
        ec = json::error::syntax;
        return false;
    }
    bool push(json::value v, error_code& ec) {
        if (++count > limits.values) return refuse(ec, Errc::too_long);
        values.push_back(std::move(v));
        return true;
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_number_part(json::string_view, error_code&) { return true; }
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }

    bool on_object_end(std::size_t n, error_code& ec) {
        json::object object;
        object.reserve(n);
        auto value = values.end() - static_cast<std::ptrdiff_t>(n);
        for (auto name = names.end() - static_cast<std::ptrdiff_t>(n); name != names.end(); ++name, ++value) {
            if (!object.emplace(*name, std::move(*value)).second) return refuse(ec, Errc::bad_syntax);  // RFC 7493, 2.3
        }
        values.resize(values.size() - n);
        names.resize(names.size() - n);
        return push(std::move(object), ec);
    }
    bool on_array_end(std::size_t n, error_code& ec) {
        auto first = values.end() - static_cast<std::ptrdiff_t>(n);
        json::array array;
        array.reserve(n);
        std::move(first, values.end(), std::back_inserter(array));
        values.resize(values.size() - n);
        return push(std::move(array), ec);
    }

    bool on_key_part(json::string_view s, std::size_t n, error_code& ec) {
        if (n > limits.name_bytes) return refuse(ec, Errc::too_long);
        part.append(s.data(), s.size());
        return true;
    }
    bool on_key(json::string_view s, std::size_t n, error_code& ec) {
        if (!on_key_part(s, n, ec)) return false;
        if (has_noncharacter(part)) return refuse(ec, Errc::bad_syntax);
        if (++count > limits.values) return refuse(ec, Errc::too_long);
        names.push_back(std::move(part));
        part.clear();
        return true;
    }
    bool on_string_part(json::string_view s, std::size_t, error_code&) {
        part.append(s.data(), s.size());
        return true;
    }
    bool on_string(json::string_view s, std::size_t, error_code& ec) {
        if (!part.empty()) {
            part.append(s.data(), s.size());
            s = part;
        }
        if (has_noncharacter(text_of(s))) return refuse(ec, Errc::bad_syntax);  // RFC 7493, 2.1
        if (!push(json::string(s), ec)) return false;
        part.clear();
        return true;
    }

    bool on_int64(std::int64_t i, json::string_view, error_code& ec) { return push(i, ec); }
    bool on_uint64(std::uint64_t u, json::string_view, error_code& ec) { return push(u, ec); }
    bool on_double(double d, json::string_view, error_code& ec) {
        return std::isfinite(d) ? push(d, ec) : refuse(ec, Errc::bad_syntax);  // RFC 7493, 2.2
    }
    bool on_bool(bool b, error_code& ec) { return push(b, ec); }
    bool on_null(error_code& ec) { return push(nullptr, ec); }
};

}  // namespace

Result<json::value> parse_json(std::string_view text, const JsonLimits& limits) {
    json::parse_options options;
    options.max_depth = limits.depth;
    json::basic_parser<Builder> parser(options, limits);
    error_code ec;
    auto used = parser.write_some(false, text.data(), text.size(), ec);
    if (ec == json::error::too_deep) return Errc::too_long;
    if (ec) return parser.handler().why;
    if (used != text.size() || parser.handler().values.size() != 1) return Errc::bad_syntax;
    return std::move(parser.handler().values.front());
}

}  // namespace bailey::jmap
