// RFC 8621 sections 4.4 and 4.5.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/testing/mail_desk.hpp"
#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::corpus;
using testing::in_quotes;
using testing::Kept;
using testing::MailDesk;
using testing::text;

// Which emails, by the subjects they were given.
struct QueryDesk : MailDesk {
    using MailDesk::MailDesk;
    std::map<std::string, std::string> subjects;  // by id

    std::string put(const std::string& subject, const Kept& kept = {}, std::string_view body = "x",
                    std::string_view fields = {}) {
        auto made = add_text(subject, body, kept, fields);
        subjects[made] = subject;
        return made;
    }
    std::string found(std::string_view query) {
        const auto response = call("Email/query", query);
        if (!response.contains("ids")) return std::string(text_of(response.at("type").as_string()));
        std::string names;
        for (const auto& one : response.at("ids").as_array()) {
            names += (names.empty() ? "" : " ") + subjects[std::string(text_of(one.as_string()))];
        }
        return names;
    }
    std::string where(std::string_view filter) {
        return found(R"("sort":[{"property":"receivedAt"}],"filter":)" + std::string(filter));
    }
};

TEST(Rfc8621_4_4_1_Filter, inMailbox_and_others) {
    QueryDesk desk;
    const auto cases = desk.make_mailbox("Cases");
    desk.put("a");
    desk.put("b", {.mailboxes = {cases}});
    desk.put("c", {.mailboxes = {mailbox::inbox, cases}});
    EXPECT_EQ(desk.where(R"({"inMailbox":"m1"})"), "a c");
    EXPECT_EQ(desk.where(R"({"inMailbox":)" + in_quotes(mailbox_id(cases)) + "}"), "b c");
    EXPECT_EQ(desk.where(R"({"inMailbox":"m999"})"), "");
    EXPECT_EQ(desk.where(R"({"inMailboxOtherThan":["m1"]})"), "b c");
    EXPECT_EQ(desk.where(R"({"inMailboxOtherThan":["m1",)" + in_quotes(mailbox_id(cases)) + "]}"), "");
    EXPECT_EQ(desk.where(R"({"inMailboxOtherThan":[]})"), "a b c");
    EXPECT_EQ(desk.where("{}"), "a b c") << "without properties: true";
    EXPECT_EQ(desk.where("null"), "a b c");
}

TEST(Rfc8621_4_4_1_Filter, times_and_sizes) {
    QueryDesk desk;
    desk.put("a", {.received = 1'700'000'000'000});  // 2023-11-14T22:13:20Z
    desk.put("b", {.received = 1'700'000'001'000}, std::string(5000, 'x'));
    EXPECT_EQ(desk.where(R"({"before":"2023-11-14T22:13:21Z"})"), "a");
    EXPECT_EQ(desk.where(R"({"after":"2023-11-14T22:13:21Z"})"), "b") << "the same or after";
    EXPECT_EQ(desk.where(R"({"after":"2023-11-14T22:13:20.5Z"})"), "b");
    EXPECT_EQ(desk.where(R"({"minSize":5000})"), "b");
    EXPECT_EQ(desk.where(R"({"maxSize":5000})"), "a");
    const auto size = text(desk.email(desk.subjects.begin()->first, R"("size")").at("size"));
    EXPECT_EQ(desk.where(R"({"minSize":)" + size + R"(,"maxSize":)" + size + "}"), "") << "maxSize is less than";
}

