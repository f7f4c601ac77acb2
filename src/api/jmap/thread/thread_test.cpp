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

}  // namespace
}  // namespace bailey::jmap
