// date and currentdate: RFC 5260 sections 4 and 5.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/mime/forms.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/index.hpp"
#include "protocol/sieve/match.hpp"
#include "protocol/sieve/run.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {
namespace {

using std::chrono::minutes;

std::string digits(std::int64_t number, std::size_t width) {
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string zone_text(minutes offset) {
    const auto size = std::abs(offset.count());
    return (offset.count() < 0 ? '-' : '+') + digits(size / 60, 2) + digits(size % 60, 2);
}

// time-zone = ( "+" / "-" ) 4DIGIT
std::optional<minutes> zone_of(std::string_view text) {
    if (text.size() != 5 || (text[0] != '+' && text[0] != '-') ||
        !std::ranges::all_of(text.substr(1), grammar::is_digit))
        return std::nullopt;
    const auto digit = [&](std::size_t n) { return text[n] - '0'; };
    const minutes size((digit(1) * 10 + digit(2)) * 60 + digit(3) * 10 + digit(4));
    return text[0] == '-' ? -size : size;
}

struct Moment {
    mime::DateTime date;
    std::chrono::sys_days day;  // where the clock is that far from UTC
    std::chrono::year_month_day calendar;
    std::chrono::hh_mm_ss<std::chrono::seconds> clock;

    explicit Moment(const mime::DateTime& moment)
        : date(moment),
          day(std::chrono::floor<std::chrono::days>(moment.time + moment.offset)),
          calendar(day),
          clock(moment.time + moment.offset - day) {}
};

std::string year(const Moment& m) { return digits(static_cast<int>(m.calendar.year()), 4); }
std::string month(const Moment& m) { return digits(static_cast<unsigned>(m.calendar.month()), 2); }
std::string day(const Moment& m) { return digits(static_cast<unsigned>(m.calendar.day()), 2); }
std::string hour(const Moment& m) { return digits(m.clock.hours().count(), 2); }
std::string minute(const Moment& m) { return digits(m.clock.minutes().count(), 2); }
std::string second(const Moment& m) { return digits(m.clock.seconds().count(), 2); }
std::string julian(const Moment& m) {
    constexpr auto modified_julian_epoch = std::chrono::sys_days(std::chrono::year(1858) / 11 / 17);
    return std::to_string((m.day - modified_julian_epoch).count());
}

struct PartRow {
    std::string_view name;
    std::string (*text)(const Moment&);
};
constexpr std::array<PartRow, 13> parts{{
    {"year", year},
    {"month", month},
    {"day", day},
    {"date", [](const Moment& m) { return year(m) + '-' + month(m) + '-' + day(m); }},
    {"julian", julian},
    {"hour", hour},
    {"minute", minute},
    {"second", second},
    {"time", [](const Moment& m) { return hour(m) + ':' + minute(m) + ':' + second(m); }},
    {"iso8601", [](const Moment& m) { return mime::text(m.date); }},
    {"std11", [](const Moment& m) { return mime::field_text(m.date); }},
    {"zone", [](const Moment& m) { return zone_text(m.date.offset); }},
    {"weekday", [](const Moment& m) { return std::to_string(std::chrono::weekday(m.day).c_encoding()); }},
}};

const PartRow* part_named(std::string_view name) {
    const auto found = std::ranges::find_if(parts, [&](auto& row) { return equals_ignoring_case(row.name, name); });
    return found == parts.end() ? nullptr : &*found;
}

bool is_part(std::string_view name) { return part_named(name) != nullptr; }
bool is_zone(std::string_view text) { return zone_of(text).has_value(); }

// The whole of the field, or what stands behind its last semicolon (section 4).
std::optional<mime::DateTime> date_in(std::string_view field) {
    if (const auto date = mime::as_date(field)) return date;
    const auto semicolon = field.rfind(';');
    return semicolon == std::string_view::npos ? std::nullopt : mime::as_date(field.substr(semicolon + 1));
}

struct DateTest final : Test {
    std::optional<Text> header;  // none: the current date
    Index index;
    bool original_zone = false;
    std::optional<Text> zone;
    Text part;
    Matching matching;

    std::optional<mime::DateTime> date(Run& run) const {
        if (!header) return mime::DateTime{run.now(), {}};
        const auto values = indexed(run, {*header}, index, false);
        return values.empty() ? std::nullopt : date_in(values[0]);
    }

    bool holds(Run& run) const override {
        Matcher matcher(matching, run);
        auto moment = date(run);
        if (matcher.counts()) return matcher.matches_count(moment ? 1 : 0);
        const auto* row = part_named(part.expand(run));
        if (!moment || !row) return false;
        if (zone) {
            const auto wanted = zone_of(zone->expand(run));
            if (!wanted) {
                run.fail("A time zone is written like \"+0100\".");
                return false;
            }
            moment->offset = *wanted;
        } else if (!original_zone) {
            moment->offset = run.host().zone(std::chrono::floor<std::chrono::seconds>(moment->time));
        }
        return matcher.matches(row->text(Moment(*moment)));
    }
};

// `part` is the place of date-part among the positional arguments.
std::unique_ptr<DateTest> make(Checker& checker, const Arguments& arguments, std::size_t part) {
    auto match = matching(checker, arguments, part + 1);
    const auto index = read_index(checker, arguments);
    if (!match || !index) return nullptr;
    auto made = std::make_unique<DateTest>();
    made->line = arguments.line;
    made->index = index->number ? *index : Index{1, false};
    made->original_zone = arguments.has("originalzone");
    made->zone = arguments.text("zone");
    made->part = arguments.text(part);
    made->matching = std::move(*match);
    checker.check_constant(made->part, arguments.line, is_part, "not a part of a date.");
    if (made->zone)
        checker.check_constant(*made->zone, arguments.line, is_zone,
                               "not a time zone: they are written like \"+0100\".");
    return made;
}

}  // namespace

TestPtr make_date(Checker& checker, Arguments& arguments) {
    auto made = make(checker, arguments, 1);
    if (made) made->header = arguments.text(0);
    return made;
}

TestPtr make_currentdate(Checker& checker, Arguments& arguments) { return make(checker, arguments, 0); }

}  // namespace bailey::sieve
