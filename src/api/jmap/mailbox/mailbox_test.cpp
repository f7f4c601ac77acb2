// RFC 8621 section 2, what of it is reading.
#include <gtest/gtest.h>

#include <algorithm>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/testing/mail_desk.hpp"
#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::in_quotes;
using testing::MailDesk;
using testing::text;

std::string names_of(MailDesk& desk, std::string_view query) {
    const auto response = desk.call("Mailbox/query", query);
    if (!response.contains("ids")) return text(response.at("type"));
    const auto list = desk.call("Mailbox/get", R"("properties":["name"],"ids":)" + text(response.at("ids")));
    std::string names;
    for (const auto& mailbox : list.at("list").as_array()) {
        names += (names.empty() ? "" : " ") + std::string(text_of(mailbox.at("name").as_string()));
    }
    return names;
}

TEST(Rfc8621_1_3_1_Capability, tells_the_limits_of_an_account) {
    MailDesk desk;
    const auto session = desk.api.session(desk.caller, Origin{"https://mail.example"}).value();
    EXPECT_EQ(text(session.at("capabilities").at(mail_uri)), "{}");
    const auto& account = session.at("accounts").at(desk.id).at("accountCapabilities").at(mail_uri).as_object();
    EXPECT_EQ(account.at("maxMailboxesPerEmail"), 100);
    EXPECT_EQ(account.at("maxMailboxDepth"), 10);
    EXPECT_GE(account.at("maxSizeMailboxName").as_uint64(), 100u);
    EXPECT_GT(account.at("maxSizeAttachmentsPerEmail").as_uint64(), 0u);
    EXPECT_EQ(account.at("mayCreateTopLevelMailbox"), true);
    const auto sorts = text(account.at("emailQuerySortOptions"));
    for (auto sort : {"receivedAt", "size", "from", "to", "subject", "sentAt", "hasKeyword", "allInThreadHaveKeyword",
                      "someInThreadHaveKeyword"}) {
        EXPECT_NE(sorts.find(in_quotes(sort)), std::string::npos) << sort;
    }
}

TEST(Rfc8621_2_Mailbox, has_all_its_properties) {
    MailDesk desk;
    const auto response = desk.call("Mailbox/get", R"("ids":["m1"])");
    const auto& inbox = response.at("list").at(0).as_object();
    EXPECT_EQ(inbox.at("id"), "m1");
    EXPECT_EQ(inbox.at("role"), "inbox");
    EXPECT_TRUE(inbox.at("parentId").is_null());
    EXPECT_EQ(inbox.at("totalEmails"), 0);
    EXPECT_EQ(inbox.at("isSubscribed"), true);
    EXPECT_TRUE(inbox.at("sortOrder").is_uint64() || inbox.at("sortOrder").is_int64());
    const auto& rights = inbox.at("myRights").as_object();
    EXPECT_EQ(rights.size(), 10u) << "the nine of section 2, and mayShare";
    EXPECT_EQ(rights.at("mayReadItems"), true);
    EXPECT_EQ(rights.at("mayAddItems"), true);
    EXPECT_EQ(rights.at("mayDelete"), false) << "the Inbox stays";
    EXPECT_EQ(inbox.size(), 11u);
}

TEST(Rfc8621_2_MyRights, of_a_read_only_account_allow_no_change) {
    MailDesk desk;
    desk.read_only = true;
    const auto response = desk.call("Mailbox/get", R"("ids":["m1"],"properties":["myRights"])");
    for (const auto& [name, value] : response.at("list").at(0).at("myRights").as_object()) {
        EXPECT_EQ(value.as_bool(), name == "mayReadItems" || name == "maySubmit") << name;
    }
}

