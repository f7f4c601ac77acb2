#include "apps/demo/days.hpp"

namespace bailey::apps::demo {
namespace {

using namespace std::chrono;

constexpr const char* weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr const char* months[] = {"January", "February", "March",     "April",   "May",      "June",
                                  "July",    "August",   "September", "October", "November", "December"};
constexpr const char* dyddiau[] = {"Sul", "Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn"};
constexpr const char* misoedd[] = {"Ionawr",     "Chwefror", "Mawrth", "Ebrill", "Mai",      "Mehefin",
                                   "Gorffennaf", "Awst",     "Medi",   "Hydref", "Tachwedd", "Rhagfyr"};

unsigned month_of(Day day) { return static_cast<unsigned>(year_month_day(day).month()); }

// One o'clock UTC on the last Sunday of a month: when clocks change.
Time change(year y, month m) { return sys_days(y / m / Sunday[last]) + hours(1); }

std::string in_words(Day day, const char* const* names, const char* const* month_names, const std::string& before) {
    const year_month_day d(day);
    std::string out = names ? before + names[std::chrono::weekday(day).c_encoding()] + ' ' : "";
    return out + std::to_string(static_cast<unsigned>(d.day())) + ' ' + month_names[month_of(day) - 1] + ' ' +
           std::to_string(static_cast<int>(d.year()));
}

}  // namespace

minutes offset(Time t) {
    const auto y = year_month_day(floor<days>(t)).year();
    return t >= change(y, March) && t < change(y, October) ? minutes(60) : minutes(0);
}

Day day_of(Time t) { return floor<days>(t + offset(t)); }

bool works(Day day) {
    const auto n = std::chrono::weekday(day).c_encoding();
    const year_month_day d(day);
    const auto in_month = static_cast<unsigned>(d.day());
    const bool christmas = (d.month() == December && in_month >= 24) || (d.month() == January && in_month <= 2);
    return n != 0 && n != 6 && !christmas;
}

Day working_day(Day day) {
    while (!works(day)) day += days(1);
    return day;
}

Time at(Day day, int hour, int minute) {
    const Time plain = day + hours(hour) + minutes(minute);
    return plain - offset(plain - offset(plain));
}

std::string long_date(Day day) { return in_words(day, weekdays, months, ""); }
std::string short_date(Day day) { return in_words(day, nullptr, months, ""); }
std::string weekday(Day day) { return weekdays[std::chrono::weekday(day).c_encoding()]; }
std::string welsh_date(Day day) { return in_words(day, dyddiau, misoedd, "dydd "); }

std::string clock_text(Time t) {
    const auto local = t + offset(t);
    const auto in_day = floor<minutes>(local - floor<days>(local)).count();
    const auto hour = std::to_string(in_day / 60), minute = std::to_string(in_day % 60);
    return (hour.size() < 2 ? "0" + hour : hour) + ':' + (minute.size() < 2 ? "0" + minute : minute);
}

}  // namespace bailey::apps::demo
