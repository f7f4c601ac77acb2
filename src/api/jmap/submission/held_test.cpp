// RFC 8621 section 7, undoStatus, with RFC 4865: sending later, and taking it back.
#include <gtest/gtest.h>

#include <thread>

#include "api/jmap/submission/submission.hpp"
#include "api/jmap/testing/post_office.hpp"

namespace bailey::jmap {
namespace {

using namespace std::chrono_literals;

class Rfc8621_7_UndoStatus : public testing::PostOffice {
protected:
    json::object hold(json::value parameters, std::vector<std::string> to = {"ben@firm.com"}) {
        return submit(email(ann, letter()), envelope(std::move(to), std::move(parameters)));
    }
    std::string held_id(std::string seconds = "3600") {
        auto id = created(hold(json::object{{"HOLDFOR", seconds}})).at("id");
        return std::string(text_of(id.as_string()));
    }
    json::object undo(const std::string& id, std::string_view status = "canceled") {
        return call(ann, "EmailSubmission/set", {{"update", json::object{{id, json::object{{"undoStatus", status}}}}}});
    }
    static std::string error(const json::object& response, const std::string& id) {
        return std::string(text_of(response.at("notUpdated").at(id).at("type").as_string()));
    }
};
BAILEY_ON_SQLITE(Rfc8621_7_UndoStatus);

TEST_P(Rfc8621_7_UndoStatus, a_held_message_is_pending_until_its_time_and_then_delivered) {
    auto told = created(hold(json::object{{"HOLDFOR", "3600"}}));
    EXPECT_EQ(told.at("undoStatus"), "pending");
    EXPECT_EQ(told.at("sendAt"), "2023-11-14T23:13:20Z") << "when it will be released";
    auto id = std::string(text_of(told.at("id").as_string()));
    let_it_look();
    EXPECT_TRUE(inbox(ben).empty());
    EXPECT_EQ(submission(id).at("undoStatus"), "pending");
    EXPECT_EQ(status(submission(id), "ben@firm.com").at("delivered"), "queued");
    EXPECT_TRUE(text_of(status(submission(id), "ben@firm.com").at("smtpReply").as_string()).starts_with("250 2.0.0 "));
    clock.advance(1h);
    deliver();
    EXPECT_EQ(inbox(ben).size(), 1u);
    EXPECT_EQ(submission(id).at("undoStatus"), "final");
    EXPECT_EQ(status(submission(id), "ben@firm.com").at("delivered"), "yes");
}

TEST_P(Rfc8621_7_UndoStatus, canceled_while_it_is_held_nothing_is_delivered_to_anybody) {
    auto told = created(hold(json::object{{"holdfor", "3600"}}, {"ben@firm.com", "cy@firm.com"}));
    auto id = std::string(text_of(told.at("id").as_string()));
    auto before = call(ann, "EmailSubmission/get", {{"ids", nullptr}}).at("state");
    auto done = undo(id);
    EXPECT_EQ(done.at("updated"), (json::object{{id, nullptr}}));
    EXPECT_NE(done.at("newState"), before);
    EXPECT_EQ(submission(id).at("undoStatus"), "canceled");
    EXPECT_EQ(status(submission(id), "cy@firm.com").at("delivered"), "no");
    clock.advance(2h);
    deliver();
    EXPECT_TRUE(inbox(ben).empty());
    EXPECT_TRUE(inbox(cy).empty());
    EXPECT_TRUE(inbox(ann).empty()) << "and no report of it";
    EXPECT_TRUE(undo(id).at("notUpdated").is_null()) << "it is canceled: so be it";
}

TEST_P(Rfc8621_7_UndoStatus, what_is_on_its_way_cannot_be_unsent) {
    auto sent = created(submit(email(ann, letter()))).at("id").as_string();
    auto id = std::string(text_of(sent));
    EXPECT_EQ(error(undo(id), id), "cannotUnsend");
    auto released = held_id("60");
    clock.advance(1min);
    deliver();
    EXPECT_EQ(error(undo(released), released), "cannotUnsend");
    EXPECT_EQ(inbox(ben).size(), 2u);
}

TEST_P(Rfc8621_7_UndoStatus, it_can_be_set_to_canceled_alone_and_nothing_else_can_be_set) {
    auto id = held_id();
    for (auto another : {"final", "pended", ""})
        EXPECT_EQ(error(undo(id, another), id), "invalidProperties") << another;
    EXPECT_TRUE(undo(id, "pending").at("notUpdated").is_null()) << "no change";
    auto refused = call(ann, "EmailSubmission/set",
                        {{"update", json::object{{id, json::object{{"sendAt", "2023-11-15T00:00:00Z"}}}}}});
    EXPECT_EQ(error(refused, id), "invalidProperties");
    held = 1;
    deliver();
    EXPECT_EQ(submission(id).at("undoStatus"), "pending");
    auto given = call(ann, "EmailSubmission/set",
                      {{"create", json::object{{"k", json::object{{"identityId", identity(ann)},
                                                                  {"emailId", email(ann, letter())},
                                                                  {"undoStatus", "canceled"}}}}}});
    EXPECT_EQ(refusal(given).at("type"), "invalidProperties") << "on create it is the server's";
}

TEST_P(Rfc8621_7_UndoStatus, rfc4865_until_a_moment) {
    auto told = created(hold(json::object{{"HOLDUNTIL", "2023-11-15T01:00:00+01:00"}}));
    EXPECT_EQ(told.at("sendAt"), "2023-11-15T00:00:00Z");
    EXPECT_EQ(told.at("undoStatus"), "pending");
    auto past = created(hold(json::object{{"HOLDUNTIL", "2023-11-14T00:00:00Z"}}));
    EXPECT_EQ(past.at("sendAt"), "2023-11-14T22:13:20Z") << "a time that is over holds nothing";
    EXPECT_EQ(past.at("undoStatus"), "final");
    EXPECT_EQ(created(hold(json::object{{"HOLDFOR", "0"}})).at("undoStatus"), "final");
}

TEST_P(Rfc8621_7_UndoStatus, rfc4865_what_cannot_be_is_refused) {
    for (auto bad :
         {R"({"HOLDFOR":"60","HOLDUNTIL":"2023-11-15T01:00:00Z"})", R"({"HOLDFOR":"1.5"})", R"({"HOLDFOR":"-1"})",
          R"({"HOLDFOR":""})", R"({"HOLDFOR":null})", R"({"HOLDFOR":60})", R"({"HOLDFOR":"1234567890"})",
          R"({"HOLDUNTIL":"tomorrow"})", R"({"HOLDFOR":"5184001"})", R"({"HOLDUNTIL":"2033-11-15T01:00:00Z"})"}) {
        auto refused = refusal(hold(testing::parsed(bad)));
        EXPECT_EQ(refused.at("type"), "invalidProperties") << bad;
        EXPECT_EQ(refused.at("properties"), (json::array{"envelope"})) << bad;
    }
    created(hold(json::object{{"HOLDFOR", "5184000"}}));
}

// A 550 that comes after the submission was accepted.
TEST_P(Rfc8621_7_UndoStatus, a_recipient_who_is_gone_by_then_is_told_of_in_its_status_and_in_a_report) {
    auto told = created(hold(json::object{{"HOLDFOR", "60"}}, {"ben@firm.com", "cy@firm.com"}));
    auto id = std::string(text_of(told.at("id").as_string()));
    ASSERT_TRUE(users->remove(system_actor(), ben));
    clock.advance(1min);
    deliver();
    deliver();
    auto now = submission(id);
    EXPECT_EQ(status(now, "ben@firm.com").at("delivered"), "no");
    EXPECT_EQ(text_of(status(now, "ben@firm.com").at("smtpReply").as_string()).substr(0, 10), "550 5.1.1 ");
    EXPECT_EQ(status(now, "cy@firm.com").at("delivered"), "yes");
    EXPECT_EQ(now.at("undoStatus"), "final");
    EXPECT_EQ(now.at("dsnBlobIds").as_array().size(), 1u);
    EXPECT_EQ(inbox(ann).size(), 1u);
}

TEST_P(Rfc8621_7_UndoStatus, whoever_is_told_that_it_was_canceled_finds_it_in_no_mailbox) {
    std::size_t delivered = 0;
    for (int n = 0; n < 20; ++n) {
        auto id = held_id("1");
        clock.advance(1s);
        if (n % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(n / 3));
        auto done = undo(id);
        if (done.at("updated").is_null()) {
            EXPECT_EQ(error(done, id), "cannotUnsend");
            ++delivered;
        }
    }
    deliver();
    EXPECT_EQ(inbox(ben).size(), delivered);
}

TEST_P(Rfc8621_7_UndoStatus, changes_tell_of_what_delivery_did) {
    auto id = held_id("60");
    auto before = call(ann, "EmailSubmission/get", {{"ids", nullptr}}).at("state");
    auto none = call(ann, "EmailSubmission/changes", {{"sinceState", before}});
    EXPECT_EQ(none.at("updated"), json::array{});
    clock.advance(1min);
    deliver();
    auto changed = call(ann, "EmailSubmission/changes", {{"sinceState", before}});
    EXPECT_EQ(changed.at("updated"), json::array{json::string(id)});
    auto removed = call(ann, "EmailSubmission/set", {{"destroy", json::array{json::string(id)}}});
    auto last = call(ann, "EmailSubmission/changes", {{"sinceState", changed.at("newState")}});
    EXPECT_EQ(last.at("destroyed"), json::array{json::string(id)});
    EXPECT_EQ(last.at("newState"), removed.at("newState"));
    EXPECT_EQ(error_of(ann, "EmailSubmission/changes", {{"sinceState", "x"}}), "cannotCalculateChanges");
}

}  // namespace
}  // namespace bailey::jmap
