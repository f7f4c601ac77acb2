// Mail on its way to people with filters: what their scripts and Out of Office make of it, from the queue to the
// mailbox.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <thread>

#include "base/log.hpp"
#include "protocol/sieve/raw_message.hpp"
#include "services/delivery/mail_intake.hpp"
#include "services/filter/filters.hpp"
#include "services/filter/memory.hpp"
#include "services/filter/scripts.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/index.hpp"
#include "services/mailbox/mailboxes.hpp"
#include "services/preferences/preferences.hpp"
#include "services/signin/signin_fixture.hpp"
#include "services/vacation/vacation.hpp"

namespace bailey::filter {
namespace {

using namespace std::chrono_literals;

class FilteringTest : public signin::SignedInTest {
protected:
    void SetUp() override {
        SignedInTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        ben = create("ben@firm.com");
        cy = create("cy@firm.com");
        std::vector<std::string> urls;
        for (int n = 0; n < 4; ++n) urls.push_back(fresh_database());
        cells = std::move(store::Cells::open(urls, 2, ring, clock).value());
        queue = std::move(store::Queue::open(fresh_database(), 2, ring, clock, "node-1").value());
        accounts = std::make_unique<mailbox::Accounts>(mailbox::Accounts::Rooms{*cells, *directory, ids, clock},
                                                       mailbox::MailboxLimits{});
        addresses = std::make_unique<users::OwnAddresses>(*community, *directory, names);
        filters = std::make_unique<Filters>(
            Filters::Rooms{*accounts, *addresses, [this] { return ids.next(); },
                           [this](std::string_view address) {
                               const auto parsed = Address::parse(address);
                               return parsed && directory->find(names.secure(*parsed)).has_value();
                           },
                           clock},
            Filters::Settings{.hostname = "mail.bailey.test",
                              .postmaster = Address::trusted("postmaster", "bailey.test")});
        delivery::Deliverer::Settings settings;
        settings.poll = 5ms;
        settings.reporter = {"mail.bailey.test", Address::trusted("postmaster", "bailey.test"), "Bailey"};
        deliverer = std::make_unique<delivery::Deliverer>(
            delivery::Deliverer::Rooms{*queue, *cells, *directory, ids, names, clock, filters.get()}, settings);
        intake = std::make_unique<delivery::MailIntake>(
            delivery::MailIntake::Rooms{*community, *directory, *cells, *queue, ids, *deliverer, names, clock},
            delivery::MailIntake::Settings{.limits = {}, .hostname = "mail.bailey.test"});
        ASSERT_TRUE(deliverer->start());
    }
    void TearDown() override {
        if (deliverer) deliverer->stop();
        intake.reset();
        deliverer.reset();
        filters.reset();
        accounts.reset();
        queue.reset();
        cells.reset();
        SignedInTest::TearDown();
    }

    mailbox::Account open(AccountId who) { return accounts->open(who).value(); }

    void activate(AccountId who, const std::string& text, const std::string& name = "main", bool active = true) {
        const auto account = open(who);
        const auto all = scripts(account).value();
        mailbox::ItemSet set;
        if (const auto* old = all.named(name)) set.destroy.push_back(old->id);
        set.create.push_back({stored_form({0, name, text, active}), 0});
        ASSERT_TRUE(mailbox::set_items(account, mailbox::ItemType::sieve_script, set));
    }

    static std::string letter(const std::string& fields = "", const std::string& text = "The hearing is at ten.\r\n") {
        return "From: ann@firm.com\r\nTo: ben@firm.com\r\nSubject: Listing\r\nMessage-ID: <1@laptop>\r\n" + fields +
               "\r\n" + text;
    }
    // From ann, and waits until everything that follows has been delivered.
    void send(const std::string& text, const std::vector<std::string>& to = {"ben@firm.com"}, bool null_sender = false,
              bool wait = true) {
        Envelope envelope;
        if (!null_sender) envelope.sender = Address::parse("ann@firm.com").value();
        for (const auto& address : to) envelope.recipients.push_back({Address::parse(address).value(), {}, {}});
        auto incoming = intake->receive(signed_in(), std::move(envelope), {}).value();
        ASSERT_TRUE(incoming->write(text));
        std::promise<Result<std::string>> durable;
        incoming->finish([&](Result<std::string> done) { durable.set_value(std::move(done)); });
        ASSERT_TRUE(durable.get_future().get());
        if (wait) settle();
    }
    void settle() {
        while (deliverer->pending() > 0) std::this_thread::sleep_for(1ms);
    }

