#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "apps/commands/audit.hpp"
#include "apps/commands/json.hpp"
#include "apps/commands/mailbox.hpp"
#include "apps/commands/notice.hpp"
#include "apps/commands/organisation.hpp"
#include "apps/commands/sign_in.hpp"
#include "apps/commands/user.hpp"
#include "base/keyring.hpp"
#include "services/signin/app_passwords.hpp"
#include "services/signin/sessions.hpp"
#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/sql/engine_fixture.hpp"

namespace bailey::commands {
namespace {

class CommandsTest : public sql::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        ASSERT_TRUE(KeyRing::create(folder() / "keys"));
        url_ = fresh_database();
        std::ofstream file(folder() / "bailey.conf");
        file << "[database]\ncommunity = \"" << url_ << "\"\n[keys]\nring = \"" << (folder() / "keys").string()
             << "\"\n[signin]\nargon2_passes = 1\nargon2_memory = \"8MB\"\n";
        file.close();
        auto keys = KeyRing::load(folder() / "keys");
        ASSERT_TRUE(keys);
        ASSERT_TRUE(store::Community::open(url_, keys->purpose("audit")));
        for (auto& table : {organisation_commands(), user_commands(), sign_in_commands(), mailbox_commands(),
                            notice_commands(), audit_commands()})
            commands_.insert(commands_.end(), table.begin(), table.end());
    }

    int bailey(std::vector<std::string> words, const std::string& input = "") {
        words.insert(words.end(), {"--config", (folder() / "bailey.conf").string()});
        std::istringstream in(input);
        std::ostringstream out, err;
        int code = run(commands_, words, in, out, err);
        out_ = out.str();
        err_ = err.str();
        return code;
    }
    std::string state_of(const std::string& address) {
        EXPECT_EQ(bailey({"user", "show", address, "--json"}), 0) << err_;
        return std::string(json::parse(out_).at("state").as_string());
    }

    std::string url_, out_, err_;
    std::vector<Command> commands_;
};
BAILEY_ON_BOTH_ENGINES(CommandsTest);

TEST_P(CommandsTest, ANoticeIsWrittenListedAndTakenAway) {
    EXPECT_EQ(bailey({"notice", "add", "Slow today", "--welsh", "Araf heddiw", "--level", "warning", "--until",
                      "2099-01-01T00:00:00Z"}),
              0)
        << err_;
    EXPECT_EQ(out_, "Notice 1\n");
    ASSERT_EQ(bailey({"notice", "list", "--json"}), 0) << err_;
    auto all = json::parse(out_).as_array();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all.at(0).at("level"), "warning");
    EXPECT_EQ(all.at(0).at("until"), "2099-01-01T00:00:00Z");
    EXPECT_EQ(bailey({"notice", "remove", "1"}), 0) << err_;
    EXPECT_NE(bailey({"notice", "remove", "1"}), 0);
    EXPECT_NE(bailey({"notice", "add", "x", "--until", "tomorrow"}), 0);
}

TEST_P(CommandsTest, AMarkingIsTheCeilingOfAUserAndOfAnOrganisation) {
    ASSERT_EQ(bailey({"organisation", "add", "Firm", "--domain", "firm.com"}), 0) << err_;
    ASSERT_EQ(bailey({"user", "add", "ann@firm.com"}), 0) << err_;
    EXPECT_EQ(bailey({"user", "ceiling", "ann@firm.com", "OFFICIAL"}), 0) << err_;
    ASSERT_EQ(bailey({"user", "show", "ann@firm.com"}), 0);
    EXPECT_NE(out_.find("Ceiling"), std::string::npos) << out_;
    EXPECT_EQ(bailey({"organisation", "ceiling", "Firm", "official-sensitive"}), 0) << err_;
    EXPECT_EQ(bailey({"user", "ceiling", "ann@firm.com", "none"}), 0) << err_;
    EXPECT_NE(bailey({"user", "ceiling", "ann@firm.com", "SECRET"}), 0);
    EXPECT_NE(err_.find("OFFICIAL, OFFICIAL-SENSITIVE"), std::string::npos) << err_;
}

