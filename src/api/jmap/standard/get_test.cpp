// RFC 8620 sections 5.1 and 5.2.
#include "api/jmap/standard/get.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::Desk;
using testing::text;

TEST(Rfc8620_5_1_Get, returns_what_is_there_and_names_what_is_not) {
    Desk desk;
    desk.fill({1, 2});
    auto got = desk.one("Note/get", R"({"accountId":"a1","ids":["n2","none","n1"],"properties":["rank","title"]})");
    EXPECT_EQ(got, testing::object(R"({"accountId":"a1","state":"s2","notFound":["none"],"list":[
        {"id":"n2","title":"note 2","rank":2},{"id":"n1","title":"note 1","rank":1}]})"));
}

TEST(Rfc8620_5_1_Get, with_ids_null_returns_all) {
    Desk desk;
    desk.fill({1, 2, 3});
    for (auto arguments : {R"({"accountId":"a1","ids":null})", R"({"accountId":"a1"})"}) {
        auto got = desk.one("Note/get", arguments);
        EXPECT_EQ(got.at("list").as_array().size(), 3u);
        EXPECT_EQ(text(got.at("notFound")), "[]");
    }
}

TEST(Rfc8620_5_1_Get, with_no_ids_returns_empty_lists) {
    Desk desk;
    desk.fill({1});
    auto got = desk.one("Note/get", R"({"accountId":"a1","ids":[]})");
    EXPECT_EQ(text(got), R"({"accountId":"a1","state":"s1","list":[],"notFound":[]})");
}

TEST(Rfc8620_5_1_Get, includes_an_id_once_however_often_it_is_asked_for) {
    Desk desk;
    desk.fill({1});
    auto got = desk.one("Note/get", R"({"accountId":"a1","ids":["n1","x","n1","x"],"properties":[]})");
    EXPECT_EQ(text(got.at("list")), R"([{"id":"n1"}])");
    EXPECT_EQ(text(got.at("notFound")), R"(["x"])");
}

TEST(Rfc8620_5_1_Get, returns_all_usual_properties_by_default_and_the_id_always) {
    Desk desk;
    desk.fill({1});
    auto note = desk.one("Note/get", R"({"accountId":"a1","ids":["n1"]})").at("list").as_array().at(0).as_object();
    EXPECT_EQ(note.at("kind"), "plain");
    EXPECT_TRUE(note.at("due").is_null());
    EXPECT_FALSE(note.contains("secret"));
    auto asked = desk.one("Note/get", R"({"accountId":"a1","ids":["n1"],"properties":["secret","x:y"]})");
    EXPECT_EQ(text(asked.at("list")), R"([{"id":"n1","secret":"s3cret","x:y":"y"}])");
}

TEST(Rfc8620_5_1_Get, rejects_a_property_that_is_none) {
    Desk desk;
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","ids":[],"properties":["title","colour"]})"),
              "invalidArguments");
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","properties":"title"})"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","properties":[1]})"), "invalidArguments");
}

TEST(Rfc8620_8_5_Get, of_very_many_properties_is_requestTooLarge) {
    Desk desk;
    std::string names = R"("x:0")";
    for (int n = 1; n <= 500; ++n) names += ",\"x:" + std::to_string(n) + "\"";
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","ids":[],"properties":[)" + names + "]}"),
              "requestTooLarge");
}

TEST(Rfc8620_5_1_Get, of_too_many_is_requestTooLarge) {
    Desk desk;
    desk.fill({1, 2, 3, 4, 5, 6});
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","ids":["a","b","c","d","e","f"]})"), "requestTooLarge");
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1"})"), "requestTooLarge");
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","ids":["a","b","c","d","e","e"]})"), "");
}

TEST(Rfc8620_5_1_Get, reads_ids_strictly) {
    Desk desk;
    for (auto ids : {R"("n1")", "[1]", "[null]", "{}", R"(["a b"])", R"([""])"}) {
        EXPECT_EQ(desk.error_of("Note/get", std::string(R"({"accountId":"a1","ids":)") + ids + "}"), "invalidArguments")
            << ids;
    }
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","loud":true})"), "");
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","loud":"yes"})"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Note/get", R"({"accountId":"a1","quiet":true})"), "invalidArguments");
}

