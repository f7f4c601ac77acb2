// RFC 9670 over the community's database on both engines.
#include "api/jmap/principal/principals.hpp"
#include "api/jmap/shared_accounts.hpp"
#include "services/directory/directory_fixture.hpp"

namespace bailey::jmap {
namespace {

using namespace std::chrono_literals;
namespace right = mailbox_right;

class PrincipalTest : public directory::DirectoryTest {
protected:
    void SetUp() override {
        DirectoryTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        api = std::make_unique<Api>(Limits{}, clock, own_and_shared_accounts(*opener));
        add_principals(*api, {*directory, *sharing});
        sign_in(sian, "sian@kestrel.example.bailey.test");
    }
    void sign_in(AccountId account, const std::string& address) {
        caller.who.account = account;
        caller.who.address = address;
    }
    json::array call(const std::string& method, const std::string& arguments) {
        auto reply = api->process(
            caller,
            R"({"using":["urn:ietf:params:jmap:core","urn:ietf:params:jmap:principals"],"methodCalls":[[")" + method +
                "\",{\"accountId\":\"" + account_id(caller.who.account) + "\"" +
                (arguments.empty() ? "" : "," + arguments) + "},\"0\"]]}",
            Origin{"https://mail.example"});
        auto body = parse_json(reply.body).value().as_object();
        return body.at("methodResponses").as_array().at(0).as_array();
    }
    json::object one(const std::string& method, const std::string& arguments = "") {
        auto response = call(method, arguments);
        EXPECT_EQ(response.at(0), json::value(method)) << write_json(response);
        return response.at(1).as_object();
    }
    std::string error_of(const std::string& method, const std::string& arguments) {
        auto response = call(method, arguments);
        EXPECT_EQ(response.at(0), json::value("error")) << write_json(response);
        return std::string(text_of(response.at(1).as_object().at("type").as_string()));
    }
    json::object principal(const std::string& id) {
        auto list = one("Principal/get", "\"ids\":[\"" + id + "\"]").at("list").as_array();
        EXPECT_EQ(list.size(), 1u) << id;
        return list.empty() ? json::object{} : list.at(0).as_object();
    }
    // Names of what a filter finds.
    std::string found(const std::string& filter, const std::string& more = "") {
        auto ids = one("Principal/query", "\"filter\":" + filter + more).at("ids");
        auto list = one("Principal/get", "\"ids\":" + write_json(ids)).at("list").as_array();
        std::string all;
        for (auto& entry : list) {
            all += (all.empty() ? "" : ", ") + std::string(text_of(entry.as_object().at("name").as_string()));
        }
        return all;
    }
    json::object session() { return api->session(caller, Origin{"https://mail.example"}).value(); }
    void grant(AccountId person, unsigned rights) { ASSERT_TRUE(sharing->grant(system, clerks, person, rights)); }

