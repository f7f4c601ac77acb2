#include "api/jmap/testing/mail_desk.hpp"

#include <fstream>
#include <sstream>

#include "api/jmap/mail_ids.hpp"
#include "services/mailbox/uploads.hpp"

namespace bailey::jmap::testing {

MailDesk::MailDesk(MailSettings settings, Limits limits)
    : account(home.make("ann@firm.example")),
      api(limits, home.clock,
          [this](const Caller&) -> Result<std::vector<Account>> {
              return std::vector{Account{account.id, "ann@firm.example", true, read_only}};
          }),
      id(account_id(account.id)) {
    caller.who.account = account.id;
    add_mail(api, home.accounts(), settings);
}

std::string MailDesk::add(std::string_view message, const Kept& kept) {
    mailbox::NewEmail email;
    email.mailboxes = kept.mailboxes;
    for (const auto& word : kept.keywords) email.keywords.add(keyword(word).value());
    next_ += 60'000;
    email.received = from_millis(kept.received ? kept.received : next_);
    return email_id(mailbox::add_email(account, message, email).value().id);
}

std::string MailDesk::add_file(const std::string& name, const Kept& kept) { return add(corpus(name), kept); }

std::string MailDesk::add_text(std::string_view subject, std::string_view body, const Kept& kept,
                               std::string_view fields) {
    return add("Subject: " + std::string(subject) + "\r\n" + std::string(fields) + "\r\n" + std::string(body), kept);
}

void MailDesk::destroy(const std::string& email) {
    mailbox::EmailSet set;
    set.destroy.push_back(email_from(email).value());
    mailbox::set_emails(account, set).value();
}

void MailDesk::change(const std::string& email, std::vector<std::string> add, std::vector<std::string> remove) {
    mailbox::EmailChange change;
    change.id = email_from(email).value();
    for (const auto& word : add) change.add_keywords.add(keyword(word).value());
    for (const auto& word : remove) change.remove_keywords.add(keyword(word).value());
    mailbox::set_emails(account, {{change}, {}, {}}).value();
}

std::int64_t MailDesk::make_mailbox(const std::string& name, std::int64_t parent, std::int64_t sort_order) {
    mailbox::MailboxSet set;
    set.create.push_back({name, parent, {}, sort_order, true});
    return mailbox::set_mailboxes(account, set).value().created.at(0).id;
}

std::string MailDesk::upload(std::string_view octets) {
    return mailbox::text(mailbox::upload(account, octets, "message/rfc822").value());
}

json::array MailDesk::responses(std::string_view calls) {
    const auto reply =
        api.process(caller,
                    R"({"using":["urn:ietf:params:jmap:core","urn:ietf:params:jmap:mail"],"methodCalls":[)" +
                        std::string(calls) + "]}",
                    Origin{"https://mail.example"});
    auto body = parse_json(reply.body).value().as_object();
    return body.contains("methodResponses") ? body.at("methodResponses").as_array() : json::array{body};
}

json::object MailDesk::call(std::string_view method, std::string_view inside) {
    const auto all = responses("[" + in_quotes(method) + R"(,{"accountId":)" + in_quotes(id) +
                               (inside.empty() ? "" : ",") + std::string(inside) + R"(},"0"])");
    return all.at(0).as_array().at(1).as_object();
}

std::string MailDesk::error_of(std::string_view method, std::string_view inside) {
    const auto response = call(method, inside);
    const auto* type = member(response, "type");
    return type ? std::string(text_of(type->as_string())) : std::string();
}

json::object MailDesk::email(const std::string& wanted, std::string_view properties, std::string_view more) {
    const auto response =
        call("Email/get", R"("ids":[)" + in_quotes(wanted) + R"(],"properties":[)" + std::string(properties) + "]" +
                              (more.empty() ? "" : ",") + std::string(more));
    return response.at("list").at(0).as_object();
}

json::object MailDesk::parsed(const std::string& blob, std::string_view properties, std::string_view more) {
    const auto response =
        call("Email/parse", R"("blobIds":[)" + in_quotes(blob) + R"(],"properties":[)" + std::string(properties) + "]" +
                                (more.empty() ? "" : ",") + std::string(more));
    return response.at("parsed").at(blob).as_object();
}

std::string MailDesk::ids(std::string_view query) {
    const auto response = call("Email/query", query);
    return write_json(response.contains("ids") ? response.at("ids") : response.at("type"));
}

std::string MailDesk::state(std::string_view type) {
    return std::string(text_of(call(std::string(type) + "/get", R"("ids":[])").at("state").as_string()));
}

std::string corpus(const std::string& name) {
    std::ifstream file(std::string(BAILEY_SOURCE_DIR) + "/tests/corpus/mime/" + name, std::ios::binary);
    if (!file) throw std::runtime_error("no " + name);
    std::ostringstream octets;
    octets << file.rdbuf();
    return octets.str();
}

std::string in_quotes(std::string_view text) { return write_json(json::value(std::string(text))); }

}  // namespace bailey::jmap::testing
