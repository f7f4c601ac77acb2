// RFC 8621 section 6: identities.
#include "api/jmap/identity/identity.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/post_office.hpp"

namespace bailey::jmap {
namespace {

class Rfc8621_6_Identity : public testing::PostOffice {
protected:
    json::object get() { return call(ann, "Identity/get", {{"ids", nullptr}}); }
    json::object set(json::object arguments) { return call(ann, "Identity/set", std::move(arguments)); }
    json::object create(json::object object) { return set({{"create", json::object{{"k", std::move(object)}}}}); }
    json::object changes(const json::value& since) { return call(ann, "Identity/changes", {{"sinceState", since}}); }
    static std::string email_of(const json::value& identity) {
        return std::string(text_of(identity.at("email").as_string()));
    }
};
BAILEY_ON_SQLITE(Rfc8621_6_Identity);

TEST_P(Rfc8621_6_Identity, every_address_has_one_from_the_first_look_on) {
    ASSERT_TRUE(users->add_address(system_actor(), ann, "a.other@firm.com"));
    auto got = get();
    auto& list = got.at("list").as_array();
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(email_of(list[0]), "ann@firm.com.bailey.test");
    EXPECT_EQ(email_of(list[1]), "a.other@firm.com.bailey.test");
    for (auto& one : list) {
        EXPECT_EQ(one.at("mayDelete"), false);
        EXPECT_EQ(one.at("replyTo"), nullptr);
        EXPECT_EQ(one.at("bcc"), nullptr);
        EXPECT_EQ(one.at("textSignature"), "");
        EXPECT_EQ(one.at("htmlSignature"), "");
        EXPECT_TRUE(one.at("name").is_string());
    }
    EXPECT_EQ(get(), got) << "a second look makes nothing";
}

TEST_P(Rfc8621_6_Identity, goes_with_its_address_and_comes_with_it) {
    auto before = get().at("state");
    ASSERT_TRUE(users->add_address(system_actor(), ann, "a.other@firm.com"));
    auto came = changes(before);
    EXPECT_EQ(came.at("created").as_array().size(), 1u);
    auto id = came.at("created").at(0);
    create({{"email", "a.other@firm.com"}, {"name", "Mine"}});
    ASSERT_TRUE(users->remove_address(system_actor(), ann, "a.other@firm.com"));
    auto went = changes(came.at("newState"));
    EXPECT_EQ(went.at("destroyed"), json::array{id}) << "and what was made for it was never heard of";
    EXPECT_EQ(get().at("list").as_array().size(), 1u);
}

TEST_P(Rfc8621_6_Identity, may_be_made_for_an_address_again_with_other_settings) {
    auto made = create({{"email", "Ann@firm.com"},
                        {"name", "Listing office"},
                        {"textSignature", "-- \nAnn"},
                        {"replyTo", testing::parsed(R"([{"name":null,"email":"office@firm.com"}])")}});
    auto& told = made.at("created").at("k").as_object();
    EXPECT_EQ(told.at("mayDelete"), true);
    EXPECT_EQ(told.at("htmlSignature"), "") << "the default";
    auto list = get().at("list").as_array();
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[1].at("id"), told.at("id"));
    EXPECT_EQ(list[1].at("name"), "Listing office");
    EXPECT_EQ(list[1].at("replyTo").at(0).at("email"), "office@firm.com");
}

TEST_P(Rfc8621_6_Identity, email_is_immutable_and_the_rest_is_not) {
    auto id = identity(ann);
    auto before = get().at("state");
    auto done = set({{"update", json::object{{id, json::object{{"htmlSignature", "<b>Ann</b>"}}}}}});
    EXPECT_EQ(done.at("updated").at(id), nullptr);
    EXPECT_EQ(get().at("list").at(0).at("htmlSignature"), "<b>Ann</b>");
    EXPECT_EQ(changes(before).at("updated"), json::array{json::string(id)});
    auto refused = set({{"update", json::object{{id, json::object{{"email", "ben@firm.com"}}}}}});
    EXPECT_EQ(refused.at("notUpdated").at(id).at("type"), "invalidProperties");
    EXPECT_EQ(refused.at("notUpdated").at(id).at("properties").at(0), "email");
}

TEST_P(Rfc8621_6_Identity, section_6_3_and_9_6_only_an_address_of_ones_own) {
    for (auto email : {"ben@firm.com", "ann@elsewhere.example", "*@firm.com", "no address", ""}) {
        auto refused = create({{"email", email}});
        EXPECT_EQ(refused.at("notCreated").at("k").at("type"), "forbiddenFrom") << email;
    }
    EXPECT_EQ(create({}).at("notCreated").at("k").at("type"), "invalidProperties") << "no email at all";
}

TEST_P(Rfc8621_6_Identity, one_that_may_not_be_deleted_is_not) {
    auto id = identity(ann);
    auto refused = set({{"destroy", json::array{json::string(id)}}});
    EXPECT_EQ(refused.at("notDestroyed").at(id).at("type"), "forbidden");
    auto made = create({{"email", "ann@firm.com"}}).at("created").at("k").at("id");
    auto done = set({{"destroy", json::array{made, "i99"}}});
    EXPECT_EQ(done.at("destroyed"), json::array{made});
    EXPECT_EQ(done.at("notDestroyed").at("i99").at("type"), "notFound");
    EXPECT_EQ(get().at("list").as_array().size(), 1u);
}

TEST_P(Rfc8621_6_Identity, reply_to_and_bcc_are_lists_of_email_addresses) {
    for (auto bad : {R"([1])", R"([{"name":"x"}])", R"([{"email":1}])", R"([{"email":"a@b","more":1}])"}) {
        auto refused = create({{"email", "ann@firm.com"}, {"bcc", testing::parsed(bad)}});
        EXPECT_EQ(refused.at("notCreated").at("k").at("properties"), (json::array{"bcc"})) << bad;
    }
}

TEST_P(Rfc8621_6_Identity, a_state_that_never_was_cannot_be_calculated_from) {
    EXPECT_EQ(error_of(ann, "Identity/changes", {{"sinceState", "nonsense"}}), "cannotCalculateChanges");
    EXPECT_EQ(call(ann, "Identity/get", {{"ids", json::array{"i99"}}}).at("notFound"), json::array{"i99"});
}

}  // namespace
}  // namespace bailey::jmap
