// RFC 6901, RFC 8620 section 3.7 ("*") and section 5.3 (PatchObject).
#include "protocol/jmap/pointer.hpp"

#include <gtest/gtest.h>

namespace bailey::jmap {
namespace {

json::object object(std::string_view text) { return parse_json(text).value().as_object(); }

std::string at(std::string_view root, std::string_view pointer) {
    std::size_t budget = 1'000'000;
    auto value = evaluate(object(root), pointer, budget);
    return value ? write_json(*value) : "none";
}

TEST(Rfc6901_4_Evaluation, follows_names_and_indexes) {
    auto root = R"({"a":{"b":[10,{"c":1}]},"":2,"x/y":3,"m~n":4,"*":5})";
    EXPECT_EQ(at(root, ""), write_json(parse_json(root).value()));
    EXPECT_EQ(at(root, "/a/b/0"), "10");
    EXPECT_EQ(at(root, "/a/b/1/c"), "1");
    EXPECT_EQ(at(root, "/"), "2");
    EXPECT_EQ(at(root, "/x~1y"), "3");
    EXPECT_EQ(at(root, "/m~0n"), "4");
    EXPECT_EQ(at(root, "/*"), "5");
    for (auto bad : {"a", "/z", "/a/b/2", "/a/b/00", "/a/b/-", "/a/b/01", "/a/b/x", "/a/b/0/c", "/m~n", "/m~", "/m~2n",
                     "/a/b/99999999999999999999"}) {
        EXPECT_EQ(at(root, bad), "none") << bad;
    }
}

TEST(Rfc8620_3_7_Star, maps_through_arrays_and_flattens) {
    auto root = R"({"list":[{"id":"a","to":["x","y"]},{"id":"b","to":[]},{"id":"c","to":["z"]}]})";
    EXPECT_EQ(at(root, "/list/*/id"), R"(["a","b","c"])");
    EXPECT_EQ(at(root, "/list/*/to"), R"(["x","y","z"])");
    EXPECT_EQ(at(root, "/list/*/to/*"), R"(["x","y","z"])");
    EXPECT_EQ(at(root, "/list/*/none"), "none");
    EXPECT_EQ(at(root, "/list/*/to/0"), "none");  // one of them has no first
    EXPECT_EQ(at(R"({"a":[]})", "/a/*/x"), "[]");
    EXPECT_EQ(at(R"({"a":{}})", "/a/*"), "none");
}

TEST(Rfc8620_8_5_References, cost_no_more_than_the_budget) {
    auto root = object(R"({"a":["0123456789012345678901234567890123456789"]})");
    std::size_t budget = 120;
    EXPECT_TRUE(evaluate(root, "/a", budget));
    EXPECT_LT(budget, 80u);
    EXPECT_EQ(errc_of(evaluate(root, "/a", budget).error()), Errc::too_long);
}

TEST(Rfc8620_8_5_References, cost_for_every_item_they_pass) {
    auto root = object(R"({"a":[[],[],[],[],[],[],[],[],[],[]]})");
    std::size_t budget = 250;
    EXPECT_TRUE(evaluate(root, "/a/*/*", budget));
    EXPECT_EQ(errc_of(evaluate(root, "/a/*/*", budget).error()), Errc::too_long) << "though nothing comes of it";
}

TEST(Rfc8620_8_5_References, have_a_bounded_path) {
    std::string path;
    for (int n = 0; n < 100'000; ++n) path += "/a";
    EXPECT_EQ(errc_of(pointer_tokens(path).error()), Errc::bad_syntax);
}

std::string patched(std::string_view text, std::string_view patch) {
    auto target = object(text);
    auto patches = patches_from(object(patch));
    if (!patches) return std::string(to_string(patches.error().type));
    for (const auto& one : *patches) {
        auto done = apply(target, one, nullptr, nullptr);
        if (!done) return std::string(to_string(done.error().type));
    }
    return write_json(target);
}

TEST(Rfc8620_5_3_PatchObject, sets_and_removes) {
    EXPECT_EQ(patched(R"({"a":1,"b":{"c":2}})", R"({"a":3,"b/d":4})"), R"({"a":3,"b":{"c":2,"d":4}})");
    EXPECT_EQ(patched(R"({"a":1,"b":{"c":2}})", R"({"b/c":null})"), R"({"a":1,"b":{}})");
    EXPECT_EQ(patched(R"({"a":1})", R"({"z":null})"), R"({"a":1})");
    EXPECT_EQ(patched(R"({"b":{}})", R"({"b/$seen":true,"b/x~1y":true})"), R"({"b":{"$seen":true,"x/y":true}})");
    EXPECT_EQ(patched(R"({"a":[1,2]})", R"({"a":[3]})"), R"({"a":[3]})");
}

TEST(Rfc8620_5_3_PatchObject, never_reaches_inside_an_array) {
    EXPECT_EQ(patched(R"({"a":[1,2]})", R"({"a/0":9})"), "invalidPatch");
    EXPECT_EQ(patched(R"({"a":[{"b":1}]})", R"({"a/0/b":9})"), "invalidPatch");
}

TEST(Rfc8620_5_3_PatchObject, needs_every_parent_to_exist) {
    EXPECT_EQ(patched(R"({"a":{}})", R"({"a/b/c":1})"), "invalidPatch");
    EXPECT_EQ(patched(R"({"a":1})", R"({"a/b":1})"), "invalidPatch");
    EXPECT_EQ(patched(R"({"a":null})", R"({"a/b":1})"), "invalidPatch");
}

TEST(Rfc8620_5_3_PatchObject, has_no_pointer_that_is_the_prefix_of_another) {
    EXPECT_EQ(patched(R"({"a":{"b":{"c":1}}})", R"({"a/b":{},"a/b/c":2})"), "invalidPatch");
    EXPECT_EQ(patched(R"({"a":{"b":1}})", R"({"a/b":2,"z":1,"a":{}})"), "invalidPatch");
    EXPECT_EQ(patched(R"({"a":{},"ab":1})", R"({"a":{"x":1},"ab":2})"), R"({"a":{"x":1},"ab":2})");
    EXPECT_EQ(patched(R"({"a":{}})", R"({"a/~":1})"), "invalidPatch");
}

}  // namespace
}  // namespace bailey::jmap
