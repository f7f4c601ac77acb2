#include "api/jmap/email/summary_json.hpp"

#include <algorithm>
#include <array>

#include "api/jmap/email/message.hpp"

namespace bailey::jmap {
namespace {

json::value addresses(const Summary::Addresses& list) {
    return list ? json::value(addresses_json(*list)) : json::value(nullptr);
}
json::value ids(const Summary::MessageIds& list) { return list ? json::value(array_of(*list)) : json::value(nullptr); }
json::value date(const std::optional<Summary::Sent>& sent) {
    if (!sent) return nullptr;
    return json::value(mime::text(mime::DateTime{sent->time, sent->offset}));
}

struct Row {
    std::string_view name;
    json::value (*of)(const Summary&);
};
const std::array<Row, 12> rows{{
    {"messageId", [](const Summary& s) { return ids(s.message_id); }},
    {"inReplyTo", [](const Summary& s) { return ids(s.in_reply_to); }},
    {"references", [](const Summary& s) { return ids(s.references); }},
    {"sender", [](const Summary& s) { return addresses(s.sender); }},
    {"from", [](const Summary& s) { return addresses(s.from); }},
    {"to", [](const Summary& s) { return addresses(s.to); }},
    {"cc", [](const Summary& s) { return addresses(s.cc); }},
    {"bcc", [](const Summary& s) { return addresses(s.bcc); }},
    {"replyTo", [](const Summary& s) { return addresses(s.reply_to); }},
    {"subject", [](const Summary& s) { return s.subject ? json::value(*s.subject) : json::value(nullptr); }},
    {"sentAt", [](const Summary& s) { return date(s.sent); }},
    {"preview", [](const Summary& s) { return json::value(s.preview); }},
}};

const Row* row_named(std::string_view name) {
    const auto* at = std::ranges::find(rows, name, &Row::name);
    return at == rows.end() ? nullptr : at;
}

}  // namespace

bool in_summary(std::string_view property) { return row_named(property) != nullptr; }

bool cut_in(const Summary& summary, std::string_view property) {
    return summary.partial && property != "preview" && property != "sentAt";
}

json::value summary_json(const Summary& summary, std::string_view property) {
    const auto* row = row_named(property);
    return row ? row->of(summary) : json::value(nullptr);
}

}  // namespace bailey::jmap