TEST(Rfc8621_4_4_1_Filter, keywords_of_the_email_and_its_thread) {
    QueryDesk desk;
    desk.put("s", {.keywords = {"$flagged", "court"}}, "x", "Message-ID: <1@x>\r\n");
    desk.put("Re: s", {.keywords = {"court"}}, "x", "In-Reply-To: <1@x>\r\n");
    desk.put("t", {.keywords = {"$seen"}});
    EXPECT_EQ(desk.where(R"({"hasKeyword":"$Flagged"})"), "s") << "in either case";
    EXPECT_EQ(desk.where(R"({"notKeyword":"$flagged"})"), "Re: s t");
    EXPECT_EQ(desk.where(R"({"someInThreadHaveKeyword":"$flagged"})"), "s Re: s");
    EXPECT_EQ(desk.where(R"({"noneInThreadHaveKeyword":"$flagged"})"), "t");
    EXPECT_EQ(desk.where(R"({"allInThreadHaveKeyword":"COURT"})"), "s Re: s");
    EXPECT_EQ(desk.where(R"({"allInThreadHaveKeyword":"$flagged"})"), "");
    EXPECT_EQ(desk.where(R"({"hasKeyword":"$seen","hasAttachment":false})"), "t");
    EXPECT_EQ(desk.where(R"({"hasAttachment":true})"), "");
}

TEST(Rfc8621_4_4_1_Filter, that_is_not_understood_is_refused) {
    QueryDesk desk;
    for (auto unknown : {R"({"colour":"red"})", R"({"operator":"AND","conditions":[{"subject":"a"},{"id":"x"}]})"}) {
        EXPECT_EQ(desk.where(unknown), "unsupportedFilter") << unknown;
    }
    for (auto bad :
         {R"({"inMailbox":1})", R"({"inMailbox":null})", R"({"inMailboxOtherThan":"m1"})", R"({"before":"yesterday"})",
          R"({"after":"2023-11-14T22:13:20+01:00"})", R"({"minSize":-1})", R"({"maxSize":"1"})",
          R"({"hasKeyword":"two words"})", R"({"hasKeyword":""})", R"({"hasAttachment":1})", R"({"text":["a"]})",
          R"({"header":[]})", R"({"header":["a","b","c"]})", R"({"header":"Subject"})", R"({"header":[""]})"}) {
        EXPECT_EQ(desk.where(bad), "invalidArguments") << bad;
    }
}

struct TextDesk : QueryDesk {
    TextDesk() {
        subjects[add_file("welsh.eml")] = "welsh";
        subjects[add_file("mixed-attachments.eml")] = "bundle";
        subjects[add_file("html-hidden.eml")] = "news";
        subjects[add_file("message-rfc822.eml")] = "forward";
        put("Hearing list", {}, "The clerk's notes: room 7, \"quoted\" & more.",
            "From: \"O'Brien, Pat\" <pat@bench.example>\r\nTo: Listing <list@court.example>\r\nCc: c@court.example\r\n"
            "Bcc: d@court.example\r\nX-Case: T2026/0417 Rex\r\n");
    }
};