    struct Kept {
        std::string text;
        std::vector<std::string> keywords, mailboxes;
        std::string field(std::string_view name) const {
            const auto values = sieve::RawMessage(text, {}).decoded(name);
            return values.empty() ? "(none)" : values[0];
        }
    };
    // All messages of the account, oldest first.
    std::vector<Kept> mail(AccountId who) {
        const auto account = open(who);
        const auto index = mailbox::index(account).value();
        std::vector<Kept> out;
        for (const auto& email : index->emails()) {
            auto& kept = out.emplace_back();
            kept.text = mailbox::read_blob(account, {mailbox::BlobRef::Kind::email, email.id}).value();
            kept.keywords = index->keywords_of(email);
            for (const auto id : index->mailboxes_of(email)) kept.mailboxes.push_back(index->mailbox(id)->name);
        }
        return out;
    }
    std::vector<std::string> places(AccountId who) {
        std::vector<std::string> out;
        for (const auto& kept : mail(who))
            for (const auto& name : kept.mailboxes) out.push_back(name);
        return out;
    }
    std::string subject(AccountId who, std::size_t n) {
        const auto all = mail(who);
        return n < all.size() ? all[n].field("subject") : "(no message)";
    }

    AccountId ben{}, cy{};
    const KeyRing ring = KeyRing::for_tests();
    store::Ids ids{clock};
    std::unique_ptr<store::Cells> cells;
    std::unique_ptr<store::Queue> queue;
    std::unique_ptr<mailbox::Accounts> accounts;
    std::unique_ptr<users::OwnAddresses> addresses;
    std::unique_ptr<Filters> filters;
    std::unique_ptr<delivery::Deliverer> deliverer;
    std::unique_ptr<delivery::MailIntake> intake;
};

INSTANTIATE_TEST_SUITE_P(Engines, FilteringTest, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgres),
                         sql::engine_name);

using Names = std::vector<std::string>;

TEST_P(FilteringTest, WithoutAScriptMailGoesToTheInbox) {
    EXPECT_TRUE(filters->may_apply(ben));
    send(letter());
    EXPECT_EQ(places(ben), Names{"Inbox"});
    EXPECT_FALSE(filters->may_apply(ben));  // and nothing is looked up for the next message
    activate(ben, "discard;", "other", false);
    EXPECT_TRUE(filters->may_apply(ben));
    send(letter());
    EXPECT_EQ(places(ben), (Names{"Inbox", "Inbox"}));
}

TEST_P(FilteringTest, AScriptFilesAndMarks) {
    activate(ben,
             "require [\"fileinto\", \"imap4flags\", \"mailbox\"];\n"
             "if header :contains \"subject\" \"listing\" {\n"
             "  addflag \"\\\\Flagged\"; addflag \"$court\";\n"
             "  fileinto :create \"Cases/Listings\"; keep;\n}\n");
    send(letter(), {"ben@firm.com", "cy@firm.com"});
    const auto all = mail(ben);
    ASSERT_EQ(all.size(), 1u);
    auto where = all[0].mailboxes;
    std::ranges::sort(where);
    EXPECT_EQ(where, (Names{"Inbox", "Listings"}));
    EXPECT_EQ(all[0].keywords, (Names{"$court", "$flagged"}));
    EXPECT_EQ(places(cy), Names{"Inbox"});  // the others notice nothing
    send(letter());
    EXPECT_EQ(mailbox::index(open(ben)).value()->mailboxes().size(),
              mailbox::index(open(cy)).value()->mailboxes().size() + 2);  // made once
}

TEST_P(FilteringTest, AChangeOfTheScriptCountsAtOnce) {
    activate(ben, "discard;");
    send(letter());
    EXPECT_TRUE(mail(ben).empty());
    activate(ben, "keep;");
    send(letter());
    EXPECT_EQ(places(ben), Names{"Inbox"});
}

TEST_P(FilteringTest, TimesAreThoseOfTheOwnersTimeZone) {
    const auto hour = std::chrono::duration_cast<std::chrono::hours>(clock.now().time_since_epoch()).count() % 24;
    auto tokyo = std::to_string((hour + 9) % 24);
    if (tokyo.size() < 2) tokyo = "0" + tokyo;
    activate(ben, R"(require ["date", "fileinto"]; if currentdate "hour" ")" + tokyo + R"(" { fileinto "Archive"; })");
    send(letter());
    EXPECT_EQ(places(ben), std::vector<std::string>{"Inbox"}) << "London's, unless chosen";
    const auto state = preferences::state(open(ben)).value();
    ASSERT_TRUE(preferences::write(open(ben), state, R"({"timeZone":"Asia/Tokyo"})"));
    send(letter("X-Number: 2\r\n"));
    EXPECT_EQ(places(ben), (std::vector<std::string>{"Inbox", "Archive"}));
}

TEST_P(FilteringTest, AMailboxThatIsNotThereIsTheInbox) {
    activate(ben, "require \"fileinto\"; fileinto \"Nowhere\";");
    send(letter());
    EXPECT_EQ(places(ben), Names{"Inbox"});
}

TEST_P(FilteringTest, ByUseAndById) {
    activate(ben, "require [\"fileinto\", \"special-use\"]; fileinto :specialuse \"\\\\Junk\" \"Spam\";");
    send(letter());
    const auto junk = mailbox::mailbox_with_role(open(ben), "junk").value();
    activate(ben,
             "require [\"fileinto\", \"mailboxid\"]; fileinto :mailboxid \"m" + std::to_string(junk) + "\" \"x\";");
    send(letter());
    const auto index = mailbox::index(open(ben)).value();
    EXPECT_EQ(index->mailbox(junk)->counts.emails, 2u);
}

// RFC 5228 section 2.10.6: the message is kept, and the owner hears of it.
TEST_P(FilteringTest, AFailingScriptKeepsTheMessageAndTellsTheOwnerOnce) {
    activate(ben, "require [\"reject\"];\nreject \"a\";\nkeep;\n");
    send(letter());
    send(letter());
    const auto all = mail(ben);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(places(ben), (Names{"Inbox", "Inbox", "Inbox"}));
    const auto told =
        std::ranges::count_if(all, [](auto& m) { return m.field("subject") == "Your mail filter failed"; });
    EXPECT_EQ(told, 1);
    for (const auto& kept : all)
        if (kept.field("subject") == "Your mail filter failed") {
            EXPECT_NE(kept.text.find("In line 3 it failed"), std::string::npos);
            EXPECT_EQ(kept.field("auto-submitted"), "auto-replied");
            EXPECT_EQ(kept.field("return-path"), "<>");
        }
    EXPECT_TRUE(mail(ann).empty());  // nothing was rejected
}

TEST_P(FilteringTest, AScriptThatDoesNotCompileAnyMoreIsOneThatFails) {
    activate(ben, "frobnicate;");
    send(letter());
    EXPECT_EQ(mail(ben).size(), 2u);
    EXPECT_EQ(places(ben), (Names{"Inbox", "Inbox"}));
}

TEST_P(FilteringTest, RedirectPassesTheMessageOnAsItIs) {
    activate(ben, "redirect \"cy@firm.com\";");
    send(letter("X-Kept: as it is\r\n"));
    EXPECT_TRUE(mail(ben).empty());
    const auto all = mail(cy);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].field("x-kept"), "as it is");
    EXPECT_EQ(all[0].field("subject"), "Listing");
    EXPECT_EQ(all[0].field("delivered-to"), "ben@firm.com");
    EXPECT_TRUE(all[0].text.starts_with("Return-Path: <ann@firm.com>\r\n"));
    EXPECT_TRUE(all[0].text.ends_with("\r\n\r\nThe hearing is at ten.\r\n"));
}

