#include "services/mailbox/items.hpp"

#include <set>

#include "services/mailbox/emails_fixture.hpp"

namespace bailey::mailbox {
namespace {

constexpr auto contact = ItemType::contact, identity = ItemType::identity, vacation = ItemType::vacation;
using Ids = std::vector<std::int64_t>;

class ItemsTest : public EmailsTest {
protected:
    MailboxLimits limits() const override { return {.items = 40, .item_octets = 100}; }

    ItemSetDone set(const ItemSet& wanted, ItemType type = contact) {
        auto done = set_items(ann, type, wanted);
        EXPECT_TRUE(done);
        return done ? *done : ItemSetDone{};
    }
    std::int64_t make_item(const std::string& json, ItemType type = contact, std::int64_t id = 0) {
        return set({{{json, id}}, {}, {}, {}}, type).created.at(0).value();
    }
    State update(std::int64_t id, const std::string& json) { return set({{}, {{id, json}}, {}, {}}).new_state; }
    State destroy(std::int64_t id) { return set({{}, {}, {id}, {}}).new_state; }
    State state(ItemType type = contact) { return item_state(ann, type).value(); }
    std::set<std::int64_t> there() {
        std::set<std::int64_t> all;
        auto found = items(ann, contact);
        for (auto& i : found->list) all.insert(i.id);
        return all;
    }
    Changes since(State from, std::size_t most = 100) { return item_changes(ann, contact, from, most).value(); }
};
BAILEY_ON_BOTH_ENGINES(ItemsTest);

TEST_P(ItemsTest, WhatIsKeptIsReadBack) {
    Ear ear(*accounts, ann.id);
    EXPECT_EQ(state(), State{0});
    auto done = set({{{R"({"name":"Ben"})", 0}, {"{}", 0}}, {}, {}, State{0}});
    ASSERT_TRUE(done.created[0]);
    auto a = *done.created[0], b = *done.created[1];
    EXPECT_NE(a, b);
    EXPECT_EQ(done.new_state, state());
    EXPECT_EQ(ear.heard(), type_bit(contact));
    auto all = items(ann, contact);
    ASSERT_TRUE(all);
    ASSERT_EQ(all->list.size(), 2u);
    EXPECT_EQ(all->list[0].json, R"({"name":"Ben"})");
    EXPECT_EQ(all->state, state());
    update(b, R"({"name":"Carl"})");
    auto one = item(ann, contact, b);
    ASSERT_TRUE(one && *one);
    EXPECT_EQ((*one)->json, R"({"name":"Carl"})");
    EXPECT_EQ((*one)->change, state().change);
    EXPECT_EQ((*one)->created, done.new_state.change);
    destroy(a);
    EXPECT_FALSE(*item(ann, contact, a));
    EXPECT_EQ(items(ann, contact)->list.size(), 1u);
    EXPECT_FALSE(*item(ben, contact, b)) << "another account's";
    EXPECT_TRUE(items(ben, contact)->list.empty());
}

TEST_P(ItemsTest, TypesKnowNothingOfEachOther) {
    auto id = make_item("contact");
    auto before = state();
    make_item("identity", identity);
    EXPECT_EQ(state(), before);
    EXPECT_NE(state(identity), before);
    EXPECT_FALSE(*item(ann, identity, id));
    EXPECT_EQ(set({{}, {{id, "x"}}, {id}, {}}, identity).updated[0].error(), Errc::not_found);
    EXPECT_EQ((*item(ann, contact, id))->json, "contact");
    EXPECT_EQ(now(ann).email, State{0}) << "nor does mail";
}

TEST_P(ItemsTest, AnItemMayHaveAnIdOfItsOwn) {
    EXPECT_EQ(make_item("on", vacation, 3), 3);
    auto again = set({{{"off", 3}}, {}, {}, {}}, vacation);
    EXPECT_EQ(again.created[0].error(), Errc::exists);
    EXPECT_EQ(again.old_state, again.new_state);
    EXPECT_EQ((*item(ann, vacation, 3))->json, "on");
    std::set<std::int64_t> given;
    for (int n = 0; n < 5; ++n) given.insert(make_item("given", vacation));
    EXPECT_EQ(given.size(), 5u);
    EXPECT_FALSE(given.contains(3)) << "that one is taken";
    EXPECT_EQ((*item(ann, vacation, 3))->json, "on");
    set({{}, {}, {3}, {}}, vacation);
    EXPECT_EQ(make_item("again", vacation, 3), 3) << "a singleton comes back";
    EXPECT_EQ((*item(ann, vacation, 3))->json, "again");
}

TEST_P(ItemsTest, WhatCannotBeSaysWhyAndTheOthersGoOn) {
    std::string large(101, 'x'), fits(100, 'x');
    auto id = make_item("old");
    auto done = set({{{large, 0}, {fits, 0}}, {{id, large}, {id, fits}, {999, "x"}}, {999, id, id}, {}});
    EXPECT_EQ(done.created[0].error(), Errc::too_long);
    EXPECT_TRUE(done.created[1]);
    EXPECT_EQ(done.updated[0].error(), Errc::too_long);
    EXPECT_TRUE(done.updated[1]);
    EXPECT_EQ(done.updated[2].error(), Errc::not_found);
    EXPECT_EQ(done.destroyed[0].error(), Errc::not_found);
    EXPECT_TRUE(done.destroyed[1]);
    EXPECT_EQ(done.destroyed[2].error(), Errc::not_found);
    Account nobody = ann;
    nobody.id = AccountId{999'999};
    EXPECT_EQ(set_items(nobody, contact, {}).error(), Errc::not_found);
    EXPECT_EQ(items(nobody, contact).error(), Errc::not_found);
}

TEST_P(ItemsTest, AnAccountHasSoMany) {
    ItemSet many;
    many.create.assign(42, {"x", 0});
    auto done = set(many);
    EXPECT_EQ(std::ranges::count_if(done.created, [](auto& r) { return r.has_value(); }), 40);
    EXPECT_EQ(done.created[40].error(), Errc::too_many);
    destroy(*done.created[0]);
    make_item("room again");
    make_item("each type by itself", identity);
}

TEST_P(ItemsTest, Rfc8620Section5_3_IfInState) {
    auto id = make_item("a");
    auto old = state();
    update(id, "b");
    EXPECT_EQ(set_items(ann, contact, {{}, {}, {id}, old}).error(), Errc::conflict);
    EXPECT_TRUE(*item(ann, contact, id));
    EXPECT_TRUE(set_items(ann, contact, {{}, {}, {id}, state()}));
}

TEST_P(ItemsTest, Rfc8620Section5_2_Changes) {
    auto stays = make_item("stays"), changes = make_item("changes"), goes = make_item("goes");
    auto from = state();
    EXPECT_EQ(since(from).state, from);
    auto fresh = make_item("fresh"), both = make_item("came and went");
    update(fresh, "fresher");
    update(changes, "changed");
    destroy(goes);
    destroy(both);
    auto c = since(from);
    EXPECT_EQ(c.created, Ids{fresh});
    EXPECT_EQ(c.updated, Ids{changes});
    EXPECT_EQ(c.destroyed, Ids{goes});
    EXPECT_EQ(c.state, state());
    EXPECT_FALSE(c.more);
    auto all = since(State{0});
    EXPECT_EQ(all.created, (Ids{stays, changes, fresh}));
    EXPECT_TRUE(all.destroyed.empty());
    EXPECT_EQ(item_changes(ann, contact, State{state().change + 1}, 10).error(), Errc::conflict) << "never was";
    EXPECT_EQ(item_changes(ann, contact, State{-1}, 10).error(), Errc::conflict);
    EXPECT_TRUE(since(state()).created.empty());
}

// A client that follows in parts, while things change, ends with what is there, and is told of each new item once.
TEST_P(ItemsTest, Rfc8620Section5_2_ChangesInParts) {
    for (std::size_t most : {1u, 2u, 3u, 7u}) {
        State at = state();
        auto mine = there();
        ItemSet many;
        many.create.assign(5, {"x", 0});
        auto made = set(many).created;
        update(*made[1], "y");
        destroy(*made[3]);
        if (mine.size() > 2) {
            update(*mine.begin(), "z");
            destroy(*std::next(mine.begin()));
        }
        update(*made[0], "y");
        bool more = true;
        for (int part = 0; more; ++part) {
            ASSERT_LT(part, 100);
            auto c = since(at, most);
            EXPECT_LE(c.created.size() + c.updated.size() + c.destroyed.size(), most);
            for (auto id : c.created) EXPECT_TRUE(mine.insert(id).second) << "new twice";
            for (auto id : c.updated) EXPECT_TRUE(mine.contains(id)) << "changed and never new";
            for (auto id : c.destroyed) mine.erase(id);
            EXPECT_GT(c.state, at);
            at = state_from(text(c.state)).value();
            more = c.more;
            if (part == 1) update(*made[4], "while it follows");
        }
        if (at != state()) {
            auto rest = since(at);
            for (auto id : rest.created) mine.insert(id);
            at = rest.state;
        }
        EXPECT_EQ(at, state());
        EXPECT_EQ(mine, there());
    }
}

TEST_P(ItemsTest, ItemsAreSealedInTheirPlace) {
    auto a = make_item("secret words"), b = make_item("others");
    make_item("of another type", vacation, a);
    EXPECT_EQ(number(postgres() ? "select count(*) from item where position('secret'::bytea in box) > 0"
                                : "select count(*) from item where instr(box, 'secret') > 0"),
              0);
    auto swap = [&](std::int64_t from, int type, std::int64_t to) {
        harm("update item set box = (select box from item where type = " + std::to_string(type) +
             " and item_id = " + std::to_string(from) + ") where type = 6 and item_id = " + std::to_string(to));
    };
    swap(a, 6, b);
    EXPECT_EQ(item(ann, contact, b).error(), Errc::corrupt);
    swap(a, 3, a);
    EXPECT_EQ(item(ann, contact, a).error(), Errc::corrupt);
    EXPECT_EQ(items(ann, contact).error(), Errc::corrupt);
}

}  // namespace
}  // namespace bailey::mailbox
