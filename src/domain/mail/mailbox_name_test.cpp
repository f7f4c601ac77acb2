#include "domain/mail/mailbox_name.hpp"

#include <gtest/gtest.h>

namespace bailey {
namespace {

TEST(MailboxName, IsKeptAsItIsWritten) {
    EXPECT_EQ(*mailbox_name("Projects / 2026", 250), "Projects / 2026");
    EXPECT_EQ(*mailbox_name("\t Bills ", 250), "Bills") << "blanks at the ends cannot be seen";
    EXPECT_EQ(*mailbox_name("書類", 250), "書類");
}

TEST(MailboxName, Rfc5198Section3_IsComposed) {
    EXPECT_EQ(*mailbox_name("Cafe\u0301", 250), "Caf\u00e9");
    EXPECT_EQ(*mailbox_name("Cafe\u0301", 5), "Caf\u00e9") << "counted as it is kept";
}

TEST(MailboxName, Rfc5198Section2_HasNoControlCharacters) {
    using namespace std::string_view_literals;
    for (auto bad : {""sv, "  "sv, "a\nb"sv, "a\0b"sv, "a\x7f"sv, "a\u0085b"sv, "a\u2028b"sv})
        EXPECT_EQ(mailbox_name(bad, 250).error(), Errc::bad_syntax) << bad;
}

TEST(MailboxName, IsUtf8) {
    for (auto bad : {"\xff", "caf\xe9", "\xc0\xaf", "\xed\xa0\x80"})
        EXPECT_EQ(mailbox_name(bad, 250).error(), Errc::bad_syntax);
}

TEST(MailboxName, IsBounded) {
    EXPECT_TRUE(mailbox_name(std::string(250, 'a'), 250));
    EXPECT_EQ(mailbox_name(std::string(251, 'a'), 250).error(), Errc::too_long);
    EXPECT_EQ(mailbox_name(std::string(1 << 20, 'a'), 250).error(), Errc::too_long);
}

TEST(MailboxRole, Rfc8621Section2_IsOneOfTheRegistered) {
    for (auto role : {"inbox", "drafts", "sent", "junk", "trash", "archive", "all", "flagged", "important"})
        EXPECT_TRUE(registered_role(role)) << role;
    for (auto role : {"", "Inbox", "spam", "outbox", "noselect"}) EXPECT_FALSE(registered_role(role)) << role;
}

}  // namespace
}  // namespace bailey