    std::unique_ptr<Api> api;
    Caller caller;
};
BAILEY_ON_BOTH_ENGINES(PrincipalTest);

TEST_P(PrincipalTest, Section151TheCapabilityNamesTheCallersPrincipal) {
    auto it = session();
    EXPECT_EQ(write_json(it.at("capabilities").at(principals_uri)), "{}");
    auto& own = it.at("accounts").at(account_id(sian)).at("accountCapabilities").as_object();
    EXPECT_EQ(own.at(principals_uri).at("currentUserPrincipalId"), json::value(principal_id(sian)));
    EXPECT_EQ(it.at("primaryAccounts").at(principals_uri), json::value(account_id(sian)));
}

TEST_P(PrincipalTest, Section152OwnerIsToldOfAccountsAndNotOfTheSession) {
    grant(sian, right::read);
    auto it = session();
    EXPECT_FALSE(it.at("capabilities").as_object().contains(principal_owner_uri));
    EXPECT_FALSE(it.at("primaryAccounts").as_object().contains(principal_owner_uri));
    for (auto account : {sian, clerks}) {
        auto& owner =
            it.at("accounts").at(account_id(account)).at("accountCapabilities").at(principal_owner_uri).as_object();
        EXPECT_EQ(owner.at("accountIdForPrincipal"), json::value(account_id(sian)));
        EXPECT_EQ(owner.at("principalId"), json::value(principal_id(account)));
    }
    auto reply = api->process(caller, R"({"using":["urn:ietf:params:jmap:principals:owner"],"methodCalls":[]})",
                              Origin{"https://mail.example"});
    EXPECT_EQ(reply.status, 400) << "no request can use it";
}

// Section 1.4: the Session object only includes accounts that are subscribed to, or the user's own.
TEST_P(PrincipalTest, ASharedMailboxIsAFurtherAccountWithItsRights) {
    EXPECT_EQ(session().at("accounts").as_object().size(), 1u);
    auto before = session().at("state");
    grant(sian, right::read);
    auto it = session();
    EXPECT_NE(it.at("state"), before);
    auto shared = it.at("accounts").at(account_id(clerks)).as_object();
    EXPECT_EQ(shared.at("name"), json::value("clerks@kestrel.example.bailey.test"));
    EXPECT_EQ(shared.at("isPersonal"), json::value(false));
    EXPECT_EQ(shared.at("isReadOnly"), json::value(true));
    grant(sian, right::read | right::write);
    EXPECT_EQ(session().at("accounts").at(account_id(clerks)).at("isReadOnly"), json::value(false));
    grant(sian, right::mail);
    EXPECT_EQ(session().at("accounts").as_object().size(), 1u) << "sending as it opens nothing";
    ASSERT_TRUE(sharing->revoke(system, clerks, sian));
    EXPECT_EQ(session().at("accounts").as_object().size(), 1u);
}

TEST_P(PrincipalTest, Section2APrincipalIsAPersonAGroupOrOther) {
    auto person = principal(principal_id(sian));
    EXPECT_EQ(person.at("type"), json::value("individual"));
    EXPECT_EQ(person.at("name"), json::value("Siân Okafor"));
    EXPECT_EQ(person.at("description"), json::value("Kestrel Chambers"));
    EXPECT_EQ(person.at("email"), json::value("sian@kestrel.example.bailey.test"));
    EXPECT_TRUE(person.at("timeZone").is_null());
    auto& entry = person.at("capabilities").at(directory_uri).as_object();
    EXPECT_EQ(entry.at("kind"), json::value("user"));
    EXPECT_EQ(entry.at("businessType"), json::value("barrister"));
    EXPECT_EQ(entry.at("area"), json::value("Gwent"));
    EXPECT_EQ(entry.at("organisation"), json::value("Kestrel Chambers"));
    EXPECT_EQ(principal(principal_id(clerks)).at("type"), json::value("other"));
    auto organisation = principal(std::string(text_of(entry.at("organisationId").as_string())));
    EXPECT_EQ(organisation.at("type"), json::value("group"));
    EXPECT_EQ(organisation.at("description"), json::value("barrister, Gwent, Casnewydd"));
    EXPECT_TRUE(organisation.at("email").is_null());
    EXPECT_TRUE(organisation.at("accounts").is_null());
}

TEST_P(PrincipalTest, Section2AccountsAreThoseTheCallerMayUse) {
    EXPECT_TRUE(principal(principal_id(sian)).at("accounts").as_object().contains(account_id(sian)));
    EXPECT_TRUE(principal(principal_id(dele)).at("accounts").is_null());
    EXPECT_TRUE(principal(principal_id(clerks)).at("accounts").is_null());
    grant(sian, right::read);
    auto accounts = principal(principal_id(clerks)).at("accounts").as_object();
    ASSERT_EQ(accounts.size(), 1u);
    EXPECT_EQ(accounts.at(account_id(clerks)).at("isReadOnly"), json::value(true));
    EXPECT_EQ(write_json(accounts.at(account_id(clerks))), write_json(session().at("accounts").at(account_id(clerks))));
}

TEST_P(PrincipalTest, GetGivesThoseThatAreThereAndSeen) {
    auto response = one("Principal/get", R"("ids":["p999","x1","p01","o999",")" + principal_id(hidden) + "\"]");
    EXPECT_TRUE(response.at("list").as_array().empty());
    EXPECT_EQ(response.at("notFound").as_array().size(), 5u);
    EXPECT_EQ(one("Principal/get", R"("ids":null,"properties":["name"])").at("list").as_array().size(), 7u);
    EXPECT_EQ(error_of("Principal/get", R"("properties":["shoeSize"])"), "invalidArguments");
}

