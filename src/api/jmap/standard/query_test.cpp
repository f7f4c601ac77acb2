// RFC 8620 sections 5.5 and 5.6.
#include "api/jmap/standard/query.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::Desk;
using testing::text;

constexpr auto by_rank = R"("sort":[{"property":"rank"}])";

std::string ids(Desk& desk, std::string_view more) {
    auto response =
        desk.one("Note/query", R"({"accountId":"a1")" + std::string(more.empty() ? "" : ",") + std::string(more) + "}");
    return response.contains("ids") ? text(response.at("ids")) : text(response.at("type"));
}
std::string windowed(Desk& desk, std::string_view more) {
    return ids(desk, std::string(by_rank) + "," + std::string(more));
}

TEST(Rfc8620_5_5_Query, answers_with_ids_position_and_states) {
    Desk desk;
    desk.fill({2, 1});
    auto response = desk.one("Note/query", R"({"accountId":"a1","sort":[{"property":"rank"}],"limit":3})");
    EXPECT_EQ(text(response),
              R"({"accountId":"a1","queryState":"s2","canCalculateChanges":true,"position":0,"ids":["n2","n1"]})");
}

TEST(Rfc8620_5_5_Filter, operators_nest) {
    Desk desk;
    desk.fill({1, 2, 3});
    desk.one("Note/set", R"({"accountId":"a1","update":{"n2":{"done":true}}})");
    EXPECT_EQ(ids(desk, R"("filter":{"done":true})"), R"(["n2"])");
    EXPECT_EQ(ids(desk, R"("filter":null)"), R"(["n1","n2","n3"])");
    EXPECT_EQ(ids(desk, R"("filter":{})"), R"(["n1","n2","n3"])");
    EXPECT_EQ(ids(desk, R"("filter":{"operator":"AND","conditions":[{"done":false},{"title":"note 1"}]})"),
              R"(["n1"])");
    EXPECT_EQ(ids(desk, R"("filter":{"operator":"OR","conditions":[{"done":true},{"title":"note 1"}]})"),
              R"(["n1","n2"])");
    EXPECT_EQ(ids(desk, R"("filter":{"operator":"NOT","conditions":[{"done":true},{"title":"note 1"}]})"), R"(["n3"])");
    EXPECT_EQ(ids(desk, R"("filter":{"operator":"NOT","conditions":[{"operator":"OR","conditions":[{"done":true}]}]})"),
              R"(["n1","n3"])");
    EXPECT_EQ(ids(desk, R"("filter":{"operator":"AND","conditions":[]})"), R"(["n1","n2","n3"])");
    EXPECT_EQ(ids(desk, R"("filter":{"operator":"OR","conditions":[]})"), "[]");
}

TEST(Rfc8620_5_5_Filter, that_is_not_understood_is_refused) {
    Desk desk;
    EXPECT_EQ(ids(desk, R"("filter":{"colour":"red"})"), R"("unsupportedFilter")");
    EXPECT_EQ(ids(desk, R"("filter":{"operator":"AND","conditions":[{"colour":"red"}]})"), R"("unsupportedFilter")");
    for (auto bad :
         {R"([])", R"("x")", R"({"done":"yes"})", R"({"operator":"XOR","conditions":[]})", R"({"operator":"AND"})",
          R"({"operator":"AND","conditions":{}})", R"({"operator":"AND","conditions":[1]})",
          R"({"operator":1,"conditions":[]})", R"({"operator":"AND","conditions":[],"done":true})"}) {
        EXPECT_EQ(ids(desk, std::string(R"("filter":)") + bad), R"("invalidArguments")") << bad;
    }
}

TEST(Rfc8620_8_5_Filter, is_bounded_in_conditions_and_depth) {
    Desk desk;
    std::string many = R"("filter":{"operator":"OR","conditions":[{})";
    for (int i = 0; i < 20; ++i) many += ",{}";
    EXPECT_EQ(ids(desk, many + "]}"), R"("unsupportedFilter")");
    std::string deep;
    for (int i = 0; i < 20; ++i) deep += R"({"operator":"NOT","conditions":[)";
    deep += "{}";
    for (int i = 0; i < 20; ++i) deep += "]}";
    EXPECT_EQ(ids(desk, R"("filter":)" + deep), R"("unsupportedFilter")");
}

TEST(Rfc8620_5_5_Sort, follows_the_comparators_in_turn) {
    Desk desk;
    desk.fill({2, 1, 2});
    EXPECT_EQ(ids(desk, by_rank), R"(["n2","n1","n3"])");
    EXPECT_EQ(ids(desk, R"("sort":[{"property":"rank","isAscending":false},{"property":"title","isAscending":false}])"),
              R"(["n3","n1","n2"])");
    EXPECT_EQ(ids(desk, R"("sort":[])"), ids(desk, R"("sort":null)"));
    EXPECT_EQ(ids(desk, ""), ids(desk, ""));  // stable
}

