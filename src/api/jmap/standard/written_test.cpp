// RFC 8620 section 5.3: oldState and newState of a call that writes more than once.
#include "api/jmap/standard/written.hpp"

#include <gtest/gtest.h>

namespace bailey::jmap {
namespace {

TEST(Rfc8620_5_3_States, SpanAllThatTheCallWrote) {
    Written written;
    EXPECT_FALSE(written.any());
    written.add({4}, {5});
    written.add({5}, {6});
    EXPECT_TRUE(written.any());
    EXPECT_EQ(written.before(), State{4});
    EXPECT_EQ(written.after(), State{6});
}

TEST(Rfc8620_5_3_States, DoNotHideWhatSomebodyElseWroteInBetween) {
    Written written;
    written.add({4}, {5});
    written.add({7}, {8});  // 6 and 7 are somebody else's
    // A client at 4 sees that it is not at 7, and asks for what changed since 4.
    EXPECT_EQ(written.before(), State{7});
    EXPECT_EQ(written.after(), State{8});
}

}  // namespace
}  // namespace bailey::jmap