TEST(Rfc8621_4_4_1_Text, is_found_in_the_field_it_is_looked_for) {
    TextDesk desk;
    EXPECT_EQ(desk.where(R"({"from":"pat"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"from":"pat@bench.example"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"from":"O'Brien"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"to":"pat"})"), "");
    EXPECT_EQ(desk.where(R"({"to":"listing"})"), "welsh bundle news forward Hearing list");
    EXPECT_EQ(desk.where(R"({"cc":"court.example"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"bcc":"d@court.example"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"subject":"hearing LIST"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"subject":"gwrandawiad"})"), "welsh") << "encoded words are decoded";
    EXPECT_EQ(desk.where(R"({"subject":"ty ddewi"})"), "welsh") << "with or without accents";
    EXPECT_EQ(desk.where(R"({"subject":"clerk"})"), "");
    EXPECT_EQ(desk.where(R"({"body":"clerk"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"body":"hearing"})"), "");
    EXPECT_EQ(desk.where(R"({"body":"caf\u00e9"})"), "bundle") << "decoded from its charset and encoding";
    EXPECT_EQ(desk.where(R"({"body":"inner text"})"), "forward") << "in an attached message";
    EXPECT_EQ(desk.where(R"({"body":"exhibit knife"})"), "bundle") << "in an attachment of text";
}

TEST(Rfc8621_4_4_1_Text, anywhere_is_in_the_fields_and_the_body) {
    TextDesk desk;
    for (auto word : {"pat", "listing clerk", "c@court.example", "d@court.example", "hearing", "clerk pat"}) {
        EXPECT_NE(desk.where(R"({"text":)" + in_quotes(word) + "}").find("Hearing list"), std::string::npos) << word;
    }
    EXPECT_EQ(desk.where(R"({"text":"pat absent"})"), "") << "all must be present";
    EXPECT_EQ(desk.where(R"({"text":""})"), "welsh bundle news forward Hearing list");
    EXPECT_EQ(desk.where(R"({"text":"&"})"), "");
}

TEST(Rfc8621_4_4_1_Text, of_HTML_is_not_its_markup) {
    TextDesk desk;
    EXPECT_EQ(desk.where(R"({"body":"law reports"})"), "news");
    EXPECT_EQ(desk.where(R"({"body":"table"})"), "");
    EXPECT_EQ(desk.where(R"({"body":"alert"})"), "") << "scripts";
    EXPECT_EQ(desk.where(R"({"body":"hidden"})"), "") << "comments";
    desk.put("crest", {}, "<img class=court alt=\"Royal arms\">", "Content-Type: text/html\r\n");
    EXPECT_EQ(desk.where(R"({"body":"royal"})"), "crest") << "what is shown of attributes";
    EXPECT_EQ(desk.where(R"({"body":"court"})").find("crest"), std::string::npos);
}

TEST(Rfc8621_4_4_1_Text, in_quotes_is_a_phrase) {
    TextDesk desk;
    EXPECT_EQ(desk.where(R"({"body":"notes clerk"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"body":"\"notes clerk\""})"), "");
    EXPECT_EQ(desk.where(R"({"body":"\"room 7\""})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"body":"'room 7'"})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"body":"\"clerk\\'s notes\""})"), "Hearing list") << "escaped within a phrase";
    EXPECT_EQ(desk.where(R"({"body":"\"roo\""})"), "") << "exactly that word";
    EXPECT_EQ(desk.where(R"({"body":"roo"})"), "Hearing list") << "the beginning of a word";
    EXPECT_EQ(desk.where(R"({"body":"oom"})"), "");
}

TEST(Rfc8621_4_4_1_Header, is_there_or_says_something) {
    TextDesk desk;
    EXPECT_EQ(desk.where(R"({"header":["x-case"]})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"header":["X-Case","T2026/0417"]})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"header":["X-Case","T2025"]})"), "");
    EXPECT_EQ(desk.where(R"({"header":["X-Absent"]})"), "");
    EXPECT_EQ(desk.where(R"({"header":["Subject","Llys"]})"), "welsh");
}

TEST(Rfc8621_4_4_1_Text, goes_with_operators_and_other_conditions) {
    TextDesk desk;
    EXPECT_EQ(desk.where(R"({"operator":"NOT","conditions":[{"text":"chambers"}]})"), "Hearing list");
    EXPECT_EQ(desk.where(R"({"operator":"OR","conditions":[{"subject":"hearing"},{"body":"law"}]})"),
              "news Hearing list");
    EXPECT_EQ(desk.where(R"({"operator":"AND","conditions":[{"inMailbox":"m1"},{"from":"ann"},{"body":"bundle"}]})"),
              "bundle");
    EXPECT_EQ(desk.where(R"({"from":"ann","hasAttachment":true,"subject":"bundle"})"), "bundle");
    EXPECT_EQ(desk.where(R"({"operator":"NOT","conditions":[{"operator":"NOT","conditions":[{"body":"law"}]}]})"),
              "news");
    EXPECT_EQ(desk.where(R"({"operator":"AND","conditions":[{"from":"ann"},)"
                         R"({"operator":"NOT","conditions":[{"body":"bundle"},{"subject":"newsletter"}]}]})"),
              "welsh forward");
}