// service.md section 7: ex-directory entries are hidden from ordinary searches.
TEST_P(PrincipalTest, ExDirectoryEntriesAreFoundByThemselvesAlone) {
    EXPECT_EQ(found(R"({"name":"Hannah"})"), "");
    sign_in(hidden, "hidden@north.example.bailey.test");
    EXPECT_EQ(found(R"({"name":"Hannah"})"), "Hannah Hidden");
    EXPECT_EQ(principal(principal_id(hidden)).at("name"), json::value("Hannah Hidden"));
}

TEST_P(PrincipalTest, Section241EveryConditionFilters) {
    EXPECT_EQ(found(R"({"email":"SMITH@north"})"), "Jo Smith");
    EXPECT_EQ(found(R"({"name":"okafor"})"), "Dele Okafor, Siân Okafor");
    EXPECT_EQ(found(R"({"text":"northside"})"), "Jo Smith, Northside Police") << "name or description";
    EXPECT_EQ(found(R"({"text":"@north.example"})"), "Jo Smith") << "email";
    EXPECT_EQ(found(R"({"type":"other"})"), "Clerks' Room");
    EXPECT_EQ(found(R"({"type":"group"})"), "Firm, Kestrel Chambers, Northside Police");
    EXPECT_EQ(found(R"({"type":"location"})"), "");
    EXPECT_EQ(found(R"({"timeZone":"Europe/London"})"), "");
    EXPECT_EQ(found("{\"accountIds\":[\"" + account_id(sian) + "\",\"" + account_id(dele) + "\"]}"), "Siân Okafor");
    EXPECT_EQ(found(R"({"name":"okafor","email":"dele"})"), "Dele Okafor") << "all must match";
    EXPECT_EQ(found("{}").find("Clerks' Room, Dele Okafor, Firm"), 0u);
    EXPECT_EQ(found(R"({"operator":"NOT","conditions":[{"type":"individual"},{"type":"group"}]})"), "Clerks' Room");
    EXPECT_EQ(error_of("Principal/query", R"("filter":{"colour":"red"})"), "unsupportedFilter");
    EXPECT_EQ(error_of("Principal/query", R"("filter":{"name":7})"), "invalidArguments");
    EXPECT_EQ(error_of("Principal/query", R"("filter":{"accountIds":[7]})"), "invalidArguments");
}

TEST_P(PrincipalTest, TheDirectoryIsSearchedByWhatServiceAsks) {
    EXPECT_EQ(found(R"({"organisation":"kestrel","kind":"user"})"), "Dele Okafor, Siân Okafor");
    EXPECT_EQ(found(R"({"businessType":"police"})"), "Jo Smith, Northside Police");
    EXPECT_EQ(found(R"({"area":"Gwent","kind":"sharedMailbox"})"), "Clerks' Room");
    EXPECT_EQ(found(R"({"place":"np20","type":"group"})"), "Kestrel Chambers");
    EXPECT_EQ(found(R"({"kind":"user","type":"group"})"), "");
}

TEST_P(PrincipalTest, Section24AnswersAreWindowsInTheOrderAskedFor) {
    EXPECT_EQ(found(R"({"type":"individual"})", R"(,"sort":[{"property":"name","isAscending":false}],"limit":2)"),
              "Siân Okafor, Jo Smith");
    EXPECT_EQ(found(R"({"type":"individual"})", R"(,"sort":[{"property":"email"}],"position":1,"limit":1)"),
              "Jo Smith");
    auto response = one("Principal/query", R"("filter":{"type":"individual"},"limit":1,"calculateTotal":true)");
    EXPECT_EQ(response.at("total"), json::value(3));
    EXPECT_EQ(error_of("Principal/query", R"("sort":[{"property":"height"}])"), "unsupportedSort");
}

TEST_P(PrincipalTest, Section23EveryChangeIsForbidden) {
    auto id = principal_id(sian);
    auto response = one("Principal/set", R"("create":{"a":{"name":"Eve","type":"individual"},"b":{}},"update":{")" +
                                             id + R"(":{"name":"Judge Okafor"},"p999":{"name":"X"}},"destroy":["o1"])");
    for (auto creation : {"a", "b"}) {
        EXPECT_EQ(response.at("notCreated").at(creation).at("type"), json::value("forbidden")) << creation;
    }
    EXPECT_EQ(response.at("notUpdated").at(id).at("type"), json::value("forbidden"));
    EXPECT_EQ(response.at("notUpdated").at("p999").at("type"), json::value("notFound"));
    EXPECT_EQ(response.at("notDestroyed").at("o1").at("type"), json::value("forbidden"));
    EXPECT_EQ(response.at("oldState"), response.at("newState"));
}

