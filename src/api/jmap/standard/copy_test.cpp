// RFC 8620 section 5.4.
#include "api/jmap/standard/copy.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::Desk;
using testing::text;

json::object copied(Desk& desk, std::string_view create, std::string_view more = "") {
    return desk.one("Note/copy", R"({"fromAccountId":"a1","accountId":"a2","create":{)" + std::string(create) + "}" +
                                     std::string(more) + "}");
}

TEST(Rfc8620_5_4_Copy, takes_the_given_properties_instead_of_the_originals) {
    Desk desk;
    desk.fill({1});
    auto response = copied(desk, R"("c":{"id":"n1","rank":9})");
    EXPECT_EQ(
        text(response),
        R"({"fromAccountId":"a1","accountId":"a2","oldState":"s0","newState":"s1","created":{"c":{"id":"m1"}},"notCreated":null})");
    EXPECT_EQ(desk.book(2).notes.at("m1").at("rank"), 9);
    EXPECT_EQ(desk.book(2).notes.at("m1").at("title"), "note 1");
    EXPECT_EQ(desk.book(1).notes.size(), 1u);
}

TEST(Rfc8620_5_4_Copy, says_of_each_record_why_it_was_not_copied) {
    Desk desk;
    desk.fill({1});
    desk.book(2).add({{"title", "note 1"}}, "there");
    auto response =
        copied(desk, R"("a":{"id":"n1"},"b":{"id":"dead"},"c":{},"d":{"id":"n1","size":1,"colour":2,"rank":"x"})");
    EXPECT_TRUE(response.at("created").is_null());
    EXPECT_EQ(
        text(response.at("notCreated")),
        R"({"a":{"type":"alreadyExists","existingId":"there"},"b":{"type":"notFound"},"c":{"type":"invalidProperties","properties":["id"]},"d":{"type":"invalidProperties","properties":["rank","size","colour"]}})");
}

TEST(Rfc8620_5_4_Copy, checks_both_accounts) {
    Desk desk;
    auto error = [&](std::string_view from, std::string_view to) {
        return desk.error_of("Note/copy", R"({"fromAccountId":")" + std::string(from) + R"(","accountId":")" +
                                              std::string(to) + R"(","create":{}})");
    };
    EXPECT_EQ(error("a9", "a2"), "fromAccountNotFound");
    EXPECT_EQ(error("a4", "a2"), "fromAccountNotSupportedByMethod");
    EXPECT_EQ(error("a1", "a9"), "accountNotFound");
    EXPECT_EQ(error("a1", "a4"), "accountNotSupportedByMethod");
    EXPECT_EQ(error("a1", "a3"), "accountReadOnly");
    EXPECT_EQ(error("a1", "a1"), "invalidArguments");
    EXPECT_EQ(error("a3", "a1"), "");
    EXPECT_EQ(desk.error_of("Note/copy", R"({"fromAccountId":"a1","accountId":"a2"})"), "invalidArguments");
}

TEST(Rfc8620_5_4_Copy, checks_the_states_of_both) {
    Desk desk;
    desk.fill({1});
    auto error = [&](std::string_view more) {
        return desk.error_of("Note/copy", R"({"fromAccountId":"a1","accountId":"a2","create":{"c":{"id":"n1"}},)" +
                                              std::string(more) + "}");
    };
    EXPECT_EQ(error(R"("ifFromInState":"s0")"), "stateMismatch");
    EXPECT_EQ(error(R"("ifInState":"s1")"), "stateMismatch");
    EXPECT_TRUE(desk.book(2).notes.empty());
    EXPECT_EQ(error(R"("ifFromInState":"s1","ifInState":"s0")"), "");
}

TEST(Rfc8620_5_4_OnSuccessDestroyOriginal, sets_after_the_copy_and_before_the_next_call) {
    Desk desk;
    desk.fill({1, 2});
    auto responses = desk.call(R"(["Note/copy",{"fromAccountId":"a1","accountId":"a2","onSuccessDestroyOriginal":true,
        "create":{"a":{"id":"n1"},"b":{"id":"dead"}}},"c"],["Core/echo",{},"e"])");
    ASSERT_EQ(responses.size(), 3u);
    auto& set = responses.at(1).as_array();
    EXPECT_EQ(set.at(0), "Note/set");
    EXPECT_EQ(set.at(2), "c");
    EXPECT_EQ(text(set.at(1).as_object().at("destroyed")), R"(["n1"])");
    EXPECT_EQ(responses.at(2).as_array().at(0), "Core/echo");
    EXPECT_FALSE(desk.book(1).notes.contains("n1"));
    EXPECT_TRUE(desk.book(1).notes.contains("n2"));
}

TEST(Rfc8620_5_4_DestroyFromIfInState, is_passed_on) {
    Desk desk;
    desk.fill({1});
    auto responses = desk.call(R"(["Note/copy",{"fromAccountId":"a1","accountId":"a2","onSuccessDestroyOriginal":true,
        "destroyFromIfInState":"s0","create":{"a":{"id":"n1"}}},"c"])");
    EXPECT_EQ(text(responses.at(1)), R"(["error",{"type":"stateMismatch"},"c"])");
    EXPECT_TRUE(desk.book(1).notes.contains("n1"));
}

TEST(Rfc8620_5_4_Copy, that_copies_nothing_destroys_nothing) {
    Desk desk;
    auto responses = desk.call(R"(["Note/copy",{"fromAccountId":"a1","accountId":"a2","onSuccessDestroyOriginal":true,
        "create":{"a":{"id":"dead"}}},"c"])");
    EXPECT_EQ(responses.size(), 1u);
}

}  // namespace
}  // namespace bailey::jmap