TEST_P(FilteringTest, RedirectsDoNotGoRoundInCircles) {
    activate(ben, "redirect \"cy@firm.com\";");
    activate(cy, "redirect \"ben@firm.com\";");
    send(letter());
    EXPECT_EQ(mail(ben).size() + mail(cy).size(), 1u);
}

TEST_P(FilteringTest, ALargeMessageIsPassedOnWhole) {
    activate(ben, "require \"copy\"; redirect :copy \"cy@firm.com\";");
    std::string text;
    for (int n = 0; n < 40'000; ++n) text += "Line " + std::to_string(n) + " of a long exhibit, as it was served.\r\n";
    send(letter("", text));
    ASSERT_EQ(mail(ben).size(), 1u);
    ASSERT_EQ(mail(cy).size(), 1u);
    EXPECT_TRUE(mail(ben)[0].text.ends_with("\r\n\r\n" + text));
    EXPECT_TRUE(mail(cy)[0].text.ends_with("\r\n\r\n" + text));
}

// RFC 5429 section 2.2.1.
TEST_P(FilteringTest, RejectTellsTheSenderByANotification) {
    activate(ben, "require \"reject\"; reject \"I am not taking mail from you.\";");
    send(letter());
    EXPECT_TRUE(mail(ben).empty());
    const auto all = mail(ann);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_NE(all[0].field("content-type").find("disposition-notification"), std::string::npos);
    EXPECT_NE(all[0].text.find("I am not taking mail from you."), std::string::npos);
    EXPECT_NE(all[0].text.find("automatic-action/MDN-sent-automatically; deleted"), std::string::npos);
    EXPECT_NE(all[0].text.find("<1@laptop>"), std::string::npos);
    EXPECT_EQ(all[0].field("return-path"), "<>");
}

// RFC 5429 section 2.1.2.
TEST_P(FilteringTest, ErejectTellsTheSenderByAReport) {
    activate(ben, "require \"ereject\"; ereject \"Not from you.\";");
    send(letter());
    EXPECT_TRUE(mail(ben).empty());
    const auto all = mail(ann);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_NE(all[0].field("content-type").find("delivery-status"), std::string::npos);
    EXPECT_NE(all[0].text.find("Not from you."), std::string::npos);
    EXPECT_NE(all[0].text.find("Action: failed"), std::string::npos);
    EXPECT_NE(all[0].text.find("Status: 5.7.1"), std::string::npos);
}

TEST_P(FilteringTest, NobodyHearsOfARejectedMessageFromNobody) {
    activate(ben, "require [\"reject\"]; reject \"no\";");
    send(letter(), {"ben@firm.com"}, true);
    EXPECT_TRUE(mail(ben).empty());
    EXPECT_TRUE(mail(ann).empty());
}

TEST_P(FilteringTest, VacationAnswersOnceInThePeriod) {
    activate(ben, "require \"vacation\"; vacation :days 3 \"Back on Monday.\";");
    send(letter());
    send(letter());
    EXPECT_EQ(mail(ben).size(), 2u);
    auto answers = mail(ann);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].field("subject"), "Auto: Listing");
    EXPECT_EQ(answers[0].field("from"), "ben@firm.com");
    EXPECT_EQ(answers[0].field("to"), "ann@firm.com");
    EXPECT_EQ(answers[0].field("in-reply-to"), "<1@laptop>");
    EXPECT_EQ(answers[0].field("return-path"), "<>");
    clock.advance(std::chrono::days(4));
    send(letter());
    EXPECT_EQ(mail(ann).size(), 2u);
}