TEST_P(PrincipalTest, Section22ChangesSinceAState) {
    auto since = std::string(text_of(one("Principal/get", R"("ids":[])").at("state").as_string()));
    auto ben = person(police, "ben@north.example", "Ben", "New");
    ASSERT_TRUE(users->remove(system, jo));
    ASSERT_TRUE(users->add_address(system, dele, "d@kestrel.example"));
    auto response = one("Principal/changes", "\"sinceState\":\"" + since + "\"");
    EXPECT_EQ(write_json(response.at("created")), "[\"" + principal_id(ben) + "\"]");
    EXPECT_EQ(write_json(response.at("updated")), "[\"" + principal_id(dele) + "\"]");
    EXPECT_EQ(write_json(response.at("destroyed")), "[\"" + principal_id(jo) + "\"]");
    EXPECT_EQ(response.at("newState"), one("Principal/get", R"("ids":[])").at("state"));
    for (auto bad : {"", "1", "1-2", "1-2-x", "01-2-3", "999999-1-1"}) {
        EXPECT_EQ(error_of("Principal/changes", std::string("\"sinceState\":\"") + bad + "\""),
                  "cannotCalculateChanges");
    }
    EXPECT_EQ(error_of("Principal/changes", "\"sinceState\":\"" + since + "\",\"maxChanges\":2"),
              "cannotCalculateChanges");
}

TEST_P(PrincipalTest, Section25QueryChangesFollowsTheDirectory) {
    auto query = std::string(R"("filter":{"type":"individual"})");
    auto since = std::string(text_of(one("Principal/query", query).at("queryState").as_string()));
    auto ben = person(police, "ben@north.example", "Ben", "New");
    ASSERT_TRUE(users->remove(system, jo));
    auto response = one("Principal/queryChanges", query + ",\"sinceQueryState\":\"" + since + "\"");
    EXPECT_EQ(write_json(response.at("removed")), "[\"" + principal_id(jo) + "\"]");
    EXPECT_EQ(write_json(response.at("added")), "[{\"id\":\"" + principal_id(ben) + "\",\"index\":0}]");
}

// Section 3: whenever the user's permissions change on an object.
TEST_P(PrincipalTest, Section3ANotificationTellsOfAChangeOfRights) {
    auto since = std::string(text_of(one("ShareNotification/get", R"("ids":[])").at("state").as_string()));
    Acting delegate(Actor{.account = dele, .grants = {{Role::organisation_administrator, kestrel}}});
    ASSERT_TRUE(sharing->grant(delegate, clerks, sian, right::read | right::mail));
    auto list = one("ShareNotification/get").at("list").as_array();
    ASSERT_EQ(list.size(), 1u);
    auto& n = list.at(0).as_object();
    EXPECT_EQ(n.at("created"), json::value("2023-11-14T22:13:20Z"));
    EXPECT_EQ(n.at("changedBy").at("name"), json::value("Dele Okafor"));
    EXPECT_EQ(n.at("changedBy").at("email"), json::value("dele@kestrel.example.bailey.test"));
    EXPECT_EQ(n.at("changedBy").at("principalId"), json::value(principal_id(dele)));
    EXPECT_EQ(n.at("objectType"), json::value("Mailbox"));
    EXPECT_EQ(n.at("objectAccountId"), json::value(account_id(clerks)));
    EXPECT_TRUE(n.at("oldRights").is_null());
    EXPECT_EQ(n.at("newRights").at("mayReadItems"), json::value(true));
    EXPECT_EQ(n.at("newRights").at("mayAddItems"), json::value(false));
    EXPECT_EQ(n.at("newRights").at("maySubmit"), json::value(true));
    EXPECT_EQ(n.at("name"), json::value("Clerks' Room <clerks@kestrel.example.bailey.test>"));
    auto changes = one("ShareNotification/changes", "\"sinceState\":\"" + since + "\"");
    EXPECT_EQ(changes.at("created").at(0), n.at("id"));
    sign_in(dele, "dele@kestrel.example.bailey.test");
    EXPECT_TRUE(one("ShareNotification/get").at("list").as_array().empty()) << "somebody else's";
}

