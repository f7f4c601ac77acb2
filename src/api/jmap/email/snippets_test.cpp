// RFC 8621 section 5.
#include <gtest/gtest.h>

#include "api/jmap/email/marks.hpp"
#include "api/jmap/testing/mail_desk.hpp"
#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::in_quotes;
using testing::MailDesk;
using testing::text;

json::object snippet(MailDesk& desk, const std::string& id, const std::string& filter) {
    const auto response = desk.call("SearchSnippet/get", R"("emailIds":[)" + in_quotes(id) + R"(],"filter":)" + filter);
    EXPECT_TRUE(response.at("notFound").is_null());
    return response.at("list").at(0).as_object();
}

TEST(Rfc8621_5_SearchSnippet, marks_what_was_found) {
    MailDesk desk;
    const auto id = desk.add_text("List <of> cases & more", "Dear all,\r\n\r\nthe first case is T1 & T2.");
    EXPECT_EQ(text(snippet(desk, id, R"({"text":"case"})")),
              R"({"emailId":)" + in_quotes(id) +
                  R"(,"subject":"List &lt;of&gt; <mark>cases</mark> &amp; more",)"
                  R"("preview":"Dear all, the first <mark>case</mark> is T1 &amp; T2."})");
}

TEST(Rfc8621_5_SearchSnippet, is_null_where_nothing_was_found) {
    MailDesk desk;
    const auto id = desk.add_text("Listing", "the first case");
    const auto nothing = [&](const std::string& filter) {
        const auto one = snippet(desk, id, filter);
        return text(one.at("subject")) + " " + text(one.at("preview"));
    };
    EXPECT_EQ(nothing(R"({"text":"absent"})"), "null null");
    EXPECT_EQ(nothing(R"({"body":"first"})"), R"(null "the <mark>first</mark> case")");
    EXPECT_EQ(nothing(R"({"subject":"listing"})"), R"("<mark>Listing</mark>" null)");
    EXPECT_EQ(nothing(R"({"from":"listing"})"), "null null");
    EXPECT_EQ(nothing("null"), "null null");
    EXPECT_EQ(nothing(R"({"operator":"NOT","conditions":[{"text":"first"}]})"), "null null");
    EXPECT_EQ(nothing(R"({"operator":"OR","conditions":[{"body":"first"},{"body":"'first case'"}]})"),
              R"(null "the <mark>first case</mark>")");
}

TEST(Rfc8621_5_SearchSnippet, shows_at_most_255_octets_around_it) {
    std::string long_text;
    for (int n = 0; n < 200; ++n) long_text += "before & after \xC5\xB7 ";
    long_text += "needle";
    for (int n = 0; n < 200; ++n) long_text += " <needle>";
    const auto terms = mailbox::terms_of("needle").all;
    const auto excerpt = marked_excerpt(long_text, terms);
    const auto out = std::string(text_of(excerpt.as_string()));
    EXPECT_LE(out.size(), 255u);
    EXPECT_GT(out.size(), 200u);
    EXPECT_NE(out.find("<mark>needle</mark>"), std::string::npos);
    const auto count = [&](std::string_view what) {
        std::size_t n = 0;
        for (auto at = out.find(what); at != out.npos; at = out.find(what, at + 1)) ++n;
        return n;
    };
    EXPECT_EQ(count("<mark>"), count("</mark>"));
    EXPECT_EQ(count("<"), 2 * count("<mark>")) << "no other markup";
    const auto whole = marked_excerpt(std::string(1000, 'n'), mailbox::terms_of("n").all);
    EXPECT_LE(whole.as_string().size(), 255u);
}

TEST(Rfc8621_5_1_SearchSnippetGet, names_emails_that_are_not_there) {
    MailDesk desk;
    const auto response = desk.call("SearchSnippet/get", R"("emailIds":["nonsense"],"filter":{"text":"x"})");
    EXPECT_EQ(text(response.at("list")), "[]");
    EXPECT_EQ(text(response.at("notFound")), R"(["nonsense"])");
    EXPECT_EQ(desk.error_of("SearchSnippet/get", R"("emailIds":[],"filter":{"colour":"x"})"), "unsupportedFilter");
    EXPECT_EQ(desk.error_of("SearchSnippet/get", R"("emailIds":[],"filter":{"text":1})"), "invalidArguments");
    EXPECT_EQ(desk.error_of("SearchSnippet/get", R"("filter":{"text":"x"})"), "invalidArguments");
    EXPECT_EQ(desk.error_of("SearchSnippet/get", R"("emailIds":[],"sort":[])"), "invalidArguments");
}

TEST(Rfc8621_5_1_SearchSnippetGet, refuses_too_many_at_once) {
    Limits limits;
    limits.max_objects_in_get = 1;
    MailDesk desk({}, limits);
    EXPECT_EQ(desk.error_of("SearchSnippet/get", R"("emailIds":["a","b"],"filter":null)"), "requestTooLarge");
}

}  // namespace
}  // namespace bailey::jmap
