// RFC 8620 section 5.3.
#include "api/jmap/standard/set.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::Desk;
using testing::text;

json::object set(Desk& desk, std::string_view arguments) {
    return desk.one("Note/set", R"({"accountId":"a1",)" + std::string(arguments) + "}");
}
// The SetError of the one object that was refused, as "type" or "type: properties".
std::string refused(const json::object& response, std::string_view list) {
    if (!response.contains(list) || !response.at(list).is_object()) return "accepted: " + text(response);
    auto error = response.at(list).as_object().begin()->value().as_object();
    std::string out(text_of(error.at("type").as_string()));
    if (error.contains("properties")) out += ": " + text(error.at("properties"));
    return out;
}
std::string create(Desk& desk, std::string_view object) {
    return refused(set(desk, R"("create":{"c":)" + std::string(object) + "}"), "notCreated");
}
std::string update(Desk& desk, std::string_view patch) {
    return refused(set(desk, R"("update":{"n1":)" + std::string(patch) + "}"), "notUpdated");
}

TEST(Rfc8620_5_3_Set, answers_with_states_and_nulls_where_nothing_was_done) {
    Desk desk;
    EXPECT_EQ(
        text(desk.one("Note/set", R"({"accountId":"a1","create":null,"update":{},"destroy":[]})")),
        R"({"accountId":"a1","oldState":"s0","newState":"s0","created":null,"updated":null,"destroyed":null,"notCreated":null,"notUpdated":null,"notDestroyed":null})");
}

TEST(Rfc8620_5_3_Create, tells_what_the_server_set_and_every_default) {
    Desk desk;
    auto response = set(desk, R"("create":{"c":{"title":"one","rank":7}})");
    EXPECT_EQ(response.at("oldState"), "s0");
    EXPECT_EQ(response.at("newState"), "s1");
    EXPECT_EQ(
        text(response.at("created")),
        R"({"c":{"id":"n1","size":3,"secret":"s3cret","done":false,"kind":"plain","parentId":null,"links":{},"tags":{},"lines":[],"due":null,"meta":null}})");
}

TEST(Rfc8620_5_3_Create, refuses_server_set_unknown_missing_and_ill_typed_properties_naming_all) {
    Desk desk;
    EXPECT_EQ(create(desk, R"({"title":"t","id":"mine"})"), R"(invalidProperties: ["id"])");
    EXPECT_EQ(create(desk, R"({"title":"t","size":3})"), R"(invalidProperties: ["size"])");
    EXPECT_EQ(create(desk, R"({"title":"t","colour":1})"), R"(invalidProperties: ["colour"])");
    EXPECT_EQ(create(desk, "{}"), R"(invalidProperties: ["title"])");
    EXPECT_EQ(create(desk, R"({"title":1,"rank":"x","done":null,"tags":{"a":false},"due":"today"})"),
              R"(invalidProperties: ["title","rank","done","tags","due"])");
    EXPECT_EQ(create(desk, R"({"title":"t","rank":9007199254740992})"), R"(invalidProperties: ["rank"])");
    EXPECT_EQ(create(desk, R"({"title":"t","links":{"not an id":true}})"), R"(invalidProperties: ["links"])");
    EXPECT_EQ(create(desk, R"({"title":"t","parentId":"dead"})"), R"(invalidProperties: ["parentId"])");
    EXPECT_TRUE(desk.book().notes.empty());
}

TEST(Rfc8620_5_3_Set, goes_on_after_an_object_that_was_refused) {
    Desk desk;
    desk.fill({1, 2});
    auto response =
        set(desk, R"("create":{"x":{"title":"full"},"y":{"title":"ok"}},"update":{"dead":{}},"destroy":["n0","n2"])");
    EXPECT_EQ(text(response.at("notCreated")), R"({"x":{"type":"overQuota"}})");
    EXPECT_TRUE(response.at("created").as_object().contains("y"));
    EXPECT_EQ(text(response.at("notUpdated")), R"({"dead":{"type":"notFound"}})");
    EXPECT_EQ(text(response.at("notDestroyed")), R"({"n0":{"type":"notFound"}})");
    EXPECT_EQ(text(response.at("destroyed")), R"(["n2"])");
}

TEST(Rfc8620_5_3_IfInState, must_match_or_nothing_is_done) {
    Desk desk;
    desk.fill({1});
    EXPECT_EQ(desk.error_of("Note/set", R"({"accountId":"a1","ifInState":"s0","destroy":["n1"]})"), "stateMismatch");
    EXPECT_EQ(desk.book().notes.size(), 1u);
    EXPECT_EQ(desk.error_of("Note/set", R"({"accountId":"a1","ifInState":"s1","destroy":["n1"]})"), "");
    EXPECT_EQ(desk.error_of("Note/set", R"({"accountId":"a1","ifInState":null})"), "");
}

