#include "store/community/community_fixture.hpp"
#include "store/tables/app_passwords.hpp"
#include "store/tables/sessions.hpp"

namespace bailey::store {
namespace {

using namespace std::chrono_literals;

class SessionTablesTest : public CommunityTest {
protected:
    Result<std::int64_t> begin(AccountId account, std::string_view digest, sessions::Kind kind = sessions::Kind::page) {
        sessions::Session s{.account = account,
                            .kind = kind,
                            .name = "Firefox",
                            .peer = "192.0.2.1",
                            .created_at = clock.now(),
                            .last_used_at = clock.now(),
                            .expires_at = clock.now() + 48h};
        return community->write([&](sql::Connection& c) { return sessions::insert(c, s, bytes_of(digest)); });
    }
    Result<sessions::Session> find(std::string_view digest) {
        return community->read([&](sql::Connection& c) { return sessions::find(c, bytes_of(digest)); });
    }
    template <class Work>
    auto write(Work work) {
        return community->write(work);
    }
};
BAILEY_ON_BOTH_ENGINES(SessionTablesTest);

TEST_P(SessionTablesTest, ASessionComesBackAsItWasWritten) {
    auto ann = add(*community, "ann@firm.bailey.test");
    auto id = begin(ann, "one", sessions::Kind::token);
    ASSERT_TRUE(id);
    auto found = find("one");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, *id);
    EXPECT_EQ(found->account, ann);
    EXPECT_EQ(found->kind, sessions::Kind::token);
    EXPECT_EQ(found->name + found->peer, "Firefox192.0.2.1");
    EXPECT_EQ(found->created_at, clock.now());
    EXPECT_EQ(found->expires_at, clock.now() + 48h);
    ASSERT_TRUE(write([&](sql::Connection& c) { return sessions::set_used(c, *id, clock.now() + 1h, "192.0.2.2"); }));
    EXPECT_EQ(find("one")->last_used_at, clock.now() + 1h);
    EXPECT_EQ(find("one")->peer, "192.0.2.2");
    EXPECT_EQ(find("two").error(), Errc::not_found);
    EXPECT_EQ(begin(ann, "one").error(), Errc::exists);
}

TEST_P(SessionTablesTest, SessionsAreEndedByTheirOwnerAndByTime) {
    auto ann = add(*community, "ann@firm.bailey.test"), bob = add(*community, "bob@firm.bailey.test");
    auto one = begin(ann, "one");
    ASSERT_TRUE(begin(ann, "two", sessions::Kind::token));
    ASSERT_TRUE(begin(bob, "three"));
    EXPECT_EQ(write([&](sql::Connection& c) { return sessions::remove(c, bob, *one); }).error(), Errc::not_found)
        << "somebody else's";
    auto expire = [&](Time now, Time idle_since) {
        ASSERT_TRUE(write([&](sql::Connection& c) { return sessions::remove_expired(c, now, idle_since); }));
    };
    expire(clock.now(), clock.now());
    EXPECT_EQ(community->read([&](sql::Connection& c) { return sessions::of(c, ann); })->size(), 2u);
    expire(clock.now(), clock.now() + 1ms);
    EXPECT_FALSE(find("one")) << "idle";
    EXPECT_FALSE(find("three"));
    EXPECT_TRUE(find("two")) << "a token may rest";
    expire(clock.now() + 48h, clock.now());
    EXPECT_FALSE(find("two"));
    ASSERT_TRUE(begin(ann, "four"));
    ASSERT_TRUE(begin(bob, "five"));
    ASSERT_TRUE(write([&](sql::Connection& c) { return sessions::remove_all(c, ann); }));
    EXPECT_FALSE(find("four"));
    EXPECT_TRUE(find("five"));
}

TEST_P(SessionTablesTest, AnAppPasswordComesBackAsItWasWritten) {
    auto ann = add(*community, "ann@firm.bailey.test"), bob = add(*community, "bob@firm.bailey.test");
    auto make = [&](std::string_view name, std::string_view digest) {
        app_passwords::AppPassword p{.account = ann, .name = std::string(name), .created_at = clock.now()};
        return write([&](sql::Connection& c) { return app_passwords::insert(c, p, bytes_of(digest)); }).value();
    };
    auto find = [&](std::string_view digest) {
        return community->read([&](sql::Connection& c) { return app_passwords::find(c, bytes_of(digest)); });
    };
    auto phone = make("phone", "1"), laptop = make("laptop", "2");
    EXPECT_EQ(find("1")->account, ann);
    EXPECT_FALSE(find("1")->last_used_at);
    ASSERT_TRUE(write([&](sql::Connection& c) { return app_passwords::set_used(c, phone, clock.now()); }));
    EXPECT_EQ(find("1")->last_used_at, clock.now());
    auto all = community->read([&](sql::Connection& c) { return app_passwords::of(c, ann); });
    ASSERT_EQ(all->size(), 2u);
    EXPECT_EQ((*all)[1].name, "laptop");
    EXPECT_EQ(write([&](sql::Connection& c) { return app_passwords::remove(c, bob, laptop); }).error(),
              Errc::not_found);
    ASSERT_TRUE(write([&](sql::Connection& c) { return app_passwords::remove(c, ann, laptop); }));
    EXPECT_EQ(find("2").error(), Errc::not_found);
    ASSERT_TRUE(write([&](sql::Connection& c) { return app_passwords::remove_all(c, ann); }));
    EXPECT_FALSE(find("1"));
}

}  // namespace
}  // namespace bailey::store
