// Dates: RFC 5322 section 3.3 with the obsolete forms of section 4.3, and what programs have made of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "protocol/grammar/mail.hpp"
#include "protocol/mime/forms.hpp"

namespace bailey::mime {
namespace {

using grammar::Cursor;
using namespace std::chrono;

constexpr std::array<std::string_view, 7> day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
struct Zone {
    std::string_view name;
    int hours;
};
// RFC 5322 section 4.3; BST is British Summer Time, which it does not know. Others, of one letter too, say nothing.
constexpr std::array<Zone, 12> zones{{{"UT", 0},
                                      {"GMT", 0},
                                      {"UTC", 0},
                                      {"EST", -5},
                                      {"EDT", -4},
                                      {"CST", -6},
                                      {"CDT", -5},
                                      {"MST", -7},
                                      {"MDT", -6},
                                      {"PST", -8},
                                      {"PDT", -7},
                                      {"BST", 1}}};

std::optional<int> number(std::string_view text) {
    int value = 0;
    constexpr std::size_t longest = 4;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (text.empty() || text.size() > longest || read.ptr != end || value < 0) return std::nullopt;
    return value;
}

template <class Names>
std::optional<int> place_of(std::string_view word, const Names& names) {
    constexpr std::size_t letters = 3;
    if (word.size() < letters) return std::nullopt;
    const auto* found = std::ranges::find_if(
        names, [&](std::string_view name) { return equals_ignoring_case(name, word.substr(0, letters)); });
    if (found == names.end()) return std::nullopt;
    return static_cast<int>(found - names.begin());
}

class DateReader {
public:
    std::optional<DateTime> read(std::string_view value);

private:
    bool take(std::string_view token);
    bool take_time(std::string_view token);
    bool take_number(std::string_view token);
    bool take_word(std::string_view token);
    bool take_offset(std::string_view token);

    std::optional<int> day_, month_, year_;
    std::optional<seconds> time_;
    std::optional<minutes> offset_;
};

// hour ":" minute [":" second]
bool DateReader::take_time(std::string_view token) {
    if (time_) return false;
    const auto first = token.find(':'), second = token.find(':', first + 1);
    const auto hour = number(token.substr(0, first));
    const auto minute = number(token.substr(first + 1, second - first - 1));
    auto rest = second == std::string_view::npos ? "0" : token.substr(second + 1);
    rest = rest.substr(0, rest.find('.'));
    const auto sec = number(rest);
    constexpr int leap_second = 60;  // RFC 5322 section 3.3
    if (!hour || !minute || !sec || *hour > 23 || *minute > 59 || *sec > leap_second) return false;
    time_ = hours(*hour) + minutes(*minute) + seconds(*sec);
    return true;
}

bool DateReader::take_offset(std::string_view token) {
    constexpr std::size_t digits = 4;
    const auto value = number(token.substr(1));
    if (!value || token.size() != digits + 1 || offset_) return false;
    const auto size = hours(*value / 100) + minutes(*value % 100);
    if (*value / 100 > 23 || *value % 100 > 59)
        offset_ = minutes(0);  // no clock is that far away
    else
        offset_ = token.front() == '-' ? -size : size;
    return true;
}

// RFC 5322 section 4.3: years of two digits are 1950 to 2049, of three digits from 1900 on.
bool DateReader::take_number(std::string_view token) {
    const auto value = number(token);
    if (!value) return false;
    if (!day_ && token.size() <= 2) {
        day_ = *value;
    } else if (!year_) {
        const int century = token.size() > 3 ? 0 : token.size() == 2 && *value < 50 ? 2000 : 1900;
        year_ = century + *value;
    } else {
        return false;
    }
    return true;
}

bool DateReader::take_word(std::string_view token) {
    if (const auto month = place_of(token, month_names); month && !month_) {
        month_ = *month + 1;
        return true;
    }
    const auto* zone = std::ranges::find_if(zones, [&](const Zone& z) { return equals_ignoring_case(z.name, token); });
    if (time_ && zone != zones.end()) {
        if (!offset_) offset_ = hours(zone->hours);  // "+0100 BST" says it twice
        return true;
    }
    if (!day_ && !month_ && place_of(token, day_names)) return true;
    return time_.has_value();  // a zone that nobody knows is -0000
}

bool DateReader::take(std::string_view token) {
    if (token.find(':') != std::string_view::npos) return take_time(token);
    if (token.front() == '+' || token.front() == '-') return take_offset(token);
    if (!grammar::is_digit(token.front())) return take_word(token);
    // 25-Nov-2026
    while (!token.empty()) {
        const auto part = token.substr(0, token.find('-'));
        if (part.empty() || !(grammar::is_digit(part.front()) ? take_number(part) : take_word(part))) return false;
        token.remove_prefix(std::min(part.size() + 1, token.size()));
    }
    return true;
}

std::optional<DateTime> DateReader::read(std::string_view value) {
    Cursor text(value);
    while (grammar::cfws(text) && !text.done()) {
        if (text.take(',')) continue;
        const auto token = text.take_while(
            [](char c) { return !grammar::is_wsp(c) && c != '\r' && c != '\n' && c != '(' && c != ','; });
        if (token.empty() || !take(token)) return std::nullopt;
    }
    if (!day_ || !month_ || !year_ || !time_) return std::nullopt;
    const year_month_day date{year(*year_), month(static_cast<unsigned>(*month_)), day(static_cast<unsigned>(*day_))};
    if (!date.ok() || *year_ < 1) return std::nullopt;
    const auto local = sys_days(date) + *time_;
    if (local >= sys_days(year(10000) / January / 1)) return std::nullopt;  // by a leap second
    const auto offset = offset_.value_or(minutes(0));
    return DateTime{local - offset, offset};
}

struct Written {
    year_month_day date;
    hh_mm_ss<seconds> time;
    char sign;
    long hours, minutes;
    int weekday;
};
Written written(const DateTime& date) {
    const auto local = date.time + date.offset;
    const auto day = floor<days>(local);
    const auto size = abs(date.offset).count();
    return {year_month_day(day),
            hh_mm_ss<seconds>(local - day),
            date.offset < minutes(0) ? '-' : '+',
            size / 60,
            size % 60,
            static_cast<int>(weekday(day).c_encoding())};
}

}  // namespace

std::optional<DateTime> as_date(std::string_view value) { return DateReader().read(value); }

std::string text(const DateTime& date) {
    const auto w = written(date);
    auto out =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int(w.date.year()), unsigned(w.date.month()),
                    unsigned(w.date.day()), w.time.hours().count(), w.time.minutes().count(), w.time.seconds().count());
    return date.offset == minutes(0) ? out + 'Z' : out + fmt::format("{}{:02}:{:02}", w.sign, w.hours, w.minutes);
}

std::string field_text(const DateTime& date) {
    const auto w = written(date);
    return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} {}{:02}{:02}", day_names[static_cast<std::size_t>(w.weekday)],
                       unsigned(w.date.day()), month_names[unsigned(w.date.month()) - 1], int(w.date.year()),
                       w.time.hours().count(), w.time.minutes().count(), w.time.seconds().count(), w.sign, w.hours,
                       w.minutes);
}

}  // namespace bailey::mime
