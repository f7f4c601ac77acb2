#include "api/jmap/email/properties.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace bailey::jmap {

const Properties& email_properties() {
    using namespace is;
    static const Properties table{
        {"id", Shape::id, server_set | immutable},
        {"blobId", Shape::id, server_set | immutable},
        {"threadId", Shape::id, server_set | immutable},
        {"mailboxIds", Shape::id_set, reference},
        {"keywords", Shape::string_set, 0, "{}"},
        {"size", Shape::unsigned_integer, server_set | immutable},
        {"receivedAt", Shape::utc_date, immutable | nullable},
        {"messageId", Shape::strings, immutable | nullable},
        {"inReplyTo", Shape::strings, immutable | nullable},
        {"references", Shape::strings, immutable | nullable},
        {"sender", Shape::array, immutable | nullable},
        {"from", Shape::array, immutable | nullable},
        {"to", Shape::array, immutable | nullable},
        {"cc", Shape::array, immutable | nullable},
        {"bcc", Shape::array, immutable | nullable},
        {"replyTo", Shape::array, immutable | nullable},
        {"subject", Shape::string, immutable | nullable},
        {"sentAt", Shape::date, immutable | nullable},
        {"hasAttachment", Shape::boolean, server_set | immutable},
        {"preview", Shape::string, server_set | immutable},
        {"bodyValues", Shape::object, immutable, "{}"},
        {"textBody", Shape::array, immutable | nullable},
        {"htmlBody", Shape::array, immutable | nullable},
        {"attachments", Shape::array, immutable | nullable},
        // Not among the defaults of section 4.2. `headers` must not be given (section 4.6): so it is the server's.
        {"bodyStructure", Shape::object, immutable | nullable | on_request},
        {"headers", Shape::array, server_set | immutable | on_request},
    };
    return table;
}

const std::vector<std::string>& parsed_properties() {
    static const std::vector<std::string> names{
        "messageId", "inReplyTo",  "references", "sender",   "from",       "to",
        "cc",        "bcc",        "replyTo",    "subject",  "sentAt",     "hasAttachment",
        "preview",   "bodyValues", "textBody",   "htmlBody", "attachments"};
    return names;
}

std::optional<HeaderProperty> header_property(std::string_view name) {
    constexpr std::string_view prefix = "header:";
    if (!name.starts_with(prefix)) return {};
    name.remove_prefix(prefix.size());
    HeaderProperty property;
    const auto field = name.substr(0, name.find(':'));
    const bool printable = std::ranges::all_of(field, [](char c) { return c > ' ' && c < '\x7f'; });
    if (field.empty() || !printable) return {};
    property.field = field;
    name.remove_prefix(field.size());
    // The form, then ":all": in this order.
    constexpr std::string_view all = ":all";
    if (name.ends_with(all)) {
        property.all = true;
        name.remove_suffix(all.size());
    }
    if (!name.empty()) {
        const auto form = mime::form_named(name.substr(1));
        if (!form) return {};
        property.form = *form;
    }
    if (!mime::allowed(property.form, property.field)) return {};
    return property;
}

namespace {

struct Short {
    std::string_view name, field;
    mime::Form form;
};
constexpr std::array shorts{
    Short{"messageId", "Message-ID", mime::Form::message_ids},
    Short{"inReplyTo", "In-Reply-To", mime::Form::message_ids},
    Short{"references", "References", mime::Form::message_ids},
    Short{"sender", "Sender", mime::Form::addresses},
    Short{"from", "From", mime::Form::addresses},
    Short{"to", "To", mime::Form::addresses},
    Short{"cc", "Cc", mime::Form::addresses},
    Short{"bcc", "Bcc", mime::Form::addresses},
    Short{"replyTo", "Reply-To", mime::Form::addresses},
    Short{"subject", "Subject", mime::Form::text},
    Short{"sentAt", "Date", mime::Form::date},
};

constexpr std::array<std::string_view, 12> body_properties{"partId", "blobId",   "size",     "headers",
                                                           "name",   "type",     "charset",  "disposition",
                                                           "cid",    "language", "location", "subParts"};

}  // namespace

std::optional<HeaderProperty> field_behind(std::string_view name) {
    const auto* at = std::ranges::find(shorts, name, &Short::name);
    if (at == shorts.end()) return {};
    return HeaderProperty{std::string(at->field), at->form, false};
}

std::string_view short_name(const HeaderProperty& property) {
    if (property.all) return {};
    const auto* at = std::ranges::find_if(shorts, [&](const Short& s) {
        return s.form == property.form && equals_ignoring_case(s.field, property.field);
    });
    return at == shorts.end() ? std::string_view() : at->name;
}

bool is_body_property(std::string_view name) {
    return std::ranges::find(body_properties, name) != body_properties.end();
}

const std::vector<std::string>& default_body_properties() {
    static const std::vector<std::string> names{"partId",  "blobId",      "size", "name",     "type",
                                                "charset", "disposition", "cid",  "language", "location"};
    return names;
}

}  // namespace bailey::jmap
