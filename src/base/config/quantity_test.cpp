#include "base/config/quantity.hpp"

#include <gtest/gtest.h>

namespace bailey::config {
namespace {

TEST(Quantity, ReadsDurations) {
    EXPECT_EQ(duration_from("0s")->count(), 0);
    EXPECT_EQ(duration_from("30s")->count(), 30);
    EXPECT_EQ(duration_from("4h")->count(), 4 * 3600);
    EXPECT_EQ(duration_from("5d")->count(), 5 * 86'400);
    for (auto* bad : {"", "5", "d", "5D", "5 d", " 5d", "5d ", "-5d", "+5d", "1.5h", "1h30m", "99999999999999999999s",
                      "9223372036854775807d", "5M"})
        EXPECT_EQ(duration_from(bad).error(), Errc::bad_syntax) << bad;
}

TEST(Quantity, ReadsSizes) {
    EXPECT_EQ(*size_from("512B"), 512u);
    EXPECT_EQ(*size_from("50MB"), 50u << 20);
    EXPECT_EQ(*size_from("2GB"), 2ull << 30);
    for (auto* bad : {"", "50", "MB", "50mb", "50 MB", "50M", "-1B", "99999999TB", "1e3B"})
        EXPECT_EQ(size_from(bad).error(), Errc::bad_syntax) << bad;
}

TEST(Quantity, WritesTheLargestExactUnit) {
    EXPECT_EQ(to_text(std::chrono::seconds(0)), "0s");
    EXPECT_EQ(to_text(std::chrono::hours(24)), "1d");
    EXPECT_EQ(to_text(std::chrono::seconds(90)), "90s");
    EXPECT_EQ(size_text(0), "0B");
    EXPECT_EQ(size_text(1536), "1536B");
    EXPECT_EQ(size_text(19 << 20), "19MB");
    for (std::int64_t n : {1, 59, 60, 61, 3600, 86'399, 86'400, 1'000'000'007}) {
        EXPECT_EQ(duration_from(to_text(std::chrono::seconds(n)))->count(), n);
        EXPECT_EQ(*size_from(size_text(static_cast<std::uint64_t>(n))), static_cast<std::uint64_t>(n));
    }
}

}  // namespace
}  // namespace bailey::config
