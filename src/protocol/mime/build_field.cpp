// Header fields from their parsed forms, for build().
#include <algorithm>

#include "protocol/grammar/characters.hpp"
#include "protocol/grammar/utf8.hpp"
#include "protocol/mime/build.hpp"
#include "protocol/mime/words.hpp"

namespace bailey::mime {
namespace {

constexpr std::size_t line_length = 78, longest_line = 998;  // RFC 5322 section 2.1.1

bool is_visible(char c) { return grammar::is_vchar(c) || grammar::is_utf8_part(c); }

Result<void> check_name(std::string_view name) {
    constexpr std::size_t longest = 77;  // with its colon on a line
    auto ftext = [](char c) { return grammar::is_vchar(c) && c != ':'; };
    if (name.empty() || name.size() > longest || !std::ranges::all_of(name, ftext)) return Errc::bad_syntax;
    return {};
}

// No line of it may be the end of the header section, or another field.
Result<void> check_raw(std::string_view value) {
    if (!grammar::is_utf8(value)) return Errc::bad_syntax;
    for (;;) {
        const auto end = std::min(value.find_first_of("\r\n"), value.size());
        const auto line = value.substr(0, end);
        if (line.size() > longest_line) return Errc::too_long;
        if (!std::ranges::all_of(line, [](char c) { return is_visible(c) || grammar::is_wsp(c); }))
            return Errc::bad_syntax;
        value.remove_prefix(end);
        if (value.empty()) return {};
        const auto next = value.find_first_not_of(" \t", 2);
        const bool folds = value.starts_with("\r\n") && value.size() > 2 && grammar::is_wsp(value[2]);
        if (!folds || next == std::string_view::npos || value[next] == '\r') return Errc::bad_syntax;
        value.remove_prefix(2);
    }
}

// An addr-spec, or what a draft has of one: nothing in it may be read as the end of it (RFC 5322 section 3.4).
Result<void> check_email(std::string_view email) {
    if (email.size() > longest_line - 4) return Errc::too_long;
    if (email.empty() || !grammar::is_utf8(email)) return Errc::bad_syntax;
    bool quoted = false;
    for (std::size_t at = 0; at < email.size(); ++at) {
        const char c = email[at];
        if (!is_visible(c) && c != ' ') return Errc::bad_syntax;
        if (c == '"') quoted = !quoted;
        if (quoted && c == '\\') ++at;
        if (!quoted && std::string_view("<>,;:()\\ ").find(c) != std::string_view::npos) return Errc::bad_syntax;
    }
    if (quoted) return Errc::bad_syntax;
    return {};
}

Result<void> check_bracketed(std::string_view text) {
    if (text.size() > longest_line - 4) return Errc::too_long;
    auto fits = [](char c) { return is_visible(c) && c != '<' && c != '>'; };
    if (text.empty() || !std::ranges::all_of(text, fits) || !grammar::is_utf8(text)) return Errc::bad_syntax;
    return {};
}

// The value as it grows; tokens are never broken.
class Value {
public:
    explicit Value(std::size_t column) : column_(column) {}

    // With a space or a fold before it, but for the first.
    void token(std::string_view text) {
        space(text.size());
        out_ += text;
        column_ += text.size();
        first_ = false;
    }
    void name(std::string_view text, mime::Place place) {
        space(std::min<std::size_t>(text.size(), line_length / 2));
        out_ += encode_words(text, place, column_);
        first_ = false;
    }
    void mark(char c) {
        out_ += c;
        ++column_;
    }
    std::string take() { return std::move(out_); }

private:
    void space(std::size_t size) {
        if (first_ && column_ + size <= line_length) return;
        if (first_ && column_ <= 1) return;
        const bool folds = column_ + 1 + size + 1 > line_length;
        if (first_ && !folds) return;
        out_ += folds ? "\r\n " : " ";
        column_ = folds ? 1 : column_ + 1;
    }

    std::string out_;
    std::size_t column_;
    bool first_ = true;
};

Result<void> write(const EmailAddress& address, Value& value) {
    BAILEY_CHECK(check_email(address.email));
    const bool named = address.name && !address.name->empty();
    if (named) value.name(*address.name, Place::phrase);
    value.token(named ? '<' + address.email + '>' : address.email);
    return {};
}

Result<void> write(const std::vector<EmailAddress>& addresses, Value& value) {
    for (std::size_t n = 0; n < addresses.size(); ++n) {
        BAILEY_CHECK(write(addresses[n], value));
        if (n + 1 < addresses.size()) value.mark(',');
    }
    return {};
}

struct ValueWriter {
    Value value;

    Result<std::string> operator()(const RawValue& raw) {
        BAILEY_CHECK(check_raw(raw.text));
        return raw.text;
    }
    Result<std::string> operator()(const std::string& text) {
        if (!grammar::is_utf8(text)) return Errc::bad_syntax;
        value.name(text, Place::text);
        return value.take();
    }
    Result<std::string> operator()(const std::vector<EmailAddress>& addresses) {
        BAILEY_CHECK(write(addresses, value));
        return value.take();
    }
    Result<std::string> operator()(const std::vector<EmailAddressGroup>& groups) {
        for (std::size_t n = 0; n < groups.size(); ++n) {
            if (groups[n].name) {
                value.name(*groups[n].name, Place::phrase);
                value.mark(':');
            }
            BAILEY_CHECK(write(groups[n].addresses, value));
            if (groups[n].name) value.mark(';');
            if (n + 1 < groups.size()) value.mark(',');
        }
        return value.take();
    }
    Result<std::string> operator()(const MessageIds& message_ids) {
        for (const auto& id : message_ids.ids) {
            BAILEY_CHECK(check_bracketed(id));
            value.token('<' + id + '>');
        }
        return value.take();
    }
    Result<std::string> operator()(const DateTime& date) { return field_text(date); }
    Result<std::string> operator()(const Urls& urls) {
        for (std::size_t n = 0; n < urls.urls.size(); ++n) {
            BAILEY_CHECK(check_bracketed(urls.urls[n]));
            value.token('<' + urls.urls[n] + '>');
            if (n + 1 < urls.urls.size()) value.mark(',');
        }
        return value.take();
    }
};

}  // namespace

Result<std::string> build_field(const NewField& field) {
    BAILEY_CHECK(check_name(field.name));
    BAILEY_TRY(const auto value, std::visit(ValueWriter{Value(field.name.size() + 2)}, field.value));
    if (std::holds_alternative<RawValue>(field.value)) return field.name + ':' + value + "\r\n";
    if (value.empty() && !std::holds_alternative<std::string>(field.value)) return std::string();
    return field.name + ": " + value + "\r\n";
}

}  // namespace bailey::mime