TEST(Rfc8620_8_5_TextFilter, that_would_look_through_too_much_is_unsupported) {
    MailSettings settings;
    settings.search.messages = 2;
    QueryDesk desk(settings);
    for (auto name : {"a", "b", "c"}) desk.put(name, {}, "word");
    EXPECT_EQ(desk.where(R"({"body":"word"})"), "unsupportedFilter");
    EXPECT_EQ(desk.where(R"({"subject":"b"})"), "b") << "the summaries suffice";
    EXPECT_EQ(desk.where(R"({"body":"word","subject":"b"})"), "b") << "only what else holds is looked at";
    EXPECT_EQ(desk.where(R"({"header":["Subject"],"body":"word","before":"2023-11-14T22:16:00Z"})"), "a b");
    EXPECT_EQ(desk.where(R"({"operator":"OR","conditions":[{"header":["Subject"]},{"from":"x"}]})"),
              "unsupportedFilter");
    EXPECT_EQ(desk.where(R"({"operator":"NOT","conditions":[{"body":"other"},{"subject":"a"},{"subject":"c"}]})"), "b");
}

TEST(Rfc8621_4_4_2_Sort, by_each_of_the_properties) {
    QueryDesk desk;
    desk.put("Re: beta", {.keywords = {"$flagged"}, .received = 3'000'000}, "xxxxx",
             "From: Zoe <z@x.example>\r\nTo: b@x.example\r\nDate: Mon, 23 Nov 2026 09:15:00 +0000\r\n");
    desk.put("alpha", {.received = 2'000'000}, "x",
             "From: <m@x.example>\r\nTo: A <z@x.example>\r\nDate: Mon, 23 Nov 2026 08:15:00 -0300\r\n");
    desk.put("gamma", {.received = 1'000'000}, "xxx",
             "From: adam <y@x.example>\r\nTo: c@x.example\r\nDate: Mon, 23 Nov 2026 10:15:00 +0900\r\n");
    const auto by = [&](std::string_view property, std::string_view more = {}) {
        return desk.found(R"("sort":[{"property":)" + in_quotes(property) + std::string(more) + "}]");
    };
    EXPECT_EQ(by("receivedAt"), "gamma alpha Re: beta");
    EXPECT_EQ(by("receivedAt", R"(,"isAscending":false)"), "Re: beta alpha gamma");
    EXPECT_EQ(by("subject"), "alpha Re: beta gamma") << "the base subject";
    EXPECT_EQ(by("from"), "gamma alpha Re: beta") << "the name, or else the address";
    EXPECT_EQ(by("to"), "alpha Re: beta gamma");
    EXPECT_EQ(by("sentAt"), "gamma Re: beta alpha") << "the moment, not the clock";
    EXPECT_EQ(by("hasKeyword", R"(,"keyword":"$flagged","isAscending":false)").substr(0, 8), "Re: beta");
    EXPECT_EQ(by("someInThreadHaveKeyword", R"(,"keyword":"$flagged","isAscending":false)").substr(0, 8), "Re: beta");
    EXPECT_EQ(by("allInThreadHaveKeyword", R"(,"keyword":"$flagged","isAscending":false)").substr(0, 8), "Re: beta");
    EXPECT_EQ(by("size"), "alpha gamma Re: beta");
    EXPECT_EQ(by("subject", R"(,"collation":"i;ascii-casemap")"), "alpha Re: beta gamma");
}

TEST(Rfc8621_4_4_2_Sort, that_is_not_understood_is_refused) {
    QueryDesk desk;
    EXPECT_EQ(desk.found(R"("sort":[{"property":"colour"}])"), "unsupportedSort");
    EXPECT_EQ(desk.found(R"("sort":[{"property":"subject","collation":"i;octet"}])"), "unsupportedSort");
    EXPECT_EQ(desk.found(R"("sort":[{"property":"receivedAt","colour":"red"}])"), "unsupportedSort");
    for (auto without : {"hasKeyword", "someInThreadHaveKeyword", "allInThreadHaveKeyword"}) {
        EXPECT_EQ(desk.found(R"("sort":[{"property":)" + in_quotes(without) + "}]"), "invalidArguments")
            << "MUST also have a keyword property";
    }
    EXPECT_EQ(desk.found(R"("sort":[{"property":"hasKeyword","keyword":"two words"}])"), "invalidArguments");
}