TEST_P(CommandsTest, FromAnOrganisationToAUserWhoIsSuspendedAndDeleted) {
    ASSERT_EQ(bailey({"organisation", "add", "Smith & Co", "--domain", "smith.co.uk"}), 0) << err_;
    EXPECT_EQ(out_, "Organisation 1: Smith & Co\n");
    ASSERT_EQ(bailey({"user", "add", "ann@smith.co.uk", "--first-name", "Ann"}), 0) << err_;
    EXPECT_TRUE(out_.starts_with("User 1: ann@smith.co.uk.bailey.test\nOne-time password")) << out_;
    EXPECT_EQ(state_of("ann@smith.co.uk"), "new_user_locked");
    ASSERT_EQ(bailey({"user", "password", "ann@smith.co.uk", "--password-stdin"}, "walrus orbit kettle\n"), 0) << err_;
    EXPECT_EQ(state_of("ann@smith.co.uk"), "active");
    EXPECT_EQ(bailey({"user", "unlock", "ann@smith.co.uk"}), 1);
    EXPECT_EQ(err_, "bailey user unlock: ann@smith.co.uk is not locked\n");
    for (auto [act, state] :
         {std::pair{"suspend", "suspended"}, {"resume", "active"}, {"delete", "deleted"}, {"restore", "active"}}) {
        ASSERT_EQ(bailey({"user", act, "ann@smith.co.uk"}), 0) << err_;
        EXPECT_EQ(state_of("ann@smith.co.uk"), state);
    }
    ASSERT_EQ(bailey({"user", "capacity", "ann@smith.co.uk", "500MB"}), 0) << err_;
    ASSERT_EQ(bailey({"user", "appoint", "ann@smith.co.uk", "organisation_administrator", "--organisation", "1"}), 0);
    ASSERT_EQ(bailey({"organisation", "show", "Smith & Co"}), 0);
    EXPECT_NE(out_.find("organisation_administrator ann@smith.co.uk.bailey.test"), std::string::npos) << out_;
    ASSERT_EQ(bailey({"audit", "verify"}), 0) << err_;
    EXPECT_TRUE(out_.starts_with("9 records, all as they were written.")) << out_;
}

TEST_P(CommandsTest, SaysWhatIsWrong) {
    ASSERT_EQ(bailey({"organisation", "add", "Firm", "--domain", "firm.com"}), 0) << err_;
    EXPECT_EQ(bailey({"organisation", "add", "Firm"}), 1);
    EXPECT_EQ(bailey({"organisation", "add", "Other", "--domain", "firm.com"}), 1);
    EXPECT_EQ(bailey({"organisation", "add", "Other", "--connection", "pigeon"}), 2);
    EXPECT_EQ(bailey({"organisation", "set", "Firm", "--second-factor", "perhaps"}), 2);
    EXPECT_EQ(bailey({"organisation", "set", "Firm"}), 2);
    ASSERT_EQ(bailey({"organisation", "set", "Firm", "--second-factor", "off"}), 0) << err_;
    ASSERT_EQ(bailey({"organisation", "show", "Firm"}), 0);
    EXPECT_NE(out_.find("off"), std::string::npos) << out_;
    EXPECT_EQ(bailey({"organisation", "show", "99"}), 1);
    EXPECT_EQ(err_, "bailey organisation show: organisation 99: not found\n");
    EXPECT_EQ(bailey({"user", "add", "ann@elsewhere.org"}), 1);
    EXPECT_EQ(bailey({"user", "add", "ann@firm.com", "--password-stdin"}, "short\n"), 1);
    EXPECT_EQ(err_, "bailey user add: The password must have at least 12 characters.\n");
    EXPECT_EQ(bailey({"user", "show", "ann@firm.com"}), 1);
    EXPECT_EQ(err_, "bailey user show: ann@firm.com: not found\n");
    EXPECT_EQ(bailey({"user", "list", "--state", "asleep"}), 2);
    ASSERT_EQ(bailey({"user", "list", "--json"}), 0);
    EXPECT_EQ(out_, "[]\n");
}