TEST(Rfc8620_5_3_Set, of_too_many_objects_together_is_requestTooLarge) {
    Desk desk;
    desk.fill({1, 2, 3});
    auto arguments =
        R"({"accountId":"a1","create":{"a":{"title":"t"},"b":{"title":"t"}},"update":{"n1":{},"n2":{}},"destroy":["n3","n4"]})";
    EXPECT_EQ(desk.error_of("Note/set", arguments), "requestTooLarge");
    EXPECT_EQ(desk.book().state(), "s3");
}

TEST(Rfc8620_5_3_Update, applies_patches_and_tells_only_what_the_client_cannot_know) {
    Desk desk;
    desk.fill({1});
    EXPECT_EQ(text(set(desk, R"("update":{"n1":{"rank":5,"tags/red":true}})").at("updated")), R"({"n1":null})");
    EXPECT_EQ(text(desk.book().notes.at("n1").at("tags")), R"({"red":true})");
    EXPECT_EQ(text(set(desk, R"("update":{"n1":{"title":"longer title"}})").at("updated")), R"({"n1":{"size":12}})");
    set(desk, R"("update":{"n1":{"tags/red":null,"tags/none":null}})");
    EXPECT_EQ(text(desk.book().notes.at("n1").at("tags")), "{}");
}

TEST(Rfc8620_5_3_Update, null_means_the_default_or_away) {
    Desk desk;
    desk.fill({5});
    set(desk, R"("update":{"n1":{"due":"2026-01-01T00:00:00Z","tags":{"a":true}}})");
    set(desk, R"("update":{"n1":{"rank":null,"due":null,"tags":null}})");
    auto& note = desk.book().notes.at("n1");
    EXPECT_EQ(note.at("rank"), 0);
    EXPECT_TRUE(note.at("due").is_null());
    EXPECT_EQ(text(note.at("tags")), "{}");
    EXPECT_EQ(update(desk, R"({"title":null})"), R"(invalidProperties: ["title"])");  // there is no default
}

TEST(Rfc8620_5_3_Update, is_atomic_for_one_object) {
    Desk desk;
    desk.fill({1});
    EXPECT_EQ(update(desk, R"({"rank":5,"title":7,"lines":[1]})"), R"(invalidProperties: ["lines","title"])");
    EXPECT_EQ(desk.book().notes.at("n1").at("rank"), 1);
}

TEST(Rfc8620_5_3_Update, refuses_bad_patches) {
    Desk desk;
    desk.fill({1});
    EXPECT_EQ(update(desk, R"({"lines/0":"x"})"), "invalidPatch");
    EXPECT_EQ(update(desk, R"({"meta/a/b":1})"), "invalidPatch");
    EXPECT_EQ(update(desk, R"({"kind/a":null})"), "invalidPatch") << "of an immutable property, though null is nothing";
    EXPECT_EQ(update(desk, R"({"tags":{},"tags/a":true})"), "invalidPatch");
    EXPECT_EQ(update(desk, R"({"tags/~":true})"), "invalidPatch");
    EXPECT_EQ(update(desk, R"({"tags/a":false})"), R"(invalidProperties: ["tags"])");
    EXPECT_EQ(update(desk, R"({"colour":1})"), R"(invalidProperties: ["colour"])");
    EXPECT_EQ(update(desk, R"({"":1})"), R"(invalidProperties: [""])");
}

TEST(Rfc8620_5_3_Update, takes_a_whole_object_back_where_server_set_values_are_the_same) {
    Desk desk;
    desk.fill({1});
    auto whole = desk.one("Note/get", R"({"accountId":"a1","ids":["n1"]})").at("list").as_array().at(0).as_object();
    whole["rank"] = 8;
    auto response = set(desk, R"("update":{"n1":)" + text(whole) + "}");
    EXPECT_EQ(text(response.at("updated")), R"({"n1":null})");
    EXPECT_EQ(desk.book().notes.at("n1").at("rank"), 8);
    EXPECT_EQ(update(desk, R"({"size":99})"), R"(invalidProperties: ["size"])");
    EXPECT_EQ(update(desk, R"({"id":"n2"})"), R"(invalidProperties: ["id"])");
    EXPECT_EQ(update(desk, R"({"size":null})"), R"(invalidProperties: ["size"])");
}

TEST(Rfc8620_1_1_Immutable, may_be_set_once_and_repeated) {
    Desk desk;
    desk.fill({1});
    EXPECT_EQ(update(desk, R"({"kind":"other"})"), R"(invalidProperties: ["kind"])");
    EXPECT_EQ(text(set(desk, R"("update":{"n1":{"kind":"plain"}})").at("updated")), R"({"n1":null})");
    set(desk, R"("create":{"c":{"title":"t","kind":"other"}})");
    EXPECT_EQ(desk.book().notes.at("n2").at("kind"), "other");
}