TEST(Rfc8621_4_4_3_CollapseThreads, leaves_the_first_of_each_thread) {
    QueryDesk desk;
    desk.put("s", {}, "x", "Message-ID: <1@x>\r\n");
    desk.put("t");
    desk.put("Re: s", {.keywords = {"$seen"}}, "x", "In-Reply-To: <1@x>\r\n");
    constexpr auto newest = R"("sort":[{"property":"receivedAt","isAscending":false}],"collapseThreads":true)";
    EXPECT_EQ(desk.found(newest), "Re: s t");
    EXPECT_EQ(desk.found(std::string(newest) + R"(,"filter":{"notKeyword":"$seen"})"), "t s");
    EXPECT_EQ(desk.call("Email/query", std::string(newest) + R"(,"calculateTotal":true,"limit":1)").at("total"), 2);
}

TEST(Rfc8620_5_5_EmailQuery, gives_the_window_that_was_asked_for) {
    QueryDesk desk;
    const auto a = desk.put("a");
    const auto b = desk.put("b");
    desk.put("c");
    desk.put("d");
    const auto window = [&](const std::string& more) {
        return desk.found(R"("sort":[{"property":"receivedAt"}],)" + more);
    };
    EXPECT_EQ(window(R"("position":1,"limit":2)"), "b c");
    EXPECT_EQ(window(R"("position":-1)"), "d");
    EXPECT_EQ(window(R"("position":-9,"limit":1)"), "a");
    EXPECT_EQ(window(R"("position":9)"), "");
    EXPECT_EQ(window(R"("limit":0)"), "");
    EXPECT_EQ(window(R"("limit":-1)"), "invalidArguments");
    EXPECT_EQ(window(R"("anchor":)" + in_quotes(b)), "b c d");
    EXPECT_EQ(window(R"("anchorOffset":1,"limit":1,"position":3,"anchor":)" + in_quotes(b)), "c");
    EXPECT_EQ(window(R"("anchorOffset":-9,"limit":1,"anchor":)" + in_quotes(b)), "a");
    EXPECT_EQ(window(R"("anchor":"nonsense")"), "anchorNotFound");
    EXPECT_EQ(window(R"("filter":{"subject":"b"},"anchor":)" + in_quotes(a)), "anchorNotFound");

    const auto response = desk.call("Email/query", R"("position":-3,"limit":1,"calculateTotal":true)");
    EXPECT_EQ(response.at("position"), 1);
    EXPECT_EQ(response.at("total"), 4);
    EXPECT_EQ(response.at("queryState").as_string(), desk.state("Email"));
    EXPECT_EQ(response.at("canCalculateChanges"), true);
    EXPECT_FALSE(response.contains("limit"));
    EXPECT_FALSE(desk.call("Email/query", R"("limit":1)").contains("total"));
    EXPECT_EQ(desk.found(R"("filter":{"inMailbox":"m1"},"calculateTotal":"x")"), "invalidArguments");
}