// Nothing of the first message is on record yet when the next one is looked at.
TEST_P(FilteringTest, ABurstOfMessagesIsAnsweredOnceAndAFailureToldOnce) {
    activate(ben, "require \"vacation\"; vacation \"Away.\";");
    activate(cy, "require \"reject\"; reject \"a\"; keep;");
    for (int n = 0; n < 20; ++n) send(letter(), {"ben@firm.com", "cy@firm.com"}, false, false);
    settle();
    EXPECT_EQ(mail(ben).size(), 20u);
    EXPECT_EQ(mail(cy).size(), 21u);
    EXPECT_EQ(mail(ann).size(), 1u);
}

TEST_P(FilteringTest, TwoWhoAreAwayDoNotAnswerEachOther) {
    activate(ann, "require \"vacation-seconds\"; vacation :seconds 0 \"Away.\";");
    activate(ben, "require \"vacation-seconds\"; vacation :seconds 0 \"Away, too.\";");
    send(letter());
    EXPECT_EQ(mail(ben).size(), 1u);
    EXPECT_EQ(mail(ann).size(), 1u);
}

// RFC 8621 section 8.
TEST_P(FilteringTest, OutOfOfficeAnswersWhileItIsOn) {
    vacation::Vacation away;
    away.enabled = true;
    away.from = clock.now() + std::chrono::hours(1);
    away.to = clock.now() + std::chrono::days(10);
    away.subject = "I am in court";
    away.text_body = "Until Friday.";
    away.html_body = "<p>Until <b>Friday</b>.</p>";
    ASSERT_TRUE(vacation::set_vacation(open(ben), away));
    send(letter());
    EXPECT_TRUE(mail(ann).empty());
    clock.advance(std::chrono::hours(2));
    send(letter());
    send(letter());
    const auto answers = mail(ann);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].field("subject"), "I am in court");
    EXPECT_NE(answers[0].text.find("<b>Friday</b>"), std::string::npos);
    EXPECT_EQ(mail(ben).size(), 3u);
    clock.advance(std::chrono::days(11));
    send(letter());
    EXPECT_EQ(mail(ann).size(), 1u);
}

