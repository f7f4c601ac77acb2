#include "api/jmap/vacation/object.hpp"

#include "api/jmap/vacation/vacation.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {

const Properties vacation_properties{
    {"id", Shape::id, is::server_set | is::immutable}, {"isEnabled", Shape::boolean, 0, "false"},
    {"fromDate", Shape::utc_date, is::nullable},       {"toDate", Shape::utc_date, is::nullable},
    {"subject", Shape::string, is::nullable},          {"textBody", Shape::string, is::nullable},
    {"htmlBody", Shape::string, is::nullable},
};

namespace {

json::value date(const std::optional<Time>& time) { return time ? json::value(utc_date(*time)) : json::value(nullptr); }
json::value string(const std::optional<std::string>& text) { return text ? json::value(*text) : json::value(nullptr); }

std::optional<std::string> text(const json::object& object, std::string_view name) {
    auto value = member(object, name);
    if (!value || !value->is_string()) return {};
    return std::string(text_of(value->get_string()));
}

std::optional<Time> time(const json::object& object, std::string_view name) {
    auto written = text(object, name);
    return written ? utc_date_from(*written) : std::nullopt;
}

}  // namespace

json::object to_json(const vacation::Vacation& v) {
    return {{"id", vacation_id},
            {"isEnabled", v.enabled},
            {"fromDate", date(v.from)},
            {"toDate", date(v.to)},
            {"subject", string(v.subject)},
            {"textBody", string(v.text_body)},
            {"htmlBody", string(v.html_body)}};
}

vacation::Vacation vacation_from(const json::object& object) {
    auto enabled = member(object, "isEnabled");
    return {enabled && enabled->is_bool() && enabled->get_bool(),
            time(object, "fromDate"),
            time(object, "toDate"),
            text(object, "subject"),
            text(object, "textBody"),
            text(object, "htmlBody")};
}

}  // namespace bailey::jmap