TEST(Rfc8620_5_1_Get, state_changes_with_the_data_and_only_then) {
    Desk desk;
    desk.fill({1});
    auto state = desk.one("Note/get", R"({"accountId":"a1"})").at("state");
    EXPECT_EQ(desk.one("Note/get", R"({"accountId":"a1","ids":[]})").at("state"), state);
    desk.one("Note/set", R"({"accountId":"a1","update":{"n1":{"rank":5}}})");
    EXPECT_NE(desk.one("Note/get", R"({"accountId":"a1"})").at("state"), state);
}

TEST(Rfc8620_5_2_Changes, tells_created_updated_and_destroyed) {
    Desk desk;
    desk.fill({1, 2, 3});
    desk.call(R"(["Note/set",{"accountId":"a1","create":{"k":{"title":"new"},"gone":{"title":"brief"}},
        "update":{"n1":{"rank":9},"n2":{"rank":9}}},"0"],
        ["Note/set",{"accountId":"a1","update":{"#k":{"rank":4}},"destroy":["n2","#gone"]},"1"])");
    auto changes = desk.one("Note/changes", R"({"accountId":"a1","sinceState":"s3"})");
    EXPECT_EQ(changes.at("oldState"), "s3");
    EXPECT_EQ(changes.at("newState"), json::value(desk.book().state()));
    EXPECT_EQ(changes.at("hasMoreChanges"), false);
    EXPECT_EQ(text(changes.at("created")), R"(["n4"])");
    EXPECT_EQ(text(changes.at("updated")), R"(["n1"])");
    EXPECT_EQ(text(changes.at("destroyed")), R"(["n2"])");
}

TEST(Rfc8620_5_2_Changes, in_parts_lead_to_the_current_state) {
    Desk desk;
    desk.fill({1, 2, 3, 4, 5});
    std::string state = "s0";
    std::size_t told = 0;
    for (int parts = 0; parts < 10; ++parts) {
        auto changes = desk.one("Note/changes", R"({"accountId":"a1","maxChanges":2,"sinceState":")" + state + "\"}");
        auto n = changes.at("created").as_array().size();
        EXPECT_LE(n, 2u);
        told += n;
        state = text_of(changes.at("newState").as_string());
        if (!changes.at("hasMoreChanges").as_bool()) break;
    }
    EXPECT_EQ(told, 5u);
    EXPECT_EQ(state, desk.book().state());
}

TEST(Rfc8620_5_2_Changes, are_limited_by_the_server_too) {
    Desk desk;
    desk.fill({1, 2, 3, 4, 5, 6, 7, 8});
    auto changes = desk.one("Note/changes", R"({"accountId":"a1","sinceState":"s0","maxChanges":9007199254740991})");
    EXPECT_EQ(changes.at("created").as_array().size(), 6u);
    EXPECT_EQ(changes.at("hasMoreChanges"), true);
}

TEST(Rfc8620_5_2_Changes, rejects_maxChanges_that_is_not_positive) {
    Desk desk;
    for (auto most : {"0", "-1", "1.5", "\"1\""}) {
        EXPECT_EQ(desk.error_of("Note/changes",
                                std::string(R"({"accountId":"a1","sinceState":"s0","maxChanges":)") + most + "}"),
                  "invalidArguments")
            << most;
    }
    EXPECT_EQ(desk.error_of("Note/changes", R"({"accountId":"a1"})"), "invalidArguments");
}

TEST(Rfc8620_5_2_Changes, from_an_unknown_state_cannot_be_calculated) {
    Desk desk;
    for (auto state : {"s99", "", "nonsense"}) {
        EXPECT_EQ(desk.error_of("Note/changes", std::string(R"({"accountId":"a1","sinceState":")") + state + "\"}"),
                  "cannotCalculateChanges")
            << state;
    }
}

}  // namespace
}  // namespace bailey::jmap
