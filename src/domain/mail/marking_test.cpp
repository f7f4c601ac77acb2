#include "domain/mail/marking.hpp"

#include <gtest/gtest.h>

namespace bailey {
namespace {

const Markings two = Markings::parse("OFFICIAL, OFFICIAL-SENSITIVE").value();

TEST(Marking, the_list_is_lowest_first_and_read_in_either_case) {
    EXPECT_EQ(two.names(), (std::vector<std::string>{"OFFICIAL", "OFFICIAL-SENSITIVE"}));
    EXPECT_EQ(two.rank("official"), 0);
    EXPECT_EQ(two.rank("Official-Sensitive"), 1);
    EXPECT_EQ(two.rank("SECRET"), std::nullopt);
}

TEST(Marking, a_message_has_one_or_none) {
    EXPECT_EQ(two.of({}).value(), std::nullopt);
    EXPECT_EQ(two.of({" OFFICIAL-SENSITIVE \r\n"}).value(), 1);
    EXPECT_EQ(two.of({"\r\n official"}).value(), 0);
    EXPECT_EQ(two.of({"SECRET"}).error(), Errc::unsupported);
    EXPECT_EQ(two.of({""}).error(), Errc::unsupported);
    EXPECT_EQ(two.of({"OFFICIAL", "OFFICIAL-SENSITIVE"}).error(), Errc::unsupported);
}

TEST(Marking, what_is_written_is_read_back) {
    auto line = marking_line("OFFICIAL-SENSITIVE");
    EXPECT_EQ(line, "X-Protective-Marking: OFFICIAL-SENSITIVE\r\n");
    EXPECT_EQ(two.of({std::string_view(line).substr(line.find(':') + 1)}).value(), 1);
}

TEST(Marking, a_ceiling_that_nobody_set_is_the_highest) {
    EXPECT_EQ(two.name(Markings::unlimited), "OFFICIAL-SENSITIVE");
    EXPECT_EQ(two.name(0), "OFFICIAL");
}

TEST(Marking, a_community_without_markings_looks_at_no_message) {
    auto none = Markings::parse("  ").value();
    EXPECT_TRUE(none.none());
    EXPECT_EQ(none.of({"SECRET", "TOP SECRET"}).value(), std::nullopt);
}

TEST(Marking, a_bad_list_is_refused) {
    for (auto text : {"OFFICIAL,,SECRET", "OFFICIAL, official", "A\tB", ","})
        EXPECT_EQ(Markings::parse(text).error(), Errc::bad_syntax) << text;
}

}  // namespace
}  // namespace bailey
