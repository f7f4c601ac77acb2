// service.md section 8, protective marking: from the header of a message to the refusal of a recipient.
#include "api/jmap/marking/marking.hpp"

#include <gtest/gtest.h>

#include <future>

#include "api/jmap/testing/post_office.hpp"
#include "protocol/smtp/reply.hpp"
#include "services/organisations/organisations.hpp"

namespace bailey::jmap {
namespace {

class MarkingTest : public testing::PostOffice {
protected:
    std::string marked(std::string_view marking) {
        return email(ann, letter("To: ben@firm.com\r\nX-Protective-Marking: " + std::string(marking) + "\r\n"));
    }
    // What SMTP submission is told of such a message.
    std::string over_smtp(std::string_view marking, std::vector<std::string> to) {
        Envelope envelope;
        envelope.sender = Address::parse("ann@firm.com").value();
        for (const auto& address : to) envelope.recipients.push_back({Address::parse(address).value(), {}, {}});
        auto incoming = intake->receive(signed_in(), std::move(envelope), {}).value();
        (void)incoming->write("From: ann@firm.com\r\nX-Protective-Marking: " + std::string(marking) +
                              "\r\n\r\nTen.\r\n");
        std::promise<Result<std::string>> ended;
        incoming->finish([&](Result<std::string> done) { ended.set_value(std::move(done)); });
        auto done = ended.get_future().get();
        if (done) return "250";
        return smtp::refusal(smtp::About::message, errc_of(done.error()), incoming->about());
    }
    void lower(AccountId who) { ASSERT_TRUE(users->set_ceiling(system_actor(), who, 0)); }
};
BAILEY_ON_BOTH_ENGINES(MarkingTest);

TEST_P(MarkingTest, without_ceilings_every_known_marking_goes_to_everybody) {
    for (auto marking : {"OFFICIAL", "OFFICIAL-SENSITIVE", "official-sensitive"}) created(submit(marked(marking)));
    EXPECT_EQ(over_smtp("OFFICIAL-SENSITIVE", {"ben@firm.com"}), "250");
}

TEST_P(MarkingTest, whoever_may_not_have_it_is_refused_by_name) {
    lower(ben);
    auto error = refusal(submit(marked("OFFICIAL-SENSITIVE")));
    EXPECT_EQ(error.at("type"), "invalidRecipients");
    EXPECT_EQ(error.at("invalidRecipients"), json::array{"ben@firm.com"});
    EXPECT_EQ(error.at("reasons").at("ben@firm.com"), "markingTooHigh");
    EXPECT_NE(text_of(error.at("description").as_string()).find("OFFICIAL-SENSITIVE"), std::string_view::npos);
    created(submit(marked("OFFICIAL")));
    created(submit(email(ann, letter())));
    auto smtp = over_smtp("OFFICIAL-SENSITIVE", {"cy@firm.com", "ben@firm.com"});
    EXPECT_TRUE(smtp.starts_with("550 5.7.1 ")) << smtp;
    EXPECT_NE(smtp.find("<ben@firm.com>"), std::string::npos) << smtp;
    EXPECT_EQ(smtp.find("cy@"), std::string::npos) << smtp;
    EXPECT_EQ(over_smtp("OFFICIAL", {"cy@firm.com", "ben@firm.com"}), "250");
}

TEST_P(MarkingTest, the_ceiling_of_an_organisation_is_that_of_its_accounts) {
    organisations::Organisations all(*community, names, clock);
    ASSERT_TRUE(all.set_ceiling(system_actor(), firm, 0));
    EXPECT_EQ(refusal(submit(marked("OFFICIAL-SENSITIVE"))).at("type"), "invalidRecipients");
    ASSERT_TRUE(all.set_ceiling(system_actor(), firm, Markings::unlimited));
    created(submit(marked("OFFICIAL-SENSITIVE")));
}

TEST_P(MarkingTest, a_marking_that_is_not_known_or_there_twice_is_refused) {
    for (auto marking : {"SECRET", "", "OFFICIAL\r\nX-Protective-Marking: OFFICIAL"}) {
        auto error = refusal(submit(marked(marking)));
        EXPECT_EQ(error.at("type"), "invalidEmail") << marking;
        EXPECT_EQ(error.at("properties"), json::array{"header:X-Protective-Marking"});
        EXPECT_TRUE(over_smtp(marking, {"ben@firm.com"}).starts_with("550 5.7.1 The message's protective")) << marking;
    }
}

TEST_P(MarkingTest, the_capability_lists_the_markings_and_the_ceiling) {
    add_markings(*api, intake->markings(), [this](AccountId id) { return directory->find(id).value().ceiling; });
    lower(ann);
    Caller caller;
    caller.who = {ann, firm, directory->find(ann).value().cell, "ann@firm.com"};
    auto session = api->session(caller, Origin{"https://mail.example"}).value();
    auto& mine = session.at("accounts").at(account_id(ann)).at("accountCapabilities").at(markings_uri);
    EXPECT_EQ(mine, testing::parsed(R"({"markings":["OFFICIAL","OFFICIAL-SENSITIVE"],)"
                                    R"("header":"X-Protective-Marking","ceiling":"OFFICIAL"})"));
}

}  // namespace
}  // namespace bailey::jmap