TEST_P(FilteringTest, OutOfOfficeBesideAScript) {
    vacation::Vacation away;
    away.enabled = true;
    away.html_body = "<p>Away</p>";
    ASSERT_TRUE(vacation::set_vacation(open(ben), away));
    activate(ben, "if header :is \"subject\" \"Listing\" { discard; }");
    send(letter());
    EXPECT_TRUE(mail(ann).empty());  // what is thrown away is not answered
    send("From: ann@firm.com\r\nTo: ben@firm.com\r\nSubject: Other\r\n\r\nx\r\n");
    ASSERT_EQ(mail(ann).size(), 1u);
    EXPECT_EQ(subject(ann, 0), "Auto: Other");
}

// RFC 7352.
TEST_P(FilteringTest, DuplicatesAreRememberedForTheirTime) {
    activate(ben, "require [\"duplicate\", \"fileinto\"]; if duplicate :seconds 3600 { discard; }");
    send(letter());
    send(letter());
    EXPECT_EQ(mail(ben).size(), 1u);
    clock.advance(std::chrono::hours(2));
    send(letter());
    EXPECT_EQ(mail(ben).size(), 2u);
}

TEST_P(FilteringTest, ScriptsIncludeTheOwnersOthers) {
    activate(ben, "require \"imap4flags\"; addflag \"included\";", "more", false);
    activate(ben, "require \"include\"; include \"more\";");
    send(letter());
    ASSERT_EQ(mail(ben).size(), 1u);
    EXPECT_EQ(mail(ben)[0].keywords, Names{"included"});
}

TEST_P(FilteringTest, WhatIsRememberedIsForgottenWhenThereAreTooMany) {
    const auto account = open(ben);
    const auto now = clock.now();
    using enum mailbox::ItemType;
    ASSERT_TRUE(remember(account, duplicate, "one", now + 1h, now));
    ASSERT_TRUE(remember(account, duplicate, "two", now + 2h, now));
    EXPECT_TRUE(remembers(account, duplicate, "one", now).value());
    EXPECT_FALSE(remembers(account, vacation_reply, "one", now).value());
    EXPECT_FALSE(remembers(account, duplicate, "one", now + 1h).value());
    ASSERT_TRUE(remember(account, duplicate, "one", now + 3h, now));
    EXPECT_TRUE(remembers(account, duplicate, "one", now + 1h).value());
}

}  // namespace
}  // namespace bailey::filter
