#include "protocol/mime/part_properties.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "protocol/grammar/mail.hpp"
#include "protocol/mime/charset.hpp"

namespace bailey::mime {
namespace {

using grammar::Cursor;

bool is_white(char c) { return grammar::is_wsp(c) || c == '\r' || c == '\n'; }

// RFC 2045 section 5.2: a type that cannot be read is text/plain.
bool is_type(std::string_view type) {
    const auto slash = type.find('/');
    auto token = [](std::string_view text) {
        return !text.empty() && std::ranges::all_of(text, [](char c) {
            return grammar::is_vchar(c) && std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
        });
    };
    return slash != std::string_view::npos && token(type.substr(0, slash)) && token(type.substr(slash + 1));
}

// All but comments and white space; quoted strings stay as they are.
std::string without_cfws(std::string_view value) {
    std::string out;
    Cursor text(value);
    bool quotes = true;  // until one does not end: the rest is then looked at once
    while (grammar::cfws(text) && !text.done()) {
        if (text.peek() == '"' && quotes) {
            const auto start = text.at();
            quotes = grammar::quoted_string(text).has_value();
            out += text.since(start);
        } else {
            out += text.peek();
            text.skip();
        }
    }
    return without_controls(out);
}

TransferEncoding encoding_named(std::string_view value) {
    auto name = without_cfws(value);
    name = ascii_lower(std::string_view(name).substr(0, name.find(';')));
    if (name.empty() || name == "7bit" || name == "8bit" || name == "binary") return TransferEncoding::identity;
    if (name == "quoted-printable") return TransferEncoding::quoted_printable;
    if (name == "base64") return TransferEncoding::base64;
    if (name == "x-uuencode" || name == "uuencode" || name == "x-uue" || name == "uue")
        return TransferEncoding::uuencode;
    return TransferEncoding::unknown;
}

std::vector<std::string> languages(std::string_view value) {
    std::vector<std::string> tags;
    const auto all = without_cfws(value);
    std::string_view rest = all;
    constexpr std::size_t most = 100;
    while (!rest.empty() && tags.size() < most) {
        const auto comma = std::min(rest.find(','), rest.size());
        if (comma > 0) tags.emplace_back(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return tags;
}

std::string content_id(std::string_view value) {
    auto id = without_cfws(value);
    if (id.starts_with('<')) id.erase(0, 1);
    if (id.ends_with('>')) id.pop_back();
    return id;
}

// RFC 2557 section 4.4.2: folds within are not part of the URI.
std::string uri(std::string_view value) {
    std::string out(value);
    std::erase_if(out, is_white);
    return without_controls(out);
}

// The first field of each name: a second one is a mistake or an attack, and the first is what most programs read.
class Fields {
public:
    Fields(std::string_view message, const std::vector<Field>& fields, const Part& part) : message_(message) {
        constexpr std::string_view prefix = "content-";
        for (auto n = part.first_field; n < part.first_field + part.fields; ++n) {
            const auto name = fields[n].name.of(message);
            if (name.size() > prefix.size() && grammar::same_word(name.substr(0, prefix.size()), prefix))
                content_.push_back(&fields[n]);
        }
    }
    std::optional<std::string_view> find(std::string_view name) const {
        for (const auto* field : content_)
            if (grammar::same_word(field->name.of(message_), name)) return field->value.of(message_);
        return std::nullopt;
    }

private:
    std::string_view message_;
    std::vector<const Field*> content_;
};

void read_type(std::optional<std::string_view> value, bool in_digest, const ParameterLimits& limits, Part& part,
               bool& truncated) {
    part.type = in_digest ? "message/rfc822" : "text/plain";
    if (!value) {
        part.charset = "us-ascii";
        return;
    }
    auto field = parse_parameters(*value, limits);
    truncated |= field.truncated;
    part.type = is_type(field.value) ? std::move(field.value) : "text/plain";
    part.parameters = std::move(field.parameters);
    if (const auto charset = part.parameter("charset"); charset && !charset->empty())
        part.charset = *charset;
    else if (part.is_text())
        part.charset = "us-ascii";
    if (const auto name = part.parameter("name")) part.name = *name;
}

}  // namespace

bool read_properties(std::string_view message, const std::vector<Field>& all, const ParameterLimits& limits,
                     bool in_digest, Part& part) {
    const Fields fields(message, all, part);
    bool truncated = false;
    read_type(fields.find("Content-Type"), in_digest, limits, part, truncated);
    if (const auto value = fields.find("Content-Disposition")) {
        const auto disposition = parse_parameters(*value, limits);
        truncated |= disposition.truncated;
        if (!disposition.value.empty()) part.disposition = without_controls(disposition.value);
        if (const auto* name = disposition.find("filename")) part.name = *name;
    }
    if (const auto value = fields.find("Content-Transfer-Encoding")) part.encoding = encoding_named(*value);
    if (const auto value = fields.find("Content-ID")) part.cid = content_id(*value);
    if (const auto value = fields.find("Content-Language")) part.language = languages(*value);
    if (const auto value = fields.find("Content-Location")) part.location = uri(*value);
    return truncated;
}

}  // namespace bailey::mime
