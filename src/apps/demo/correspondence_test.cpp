// The mail of the demonstration, before it is put anywhere.
#include "apps/demo/correspondence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "apps/demo/attachments.hpp"
#include "apps/demo/compose.hpp"
#include "apps/demo/filing.hpp"
#include "apps/demo/papers/zip.hpp"
#include "apps/demo/story.hpp"
#include "apps/demo/telling.hpp"
#include "protocol/mime/abstract.hpp"
#include "protocol/mime/decode.hpp"

namespace bailey::apps::demo {
namespace {

using namespace std::chrono;

const Time now = sys_days(2026y / November / 26) + hours(14) + minutes(23);  // a Thursday

const Correspondence& all() {
    static const auto made = correspondence("bailey.test", now);
    return made;
}
const std::vector<std::string>& messages() {
    static const auto made = [] {
        std::vector<std::string> out;
        for (auto& letter : all().letters) {
            auto text = compose(letter, all().letters);
            EXPECT_TRUE(text) << letter.subject;
            out.push_back(text ? *text : "");
        }
        return out;
    }();
    return made;
}

TEST(Demonstration, TheSameClockGivesTheSameMail) {
    const auto again = correspondence("bailey.test", now);
    ASSERT_EQ(again.letters.size(), all().letters.size());
    for (std::size_t n = 0; n < again.letters.size(); n += 7)
        EXPECT_EQ(compose(again.letters[n], again.letters).value(), messages()[n]);
}

TEST(Demonstration, HasTwoYearsOfMailUpToNow) {
    auto& letters = all().letters;
    EXPECT_GT(letters.size(), 600u);
    EXPECT_LT(letters.front().sent, now - days(680));
    EXPECT_GT(letters.back().sent, now - minutes(20));
    EXPECT_LE(letters.back().sent, now);
    EXPECT_TRUE(std::ranges::is_sorted(letters, {}, &Letter::sent));
}

TEST(Demonstration, IsWrittenAtTheHoursOfAnOffice) {
    for (auto& letter : all().letters) {
        if (letter.sent > now - days(4) || letter.place == Place::junk) continue;
        EXPECT_TRUE(works(day_of(letter.sent))) << letter.subject << ' ' << long_date(day_of(letter.sent));
        const auto clock = clock_text(letter.sent);
        EXPECT_TRUE(clock >= "07:00" && clock <= "22:30") << letter.subject << ' ' << clock;
    }
}

TEST(Demonstration, LeavesNoPlaceUnfilled) {
    for (auto& letter : all().letters)
        for (auto* text : {&letter.subject, &letter.text})
            for (auto mark : {"{", "}", "[[", "]]", "== ", "Attach:", "With:", "Subject:", "welsh_"})
                EXPECT_EQ(text->find(mark), std::string::npos) << letter.subject << '\n' << letter.text;
}

TEST(Demonstration, WritesToTheEmptyMailboxesNever) {
    for (auto& letter : all().letters)
        for (auto* list : {&letter.to, &letter.cc})
            for (auto* c : *list) {
                EXPECT_NE(c->key, "alun");
                EXPECT_NE(c->key, "keira");
                EXPECT_NE(c->key, "post");
            }
}

TEST(Demonstration, AnswersComeAfterWhatTheyAnswer) {
    std::set<std::string> ids;
    int threads = 0;
    for (auto& letter : all().letters) {
        EXPECT_TRUE(ids.insert(letter.message_id).second) << letter.message_id;
        if (!letter.answers) continue;
        ++threads;
        EXPECT_LT(*letter.answers, letter.number);
        EXPECT_LT(all().letters[*letter.answers].sent, letter.sent);
    }
    EXPECT_GT(threads, 250);
}

TEST(Demonstration, EveryMessageIsWhole) {
    for (std::size_t n = 0; n < messages().size(); ++n) {
        auto& text = messages()[n];
        auto& letter = all().letters[n];
        const auto structure = mime::parse(text);
        EXPECT_FALSE(structure.truncated);
        for (auto& part : structure.parts) {
            EXPECT_NE(part.encoding, mime::TransferEncoding::unknown);
            EXPECT_TRUE(part.is_multipart() || part.body.size() > 0) << letter.subject;
        }
        const auto about = mime::abstract(text, structure, mime::bodies(structure));
        EXPECT_EQ(about.summary.subject, letter.subject);
        for (std::size_t at = 0, end; at < text.size(); at = end + 2) {
            end = text.find("\r\n", at);
            ASSERT_NE(end, std::string::npos);
            ASSERT_LE(end - at, 998u) << letter.subject;
            ASSERT_EQ(text.substr(at, end - at).find_first_of("\r\n"), std::string::npos) << letter.subject;
        }
    }
}

TEST(Demonstration, EveryAttachmentIsWhatItClaims) {
    std::map<std::string, int> types;
    std::size_t largest = 0;
    for (auto& letter : all().letters)
        for (std::size_t n = 0; n < letter.attachments.size(); ++n) {
            if (letter.attachments[n] == "invitation" || letter.attachments[n] == "eml") continue;
            const auto a = attachment(letter, n);
            ++types[a.type];
            largest = std::max(largest, a.content.size());
            const bool claims = a.type == "application/pdf" ? a.content.starts_with("%PDF-")
                                : a.type == "image/png"     ? a.content.starts_with("\x89PNG\r\n")
                                : a.type == "text/calendar" ? a.content.starts_with("BEGIN:VCALENDAR\r\n")
                                                            : !unzip(a.content).empty();
            EXPECT_TRUE(claims) << letter.subject << ": " << letter.attachments[n];
        }
    EXPECT_EQ(types.size(), 4u);
    for (auto& [type, count] : types) EXPECT_GE(count, 8) << type;
    EXPECT_LT(largest, 3u << 20);
}

TEST(Demonstration, TheBarristersInboxIsTheRichest) {
    std::map<std::string_view, std::size_t> inbox;
    std::map<std::string, std::size_t> dele;
    std::set<std::string> folders;
    int unread = 0, flagged = 0, answered = 0;
    for (auto& [key, list] : filings(all().letters, now))
        for (auto& filed : list) {
            if (filed.role == "inbox") ++inbox[key];
            if (key != "dele") continue;
            ++dele[filed.role];
            if (filed.folders.size() > 2) folders.insert(filed.folders[1] + '/' + filed.folders[2]);
            if (filed.role != "inbox") continue;
            unread += (filed.keywords.flags & flag::unread_mask) == 0;
            flagged += (filed.keywords.flags & flag::flagged) != 0;
            answered += (filed.keywords.flags & flag::answered) != 0;
        }
    EXPECT_GT(inbox["dele"], 330u);
    for (auto& [key, count] : inbox) EXPECT_LE(count, inbox["dele"]) << key;
    for (auto key : {"amina", "margaret", "hanna", "colin", "clerks"}) EXPECT_GT(inbox[key], 20u) << key;
    for (auto key : {"ruth", "office"}) EXPECT_GT(inbox[key], 5u) << key;
    for (auto role : {"sent", "drafts", "junk", "trash", "archive"}) EXPECT_GE(dele[role], 2u) << role;
    EXPECT_GE(folders.size(), 8u);
    EXPECT_GE(unread, 10);
    EXPECT_LE(unread, 60);
    EXPECT_GE(flagged, 8);
    EXPECT_GE(answered, 60);
}

TEST(Story, IsReadAsItIsWritten) {
    const auto stories = stories_from(
        "\n### one\n== a > b, c; d @3 09:42 #x\nSubject: Hello\nAttach: pdf note; ics it\nWith: html "
        "flag\n\nText\nmore\n"
        "== b > a @-5 re #x\n\nAnswer\n### two\n== c > a @0 10:00\nSubject: S\n\nT\n");
    ASSERT_EQ(stories.size(), 2u);
    ASSERT_EQ(stories[0].lines.size(), 2u);
    auto& first = stories[0].lines[0];
    EXPECT_EQ(first.to, (std::vector<std::string_view>{"b", "c"}));
    EXPECT_EQ(first.cc, (std::vector<std::string_view>{"d"}));
    EXPECT_EQ(first.day, 3);
    EXPECT_EQ(first.minute, 42);
    EXPECT_EQ(first.attachments.size(), 2u);
    EXPECT_TRUE(first.has("flag"));
    EXPECT_EQ(first.text, "Text\nmore");
    EXPECT_EQ(stories[0].lines[1].minutes_ago, 5);
    EXPECT_EQ(stories[0].lines[1].answers, 0u);
}

TEST(Story, ParagraphsAreOnOneLineEach) {
    EXPECT_EQ(reflowed("One\ntwo.\n\n1. First\ngoes on\n2. Second\n\n  kept  as it is\nend"),
              "One two.\n\n1. First goes on\n2. Second\n\n  kept  as it is\nend");
}

TEST(Days, FollowTheClocksOfLondon) {
    EXPECT_EQ(at(sys_days(2026y / July / 1), 9, 0), sys_days(2026y / July / 1) + hours(8));
    EXPECT_EQ(at(sys_days(2026y / December / 1), 9, 0), sys_days(2026y / December / 1) + hours(9));
    EXPECT_EQ(working_day(sys_days(2026y / December / 25)), sys_days(2027y / January / 4));
    EXPECT_EQ(welsh_date(sys_days(2026y / May / 4)), "dydd Llun 4 Mai 2026");
}

}  // namespace
}  // namespace bailey::apps::demo
