// For tests: a community database on both engines with an organisation in it.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/keyring.hpp"
#include "store/community/community.hpp"
#include "store/sql/engine_fixture.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/addresses.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/organisations.hpp"
#include "store/tables/placement.hpp"

namespace bailey::store {

class CommunityTest : public sql::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        url = fresh_database();
        community = open();
        ASSERT_TRUE(community);
        auto made = community->write([&](sql::Connection& c) -> Result<OrganisationId> {
            BAILEY_TRY(auto change, counters::next_change(c));
            BAILEY_CHECK(placement::ensure_cells(c, 4));
            return organisations::insert(c, {.name = "Firm", .created_at = clock.now()}, change);
        });
        ASSERT_TRUE(made);
        firm = *made;
    }

    // As another process would: a Community of its own over the same database.
    std::unique_ptr<Community> open() {
        auto opened = Community::open(url, KeyRing::for_tests().purpose("audit"));
        EXPECT_TRUE(opened);
        return opened ? std::move(*opened) : nullptr;
    }

    AccountId add(Community& in, const std::string& address, AccountState state = AccountState::active,
                  std::int64_t capacity = 1000, std::optional<int> cell = 2) {
        auto added = in.write([&](sql::Connection& c) -> Result<AccountId> {
            BAILEY_TRY(auto change, counters::next_change(c));
            BAILEY_TRY(auto id, accounts::take_ids(c));
            accounts::Account account{.id = id,
                                      .organisation = firm,
                                      .state = state,
                                      .first_name = "Ann",
                                      .last_name = "Other",
                                      .password_hash = "hash",
                                      .capacity_octets = capacity,
                                      .cell = cell,
                                      .created_at = clock.now()};
            BAILEY_CHECK(accounts::insert(c, account, change));
            BAILEY_CHECK(addresses::insert(c, id, address, true));
            return id;
        });
        EXPECT_TRUE(added);
        return added ? *added : AccountId{};
    }

    ManualClock clock{Time{std::chrono::milliseconds{1'700'000'000'000}}};
    std::string url;
    std::unique_ptr<Community> community;
    OrganisationId firm{};
};

}  // namespace bailey::store