TEST(Rfc8621_2_1_MailboxGet, gives_all_for_ids_null_and_names_what_is_not_there) {
    MailDesk desk;
    const auto all = desk.call("Mailbox/get", R"("ids":null,"properties":["role"])");
    std::string roles;
    for (const auto& mailbox : all.at("list").as_array()) roles += text(mailbox.at("role"));
    for (auto role : {"inbox", "drafts", "sent", "junk", "trash", "archive"}) {
        EXPECT_NE(roles.find(in_quotes(role)), std::string::npos) << role;
    }
    EXPECT_EQ(text(all.at("notFound")), "[]");
    const auto some = desk.call("Mailbox/get", R"("ids":["m999","m01","nonsense","m1"],"properties":["id"])");
    EXPECT_EQ(text(some.at("list")), R"([{"id":"m1"}])");
    EXPECT_EQ(text(some.at("notFound")), R"(["m999","m01","nonsense"])");
    EXPECT_EQ(desk.error_of("Mailbox/get", R"("ids":null,"properties":["colour"])"), "invalidArguments");
}

TEST(Rfc8621_2_Counts, are_of_emails_and_threads) {
    MailDesk desk;
    desk.add_text("One", "x");
    desk.add_text("Two", "x", {.keywords = {"$seen"}});
    desk.add_text("Three", "x", {.keywords = {"$draft"}});
    const auto counts = R"("ids":["m1"],"properties":["totalEmails","unreadEmails","totalThreads","unreadThreads"])";
    EXPECT_EQ(text(desk.call("Mailbox/get", counts).at("list")),
              R"([{"id":"m1","totalEmails":3,"unreadEmails":1,"totalThreads":3,"unreadThreads":1}])");
}

TEST(Rfc8621_2_2_MailboxChanges, tells_when_only_counts_changed) {
    MailDesk desk;
    const auto before = desk.state("Mailbox");
    desk.add_text("One", "x");
    const auto counted = desk.call("Mailbox/changes", R"("sinceState":)" + in_quotes(before));
    EXPECT_EQ(text(counted.at("updated")), R"(["m1"])");
    EXPECT_EQ(text(counted.at("updatedProperties")),
              R"(["totalEmails","unreadEmails","totalThreads","unreadThreads"])");
    EXPECT_EQ(counted.at("newState").as_string(), desk.state("Mailbox"));

    desk.make_mailbox("Cases");
    const auto both = desk.call("Mailbox/changes", R"("sinceState":)" + in_quotes(before));
    EXPECT_EQ(both.at("created").as_array().size(), 1u);
    EXPECT_EQ(desk.error_of("Mailbox/changes", R"("sinceState":"nonsense")"), "cannotCalculateChanges");
    EXPECT_EQ(desk.error_of("Mailbox/changes", R"("sinceState":"999999")"), "cannotCalculateChanges");
}

TEST(Rfc8621_2_2_MailboxChanges, has_no_updatedProperties_where_others_changed) {
    MailDesk desk;
    const auto before = desk.state("Mailbox");
    desk.make_mailbox("Cases");
    const auto changes = desk.call("Mailbox/changes", R"("sinceState":)" + in_quotes(before));
    ASSERT_TRUE(changes.contains("updatedProperties"));
    const auto none = desk.call("Mailbox/changes", R"("sinceState":)" + in_quotes(desk.state("Mailbox")));
    EXPECT_EQ(text(none.at("updated")), "[]");
    EXPECT_EQ(none.at("hasMoreChanges"), false);
}

struct Tree : MailDesk {
    std::int64_t cases = make_mailbox("Zebra", 0, 5), old = make_mailbox("old", cases, 2),
                 fresh = make_mailbox("Fresh", cases, 1), apple = make_mailbox("Apple", 0, 9),
                 seed = make_mailbox("Seed", apple, 1);
};

