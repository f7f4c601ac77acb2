// For tests above this layer: mail accounts on SQLite in a folder of their own, as a value.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "base/clock.hpp"
#include "base/keyring.hpp"
#include "services/mailbox/account.hpp"
#include "store/cells/cell.hpp"
#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/ids.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/addresses.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/organisations.hpp"
#include "store/tables/placement.hpp"

namespace bailey::mailbox {

class Home {
public:
    explicit Home(const MailboxLimits& limits = {}) {
        cells_ = store::Cells::open({url("cell")}, 2, ring_, clock).value();
        community_ = store::Community::open(url("community"), ring_.purpose("audit")).value();
        auto made = community_->write([&](sql::Connection& c) -> Result<OrganisationId> {
            BAILEY_TRY(auto change, store::counters::next_change(c));
            BAILEY_CHECK(store::placement::ensure_cells(c, 1));
            return store::organisations::insert(c, {.name = "Firm", .created_at = clock.now()}, change);
        });
        firm_ = made.value();
        directory_ = std::make_unique<store::Directory>(*community_, clock);
        accounts_ = std::make_unique<Accounts>(Accounts::Rooms{*cells_, *directory_, ids_, clock}, limits);
    }
    ~Home() {
        accounts_.reset();
        directory_.reset();
        community_.reset();
        cells_.reset();
        std::filesystem::remove_all(folder_);
    }
    Home(const Home&) = delete;
    Home& operator=(const Home&) = delete;

    Account make(const std::string& address, std::int64_t capacity = 1 << 30) {
        auto id = community_->write([&](sql::Connection& c) -> Result<AccountId> {
            BAILEY_TRY(auto change, store::counters::next_change(c));
            BAILEY_TRY(auto taken, store::accounts::take_ids(c));
            store::accounts::Account account{.id = taken,
                                             .organisation = firm_,
                                             .state = AccountState::active,
                                             .first_name = "Ann",
                                             .last_name = "Other",
                                             .password_hash = "hash",
                                             .capacity_octets = capacity,
                                             .cell = 0,
                                             .created_at = clock.now()};
            BAILEY_CHECK(store::accounts::insert(c, account, change));
            BAILEY_CHECK(store::addresses::insert(c, taken, address, true));
            return taken;
        });
        return accounts_->open(id.value()).value();
    }
    Accounts& accounts() { return *accounts_; }

    ManualClock clock{from_millis(1'700'000'000'000)};

private:
    std::string url(const std::string& name) const { return "sqlite:" + (folder_ / (name + ".db")).string(); }
    static std::filesystem::path fresh_folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "bailey-test.XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
        return pattern;
    }

    const std::filesystem::path folder_ = fresh_folder();
    const KeyRing ring_ = KeyRing::for_tests();
    store::Ids ids_{clock};
    std::unique_ptr<store::Cells> cells_;
    std::unique_ptr<store::Community> community_;
    OrganisationId firm_{};
    std::unique_ptr<store::Directory> directory_;
    std::unique_ptr<Accounts> accounts_;
};

}  // namespace bailey::mailbox
