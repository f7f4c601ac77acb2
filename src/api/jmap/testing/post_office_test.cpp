#include "api/jmap/testing/post_office.hpp"

#include <thread>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/mdn/mdn.hpp"
#include "api/jmap/vacation/vacation.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/index.hpp"
#include "services/mailbox/mailboxes.hpp"

namespace bailey::jmap::testing {
namespace {

constexpr std::string_view mail_capability = "urn:ietf:params:jmap:mail";

std::string using_all(const std::vector<std::string>& more) {
    std::string all = R"("using":["urn:ietf:params:jmap:core")";
    for (auto uri : {mail_capability, submission_uri, vacation_uri, mdn_uri}) all += ",\"" + std::string(uri) + '"';
    for (const auto& uri : more) all += ",\"" + uri + '"';
    return all + "]";
}

}  // namespace

json::value parsed(std::string_view text) { return parse_json(text).value(); }

void PostOffice::SetUp() {
    SignedInTest::SetUp();
    if (HasFatalFailure() || IsSkipped()) return;
    ben = create("ben@firm.com");
    cy = create("cy@firm.com");
    open_stores();
    sending =
        std::make_unique<Sending>(SendingRooms{*accounts, *intake, *deliverer, {*community, *directory, names}, clock});
    sending->follow([this](std::function<void()> job) {
        std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    });
    api = std::make_unique<Api>(Limits{}, clock, [this](const Caller& caller) -> Result<std::vector<Account>> {
        std::vector all{Account{caller.who.account, caller.who.address, true, false}};
        all.insert(all.end(), shared.begin(), shared.end());
        return all;
    });
    add_methods();
    ASSERT_TRUE(deliverer->start());
}

void PostOffice::open_stores() {
    std::vector<std::string> urls;
    for (int n = 0; n < 4; ++n) urls.push_back(fresh_database());
    cells = std::move(store::Cells::open(urls, 2, ring, clock).value());
    queue = std::move(store::Queue::open(fresh_database(), 2, ring, clock, "node-1").value());
    accounts = std::make_unique<mailbox::Accounts>(mailbox::Accounts::Rooms{*cells, *directory, ids, clock},
                                                   mailbox::MailboxLimits{});
    delivery::Deliverer::Settings settings;
    settings.poll = std::chrono::milliseconds(5);
    settings.reporter = {"mail.bailey.test", Address::trusted("postmaster", "bailey.test"), "Bailey"};
    deliverer = std::make_unique<delivery::Deliverer>(
        delivery::Deliverer::Rooms{*queue, *cells, *directory, ids, names, clock}, settings);
    limits.message_bytes = 200'000;
    limits.recipients = 5;
    intake = std::make_unique<delivery::MailIntake>(
        delivery::MailIntake::Rooms{*community, *directory, *cells, *queue, ids, *deliverer, names, clock},
        delivery::MailIntake::Settings{.limits = limits,
                                       .hostname = "mail.bailey.test",
                                       .markings = Markings::parse("OFFICIAL, OFFICIAL-SENSITIVE").value()});
}

void PostOffice::add_methods() {
    add_submission(*api, *sending);
    add_vacation(*api, *accounts);
    add_mdn(*api, *sending);
    api->add(
        Capability{std::string(mail_capability), {}, [](const Account&) { return std::optional(json::object{}); }});
    api->add(Method{"Email/set", std::string(mail_capability), [this](Context&, json::object arguments) {
                        email_sets.push_back(arguments);
                        return Answer<json::object>(std::move(arguments));
                    }});
}

void PostOffice::TearDown() {
    if (deliverer) deliverer->stop();
    api.reset();
    sending.reset();
    intake.reset();
    deliverer.reset();
    accounts.reset();
    queue.reset();
    cells.reset();
    SignedInTest::TearDown();
}

json::array PostOffice::calls(AccountId who, const std::string& text) {
    Caller caller;
    caller.who = {who, firm, directory->find(who).value().cell, directory->addresses(who).value().front()};
    auto reply = api->process(caller, "{" + using_all(uses) + R"(,"methodCalls":[)" + text + "]}",
                              Origin{"https://mail.example"});
    EXPECT_EQ(reply.status, 200) << reply.body;
    return parsed(reply.body).as_object().at("methodResponses").as_array();
}

json::object PostOffice::call(AccountId who, std::string_view method, json::object arguments) {
    arguments["accountId"] = account_id(who);
    auto responses = calls(who, write_json(json::array{json::string(method), std::move(arguments), "0"}));
    return responses.at(0).at(1).as_object();
}

std::string PostOffice::error_of(AccountId who, std::string_view method, json::object arguments) {
    arguments["accountId"] = account_id(who);
    auto responses = calls(who, write_json(json::array{json::string(method), std::move(arguments), "0"}));
    auto& first = responses.at(0).as_array();
    return first.at(0) == "error" ? std::string(text_of(first.at(1).at("type").as_string())) : "";
}

std::string PostOffice::letter(std::string_view fields) {
    return "From: Ann <ann@firm.com>\r\nBcc: cy@firm.com\r\nSubject: Listing\r\nMessage-ID: <1@laptop>\r\n" +
           std::string(fields) + "\r\nThe hearing is at ten.\r\n";
}

std::string PostOffice::email(AccountId who, std::string_view text) {
    auto account = accounts->open(who).value();
    auto drafts = mailbox::mailbox_with_role(account, "drafts").value();
    auto added = mailbox::add_email(account, text, {{drafts}, {}, {}});
    EXPECT_TRUE(added);
    return email_id(added->id);
}

std::string PostOffice::identity(AccountId who) {
    auto got = call(who, "Identity/get", {{"ids", nullptr}});
    return std::string(text_of(got.at("list").at(0).at("id").as_string()));
}

json::value PostOffice::envelope(std::vector<std::string> to, json::value parameters, std::string_view from) {
    json::array all;
    for (auto& email : to) all.push_back(json::object{{"email", email}, {"parameters", nullptr}});
    return json::object{{"mailFrom", json::object{{"email", from}, {"parameters", std::move(parameters)}}},
                        {"rcptTo", std::move(all)}};
}

json::object PostOffice::submit(const std::string& email, json::value envelope, json::object more) {
    json::object object{{"identityId", identity(ann)}, {"emailId", email}, {"envelope", std::move(envelope)}};
    more["create"] = json::object{{"k", std::move(object)}};
    return call(ann, "EmailSubmission/set", std::move(more));
}

json::object PostOffice::created(const json::object& response) {
    auto& all = response.at("created");
    EXPECT_TRUE(all.is_object()) << write_json(response);
    return all.is_object() ? all.at("k").as_object() : json::object{};
}

json::object PostOffice::refusal(const json::object& response) {
    auto& all = response.at("notCreated");
    EXPECT_TRUE(all.is_object()) << write_json(response);
    return all.is_object() ? all.at("k").as_object() : json::object{{"type", ""}};
}

json::object PostOffice::submission(const std::string& id) {
    auto got = call(ann, "EmailSubmission/get", {{"ids", json::array{id}}});
    auto& list = got.at("list").as_array();
    EXPECT_EQ(list.size(), 1u);
    return list.empty() ? json::object{} : list.at(0).as_object();
}

json::object PostOffice::status(const json::object& submission, std::string_view to) {
    return submission.at("deliveryStatus").as_object().at(to).as_object();
}

std::vector<std::string> PostOffice::inbox(AccountId who) {
    auto account = accounts->open(who).value();
    auto index = mailbox::index(account).value();
    std::vector<std::string> texts;
    for (const auto& email : index->emails()) {
        auto in = index->mailboxes_of(email);
        if (std::find(in.begin(), in.end(), mailbox::inbox) == in.end()) continue;
        texts.push_back(mailbox::read_blob(account, {mailbox::BlobRef::Kind::email, email.id}).value());
    }
    return texts;
}

void PostOffice::deliver() {
    while (deliverer->pending() > held) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    hear_all();
}

void PostOffice::let_it_look() { std::this_thread::sleep_for(std::chrono::milliseconds(60)); }

// The queue's writer tells of what it counted down a moment later.
void PostOffice::hear_all() {
    let_it_look();
    std::vector<std::function<void()>> jobs;
    {
        std::lock_guard lock(mutex_);
        jobs.swap(jobs_);
    }
    for (auto& job : jobs) job();
}

}  // namespace bailey::jmap::testing