TEST(Rfc8621_2_3_MailboxQuery, filters) {
    Tree desk;
    EXPECT_EQ(names_of(desk, R"("filter":{"parentId":)" + in_quotes(mailbox_id(desk.cases)) + "}"), "old Fresh");
    EXPECT_EQ(names_of(desk, R"("filter":{"name":"PPL"})"), "Apple");
    EXPECT_EQ(names_of(desk, R"("filter":{"role":"inbox"})"), "Inbox");
    EXPECT_EQ(names_of(desk, R"("filter":{"hasAnyRole":false})"), "Zebra old Fresh Apple Seed");
    EXPECT_EQ(names_of(desk, R"("filter":{"role":null,"parentId":null})"), "Zebra Apple");
    EXPECT_EQ(names_of(desk, R"("filter":{"isSubscribed":false})"), "");
    EXPECT_EQ(names_of(desk, R"("filter":{"operator":"NOT","conditions":[{"hasAnyRole":true},{"parentId":null}]})"),
              "old Fresh Seed");
    EXPECT_EQ(names_of(desk, R"("filter":{"colour":"red"})"), R"("unsupportedFilter")");
    EXPECT_EQ(names_of(desk, R"("filter":{"hasAnyRole":"yes"})"), R"("invalidArguments")");
}

TEST(Rfc8621_2_3_MailboxQuery, sorts) {
    Tree desk;
    constexpr auto mine = R"("filter":{"hasAnyRole":false},)";
    EXPECT_EQ(names_of(desk, std::string(mine) + R"("sort":[{"property":"name"}])"), "Apple Fresh old Seed Zebra");
    EXPECT_EQ(names_of(desk, std::string(mine) + R"("sort":[{"property":"sortOrder"},{"property":"name"}])"),
              "Fresh Seed old Zebra Apple");
    EXPECT_EQ(names_of(desk, std::string(mine) + R"("sort":[{"property":"name","isAscending":false}])"),
              "Zebra Seed old Fresh Apple");
    EXPECT_EQ(names_of(desk, R"("sort":[{"property":"colour"}])"), R"("unsupportedSort")");
}

TEST(Rfc8621_2_3_MailboxQuery, sorts_as_a_tree) {
    Tree desk;
    constexpr auto mine = R"("filter":{"hasAnyRole":false},"sortAsTree":true,)";
    EXPECT_EQ(names_of(desk, std::string(mine) + R"("sort":[{"property":"name"}])"), "Apple Seed Zebra Fresh old");
    EXPECT_EQ(names_of(desk, std::string(mine) + R"("sort":[{"property":"sortOrder"}])"), "Zebra Fresh old Apple Seed");
}

TEST(Rfc8621_2_3_MailboxQuery, filters_as_a_tree) {
    Tree desk;
    constexpr auto sort = R"("sort":[{"property":"name"}],"filter":{"operator":"OR","conditions":[{"name":"e"}]})";
    EXPECT_EQ(names_of(desk, std::string(R"("filterAsTree":false,)") + R"("filter":{"name":"old"})"), "old");
    EXPECT_EQ(names_of(desk, std::string(R"("filterAsTree":true,)") + R"("filter":{"name":"old"})"), "");
    EXPECT_EQ(names_of(desk, std::string(R"("filterAsTree":true,)") + sort).find("old"), std::string::npos);
}

TEST(Rfc8621_2_4_MailboxQueryChanges, moves_what_stands_below_a_mailbox_that_moved) {
    Tree desk;
    constexpr auto query = R"("filter":{"hasAnyRole":false},"sort":[{"property":"name"}],"sortAsTree":true)";
    const auto before = desk.call("Mailbox/query", query);
    mailbox::MailboxSet set;
    set.update.push_back({});
    set.update.back().id = desk.apple;
    set.update.back().name = "Zoo";
    ASSERT_TRUE(mailbox::set_mailboxes(desk.account, set));
    const auto changes = desk.call("Mailbox/queryChanges",
                                   std::string(query) + R"(,"sinceQueryState":)" + text(before.at("queryState")));
    EXPECT_EQ(names_of(desk, query), "Zebra Fresh old Zoo Seed");
    auto list = before.at("ids").as_array();
    for (const auto& gone : changes.at("removed").as_array()) {
        list.erase(std::remove(list.begin(), list.end(), gone), list.end());
    }
    for (const auto& one : changes.at("added").as_array()) {
        list.insert(list.begin() + one.at("index").to_number<int>(), one.at("id"));
    }
    EXPECT_EQ(text(list), text(desk.call("Mailbox/query", query).at("ids")));
}

}  // namespace
}  // namespace bailey::jmap
