#include "protocol/mime/forms.hpp"

#include <gtest/gtest.h>

namespace bailey::mime {
namespace {

using namespace std::chrono_literals;
using Ids = std::vector<std::string>;

// RFC 8621 section 4.1.2.1
TEST(RawForm, RepairsUtf8AndDropsNul) {
    EXPECT_EQ(as_raw(std::string_view(" a\0b\xFF\xFE"
                                      "c\r\n d",
                                      11)),
              " ab\xEF\xBF\xBD"
              "c\r\n d");
}

// RFC 8621 section 4.1.2.2
TEST(TextForm, UnfoldsDecodesAndNormalises) {
    EXPECT_EQ(as_text("  Listing\r\n for =?utf-8?q?dydd_Gw=C3=AAner?="), "Listing for dydd Gwêner");
    EXPECT_EQ(as_text(" e\xCC\x81"), "\xC3\xA9") << "NFC";
    EXPECT_EQ(as_text("\tx"), "\tx") << "only SP is removed";
    EXPECT_EQ(as_text(""), "");
    EXPECT_EQ(as_text(" =?iso-8859-1?q?=A3?=\r\n =?iso-8859-1?q?5?="), "£5");
}

std::vector<EmailAddress> addresses(std::string_view value) { return as_addresses(value); }
using A = std::vector<EmailAddress>;

// RFC 8621 sections 4.1.2.3 and 4.1.2.4: its own example
constexpr std::string_view example =
    " \"  James Smythe\" <james@example.com>, Friends:\r\n  jane@example.com, =?UTF-8?Q?John_Sm=C3=AEth?=\r\n"
    "  <john@example.com>;";

TEST(AddressesForm, TheExampleOfTheRfc) {
    EXPECT_EQ(addresses(example), (A{{"James Smythe", "james@example.com"},
                                     {std::nullopt, "jane@example.com"},
                                     {"John Smîth", "john@example.com"}}));
    const auto groups = as_grouped_addresses(example);
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].name, std::nullopt);
    EXPECT_EQ(groups[0].addresses.size(), 1u);
    EXPECT_EQ(groups[1].name, "Friends");
    EXPECT_EQ(groups[1].addresses.size(), 2u);
}

TEST(AddressesForm, GroupsMayBeEmptyAndStandBetweenOthers) {
    EXPECT_EQ(addresses("undisclosed-recipients:;"), A{});
    const auto groups = as_grouped_addresses("a@x, Court: b@x;, c@x, d@x");
    ASSERT_EQ(groups.size(), 3u);
    EXPECT_EQ(groups[2].name, std::nullopt);
    EXPECT_EQ(groups[2].addresses.size(), 2u);
}

TEST(AddressesForm, ACommentBehindTheAddressIsItsName) {
    EXPECT_EQ(addresses("ann@x.example (Ann (of) Smith)"), (A{{"Ann (of) Smith", "ann@x.example"}}));
    EXPECT_EQ(addresses("Ann (Counsel) <ann@x.example>"), (A{{"Ann", "ann@x.example"}}));
    EXPECT_EQ(addresses("<ann@x.example> (=?utf-8?q?Si=C3=A2n?=)"), (A{{"Siân", "ann@x.example"}}));
}

TEST(AddressesForm, BrokenListsAreReadAsFarAsTheyGo) {
    EXPECT_EQ(addresses("ann @ x . example"), (A{{std::nullopt, "ann@x.example"}}));
    EXPECT_EQ(addresses("Ann Smith"), (A{{std::nullopt, "Ann Smith"}})) << "a draft";
    EXPECT_EQ(addresses("a@x; b@x"), (A{{std::nullopt, "a@x"}, {std::nullopt, "b@x"}}));
    EXPECT_EQ(addresses("Ann <ann@x, Bob <bob@x>"), (A{{"Ann", "ann@x"}, {"Bob", "bob@x"}}));
    EXPECT_EQ(addresses("\"never closed <a@x>"), (A{{std::nullopt, "\"never closed <a@x>"}}));
    EXPECT_EQ(addresses(",,a@x,,"), (A{{std::nullopt, "a@x"}}));
    EXPECT_EQ(addresses("=?utf-8?q?Smith,_Ann?= <a@x>"), (A{{"Smith, Ann", "a@x"}})) << "a comma within the word";
    EXPECT_EQ(addresses("a@x <a@x>"), (A{{"a@x", "a@x"}}));
    EXPECT_EQ(addresses("John Q. Public <j@x>"), (A{{"John Q. Public", "j@x"}}));
    EXPECT_EQ(addresses("<@a,@b:c@x>"), (A{{std::nullopt, "c@x"}})) << "a route";
    EXPECT_EQ(addresses("\"a b\"@x"), (A{{std::nullopt, "\"a b\"@x"}}));
    EXPECT_EQ(addresses(""), A{});
    EXPECT_EQ(addresses("<>"), A{});
    EXPECT_EQ(addresses("Siân <siân@x>"), (A{{"Siân", "siân@x"}})) << "RFC 6532";
}

// RFC 2047 section 5 and RFC 8621 section 4.1.2.3: not within a quoted-string.
TEST(AddressesForm, AnEncodedWordInQuotesStands) {
    EXPECT_EQ(addresses("\"=?utf-8?q?x?=\" <a@x>"), (A{{"=?utf-8?q?x?=", "a@x"}}));
}

