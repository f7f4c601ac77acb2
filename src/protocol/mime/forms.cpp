#include "protocol/mime/forms.hpp"

#include <algorithm>
#include <array>

#include "protocol/grammar/mail.hpp"
#include "protocol/mime/charset.hpp"
#include "protocol/mime/header.hpp"
#include "protocol/mime/words.hpp"

namespace bailey::mime {
namespace {

using grammar::Cursor;

bool is_white(char c) { return grammar::is_wsp(c) || c == '\r' || c == '\n'; }

// RFC 5322 section 2.2.3, also where lines end in a bare LF.
std::string one_line(std::string_view value) {
    std::string line(value);
    std::erase_if(line, [](char c) { return c == '\r' || c == '\n'; });
    return line;
}

// What stands between "<" and ">", without white space; nullopt where there is no end. A quoted string may have a ">".
std::optional<std::string> angled(Cursor& text) {
    std::string content;
    bool quotes = true;  // until one does not end: the rest is then looked at once
    text.skip();
    while (!text.done()) {
        const char c = text.peek();
        if (c == '>') {
            text.skip();
            return without_controls(content);
        }
        if (c == '"' && quotes) {
            const auto start = text.at();
            quotes = grammar::quoted_string(text).has_value();
            if (quotes) {
                content += text.since(start);
                continue;
            }
        }
        if (!is_white(c)) content += c;
        text.skip();
    }
    return std::nullopt;
}

}  // namespace

std::string as_raw(std::string_view value) { return repaired_utf8(value); }

std::string as_text(std::string_view value) {
    auto line = one_line(value);
    line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
    return nfc(decode_words(line));
}

// RFC 5322 section 3.6.4, with the words that obs-in-reply-to allows between. One bare id, which some programs write,
// is read as if it had its brackets.
std::optional<std::vector<std::string>> as_message_ids(std::string_view value, std::size_t most) {
    std::vector<std::string> ids;
    Cursor text(value);
    std::string_view bare;
    bool many = false;
    while (ids.size() < most && grammar::cfws(text) && !text.done()) {
        if (text.peek() == '<') {
            auto id = angled(text);
            if (!id) break;
            if (!id->empty()) ids.push_back(std::move(*id));
            continue;
        }
        if (grammar::quoted_string(text)) continue;
        many |= !bare.empty();
        bare = text.take_while([](char c) { return !is_white(c) && c != '<' && c != '('; });
        if (bare.empty()) text.skip();
    }
    if (ids.empty() && !many && bare.find('@') != std::string_view::npos) ids.push_back(without_controls(bare));
    if (ids.empty()) return std::nullopt;
    return ids;
}

// RFC 2369 section 2: only what stands in brackets is a URL; white space within is not part of it.
std::optional<std::vector<std::string>> as_urls(std::string_view value, std::size_t most) {
    std::vector<std::string> urls;
    Cursor text(value);
    while (urls.size() < most && grammar::cfws(text) && !text.done()) {
        if (text.peek() != '<') {
            text.skip();
            continue;
        }
        auto url = angled(text);
        if (!url) break;
        if (!url->empty()) urls.push_back(std::move(*url));
    }
    if (urls.empty()) return std::nullopt;
    return urls;
}

std::optional<Form> form_named(std::string_view name) {
    if (name == "asRaw") return Form::raw;
    if (name == "asText") return Form::text;
    if (name == "asAddresses") return Form::addresses;
    if (name == "asGroupedAddresses") return Form::grouped_addresses;
    if (name == "asMessageIds") return Form::message_ids;
    if (name == "asDate") return Form::date;
    if (name == "asURLs") return Form::urls;
    return std::nullopt;
}

namespace {

// The fields of RFC 5322 and RFC 2369, with the form each allows besides Raw; Raw where there is none.
struct KnownField {
    std::string_view name;
    Form form;
};
constexpr std::array<KnownField, 30> known_fields{{
    {"Subject", Form::text},
    {"Comments", Form::text},
    {"Keywords", Form::text},
    {"From", Form::addresses},
    {"Sender", Form::addresses},
    {"Reply-To", Form::addresses},
    {"To", Form::addresses},
    {"Cc", Form::addresses},
    {"Bcc", Form::addresses},
    {"Resent-From", Form::addresses},
    {"Resent-Sender", Form::addresses},
    {"Resent-Reply-To", Form::addresses},
    {"Resent-To", Form::addresses},
    {"Resent-Cc", Form::addresses},
    {"Resent-Bcc", Form::addresses},
    {"Message-ID", Form::message_ids},
    {"In-Reply-To", Form::message_ids},
    {"References", Form::message_ids},
    {"Resent-Message-ID", Form::message_ids},
    {"Date", Form::date},
    {"Resent-Date", Form::date},
    {"List-Help", Form::urls},
    {"List-Unsubscribe", Form::urls},
    {"List-Subscribe", Form::urls},
    {"List-Post", Form::urls},
    {"List-Owner", Form::urls},
    {"List-Archive", Form::urls},
    {"List-Id", Form::text},
    {"Return-Path", Form::raw},
    {"Received", Form::raw},
}};

}  // namespace

bool allowed(Form form, std::string_view field_name) {
    if (form == Form::raw) return true;
    const auto* known =
        std::ranges::find_if(known_fields, [&](const auto& f) { return grammar::same_word(f.name, field_name); });
    if (known == known_fields.end()) return true;
    return known->form == form || (known->form == Form::addresses && form == Form::grouped_addresses);
}

}  // namespace bailey::mime