TEST(Rfc8620_5_5_Sort, that_is_not_understood_is_refused) {
    Desk desk;
    EXPECT_EQ(ids(desk, R"("sort":[{"property":"colour"}])"), R"("unsupportedSort")");
    EXPECT_EQ(ids(desk, R"("sort":[{"property":"rank","collation":"i;klingon"}])"), R"("unsupportedSort")");
    for (auto bad : {"{}", "[1]", "[{}]", R"([{"property":1}])", R"([{"property":"rank","isAscending":"no"}])",
                     R"([{"property":"rank","collation":1}])"}) {
        EXPECT_EQ(ids(desk, std::string(R"("sort":)") + bad), R"("invalidArguments")") << bad;
    }
}

TEST(Rfc8620_5_5_Collation, orders_values_by_their_type) {
    EXPECT_LT(compare(false, true, ""), 0);
    EXPECT_LT(compare(-1, 2.5, ""), 0);
    EXPECT_LT(compare(nullptr, "a", ""), 0);
    EXPECT_EQ(compare("STRASSE",
                      "stra\xC3\x9F"
                      "e",
                      ""),
              0);
    EXPECT_EQ(compare("\xC3\x89", "\xC3\xA9", "i;unicode-casemap"), 0);
    EXPECT_NE(compare("\xC3\x89", "\xC3\xA9", "i;ascii-casemap"), 0);
    EXPECT_EQ(compare("A", "a", "i;ascii-casemap"), 0);
    EXPECT_LT(compare("A", "a", "i;octet"), 0);
    EXPECT_LT(compare("9", "010x", "i;ascii-numeric"), 0);
    EXPECT_EQ(compare("7", "007", "i;ascii-numeric"), 0);
    EXPECT_LT(compare("999", "none", "i;ascii-numeric"), 0);
}

TEST(Rfc8620_5_5_Position, counts_from_the_start_or_the_end) {
    Desk desk;
    desk.fill({1, 2, 3, 4});
    EXPECT_EQ(windowed(desk, R"("position":1,"limit":2)"), R"(["n2","n3"])");
    EXPECT_EQ(windowed(desk, R"("position":-1)"), R"(["n4"])");
    EXPECT_EQ(windowed(desk, R"("position":-3,"limit":1)"), R"(["n2"])");
    EXPECT_EQ(windowed(desk, R"("position":-99,"limit":1)"), R"(["n1"])");
    EXPECT_EQ(windowed(desk, R"("position":4)"), "[]");
    EXPECT_EQ(windowed(desk, R"("position":9007199254740991)"), "[]");
    EXPECT_EQ(windowed(desk, R"("position":1.5)"), R"("invalidArguments")");
    EXPECT_EQ(desk.one("Note/query", R"({"accountId":"a1","position":-3})").at("position"), 1);
}

TEST(Rfc8620_5_5_Anchor, wins_over_position) {
    Desk desk;
    desk.fill({1, 2, 3, 4});
    EXPECT_EQ(windowed(desk, R"("anchor":"n3","position":0)"), R"(["n3","n4"])");
    EXPECT_EQ(windowed(desk, R"("anchor":"n3","anchorOffset":-1,"limit":1)"), R"(["n2"])");
    EXPECT_EQ(windowed(desk, R"("anchor":"n3","anchorOffset":1)"), R"(["n4"])");
    EXPECT_EQ(windowed(desk, R"("anchor":"n2","anchorOffset":-9007199254740991,"limit":1)"), R"(["n1"])");
    EXPECT_EQ(windowed(desk, R"("anchor":"n2","anchorOffset":9007199254740991)"), "[]");
    EXPECT_EQ(windowed(desk, R"("anchor":"dead")"), R"("anchorNotFound")");
    EXPECT_EQ(windowed(desk, R"("anchorOffset":2,"limit":1)"), R"(["n1"])");  // without an anchor it is ignored
    EXPECT_EQ(windowed(desk, R"("anchor":1)"), R"("invalidArguments")");
}

TEST(Rfc8620_5_5_Limit, is_clamped_and_told_where_it_is) {
    Desk desk;
    desk.fill({1, 2, 3, 4, 5, 6});
    for (auto limit : {"", R"(,"limit":null)", R"(,"limit":5)"}) {
        auto response = desk.one("Note/query", std::string(R"({"accountId":"a1")") + limit + "}");
        EXPECT_EQ(response.at("ids").as_array().size(), 4u);
        EXPECT_EQ(response.at("limit"), 4);
    }
    EXPECT_FALSE(desk.one("Note/query", R"({"accountId":"a1","limit":2})").contains("limit"));
    EXPECT_EQ(windowed(desk, R"("limit":0)"), "[]");
    EXPECT_EQ(windowed(desk, R"("limit":-1)"), R"("invalidArguments")");
}