TEST(Rfc8621_4_5_QueryChanges, lead_from_the_old_list_to_the_new) {
    QueryDesk desk;
    constexpr auto query = R"("filter":{"notKeyword":"$seen"},"sort":[{"property":"receivedAt"}])";
    const auto a = desk.put("a"), b = desk.put("b");
    desk.put("c");
    const auto before = desk.call("Email/query", query);
    desk.change(a, {"$seen"});
    desk.destroy(b);
    const auto d = desk.put("d");
    const auto since = std::string(query) + R"(,"sinceQueryState":)" + text(before.at("queryState"));
    const auto changes = desk.call("Email/queryChanges", since + R"(,"calculateTotal":true)");
    auto list = before.at("ids").as_array();
    for (const auto& gone : changes.at("removed").as_array()) {
        list.erase(std::remove(list.begin(), list.end(), gone), list.end());
    }
    for (const auto& one : changes.at("added").as_array()) {
        list.insert(list.begin() + one.at("index").to_number<int>(), one.at("id"));
    }
    EXPECT_EQ(text(list), text(desk.call("Email/query", query).at("ids")));
    EXPECT_EQ(changes.at("total"), 2);
    EXPECT_EQ(changes.at("newQueryState").as_string(), desk.state("Email"));
    EXPECT_EQ(text(changes.at("added")), R"([{"id":)" + in_quotes(d) + R"(,"index":1}])");
    EXPECT_EQ(desk.error_of("Email/queryChanges", since + R"(,"maxChanges":1)"), "tooManyChanges");
    EXPECT_EQ(desk.error_of("Email/queryChanges", std::string(query) + R"(,"sinceQueryState":"x")"),
              "cannotCalculateChanges");
    EXPECT_EQ(desk.error_of("Email/queryChanges", std::string(query)), "invalidArguments");
}

TEST(Rfc8621_4_5_QueryChanges, of_a_text_search) {
    QueryDesk desk;
    constexpr auto query = R"("filter":{"body":"word"},"sort":[{"property":"receivedAt"}],"collapseThreads":false)";
    desk.put("a", {}, "word");
    const auto since =
        std::string(query) + R"(,"sinceQueryState":)" + text(desk.call("Email/query", query).at("queryState"));
    desk.put("b", {}, "other");
    const auto c = desk.put("c", {}, "a word");
    EXPECT_EQ(text(desk.call("Email/queryChanges", since).at("added")),
              R"([{"id":)" + in_quotes(c) + R"(,"index":1}])");
}

// "If zero properties are specified on the FilterCondition, the condition MUST always evaluate to true."
TEST(Rfc8621_4_4_1_Filter, without_properties_is_always_true) {
    QueryDesk desk;
    desk.put("a");
    desk.put("b", {.keywords = {"$seen"}});
    EXPECT_EQ(desk.where("{}"), "a b");
    EXPECT_EQ(desk.where("null"), "a b");
    EXPECT_EQ(desk.where(R"({"operator":"AND","conditions":[{},{"hasKeyword":"$seen"}]})"), "b");
    EXPECT_EQ(desk.where(R"({"operator":"NOT","conditions":[{}]})"), "");
}

// "This string MUST change if the results of the query (i.e., the matching ids and their sort order) have changed."
TEST(Rfc8620_5_5_QueryState, changes_with_the_results) {
    QueryDesk desk;
    const auto a = desk.put("a");
    const auto sorted = R"("sort":[{"property":"hasKeyword","keyword":"$flagged"}])";
    auto state = [&] { return text(desk.call("Email/query", sorted).at("queryState")); };
    std::vector<std::string> seen{state()};
    const auto b = desk.put("b");
    seen.push_back(state());
    desk.change(b, {"$flagged"});  // the same emails in another order
    seen.push_back(state());
    desk.destroy(a);
    seen.push_back(state());
    for (std::size_t n = 1; n < seen.size(); ++n) EXPECT_NE(seen[n], seen[n - 1]) << n;
}

// "If position is >= total, this MUST be the empty list".
TEST(Rfc8620_5_5_EmailQuery, beyond_the_end_there_is_nothing) {
    QueryDesk desk;
    desk.put("a");
    for (auto position : {"1", "2", "9007199254740991"}) {
        EXPECT_EQ(desk.ids(std::string(R"("position":)") + position), "[]") << position;
    }
    EXPECT_EQ(desk.ids(R"("limit":0)"), "[]");
    EXPECT_EQ(desk.ids(R"("position":-9007199254740991)"), desk.ids("")) << "clamped to the beginning";
}

}  // namespace
}  // namespace bailey::jmap