TEST(AddressesForm, IsBounded) {
    std::string many, groups;
    for (int n = 0; n < 30000; ++n) many += "a@x,", groups += "g:;";
    EXPECT_EQ(as_addresses(many).size(), 10000u);
    EXPECT_LE(as_grouped_addresses(groups).size(), 10001u);
}

TEST(MessageIdsForm, AndUrlsAreBounded) {
    std::string many;
    for (int n = 0; n < 30000; ++n) many += "<a@x>";
    EXPECT_EQ(as_message_ids(many)->size(), 10000u);
    EXPECT_EQ(as_urls(many)->size(), 10000u);
}

// RFC 8621 section 4.1.2.5
TEST(MessageIdsForm, WithoutBracketsAndComments) {
    EXPECT_EQ(as_message_ids(" <a@x>\r\n (c) <b\r\n @x>"), (Ids{"a@x", "b@x"}));
    EXPECT_EQ(as_message_ids("Your message of \"today\" <a@x>"), (Ids{"a@x"}));
    EXPECT_EQ(as_message_ids("a@x"), (Ids{"a@x"}));
    EXPECT_EQ(as_message_ids("not an id"), std::nullopt);
    EXPECT_EQ(as_message_ids(""), std::nullopt);
    EXPECT_EQ(as_message_ids("<never closed"), std::nullopt);
    EXPECT_EQ(as_message_ids("<\"a>b\"@x>"), (Ids{"\"a>b\"@x"}));
}

std::string date(std::string_view value) {
    const auto d = as_date(value);
    return d ? text(*d) : "null";
}

// RFC 8621 section 4.1.2.6
TEST(DateForm, OfTheStandardAndObsolete) {
    EXPECT_EQ(date("Thu, 30 Oct 2014 14:12:00 +0800"), "2014-10-30T14:12:00+08:00");
    EXPECT_EQ(date(" 1 Jan 2026 00:00 -0330 (why not)"), "2026-01-01T00:00:00-03:30");
    EXPECT_EQ(date("Fri, 21 Nov 97 09:55:06 GMT"), "1997-11-21T09:55:06Z");
    EXPECT_EQ(date("21 Nov 49 09:55:06 EST"), "2049-11-21T09:55:06-05:00");
    EXPECT_EQ(date("21 Nov 103 09:55:06 Z"), "2003-11-21T09:55:06Z");
    EXPECT_EQ(date("Fri, 21 Nov 1997 09(comment): 55 : 06 -0600"), "null");
    EXPECT_EQ(date("Tue Nov 25 10:00:00 2026"), "2026-11-25T10:00:00Z");
    EXPECT_EQ(date("25-Nov-2026 10:00:00 +0100"), "2026-11-25T10:00:00+01:00");
    EXPECT_EQ(date("Sat, 27 Jun 2026 10:00:00 BST"), "2026-06-27T10:00:00+01:00");
    EXPECT_EQ(date("31 Dec 2016 23:59:60 +0000"), "2017-01-01T00:00:00Z") << "a leap second";
}

TEST(DateForm, WhatIsNoDateIsNull) {
    for (auto* value :
         {"", "yesterday", "32 Jan 2026 10:00:00 +0000", "30 Feb 2026 10:00 +0000", "1 Jan 2026",
          "1 Jan 2026 25:00 +0000", "1 Jan 0 10:00:00 +00000", "99999 Jan 2026 10:00", ":", "1 Jan 2026 :"})
        EXPECT_EQ(date(value), "null") << value;
}

TEST(DateForm, IsWrittenAndReadAgain) {
    const DateTime d{std::chrono::sys_days(std::chrono::year(2026) / 2 / 28) + 23h + 59min + 58s, -90min};
    EXPECT_EQ(field_text(d), "Sat, 28 Feb 2026 22:29:58 -0130");
    EXPECT_EQ(as_date(field_text(d)), d);
}

// RFC 8621 section 4.1.2.7, RFC 2369 section 2
TEST(UrlsForm, WhatStandsInBrackets) {
    EXPECT_EQ(as_urls(" <mailto:list@x?subject=help> (List), <http://x/\r\n help>"),
              (Ids{"mailto:list@x?subject=help", "http://x/help"}));
    EXPECT_EQ(as_urls("NO (posting not allowed)"), std::nullopt);
    EXPECT_EQ(as_urls(""), std::nullopt);
}

TEST(Forms, EachMayBeAskedOfItsFields) {
    EXPECT_EQ(form_named("asURLs"), Form::urls);
    EXPECT_EQ(form_named("asUrls"), std::nullopt);
    EXPECT_TRUE(allowed(Form::text, "subject"));
    EXPECT_FALSE(allowed(Form::text, "From"));
    EXPECT_FALSE(allowed(Form::addresses, "Subject"));
    EXPECT_TRUE(allowed(Form::grouped_addresses, "resent-to"));
    EXPECT_FALSE(allowed(Form::date, "Received"));
    EXPECT_TRUE(allowed(Form::date, "X-Seen-At"));
    EXPECT_TRUE(allowed(Form::raw, "Received"));
}

TEST(Forms, AreLinear) {
    std::string escapes = "<\"", nests(500000, '('), words;
    for (int n = 0; n < 300000; ++n) escapes += "\\\"", words += "=?utf-8?q?a?= ";
    for (const auto& text :
         {escapes, nests, words, std::string(1000000, '"'), std::string(1000000, '<'), std::string(1000000, ':')}) {
        as_addresses(text);
        as_message_ids(text);
        as_urls(text);
        as_date(text);
        as_text(text);
    }
}

}  // namespace
}  // namespace bailey::mime