TEST(Rfc8620_5_5_CalculateTotal, is_told_only_when_asked_for) {
    Desk desk;
    desk.fill({1, 2, 3});
    EXPECT_EQ(desk.one("Note/query", R"({"accountId":"a1","calculateTotal":true,"limit":1})").at("total"), 3);
    EXPECT_FALSE(desk.one("Note/query", R"({"accountId":"a1"})").contains("total"));
    EXPECT_EQ(ids(desk, R"("calculateTotal":1)"), R"("invalidArguments")");
}

json::object since(Desk& desk, std::string_view state, std::string_view more) {
    return desk.one("Note/queryChanges", R"({"accountId":"a1","sinceQueryState":")" + std::string(state) + "\"" +
                                             std::string(more.empty() ? "" : ",") + std::string(more) + "}");
}

// A client's list, brought from the old state to the new as section 5.6 describes.
std::vector<std::string> spliced(std::vector<std::string> list, const json::object& changes) {
    for (const auto& id : changes.at("removed").as_array()) std::erase(list, std::string(text_of(id.as_string())));
    for (const auto& item : changes.at("added").as_array()) {
        auto at = std::min<std::size_t>(item.as_object().at("index").to_number<std::size_t>(), list.size());
        list.insert(list.begin() + static_cast<std::ptrdiff_t>(at),
                    std::string(text_of(item.as_object().at("id").as_string())));
    }
    return list;
}

TEST(Rfc8620_5_6_QueryChanges, bring_a_cached_list_to_the_new_state) {
    Desk desk;
    desk.fill({10, 20, 30});
    std::vector<std::string> cached{"n1", "n2", "n3"};
    desk.one(
        "Note/set",
        R"({"accountId":"a1","create":{"c":{"title":"t","rank":15}},"update":{"n1":{"rank":25}},"destroy":["n3"]})");
    auto changes = since(desk, "s3", by_rank);
    EXPECT_EQ(changes.at("oldQueryState"), "s3");
    EXPECT_EQ(changes.at("newQueryState"), json::value(desk.book().state()));
    EXPECT_FALSE(changes.contains("total"));
    EXPECT_EQ(spliced(cached, changes), (std::vector<std::string>{"n4", "n2", "n1"}));
    EXPECT_EQ(text(changes.at("added")), R"([{"id":"n4","index":0},{"id":"n1","index":2}])");
}

TEST(Rfc8620_5_6_QueryChanges, follow_what_enters_and_leaves_a_filter) {
    Desk desk;
    desk.fill({1, 2, 3});
    desk.one("Note/set", R"({"accountId":"a1","update":{"n1":{"done":true},"n2":{"done":true}}})");
    auto filter = std::string(R"("filter":{"done":true},"calculateTotal":true,)") + by_rank;
    auto state = desk.book().state();
    desk.one("Note/set", R"({"accountId":"a1","update":{"n1":{"done":false},"n3":{"done":true}}})");
    auto changes = since(desk, state, filter);
    EXPECT_EQ(spliced({"n1", "n2"}, changes), (std::vector<std::string>{"n2", "n3"}));
    EXPECT_EQ(changes.at("total"), 2);
}

TEST(Rfc8620_5_6_UpToId, leaves_out_what_is_behind_it_where_all_is_immutable) {
    Desk desk;
    desk.fill({1, 2});
    desk.one("Note/set", R"({"accountId":"a1","create":{"a":{"title":"a"},"b":{"title":"b"}}})");
    auto fixed = R"("sort":[{"property":"id"}],"upToId":"n3")";
    EXPECT_EQ(text(since(desk, "s2", fixed).at("added")), R"([{"id":"n3","index":2}])");
    // On a mutable property it is ignored.
    EXPECT_EQ(since(desk, "s2", std::string(by_rank) + R"(,"upToId":"n3")").at("added").as_array().size(), 2u);
    // An update cannot move anything in an immutable order.
    desk.one("Note/set", R"({"accountId":"a1","update":{"n1":{"rank":7}}})");
    EXPECT_EQ(text(since(desk, "s4", R"("sort":[{"property":"id"}])").at("removed")), "[]");
}

TEST(Rfc8620_5_6_QueryChanges, beyond_maxChanges_are_too_many) {
    Desk desk;
    desk.fill({1, 2, 3});
    auto error = [&](std::string_view more) {
        return desk.error_of("Note/queryChanges", R"({"accountId":"a1",)" + std::string(more) + "}");
    };
    EXPECT_EQ(error(R"("sinceQueryState":"s0","maxChanges":2)"), "tooManyChanges");
    EXPECT_EQ(error(R"("sinceQueryState":"s0","maxChanges":3)"), "");
    EXPECT_EQ(error(R"("sinceQueryState":"s77")"), "cannotCalculateChanges");
    EXPECT_EQ(error(R"("sinceQueryState":null)"), "invalidArguments");
    EXPECT_EQ(error(R"("sinceQueryState":"s0","upToId":"a b")"), "invalidArguments");
    EXPECT_EQ(error(R"("sinceQueryState":"s0","position":0)"), "invalidArguments");
}

}  // namespace
}  // namespace bailey::jmap
