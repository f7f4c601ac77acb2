// RFC 8621 section 8: the vacation response.
#include "services/vacation/vacation.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/post_office.hpp"

namespace bailey::jmap {
namespace {

class Rfc8621_8_VacationResponse : public testing::PostOffice {
protected:
    json::object get() { return call(ann, "VacationResponse/get", {{"ids", nullptr}}); }
    json::object update(json::object patch, std::string id = "singleton") {
        return call(ann, "VacationResponse/set", {{"update", json::object{{id, std::move(patch)}}}});
    }
    vacation::Vacation kept() { return vacation::vacation(accounts->open(ann).value()).value(); }
};
BAILEY_ON_SQLITE(Rfc8621_8_VacationResponse);

TEST_P(Rfc8621_8_VacationResponse, section_8_1_there_is_exactly_one_called_singleton) {
    auto got = get();
    ASSERT_EQ(got.at("list").as_array().size(), 1u);
    EXPECT_EQ(got.at("list").at(0),
              testing::parsed(R"({"id":"singleton","isEnabled":false,"fromDate":null,"toDate":null,"subject":null,)"
                              R"("textBody":null,"htmlBody":null})"));
    auto some = call(ann, "VacationResponse/get", {{"ids", json::array{"other", "singleton"}}});
    EXPECT_EQ(some.at("list").as_array().size(), 1u);
    EXPECT_EQ(some.at("notFound"), json::array{"other"});
    EXPECT_EQ(kept(), vacation::Vacation{}) << "delivery finds it not enabled";
}

TEST_P(Rfc8621_8_VacationResponse, what_is_set_is_what_delivery_reads) {
    auto before = get().at("state");
    auto done = update(testing::parsed(R"({"isEnabled":true,"fromDate":"2023-11-14T00:00:00Z",
        "toDate":"2023-11-20T00:00:00Z","subject":"Away","textBody":"Back on Monday."})")
                           .as_object());
    EXPECT_EQ(done.at("updated"), testing::parsed(R"({"singleton":null})"));
    EXPECT_NE(done.at("newState"), before);
    EXPECT_EQ(get().at("state"), done.at("newState"));
    auto vacation = kept();
    EXPECT_TRUE(vacation.enabled);
    EXPECT_EQ(vacation.subject, "Away");
    EXPECT_EQ(vacation.text_body, "Back on Monday.");
    EXPECT_FALSE(vacation.html_body);
    auto from = *vacation.from, to = *vacation.to;
    EXPECT_FALSE(vacation.on(from - std::chrono::seconds(1)));
    EXPECT_TRUE(vacation.on(from)) << "on or after fromDate";
    EXPECT_FALSE(vacation.on(to)) << "before toDate";
    update({{"toDate", nullptr}, {"subject", nullptr}});
    EXPECT_TRUE(kept().on(to + std::chrono::hours(9999))) << "indefinitely";
    EXPECT_FALSE(kept().subject);
    update({{"isEnabled", false}});
    EXPECT_FALSE(kept().on(from));
}

TEST_P(Rfc8621_8_VacationResponse, section_8_2_none_is_made_or_destroyed) {
    auto done = call(
        ann, "VacationResponse/set",
        {{"create", json::object{{"k", json::object{{"isEnabled", true}}}}}, {"destroy", json::array{"singleton"}}});
    EXPECT_EQ(done.at("notCreated").at("k").at("type"), "singleton");
    EXPECT_EQ(done.at("notDestroyed").at("singleton").at("type"), "singleton");
    EXPECT_EQ(update({{"isEnabled", true}}, "other").at("notUpdated").at("other").at("type"), "notFound");
}

TEST_P(Rfc8621_8_VacationResponse, values_of_the_wrong_type_are_refused) {
    auto refused = update(testing::parsed(R"({"isEnabled":"yes","fromDate":"tomorrow","textBody":1})").as_object());
    EXPECT_EQ(refused.at("notUpdated").at("singleton").at("properties").as_array().size(), 3u);
    auto large = update({{"textBody", std::string(400'000, 'x')}});
    EXPECT_EQ(large.at("notUpdated").at("singleton").at("type"), "tooLarge");
    EXPECT_EQ(kept(), vacation::Vacation{});
}

TEST_P(Rfc8621_8_VacationResponse, one_account_knows_nothing_of_anothers) {
    update({{"isEnabled", true}});
    EXPECT_EQ(call(ben, "VacationResponse/get", {{"ids", nullptr}}).at("list").at(0).at("isEnabled"), false);
}

}  // namespace
}  // namespace bailey::jmap
