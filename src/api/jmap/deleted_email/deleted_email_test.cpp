#include "api/jmap/deleted_email/deleted_email.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/post_office.hpp"
#include "services/mailbox/emails.hpp"

namespace bailey::jmap {
namespace {

class DeletedEmailTest : public testing::PostOffice {
protected:
    void SetUp() override {
        PostOffice::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        cells->recoverable_for(std::chrono::hours(24 * 30));
        add_deleted_emails(*api, *accounts, 30);
        uses.emplace_back(recoverable_uri);
    }
    std::string deleted(const std::string& subject, AccountId who = {}) {
        auto account = accounts->open(who == AccountId{} ? ann : who).value();
        auto text = "From: Dele Okafor <dele@firm.com>\r\nTo: ann@firm.com\r\nSubject: " + subject + "\r\n\r\nTen.\r\n";
        auto id = mailbox::add_email(account, text, {{1}, {}, {}}).value().id;
        EXPECT_TRUE(mailbox::set_emails(account, {{}, {id}, {}}));
        clock.advance(std::chrono::seconds(1));
        return text_of_id(account);
    }
    std::string text_of_id(const mailbox::Account& account) {
        auto found = call(account.id, "DeletedEmail/query", {}).at("ids").as_array();
        return found.empty() ? "" : std::string(text_of(found.at(0).as_string()));
    }
    json::array listed(json::object arguments) {
        return call(ann, "DeletedEmail/query", std::move(arguments)).at("ids").as_array();
    }
};
BAILEY_ON_BOTH_ENGINES(DeletedEmailTest);

TEST_P(DeletedEmailTest, what_was_deleted_is_listed_found_and_told) {
    auto first = deleted("Bundle of papers"), second = deleted("Listing");
    EXPECT_EQ(listed({}), (json::array{json::string(second), json::string(first)}));
    EXPECT_EQ(listed({{"filter", json::object{{"text", "bund okaf"}}}}), json::array{json::string(first)});
    EXPECT_EQ(listed({{"filter", json::object{{"text", "nothing of it"}}}}), json::array{});
    EXPECT_EQ(listed({{"limit", 1}, {"position", 1}}), json::array{json::string(first)});
    auto got = call(ann, "DeletedEmail/get", {{"ids", json::array{json::string(first)}}});
    auto& one = got.at("list").at(0).as_object();
    EXPECT_EQ(one.at("subject"), "Bundle of papers");
    EXPECT_EQ(one.at("from").at(0).at("email"), "dele@firm.com");
    EXPECT_EQ(one.at("mailboxIds"), testing::parsed(R"({"m1":true})"));
    EXPECT_TRUE(one.at("deletedAt").is_string() && one.at("expiresAt").is_string());
    EXPECT_EQ(error_of(ann, "DeletedEmail/query", {{"filter", json::object{{"colour", "red"}}}}), "unsupportedFilter");
}

TEST_P(DeletedEmailTest, it_is_brought_back_once_as_a_new_email) {
    auto id = deleted("Listing");
    auto done = call(ann, "DeletedEmail/restore", {{"ids", json::array{json::string(id), "e0000000000000"}}});
    auto& back = done.at("restored").at(id).as_object();
    EXPECT_NE(back.at("emailId"), json::value(id));
    EXPECT_EQ(back.at("mailboxIds"), testing::parsed(R"({"m1":true})"));
    EXPECT_NE(done.at("oldState"), done.at("newState"));
    EXPECT_EQ(done.at("notRestored").at("e0000000000000").at("type"), "notFound");
    EXPECT_EQ(listed({}), json::array{});
    auto again = call(ann, "DeletedEmail/restore", {{"ids", json::array{json::string(id)}}});
    EXPECT_TRUE(again.at("restored").is_null());
}

TEST_P(DeletedEmailTest, only_its_owner_destroys_it_for_good) {
    auto mine = deleted("Mine"), theirs = deleted("Theirs", ben);
    shared.push_back({ben, "ben@firm.com", false, false});
    auto in_bens = calls(ann, R"(["DeletedEmail/set",{"accountId":")" + account_id(ben) + R"(","destroy":[")" + theirs +
                                  R"("]},"0"],["DeletedEmail/restore",{"accountId":")" + account_id(ben) +
                                  R"(","ids":[")" + theirs + R"("]},"1"])");
    EXPECT_EQ(in_bens.at(0).at(1).at("notDestroyed").at(theirs).at("type"), "forbidden");
    EXPECT_TRUE(in_bens.at(1).at(1).at("restored").is_object()) << "who may write may bring back";
    auto done = call(ann, "DeletedEmail/set", {{"destroy", json::array{json::string(mine)}}});
    EXPECT_EQ(done.at("destroyed"), json::array{json::string(mine)});
    EXPECT_EQ(listed({}), json::array{});
}

}  // namespace
}  // namespace bailey::jmap
