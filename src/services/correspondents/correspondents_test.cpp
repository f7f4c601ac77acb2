#include "services/correspondents/correspondents.hpp"

#include <gtest/gtest.h>

#include "services/mailbox/emails.hpp"
#include "services/mailbox/home_fixture.hpp"

namespace bailey::correspondents {
namespace {

TEST(Correspondents, letters_apart) {
    EXPECT_EQ(distance("okafor", "okafor", 2), 0u);
    EXPECT_EQ(distance("okafor", "okfaor", 2), 1u) << "two letters swapped";
    EXPECT_EQ(distance("okafor", "okafo", 2), 1u);
    EXPECT_EQ(distance("okafor", "okaforr", 2), 1u);
    EXPECT_EQ(distance("okafor", "okavur", 2), 2u);
    EXPECT_EQ(distance("okafor", "ellison", 2), 3u) << "no more than it takes to know";
}

class CorrespondentsTest : public ::testing::Test {
protected:
    void add(const std::string& fields, Keywords keywords = {}) {
        auto text = fields + "Subject: Listing\r\n\r\nTen.\r\n";
        ASSERT_TRUE(mailbox::add_email(ann, text, {.mailboxes = {1}, .keywords = keywords}));
    }
    std::string alike(std::string_view address, std::string_view name = {}) {
        std::string all;
        for (auto one : book.of(ann).value()->like(address, name, 3)) all += one->address + " ";
        return all;
    }
    mailbox::Home home;
    mailbox::Account ann = home.make("ann@firm.com.bailey.test");
    const Canonicaliser names = Canonicaliser::create("bailey.test", {}).value();
    Correspondents book{names};
};

TEST_F(CorrespondentsTest, whoever_wrote_or_was_written_to_is_known_in_either_form) {
    add("From: Dele Okafor <d.okafor@chambers.uk>\r\nTo: ann@firm.com\r\nCc: Jo <jo@court.uk.bailey.test>\r\n");
    auto known = book.of(ann).value();
    ASSERT_TRUE(known->find("d.okafor@chambers.uk.bailey.test"));
    EXPECT_EQ(known->find("d.okafor@chambers.uk.bailey.test")->name, "Dele Okafor");
    EXPECT_TRUE(known->find("jo@court.uk.bailey.test"));
    EXPECT_FALSE(known->find("stranger@court.uk.bailey.test"));
    add("From: ann@firm.com\r\nTo: stranger@court.uk\r\n");
    EXPECT_TRUE(book.of(ann).value()->find("stranger@court.uk.bailey.test")) << "from the next email on";
}

TEST_F(CorrespondentsTest, a_draft_makes_nobody_known) {
    Keywords draft;
    draft.flags = flag::draft;
    add("From: ann@firm.com\r\nTo: d.okafro@chambers.uk\r\n", draft);
    EXPECT_FALSE(book.of(ann).value()->find("d.okafro@chambers.uk.bailey.test"));
}

TEST_F(CorrespondentsTest, what_looks_alike_is_found_by_spelling_and_by_name) {
    add("From: Dele Okafor <d.okafor@chambers.uk>\r\nTo: ben@firm.com\r\n");
    EXPECT_EQ(alike("d.okafro@chambers.uk.bailey.test"), "d.okafor@chambers.uk.bailey.test ");
    EXPECT_EQ(alike("okafor@court.uk.bailey.test", "DELE OKAFOR"), "d.okafor@chambers.uk.bailey.test ");
    EXPECT_EQ(alike("d.okafor@chambers.uk.bailey.test"), "") << "itself is no look-alike";
    EXPECT_EQ(alike("bob@firm.com.bailey.test"), "") << "short names differ by little";
}

}  // namespace
}  // namespace bailey::correspondents
