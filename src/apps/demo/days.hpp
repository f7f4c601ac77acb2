// Days and hours as an office in London keeps them.
#pragma once
#include <chrono>
#include <string>

#include "base/clock.hpp"

namespace bailey::apps::demo {

using Day = std::chrono::sys_days;

Day day_of(Time t);                      // in London
bool works(Day day);                     // Monday to Friday, not at Christmas
Day working_day(Day day);                // this one, or the next that is
std::chrono::minutes offset(Time t);     // of London's clocks: 0 or 60
Time at(Day day, int hour, int minute);  // on London's clocks

std::string long_date(Day day);   // "Monday 4 May 2026"
std::string short_date(Day day);  // "4 May 2026"
std::string weekday(Day day);     // "Monday"
std::string welsh_date(Day day);  // "dydd Llun 4 Mai 2026"
std::string clock_text(Time t);   // "14:05"

}  // namespace bailey::apps::demo
