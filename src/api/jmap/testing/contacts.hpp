// For tests: the API with contacts, over the stores on both engines. Ann's own account, Ben's that she may read and
// write, and one that she may only read.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "api/jmap/contact/contacts.hpp"
#include "services/mailbox/testing.hpp"

namespace bailey::jmap::testing {

class ContactsTest : public mailbox::AccountsTest {
protected:
    void SetUp() override {
        AccountsTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        caller.who.account = ann;
        caller.who.address = "ann@firm.com";
        reading = make("archive@firm.com");
        api = std::make_unique<Api>(Limits{}, clock, [this](const Caller&) -> Result<std::vector<Account>> {
            std::vector<Account> all{{ann, "ann@firm.com", true, false},
                                     {ben, "ben@firm.com", false, false},
                                     {reading, "archive@firm.com", false, true}};
            all.push_back({AccountId{999}, "elsewhere@firm.com", false, false});
            all.back().has_mail = false;
            return all;
        });
        add_contacts(*api, *accounts);
    }
    void TearDown() override {
        api.reset();
        AccountsTest::TearDown();
    }

    // A method's response, `arguments` without the braces; of Ann's account unless told otherwise.
    json::array call(const std::string& method, const std::string& arguments, AccountId account = {}) {
        auto own = account == AccountId{} ? ann : account;
        return calls("[\"" + method + "\",{\"accountId\":\"" + account_id(own) + "\"" +
                     (arguments.empty() ? "" : "," + arguments) + "},\"0\"]")
            .at(0)
            .as_array();
    }
    json::array calls(const std::string& calls) {
        auto reply = api->process(
            caller,
            R"({"using":["urn:ietf:params:jmap:core","urn:ietf:params:jmap:contacts"],"methodCalls":[)" + calls + "]}",
            Origin{"https://mail.example"});
        auto body = parse_json(reply.body).value().as_object();
        EXPECT_TRUE(body.contains("methodResponses")) << reply.body;
        return body.at("methodResponses").as_array();
    }
    json::object one(const std::string& method, const std::string& arguments = "", AccountId account = {}) {
        auto response = call(method, arguments, account);
        EXPECT_EQ(response.at(0), json::value(method)) << write_json(response);
        return response.at(1).as_object();
    }
    std::string error_of(const std::string& method, const std::string& arguments, AccountId account = {}) {
        auto response = call(method, arguments, account);
        EXPECT_EQ(response.at(0), json::value("error")) << write_json(response);
        return text_at(response.at(1), "type");
    }
    static std::string text_at(const json::value& object, std::string_view name) {
        auto found = member(object.as_object(), name);
        return found && found->is_string() ? std::string(text_of(found->get_string())) : std::string();
    }

    // Creates one; its id, or the type of the error.
    std::string create(const std::string& type, const std::string& object, AccountId account = {}) {
        auto response = one(type + "/set", "\"create\":{\"x\":" + object + "}", account);
        if (response.at("created").is_object()) return text_at(response.at("created").at("x"), "id");
        return text_at(response.at("notCreated").at("x"), "type");
    }
    // Updates one; "" or the type of the error.
    std::string update(const std::string& type, const std::string& id, const std::string& patch) {
        auto response = one(type + "/set", "\"update\":{\"" + id + "\":" + patch + "}");
        if (response.at("updated").is_object()) return "";
        return text_at(response.at("notUpdated").at(id), "type");
    }
    std::string destroy(const std::string& type, const std::string& id, const std::string& more = "") {
        auto response = one(type + "/set", "\"destroy\":[\"" + id + "\"]" + more);
        if (response.at("destroyed").is_array()) return "";
        return text_at(response.at("notDestroyed").at(id), "type");
    }
    json::object got(const std::string& type, const std::string& id, AccountId account = {}) {
        auto list = one(type + "/get", "\"ids\":[\"" + id + "\"]", account).at("list").as_array();
        EXPECT_EQ(list.size(), 1u) << id;
        return list.empty() ? json::object{} : list.at(0).as_object();
    }
    std::string state(const std::string& type, AccountId account = {}) {
        return text_at(one(type + "/get", R"("ids":[])", account), "state");
    }
    // A card in the default address book.
    std::string card(const std::string& members, AccountId account = {}) {
        one("AddressBook/get", "", account);
        return create("ContactCard", "{\"addressBookIds\":{\"b1\":true}" + (members.empty() ? "" : "," + members) + "}",
                      account);
    }

    Caller caller;
    AccountId reading{};
    std::unique_ptr<Api> api;
};

}  // namespace bailey::jmap::testing
