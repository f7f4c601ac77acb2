#include "protocol/mime/abstract.hpp"

#include <gtest/gtest.h>

namespace bailey::mime {
namespace {

TEST(AbstractTest, KeepsWhatListsShow) {
    auto about = abstract(
        "From: Ann Reid <ann@firm.com>\r\nTo: ben@firm.com, Cy <cy@firm.com>\r\nSubject: RE: [list] Hearing  (fwd)\r\n"
        "Date: Mon, 23 Nov 2026 09:15:00 +0100\r\nMessage-ID: <b@x>\r\nIn-Reply-To: <a@x>\r\n"
        "References: <z@x>\r\n <a@x>\r\nContent-Type: text/plain\r\n\r\nIt  is\r\nvacated.\r\n");
    auto& s = about.summary;
    EXPECT_EQ(s.subject, "RE: [list] Hearing  (fwd)");
    EXPECT_EQ(s.base_subject, "Hearing");
    ASSERT_TRUE(s.from);
    EXPECT_EQ(s.from->front(), (Summary::Address{"Ann Reid", "ann@firm.com"}));
    ASSERT_TRUE(s.to);
    EXPECT_EQ(s.to->size(), 2u);
    EXPECT_FALSE(s.cc);
    ASSERT_TRUE(s.sent);
    EXPECT_EQ(s.sent->offset, std::chrono::minutes(60));
    EXPECT_EQ(s.message_id, (std::vector<std::string>{"b@x"}));
    EXPECT_EQ(s.references, (std::vector<std::string>{"z@x", "a@x"}));
    EXPECT_EQ(s.preview, "It is vacated.");
    EXPECT_FALSE(s.has_attachment);
    EXPECT_EQ(about.thread.subject, "hearing");
    EXPECT_EQ(about.thread.ids, (std::vector<std::string>{"b@x", "z@x", "a@x"}));
}

TEST(AbstractTest, AnythingAtAllHasOne) {
    auto about = abstract("");
    EXPECT_FALSE(about.summary.subject);
    EXPECT_FALSE(about.summary.from);
    EXPECT_FALSE(about.summary.sent);
    EXPECT_TRUE(about.thread.ids.empty());
    about = abstract("Date: yesterday\r\nMessage-ID: none\r\n\r\n");
    EXPECT_FALSE(about.summary.sent);
    EXPECT_FALSE(about.summary.message_id);
}

}  // namespace
}  // namespace bailey::mime
