#include "base/time_zone.hpp"

#include <gtest/gtest.h>

namespace bailey {
namespace {

using namespace std::chrono_literals;

Time day(int y, unsigned m, unsigned d) {
    return std::chrono::sys_days(
        std::chrono::year_month_day(std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)));
}

TEST(TimeZone, clocks_go_forward_in_summer) {
    EXPECT_EQ(offset_in("Europe/London", day(2026, 1, 15)).value(), 0min);
    EXPECT_EQ(offset_in("Europe/London", day(2026, 7, 15)).value(), 60min);
    EXPECT_EQ(offset_in("America/St_Johns", day(2026, 1, 15)).value(), -210min);
    EXPECT_EQ(offset_in("UTC", day(2026, 7, 15)).value(), 0min);
}

TEST(TimeZone, what_is_no_zone_is_not_found) {
    for (auto name : {"", "Europe/Llanelli", "/etc/passwd", "Europe/../../etc/passwd", "Europe", "Europe/", "zone.tab"})
        EXPECT_EQ(offset_in(name, day(2026, 1, 1)).error(), Errc::not_found) << name;
}

}  // namespace
}  // namespace bailey
