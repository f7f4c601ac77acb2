#include "protocol/mime/disposition.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/grammar/utf8.hpp"
#include "protocol/mime/bodies.hpp"
#include "protocol/mime/decode.hpp"
#include "protocol/mime/forms.hpp"
#include "protocol/mime/header.hpp"

namespace bailey::mime {
namespace {

using grammar::same_word;

constexpr std::string_view plain_type = "message/disposition-notification";
constexpr std::string_view global_type = "message/global-disposition-notification";  // RFC 6533 section 5
constexpr std::array type_names{std::string_view("deleted"), std::string_view("dispatched"),
                                std::string_view("displayed"), std::string_view("processed")};
constexpr std::array known_fields{
    "Reporting-UA", "MDN-Gateway", "Original-Recipient", "Final-Recipient", "Original-Message-ID",
    "Disposition",  "Error"};

bool is_known(std::string_view name) {
    return std::ranges::any_of(known_fields, [&](const char* known) { return same_word(known, name); });
}

// RFC 8098 section 3.2.6: mode "/" mode ";" type [ "/" modifier *( "," modifier ) ], all of it in either case.
bool read_mode(std::string_view text, Disposition& into) {
    auto next = [&](char end) {
        auto word = trim(text.substr(0, text.find(end)));
        text.remove_prefix(std::min(text.size(), text.find(end) == text.npos ? text.npos : text.find(end) + 1));
        return word;
    };
    auto action = next('/'), sending = next(';'), type = next('/');
    into.automatic_action = same_word(action, "automatic-action");
    into.sent_automatically = same_word(sending, "MDN-sent-automatically");
    auto known = disposition_named(type);
    if (known) into.type = *known;
    return known && (into.automatic_action || same_word(action, "manual-action")) &&
           (into.sent_automatically || same_word(sending, "MDN-sent-manually"));
}

bool read_fields(std::string_view body, Disposition& into) {
    auto structure = parse(body);
    bool final_recipient = false, disposition = false;
    for (std::size_t n = 0; n < structure.root().fields; ++n) {
        const auto& field = structure.fields[structure.root().first_field + n];
        const auto name = field.name.of(body);
        auto value = std::string(trim(as_text(field.value.of(body))));
        if (same_word(name, "Reporting-UA")) into.reporting_ua = value;
        if (same_word(name, "MDN-Gateway")) into.gateway = value;
        if (same_word(name, "Original-Recipient")) into.original_recipient = value;
        if (same_word(name, "Original-Message-ID")) into.original_message_id = value;
        if (same_word(name, "Error")) into.errors.push_back(value);
        if (same_word(name, "Disposition")) disposition = read_mode(value, into);
        if (same_word(name, "Final-Recipient")) {
            final_recipient = !value.empty();
            into.final_recipient = value;
        }
        if (!is_known(name)) into.extensions.emplace_back(std::string(name), std::move(value));
    }
    return final_recipient && disposition;
}

bool is_field_name(std::string_view name) {
    // RFC 5322 section 3.6.8: ftext is printable ASCII but the colon.
    return !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f' && c != ':'; });
}

// On one line of its own: what follows a line end would be another field.
Result<void> add(std::string& out, std::string_view name, std::string_view value) {
    constexpr std::size_t longest = 998;  // RFC 5322 section 2.1.1
    auto control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; };
    if (std::ranges::any_of(value, control) || !grammar::is_utf8(value)) return Errc::bad_syntax;
    if (name.size() + 2 + value.size() > longest) return Errc::too_long;
    out.append(name).append(": ").append(value).append("\r\n");
    return {};
}

}  // namespace

std::string_view to_string(Disposition::Type type) { return type_names[static_cast<std::size_t>(type)]; }

std::optional<Disposition::Type> disposition_named(std::string_view name) {
    for (std::size_t n = 0; n < type_names.size(); ++n)
        if (same_word(type_names[n], name)) return static_cast<Disposition::Type>(n);
    return {};
}

std::optional<DispositionNotice> read_disposition(std::string_view message) {
    const auto structure = parse(message);
    const auto& root = structure.root();
    auto kind = root.parameter("report-type");
    if (root.type != "multipart/report" || !kind || !same_word(*kind, "disposition-notification")) return {};
    DispositionNotice notice;
    bool read = false;
    for (auto place : root.children) {
        const auto& part = structure.parts[place];
        if (!read && (part.type == plain_type || part.type == global_type)) {
            auto body = decode_transfer(part.body.of(message), part.encoding).bytes;
            read = read_fields(body, notice.fields);
        } else if (part.is_text() && !notice.text && !read) {
            notice.text = body_value(message, part).value;
        } else if (part.type == "message/rfc822" || part.type == "message/global") {
            notice.has_original = true;
        }
    }
    if (!read) return {};
    // The readable part may itself be an alternative of two.
    if (!notice.text) {
        auto shown = bodies(structure).text;
        if (!shown.empty() && structure.parts[shown.front()].is_text())
            notice.text = body_value(message, structure.parts[shown.front()]).value;
    }
    if (auto subject = last_field(message, structure, root, "Subject")) notice.subject = as_text(*subject);
    return notice;
}

Result<std::string> disposition_fields(const Disposition& d) {
    std::string out;
    if (d.reporting_ua) BAILEY_CHECK(add(out, "Reporting-UA", *d.reporting_ua));
    if (d.gateway) BAILEY_CHECK(add(out, "MDN-Gateway", *d.gateway));
    if (d.original_recipient) BAILEY_CHECK(add(out, "Original-Recipient", *d.original_recipient));
    BAILEY_CHECK(add(out, "Final-Recipient", d.final_recipient));
    if (d.original_message_id) BAILEY_CHECK(add(out, "Original-Message-ID", *d.original_message_id));
    std::string mode = d.automatic_action ? "automatic-action" : "manual-action";
    mode += d.sent_automatically ? "/MDN-sent-automatically; " : "/MDN-sent-manually; ";
    BAILEY_CHECK(add(out, "Disposition", mode.append(to_string(d.type))));
    for (const auto& error : d.errors) BAILEY_CHECK(add(out, "Error", error));
    for (const auto& [name, value] : d.extensions) {
        if (!is_field_name(name) || is_known(name)) return Errc::bad_syntax;
        BAILEY_CHECK(add(out, name, value));
    }
    return out;
}

Result<NewPart> disposition_body(std::string text, const Disposition& disposition, Pieces original) {
    BAILEY_TRY(auto fields, disposition_fields(disposition));
    NewPart body;
    body.type = "multipart/report";
    body.parameters.push_back({"report-type", "disposition-notification"});
    NewPart words;
    words.text = std::move(text);
    body.parts.push_back(std::move(words));
    NewPart machine;
    // RFC 8098 section 3.1: 7bit, of ASCII; RFC 6533 has the type for the rest.
    machine.type = grammar::is_ascii(fields) ? plain_type : global_type;
    machine.text = std::move(fields);
    body.parts.push_back(std::move(machine));
    if (original) {
        NewPart message;
        message.type = "message/rfc822";
        message.pieces = std::move(original);
        body.parts.push_back(std::move(message));
    }
    return body;
}

}  // namespace bailey::mime
