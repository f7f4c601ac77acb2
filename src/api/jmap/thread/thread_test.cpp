// RFC 8621 section 3.
#include <gtest/gtest.h>

#include "api/jmap/testing/mail_desk.hpp"
#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::in_quotes;
using testing::MailDesk;
using testing::text;

constexpr auto reply = "Message-ID: <2@x.example>\r\nIn-Reply-To: <1@x.example>\r\n";
constexpr auto first = "Message-ID: <1@x.example>\r\n";

std::string thread_of(MailDesk& desk, const std::string& email) {
    return text(desk.email(email, R"("threadId")").at("threadId"));
}

TEST(Rfc8621_3_Thread, has_its_emails_oldest_first) {
    MailDesk desk;
    const auto late = desk.add_text("Listing", "x", {.received = 2'000'000'000'000}, first);
    const auto early = desk.add_text("Re: Listing", "x", {.received = 1'900'000'000'000}, reply);
    const auto other = desk.add_text("Something else", "x");
    const auto thread = thread_of(desk, late);
    EXPECT_EQ(thread, thread_of(desk, early));
    EXPECT_NE(thread, thread_of(desk, other));
    const auto response = desk.call("Thread/get", R"("ids":[)" + thread + R"(,"tnone","e"])");
    EXPECT_EQ(text(response.at("list")),
              R"([{"id":)" + thread + R"(,"emailIds":[)" + in_quotes(early) + "," + in_quotes(late) + "]}]");
    EXPECT_EQ(text(response.at("notFound")), R"(["tnone","e"])");
    EXPECT_EQ(response.at("state").as_string(), desk.state("Thread"));
    EXPECT_EQ(desk.call("Thread/get", R"("ids":null)").at("list").as_array().size(), 2u);
}

TEST(Rfc8621_3_2_ThreadChanges, tells_of_new_grown_and_gone_threads) {
    MailDesk desk;
    const auto one = desk.add_text("Listing", "x", {}, first);
    const auto thread = thread_of(desk, one);
    const auto before = desk.state("Thread");
    const auto two = desk.add_text("Re: Listing", "x", {}, reply);
    const auto grown = desk.call("Thread/changes", R"("sinceState":)" + in_quotes(before));
    EXPECT_EQ(text(grown.at("updated")), "[" + thread + "]");
    EXPECT_EQ(text(grown.at("created")), "[]");

    const auto between = desk.state("Thread");
    desk.destroy(one);
    desk.destroy(two);
    const auto gone = desk.call("Thread/changes", R"("sinceState":)" + in_quotes(between));
    EXPECT_EQ(text(gone.at("destroyed")), "[" + thread + "]");
    EXPECT_EQ(gone.at("newState").as_string(), desk.state("Thread"));
    EXPECT_EQ(desk.error_of("Thread/changes", R"("sinceState":"x")"), "cannotCalculateChanges");
}

// "If two Emails have an identical date, the sort is server dependent but MUST be stable"
TEST(Rfc8621_3_Thread, has_emails_of_one_date_always_in_one_order) {
    MailDesk desk;
    constexpr std::int64_t date = 1'900'000'000'000;
    const auto one = desk.add_text("Listing", "x", {.received = date}, first);
    desk.add_text("Re: Listing", "x", {.received = date}, reply);
    desk.add_text("Re: Listing", "y", {.received = date}, "In-Reply-To: <1@x.example>\r\n");
    const auto thread = thread_of(desk, one);
    auto order = [&] { return text(desk.call("Thread/get", R"("ids":[)" + thread + "]").at("list")); };
    const auto before = order();
    desk.change(one, {"$seen"});
    EXPECT_EQ(order(), before);
    desk.change(one, {}, {"$seen"});
    EXPECT_EQ(order(), before);
}

// "Since the threadId of an Email is immutable, if the server wishes to merge the Threads, it MUST handle this by
// deleting and reinserting": ours stay apart.
TEST(Rfc8621_3_Thread, of_an_email_stays_when_another_refers_to_two) {
    MailDesk desk;
    const auto one = desk.add_text("Listing", "x", {}, first);
    const auto two = desk.add_text("Listing", "x", {}, "Message-ID: <3@x.example>\r\n");
    const auto of_one = thread_of(desk, one), of_two = thread_of(desk, two);
    ASSERT_NE(of_one, of_two);
    const auto both = desk.add_text("Re: Listing", "x", {}, "References: <1@x.example> <3@x.example>\r\n");
    EXPECT_EQ(thread_of(desk, one), of_one);
    EXPECT_EQ(thread_of(desk, two), of_two);
    const auto joined = thread_of(desk, both);
    EXPECT_TRUE(joined == of_one || joined == of_two) << joined;
}

}  // namespace
}  // namespace bailey::jmap