TEST_P(CommandsTest, ASharedMailboxIsMadeAndOpenedToUsers) {
    ASSERT_EQ(bailey({"organisation", "add", "Firm", "--domain", "firm.com"}), 0) << err_;
    ASSERT_EQ(bailey({"user", "add", "ann@firm.com"}), 0) << err_;
    ASSERT_EQ(bailey({"mailbox", "add", "desk@firm.com", "The Desk"}), 0) << err_;
    EXPECT_EQ(out_, "Shared mailbox 2: desk@firm.com.bailey.test\n");
    EXPECT_EQ(bailey({"mailbox", "add", "desk@elsewhere.org", "The Desk"}), 1);
    ASSERT_EQ(bailey({"mailbox", "grant", "desk@firm.com", "ann@firm.com", "--rights", "read,mail"}), 0) << err_;
    ASSERT_EQ(bailey({"mailbox", "show", "desk@firm.com", "--json"}), 0) << err_;
    EXPECT_EQ(out_, "[{\"address\":\"ann@firm.com.bailey.test\",\"rights\":\"read,mail\"}]\n");
    EXPECT_EQ(bailey({"mailbox", "grant", "desk@firm.com", "ann@firm.com", "--rights", "everything"}), 2);
    EXPECT_EQ(bailey({"mailbox", "grant", "desk@firm.com", "ann@firm.com", "--rights", "write"}), 2);
    EXPECT_EQ(bailey({"mailbox", "grant", "ann@firm.com", "ann@firm.com"}), 1);
    EXPECT_EQ(bailey({"mailbox", "show", "ann@firm.com"}), 1);
    EXPECT_EQ(err_, "bailey mailbox show: ann@firm.com is not a shared mailbox\n");
    ASSERT_EQ(bailey({"mailbox", "revoke", "desk@firm.com", "ann@firm.com"}), 0) << err_;
    EXPECT_EQ(bailey({"mailbox", "revoke", "desk@firm.com", "ann@firm.com"}), 1);
    EXPECT_EQ(err_, "bailey mailbox revoke: ann@firm.com has no rights in desk@firm.com\n");
    ASSERT_EQ(bailey({"mailbox", "show", "desk@firm.com"}), 0);
    EXPECT_EQ(out_.find("ann"), std::string::npos) << out_;
    ASSERT_EQ(bailey({"audit", "verify"}), 0) << err_;
}

TEST_P(CommandsTest, AnAppPasswordIsMadeListedAndRevoked) {
    ASSERT_EQ(bailey({"organisation", "add", "Firm", "--domain", "firm.com"}), 0) << err_;
    ASSERT_EQ(bailey({"user", "add", "ann@firm.com", "--password-stdin"}, "walrus orbit kettle\n"), 0) << err_;
    ASSERT_EQ(bailey({"app-password", "create", "ann@firm.com", "Case system"}), 0) << err_;
    EXPECT_TRUE(out_.starts_with("App password 1: ")) << out_;
    Secret made(std::string_view(out_).substr(16, out_.size() - 17));
    EXPECT_TRUE(signin::AppPasswords::looks_like_one(made)) << out_;
    ASSERT_EQ(bailey({"app-password", "list", "ann@firm.com", "--json"}), 0) << err_;
    auto listed = json::parse(out_).at(0);
    EXPECT_EQ(listed.at("name").as_string(), "Case system");
    EXPECT_TRUE(listed.at("last_used").is_null());
    EXPECT_FALSE(listed.as_object().contains("password"));
    ASSERT_EQ(bailey({"app-password", "revoke", "ann@firm.com", "1"}), 0) << err_;
    EXPECT_EQ(bailey({"app-password", "revoke", "ann@firm.com", "1"}), 1);
    EXPECT_EQ(err_, "bailey app-password revoke: ann@firm.com has no app password 1\n");
    EXPECT_EQ(bailey({"app-password", "revoke", "ann@firm.com", "one"}), 2);
    EXPECT_EQ(bailey({"app-password", "create", "bob@firm.com", "x"}), 1);
    ASSERT_EQ(bailey({"user", "add", "desk@firm.com", "--shared"}), 0) << err_;
    EXPECT_EQ(bailey({"app-password", "create", "desk@firm.com", "x"}), 1);
    EXPECT_NE(err_.find("shared mailbox"), std::string::npos) << err_;
}

