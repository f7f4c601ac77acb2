#include "api/jmap/testing/write_desk.hpp"

#include <gtest/gtest.h>

#include "api/jmap/blob/blob.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/quota/quota.hpp"
#include "api/jmap/testing/notes.hpp"
#include "services/mailbox/uploads.hpp"

namespace bailey::jmap::testing {
namespace {

Caller caller_of(AccountId account, std::string address) {
    Caller caller;
    caller.who.account = account;
    caller.who.address = std::move(address);
    caller.credentials = "password";
    return caller;
}

}  // namespace

WriteDesk::WriteDesk(const With& with)
    : home(with.store),
      account(home.make("ann@example.com", with.capacity)),
      shared_account(home.make("team@example.com")),
      archive_account(home.make("archive@example.com")),
      caller(caller_of(account.id, "ann@example.com")),
      colleague(caller_of(home.make("ben@example.com").id, "ben@example.com")),
      own(account_id(account.id)),
      shared(account_id(shared_account.id)),
      read_only(account_id(archive_account.id)),
      blobs(home.accounts()),
      api(with.limits, home.clock, [this](const Caller& who) -> Result<std::vector<Account>> {
          return std::vector{Account{who.who.account, who.who.address, true, false},
                             Account{shared_account.id, "team@example.com", false, false},
                             Account{archive_account.id, "archive@example.com", false, true}};
      }) {
    add_mail(api, home.accounts(), with.mail);
    add_blob(api, home.accounts());
    add_quota(api, home.accounts());
}

json::array WriteDesk::calls(std::string_view calls) {
    std::string body = R"({"using":["urn:ietf:params:jmap:core",)" + uses + R"(],"methodCalls":[)";
    for (char c : calls) c == '$' && body.ends_with("\"accountId\":\"") ? body += own : body += c;
    auto reply = api.process(caller, body + "]}", Origin{"https://mail.example"});
    EXPECT_EQ(reply.status, 200) << reply.body;
    return object(reply.body).at("methodResponses").as_array();
}

json::object WriteDesk::call(std::string_view method, const std::string& of, std::string_view inside) {
    std::string call = "[\"" + std::string(method) + R"(",{"accountId":")" + of + "\"";
    if (!inside.empty()) call += "," + std::string(inside);
    auto responses = calls(call + R"(},"0"])");
    EXPECT_FALSE(responses.empty());
    return responses.front().as_array().at(1).as_object();
}

std::string WriteDesk::error_of(std::string_view method, std::string_view inside) {
    auto responses =
        calls("[\"" + std::string(method) + R"(",{"accountId":")" + own + "\"," + std::string(inside) + R"(},"0"])");
    auto& first = responses.front().as_array();
    return first.at(0) == "error" ? std::string(text_of(first.at(1).at("type").as_string())) : std::string();
}

std::string WriteDesk::create(std::string_view email) {
    auto response = call("Email/set", R"("create":{"c":)" + std::string(email) + "}");
    EXPECT_TRUE(response.contains("created") && response.at("created").is_object()) << text(response);
    if (!response.contains("created") || !response.at("created").is_object()) return {};
    return std::string(text_of(response.at("created").at("c").at("id").as_string()));
}

std::string WriteDesk::message(const std::string& email) {
    auto octets = mailbox::read_blob(account, {mailbox::BlobRef::Kind::email, email_from(email).value_or(0)});
    EXPECT_TRUE(octets);
    return octets ? *octets : std::string();
}

json::object WriteDesk::email(const std::string& id, std::string_view properties) {
    auto response = call("Email/get", R"("ids":[")" + id + R"("],"fetchAllBodyValues":true,"properties":[)" +
                                          std::string(properties) + "]");
    EXPECT_TRUE(response.contains("list")) << text(response);
    if (!response.contains("list") || response.at("list").as_array().empty()) return {};
    return response.at("list").as_array().front().as_object();
}

std::string WriteDesk::refused(std::string_view email) {
    return refusal(call("Email/set", R"("create":{"c":)" + std::string(email) + "}"), "notCreated");
}

std::string WriteDesk::refused_update(const std::string& id, std::string_view patch) {
    return refusal(call("Email/set", R"("update":{")" + id + "\":" + std::string(patch) + "}"), "notUpdated");
}

std::string WriteDesk::add(std::string_view message) {
    auto added = mailbox::add_email(account, message, {{mailbox::inbox}, {}, {}});
    EXPECT_TRUE(added);
    return added ? email_id(added->id) : std::string();
}

std::string WriteDesk::upload(std::string_view octets, std::string_view type) {
    auto incoming = blobs.begin(caller, Account{account.id, "ann@example.com", true, false});
    EXPECT_TRUE(incoming);
    EXPECT_TRUE((*incoming)->write(octets));
    auto id = (*incoming)->finish(type);
    EXPECT_TRUE(id);
    return id ? *id : std::string();
}

std::string WriteDesk::state(std::string_view type) {
    return std::string(text_of(call(std::string(type) + "/get", R"("ids":[])").at("state").as_string()));
}

std::string WriteDesk::box(std::string_view role) {
    auto response = call("Mailbox/get", R"("ids":null)");
    for (auto& mailbox : response.at("list").as_array()) {
        if (mailbox.at("role") == json::value(json::string(role)))
            return std::string(text_of(mailbox.at("id").as_string()));
    }
    ADD_FAILURE() << "no Mailbox is " << role;
    return {};
}

std::vector<std::string> WriteDesk::boxes() {
    std::vector<std::string> ids;
    auto response = call("Mailbox/get", R"("ids":null)");
    for (auto& mailbox : response.at("list").as_array()) {
        ids.emplace_back(text_of(mailbox.at("id").as_string()));
    }
    return ids;
}

std::string refusal(const json::object& response, std::string_view list) {
    if (!response.contains(list)) return text(response);
    if (!response.at(list).is_object()) return "accepted";
    auto error = response.at(list).as_object().begin()->value().as_object();
    std::string out(text_of(error.at("type").as_string()));
    if (error.contains("properties")) out += ": " + text(error.at("properties"));
    return out;
}

const json::object& at(const json::object& object, std::string_view first, std::string_view second) {
    static const json::object none;
    const auto* outer = member(object, first);
    const auto* inner = outer && outer->is_object() ? member(outer->get_object(), second) : nullptr;
    EXPECT_TRUE(inner && inner->is_object()) << text(object);
    return inner && inner->is_object() ? inner->get_object() : none;
}

}  // namespace bailey::jmap::testing