// Section 3: any attempt to create or update is rejected with forbidden.
TEST_P(PrincipalTest, Section3OnlyDestroyIsSupported) {
    grant(sian, right::read);
    auto id = std::string(text_of(one("ShareNotification/get").at("list").at(0).at("id").as_string()));
    auto response = one("ShareNotification/set", R"("create":{"a":{},"b":{"name":"x"}},"update":{")" + id +
                                                     R"(":{"name":"x"}},"destroy":["n99","m1"])");
    EXPECT_EQ(response.at("notCreated").at("a").at("type"), json::value("forbidden"));
    EXPECT_EQ(response.at("notCreated").at("b").at("type"), json::value("forbidden"));
    EXPECT_EQ(response.at("notUpdated").at(id).at("type"), json::value("forbidden"));
    EXPECT_EQ(response.at("notDestroyed").at("n99").at("type"), json::value("notFound"));
    response = one("ShareNotification/set", "\"destroy\":[\"" + id + "\"]");
    EXPECT_EQ(write_json(response.at("destroyed")), "[\"" + id + "\"]");
    EXPECT_NE(response.at("oldState"), response.at("newState"));
    EXPECT_TRUE(one("ShareNotification/get").at("list").as_array().empty());
}

TEST_P(PrincipalTest, Section3NotificationsAreQueried) {
    grant(sian, right::read);
    clock.advance(1h);
    grant(sian, right::read | right::write);
    auto ids = [&](const std::string& arguments) {
        return write_json(one("ShareNotification/query", arguments).at("ids"));
    };
    EXPECT_EQ(ids(""), R"(["n1","n2"])");
    EXPECT_EQ(ids(R"("sort":[{"property":"created","isAscending":false}])"), R"(["n2","n1"])");
    EXPECT_EQ(ids(R"("filter":{"after":"2023-11-14T23:13:20Z"})"), R"(["n2"])") << "on or after";
    EXPECT_EQ(ids(R"("filter":{"before":"2023-11-14T23:13:20Z","after":null})"), R"(["n1"])");
    EXPECT_EQ(ids(R"("filter":{"objectType":"Calendar"})"), "[]");
    EXPECT_EQ(ids("\"filter\":{\"objectType\":\"Mailbox\",\"objectAccountId\":\"" + account_id(clerks) + "\"}"),
              R"(["n1","n2"])");
    EXPECT_EQ(error_of("ShareNotification/query", R"("filter":{"after":"yesterday"})"), "invalidArguments");
    EXPECT_EQ(error_of("ShareNotification/query", R"("filter":{"name":"x"})"), "unsupportedFilter");
    EXPECT_EQ(error_of("ShareNotification/query", R"("sort":[{"property":"name"}])"), "unsupportedSort");
    auto since = std::string(text_of(one("ShareNotification/query").at("queryState").as_string()));
    ASSERT_TRUE(sharing->dismiss(sian, 1));
    auto response = one("ShareNotification/queryChanges", "\"sinceQueryState\":\"" + since + "\"");
    EXPECT_EQ(write_json(response.at("removed")), R"(["n1"])");
}

// Sections 1.4 and 5 of RFC 9610 alike: what one may not open is not there.
TEST_P(PrincipalTest, NobodyElsesAccountIsReached) {
    auto reply = api->process(caller,
                              R"({"using":["urn:ietf:params:jmap:principals"],"methodCalls":[["Principal/get",)"
                              R"({"accountId":")" +
                                  account_id(dele) + R"("},"0"]]})",
                              Origin{"https://mail.example"});
    EXPECT_NE(reply.body.find("accountNotFound"), std::string::npos) << reply.body;
    grant(sian, right::all);
    reply = api->process(caller,
                         R"({"using":["urn:ietf:params:jmap:principals"],"methodCalls":[["ShareNotification/get",)"
                         R"({"accountId":")" +
                             account_id(clerks) + R"("},"0"]]})",
                         Origin{"https://mail.example"});
    EXPECT_NE(reply.body.find("accountNotSupportedByMethod"), std::string::npos) << reply.body;
}

}  // namespace
}  // namespace bailey::jmap