TEST_P(CommandsTest, ASessionIsListedAndEnded) {
    ASSERT_EQ(bailey({"organisation", "add", "Firm", "--domain", "firm.com"}), 0) << err_;
    ASSERT_EQ(bailey({"user", "add", "ann@firm.com", "--password-stdin"}, "walrus orbit kettle\n"), 0) << err_;
    auto keys = KeyRing::load(folder() / "keys");
    SystemClock clock;
    auto community = store::Community::open(url_, keys->purpose("audit"));
    ASSERT_TRUE(community);
    store::Directory directory(**community, clock);
    signin::Sessions sessions(**community, directory, clock, keys->purpose("sessions"));
    signin::SignedIn ann;
    ann.account = AccountId{1};
    auto begun = sessions.begin(ann, signin::SessionKind::token, "Case system", "192.0.2.7");
    ASSERT_TRUE(begun);
    ASSERT_TRUE(sessions.find(begun->token, signin::SessionKind::token, "192.0.2.7"));
    ASSERT_EQ(bailey({"session", "list", "ann@firm.com", "--json"}), 0) << err_;
    auto listed = json::parse(out_).at(0);
    EXPECT_EQ(listed.at("kind").as_string(), "token");
    EXPECT_EQ(listed.at("name").as_string(), "Case system");
    EXPECT_EQ(listed.at("address").as_string(), "192.0.2.7");
    ASSERT_EQ(bailey({"session", "list", "ann@firm.com"}), 0) << err_;
    EXPECT_NE(out_.find("Case system"), std::string::npos) << out_;
    ASSERT_EQ(bailey({"session", "end", "ann@firm.com", std::to_string(begun->session.id)}), 0) << err_;
    EXPECT_EQ(bailey({"session", "end", "ann@firm.com", std::to_string(begun->session.id)}), 1);
    ASSERT_EQ(bailey({"session", "list", "ann@firm.com", "--json"}), 0) << err_;
    EXPECT_EQ(out_, "[]\n");
}

TEST_P(CommandsTest, ATamperedAuditIsTold) {
    ASSERT_EQ(bailey({"organisation", "add", "Firm"}), 0);
    ASSERT_EQ(bailey({"organisation", "suspend", "Firm"}), 0);
    auto c = sql::open(url_);
    ASSERT_TRUE((*c)->script("update audit set act = 'organisation_resumed' where audit_id = 2"));
    EXPECT_EQ(bailey({"audit", "verify"}), 1);
    EXPECT_EQ(err_, "bailey audit verify: record 2 is missing or not as it was written; the 1 before it are\n");
    ASSERT_EQ(bailey({"audit", "list", "--json", "--limit", "1"}), 0);
    EXPECT_EQ(json::parse(out_).at(0).at("act").as_string(), "organisation_resumed");
}

TEST(Commands, AMissingConfigurationIsNamed) {
    std::istringstream in;
    std::ostringstream out, err;
    auto commands = user_commands();
    EXPECT_EQ(run(commands, {"user", "list", "--config", "/nowhere/bailey.conf"}, in, out, err), 1);
    EXPECT_NE(err.str().find("/nowhere/bailey.conf"), std::string::npos) << err.str();
}

}  // namespace
}  // namespace bailey::commands
