#include "api/jmap/recipient/recipients.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/post_office.hpp"
#include "services/directory/directory.hpp"
#include "services/organisations/organisations.hpp"
#include "services/recipients/recipients.hpp"
#include "services/vacation/vacation.hpp"

namespace bailey::jmap {
namespace {

class RecipientCheck : public testing::PostOffice {
protected:
    void SetUp() override {
        PostOffice::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        listing = std::make_unique<directory::Directory>(*community);
        all = std::make_unique<recipients::Recipients>(
            recipients::Recipients::Rooms{*intake, *community, *directory, *listing, *accounts, names, clock});
        add_recipients(*api, *all);
        uses.emplace_back(recipients_uri);
    }
    void TearDown() override {
        PostOffice::TearDown();
        all.reset();
        listing.reset();
    }
    json::object check(std::string address, AccountId who = {}) {
        auto answer = call(who == AccountId{} ? ann : who, "Recipient/check",
                           {{"addresses", json::array{json::string(address)}}});
        auto one = answer.at("list").at(0).as_object();
        EXPECT_EQ(one.at("address"), json::value(address));
        return one;
    }
    AccountId person(std::string address, std::string first, std::string last, bool ex_directory = false) {
        return users
            ->create(system_actor(), {.organisation = firm,
                                      .address = std::move(address),
                                      .first_name = std::move(first),
                                      .last_name = std::move(last),
                                      .password = right,
                                      .ex_directory = ex_directory})
            .value()
            .account;
    }
    std::unique_ptr<directory::Directory> listing;
    std::unique_ptr<recipients::Recipients> all;
};
BAILEY_ON_BOTH_ENGINES(RecipientCheck);

TEST_P(RecipientCheck, somebody_of_the_community) {
    person("sian.okafor@firm.com", "Siân", "Okafor");
    auto one = check("Sian.Okafor@firm.com");
    EXPECT_EQ(one.at("isInside"), true);
    EXPECT_TRUE(one.at("reason").is_null());
    EXPECT_EQ(one.at("secureAddress"), "sian.okafor@firm.com.bailey.test");
    EXPECT_EQ(one.at("kind"), "user");
    EXPECT_EQ(one.at("name"), "Siân Okafor");
    EXPECT_EQ(one.at("ceiling"), "OFFICIAL-SENSITIVE");
    EXPECT_EQ(one.at("isAway"), false);
    EXPECT_EQ(one.at("isFirstTime"), true);
}

TEST_P(RecipientCheck, who_is_not_in_it_and_why) {
    auto one = check("jo@gmail.com");
    EXPECT_EQ(one.at("isInside"), false);
    EXPECT_EQ(one.at("reason"), "outside");
    EXPECT_NE(text_of(one.at("description").as_string()).find("outside the community"), std::string_view::npos);
    EXPECT_TRUE(one.at("secureAddress").is_null());
    EXPECT_EQ(check("nobody@firm.com").at("reason"), "notFound");
    EXPECT_EQ(check("nobody@firm.com").at("isInside"), false);
    EXPECT_EQ(check("no address").at("reason"), "notAnAddress");
}

TEST_P(RecipientCheck, whoever_is_ex_directory_is_inside_without_a_name) {
    person("hidden@firm.com", "Hannah", "Hidden", true);
    auto one = check("hidden@firm.com");
    EXPECT_EQ(one.at("isInside"), true);
    EXPECT_TRUE(one.at("name").is_null());
    EXPECT_TRUE(one.at("organisation").is_null());
    EXPECT_TRUE(one.at("kind").is_null());
}

TEST_P(RecipientCheck, whoever_is_away_or_suspended) {
    vacation::Vacation away;
    away.enabled = true;
    away.to = clock.now() + std::chrono::hours(48);
    ASSERT_TRUE(vacation::set_vacation(accounts->open(ben).value(), away));
    auto one = check("ben@firm.com");
    EXPECT_EQ(one.at("isAway"), true);
    EXPECT_TRUE(one.at("awayUntil").is_string());
    ASSERT_TRUE(users->suspend(system_actor(), cy));
    EXPECT_EQ(check("cy@firm.com").at("isSuspended"), true);
}

TEST_P(RecipientCheck, the_ceiling_and_the_domains_of_others) {
    ASSERT_TRUE(users->set_ceiling(system_actor(), ben, 0));
    EXPECT_EQ(check("ben@firm.com").at("ceiling"), "OFFICIAL");
    organisations::Organisations members(*community, names, clock);
    ASSERT_TRUE(members.create(system_actor(), {.name = "Police", .connection = Connection::trusted}, {"police.uk"}));
    auto one = check("anybody@police.uk");
    EXPECT_EQ(one.at("kind"), "trustedDomain");
    EXPECT_EQ(one.at("organisation"), "Police");
}

TEST_P(RecipientCheck, somebody_new_who_looks_like_somebody_known) {
    created(submit(email(ann, letter())));
    deliver();
    EXPECT_EQ(check("ann@firm.com", ben).at("isFirstTime"), false) << "she wrote to him";
    auto one = check("anm@firm.com", ben);
    EXPECT_EQ(one.at("isFirstTime"), true);
    ASSERT_EQ(one.at("lookAlikes").as_array().size(), 1u) << write_json(one);
    EXPECT_EQ(one.at("lookAlikes").at(0).at("email"), "ann@firm.com.bailey.test");
}

TEST_P(RecipientCheck, names_are_not_tried_by_the_thousand) {
    json::array many;
    for (int n = 0; n < 200; ++n) many.emplace_back("name" + std::to_string(n) + "@firm.com");
    for (int n = 0; n < 10; ++n) EXPECT_EQ(error_of(ann, "Recipient/check", {{"addresses", many}}), "");
    EXPECT_EQ(error_of(ann, "Recipient/check", {{"addresses", many}}), "rateLimit");
    EXPECT_EQ(error_of(ben, "Recipient/check", {{"addresses", many}}), "") << "each has their own allowance";
    many.emplace_back("one@firm.com");
    EXPECT_EQ(error_of(cy, "Recipient/check", {{"addresses", many}}), "requestTooLarge");
}

}  // namespace
}  // namespace bailey::jmap