TEST(Rfc8620_5_3_WillDestroy, refuses_the_update_of_what_is_destroyed_in_the_same_call) {
    Desk desk;
    desk.fill({1});
    auto response = set(desk, R"("update":{"n1":{"rank":2}},"destroy":["n1","n1"])");
    EXPECT_EQ(text(response.at("notUpdated")), R"({"n1":{"type":"willDestroy"}})");
    EXPECT_EQ(text(response.at("destroyed")), R"(["n1"])");
    EXPECT_TRUE(response.at("notDestroyed").is_null());
}

TEST(Rfc8620_5_3_CreationIds, are_resolved_whatever_order_the_creates_come_in) {
    Desk desk;
    auto response = set(desk, R"("create":{"leaf":{"title":"l","parentId":"#branch","links":{"#root":true}},
        "branch":{"title":"b","parentId":"#root"},"root":{"title":"r"}})");
    EXPECT_TRUE(response.at("notCreated").is_null());
    auto id = [&](const char* name) { return response.at("created").as_object().at(name).as_object().at("id"); };
    auto& leaf = desk.book().notes.at(std::string(text_of(id("leaf").as_string())));
    EXPECT_EQ(leaf.at("parentId"), id("branch"));
    EXPECT_TRUE(leaf.at("links").as_object().contains(id("root").as_string()));
}

TEST(Rfc8620_5_3_CreationIds, in_a_ring_unknown_or_of_a_failed_create_are_invalid) {
    Desk desk;
    auto ring = set(desk, R"("create":{"a":{"title":"a","parentId":"#b"},"b":{"title":"b","parentId":"#a"}})");
    EXPECT_TRUE(ring.at("created").is_null());
    EXPECT_EQ(refused(ring, "notCreated"), R"(invalidProperties: ["parentId"])");
    EXPECT_EQ(create(desk, R"({"title":"t","parentId":"#nobody"})"), R"(invalidProperties: ["parentId"])");
    auto failed = set(desk, R"("create":{"x":{"title":"full"},"y":{"title":"y","parentId":"#x"}})");
    EXPECT_EQ(failed.at("notCreated").as_object().size(), 2u);
}

TEST(Rfc8620_5_3_CreationIds, work_in_update_and_destroy_and_in_later_calls) {
    Desk desk;
    desk.fill({1});
    auto responses = desk.call(R"(
        ["Note/set",{"accountId":"a1","create":{"k":{"title":"k"}},"update":{"n1":{"parentId":"#k","links/#k":true},"#k":{"rank":3}}},"0"],
        ["Note/set",{"accountId":"a1","update":{"n1":{"parentId":null}},"destroy":["#k","#never"]},"1"])");
    auto& first = responses.at(0).as_array().at(1).as_object();
    EXPECT_EQ(text(first.at("updated")), R"({"n1":null,"n2":null})");
    EXPECT_EQ(text(desk.book().notes.at("n1").at("links")), R"({"n2":true})");
    auto& second = responses.at(1).as_array().at(1).as_object();
    EXPECT_EQ(text(second.at("destroyed")), R"(["n2"])");
    EXPECT_EQ(text(second.at("notDestroyed")), R"({"#never":{"type":"notFound"}})");
}

TEST(Rfc8620_5_3_CreationIds, used_again_mean_the_newest) {
    Desk desk;
    desk.call(R"(["Note/set",{"accountId":"a1","create":{"k":{"title":"first"}}},"0"],
        ["Note/set",{"accountId":"a1","create":{"k":{"title":"second"}}},"1"],
        ["Note/set",{"accountId":"a1","create":{"c":{"title":"child","parentId":"#k"}}},"2"])");
    EXPECT_EQ(desk.book().notes.at("n3").at("parentId"), "n2");
}

TEST(Rfc8620_5_3_Singleton, can_be_neither_created_nor_destroyed) {
    Desk desk;
    desk.fill({1});
    auto response = desk.one(
        "Single/set", R"({"accountId":"a1","create":{"c":{"title":"t"}},"update":{"n1":{"rank":2}},"destroy":["n2"]})");
    EXPECT_EQ(text(response.at("notCreated")), R"({"c":{"type":"singleton"}})");
    EXPECT_EQ(text(response.at("notDestroyed")), R"({"n2":{"type":"singleton"}})");
    EXPECT_EQ(text(response.at("updated")), R"({"n1":null})");
}

}  // namespace
}  // namespace bailey::jmap
