#include "protocol/mime/mailboxes.hpp"

#include <gtest/gtest.h>

namespace bailey::mime {
namespace {

// "display|address" of each, or the error.
std::string read(std::string_view value) {
    auto found = parse_mailboxes(value);
    if (!found) return found.error().message();
    std::string out;
    for (const auto& m : *found) out += (out.empty() ? "" : ", ") + m.display + '|' + m.address.text();
    return out;
}

TEST(Mailboxes, ReadsTheOrdinaryForms) {
    EXPECT_EQ(read("ann@firm.example"), "|ann@firm.example");
    EXPECT_EQ(read("<ann@firm.example>"), "|ann@firm.example");
    EXPECT_EQ(read("Ann Lee <ann@firm.example>"), "Ann Lee|ann@firm.example");
    EXPECT_EQ(read("\"Lee, Ann \\\"A\\\"\" <ann@firm.example>, bob@firm.example"),
              "Lee, Ann \"A\"|ann@firm.example, |bob@firm.example");
    EXPECT_EQ(read("=?utf-8?q?Zo=C3=AB?= <zoe@firm.example>"), "=?utf-8?q?Zo=C3=AB?=|zoe@firm.example");
    EXPECT_EQ(read("Zo\xc3\xab <zo\xc3\xab@firm.example>"), "Zo\xc3\xab|zo\xc3\xab@firm.example");
    EXPECT_EQ(read(""), "");
}

TEST(Mailboxes, ReadsTheExamplesOfRfc5322AppendixA) {
    EXPECT_EQ(read("\"Joe Q. Public\" <john.q.public@example.com>"), "Joe Q. Public|john.q.public@example.com");
    EXPECT_EQ(read("Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>"),
              "Mary Smith|mary@x.test, |jdoe@example.org, Who?|one@y.test");
    EXPECT_EQ(read("A Group:Ed Jones <joe@where.test>,joe@where.test,John <jdoe@one.test>;"),
              "Ed Jones|joe@where.test, |joe@where.test, John|jdoe@one.test");
    EXPECT_EQ(read("Undisclosed recipients:;"), "");
    EXPECT_EQ(read("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>"), "Pete|pete@silly.test");
    EXPECT_EQ(read("A Group(Some people)\r\n     :Chris Jones <c@(Chris's host.)public.example>,\r\n"
                   "         joe@example.org,\r\n  John <jdoe@one.test> (my dear friend); (the end of the group)"),
              "Chris Jones|c@public.example, |joe@example.org, John|jdoe@one.test");
    EXPECT_EQ(read("Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example"),
              "Mary Smith|mary@example.net, |jdoe@test.example");
    EXPECT_EQ(read("Joe Q. Public <john.q.public@example.com>"), "Joe Q. Public|john.q.public@example.com");
}

TEST(Mailboxes, ReadsWhatProgramsWriteByMistake) {
    EXPECT_EQ(read("ann@firm.example <ann@firm.example>"), "ann@firm.example|ann@firm.example");
    EXPECT_EQ(read("ann@firm.example,"), "|ann@firm.example");
    EXPECT_EQ(read("\"a b\"@firm.example"), "|\"a b\"@firm.example");
}

TEST(Mailboxes, RefusesWhatHasNoOneMeaning) {
    for (const char* bad :
         {"ann", "ann@", "@firm.example", "<ann@firm.example", "ann@firm.example>", "Ann <>", "a@b.example c@d.example",
          "Ann <a@b.example> <c@d.example>", "Group: a@b.example", "Group: Sub: a@b.example;;", "a@b.example;",
          "\"unclosed <a@b.example>", "(unclosed a@b.example", "a@[192.0.2.1]", "a..b@c.example", "<<a@b.example>>"})
        EXPECT_EQ(read(bad), "bad syntax") << bad;
}

TEST(Mailboxes, BoundsItsWork) {
    std::string many;
    for (int i = 0; i < 100; ++i) many += "a@b.example,";
    EXPECT_TRUE(parse_mailboxes(many, 100));
    EXPECT_EQ(parse_mailboxes(many, 99).error(), Errc::too_many);
    const std::string deep = std::string(200'000, '(') + "a@b.example";
    EXPECT_FALSE(parse_mailboxes(deep));
    EXPECT_FALSE(parse_mailboxes(std::string(200'000, '.')));
    EXPECT_FALSE(parse_mailboxes(std::string(100'000, '<')));
    EXPECT_FALSE(parse_mailboxes(std::string(200'000, 'a')));
}

TEST(Mailboxes, ShowsPeopleCleanTextOnly) {
    EXPECT_EQ(read("\"J\x01"
                   "ane\xff \x7f\" <jane@firm.test>"),
              "Jane\xEF\xBF\xBD|jane@firm.test");
}

TEST(Mailboxes, RefusesOddOctetsInAddresses) {
    for (std::string_view bad : {std::string_view("a\0b@x.test", 10), std::string_view("\xff@firm.test"),
                                 std::string_view("a@x.test\\"), std::string_view("\"a\\")})
        EXPECT_EQ(read(bad), "bad syntax") << bad;
    EXPECT_EQ(parse_mailboxes(std::string(65, 'a') + "@firm.test").error(), Errc::too_long);
}

TEST(Mailboxes, ReadsBackWhatItWrites) {
    for (auto* display : {"", "Jane", "Smith, \"J\" \\ (x) <y>", "Si\xc3\xb4n"}) {
        Mailbox m{display, Address::trusted("o'brien x", "firm.test")};
        auto back = parse_mailboxes(text(m)).value();
        ASSERT_EQ(back.size(), 1u);
        EXPECT_EQ(back[0].display, m.display);
        EXPECT_EQ(back[0].address, m.address);
    }
}

}  // namespace
}  // namespace bailey::mime
