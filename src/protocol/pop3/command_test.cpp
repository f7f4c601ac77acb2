#include "protocol/pop3/command.hpp"

#include <gtest/gtest.h>

namespace bailey::pop3 {
namespace {

TEST(Pop3CommandTest, KeywordsInAnyLetterCase) {
    for (auto line : {"RETR 17", "retr 17", "ReTr 17 "}) {
        auto command = parse(line);
        ASSERT_TRUE(command) << line;
        EXPECT_EQ(std::get<Retr>(*command).number, 17u);
    }
}

TEST(Pop3CommandTest, APasswordIsTheWholeRestOfTheLine) {
    EXPECT_EQ(std::get<Pass>(*parse("PASS  two words ")).password.reveal(), " two words ");
}

TEST(Pop3CommandTest, ArgumentsThatMayBeLeftOut) {
    EXPECT_EQ(std::get<List>(*parse("LIST")).number, std::nullopt);
    EXPECT_EQ(std::get<Uidl>(*parse("UIDL 4294967295")).number, 4294967295u);
    EXPECT_FALSE(std::get<Auth>(*parse("AUTH PLAIN")).initial);
    EXPECT_EQ(std::get<Auth>(*parse("AUTH PLAIN =")).initial->reveal(), "=");
    EXPECT_EQ(std::get<Top>(*parse("TOP 3 0")).lines, 0u);
}

TEST(Pop3CommandTest, WrongArguments) {
    for (auto line :
         {"RETR", "RETR 0", "RETR -1", "RETR 1 2", "RETR 4294967296", "RETR 0x1", "DELE", "TOP 1", "TOP 0 1",
          "TOP 1 -1", "LIST 1 2", "STAT 1", "USER", "USER ", "PASS", "AUTH", "CAPA x", "PASS \xC3\x28"})
        EXPECT_EQ(parse(line).error(), Errc::bad_syntax) << line;
}

TEST(Pop3CommandTest, UnknownKeywords) {
    for (auto line : {"", " ", "APOP ann 0123", "RETRO 1", "\xFF"})
        EXPECT_EQ(parse(line).error(), Errc::unsupported) << line;
}

}  // namespace
}  // namespace bailey::pop3
