// For tests: accounts in two cells on both engines, whose mail is looked at in the database itself.
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <mutex>

#include "services/mailbox/emails.hpp"
#include "services/mailbox/index.hpp"
#include "services/mailbox/mailboxes.hpp"
#include "services/mailbox/uploads.hpp"
#include "store/blobs/sealer.hpp"
#include "store/cells/cell.hpp"
#include "store/check/check.hpp"
#include "store/community/community_fixture.hpp"
#include "store/community/directory.hpp"
#include "store/ids.hpp"
#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/mailboxes.hpp"
#include "store/tables/messages.hpp"
#include "store/tables/summaries.hpp"

namespace bailey::mailbox {

class EmailsTest : public store::CommunityTest {
protected:
    static constexpr std::uint64_t roomy = 1u << 30;
    static constexpr std::int64_t drafts = 2, archive = 4, trash = 6, nowhere = 77;

    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        for (auto& cell_url : cell_urls) cell_url = fresh_database();
        auto opened = store::Cells::open({cell_urls[0], cell_urls[1]}, 3, ring, clock);
        ASSERT_TRUE(opened);
        cells = std::move(*opened);
        directory = std::make_unique<store::Directory>(*community, clock);
        accounts = std::make_unique<Accounts>(Accounts::Rooms{*cells, *directory, ids, clock}, limits());
        ann = make("ann@firm.com");
        ben = make("ben@firm.com");
        far = make("far@firm.com", 1);
    }
    void TearDown() override {
        accounts.reset();
        cells.reset();  // which finishes what it has to write
        CommunityTest::TearDown();
    }
    virtual MailboxLimits limits() const { return {}; }

    Account make(const std::string& address, int cell = 0, std::uint64_t capacity = roomy) {
        auto id =
            CommunityTest::add(*community, address, AccountState::active, static_cast<std::int64_t>(capacity), cell);
        auto opened = accounts->open(id);
        EXPECT_TRUE(opened);
        return opened ? *opened : Account{};
    }

    static std::string letter(const std::string& subject, const std::string& body = "Hello.\r\n",
                              const std::string& more = "") {
        return "From: Ann <ann@firm.com>\r\nTo: ben@firm.com\r\nSubject: " + subject + "\r\n" + more + "\r\n" + body;
    }
    std::int64_t add(const Account& to, const std::string& message, NewEmail email = {{inbox}, {}, {}}) {
        auto added = add_email(to, message, email);
        EXPECT_TRUE(added) << added.error().message();
        return added ? added->id : 0;
    }
    static Keywords word(std::string_view name) { return keyword(name).value(); }
    inline static const Keywords seen{flag::seen, {}};

    struct Kept {
        std::vector<std::int64_t> mailboxes;
        std::vector<std::string> keywords;
        std::int64_t thread = 0, received = 0, created = 0, change = 0;
        std::uint64_t octets = 0;
        bool attachment = false;
    };
    std::optional<Kept> kept(const Account& a, std::int64_t id) {
        std::optional<Kept> found;
        auto c = a.cell->readers().borrow();
        auto keys = a.cell->keys(**c, a.id).value();
        EXPECT_TRUE(store::messages::row(**c, a.id, id, [&](const store::messages::Row& r) {
            auto& k = found.emplace();
            for (auto& p : store::messages::places_from(r.places)) k.mailboxes.push_back(p.mailbox);
            std::ranges::sort(k.mailboxes);
            Keywords all{r.flags & flag::keywords, {}};
            if (r.keywords)
                all.words = store::summaries::decode_words(
                    store::summaries::open(keys.own, a.id, id, store::summaries::Kind::keywords, *r.keywords).value());
            k.keywords = names(all);
            k.thread = r.thread.value_or(0);
            k.received = r.received;
            k.created = r.created;
            k.change = r.change;
            k.octets = r.octets;
            k.attachment = r.flags & flag::attachment;
        }));
        return found;
    }
    store::mailboxes::Row mailbox_row(const Account& a, std::int64_t id) {
        auto c = a.cell->readers().borrow();
        auto keys = a.cell->keys(**c, a.id).value();
        for (auto& row : store::mailboxes::all(**c, a.id, keys.own).value())
            if (row.id == id) return row;
        return {};
    }
    std::pair<std::uint64_t, std::uint64_t> counts(const Account& a, std::int64_t mailbox_id) {
        auto row = mailbox_row(a, mailbox_id);
        return {row.messages, row.unread};
    }
    Overview now(const Account& a) { return overview(a).value(); }
    bool known_gone(const Account& a, std::int64_t id, State since) {
        bool gone = false;
        auto c = a.cell->readers().borrow();
        EXPECT_TRUE(store::messages::changed(**c, a.id, since.change,
                                             [&](const store::messages::Row& r) { gone |= r.id == id && r.gone; }));
        return gone;
    }

    std::int64_t number(const char* text, int cell = 0) {
        auto c = sql::open(cell_urls[cell]);
        sql::Query query{"test_number", text};
        std::int64_t n = -1;
        EXPECT_TRUE((*c)->run(query, {}, [&](const sql::Row& r) { n = r.integer(0); }));
        return n;
    }
    void harm(const std::string& statement, int cell = 0) {
        auto c = sql::open(cell_urls[cell]);
        ASSERT_TRUE((*c)->script(statement)) << statement;
    }
    // What `bailey store check` finds.
    void expect_consistent() {
        for (auto& cell : cells->all()) {
            auto done = store::check_cell(*cell, ring, [](const std::string& p) { ADD_FAILURE() << p; });
            ASSERT_TRUE(done);
        }
    }

    // Listens to an account; what it heard since the last look.
    class Ear {
    public:
        Ear(Accounts& in, AccountId account)
            : hold_(in.notifier().listen([this, account](AccountId told, std::uint64_t types) {
                  std::lock_guard lock(mutex_);
                  if (told == account) heard_ |= types;
              })) {}
        std::uint64_t heard() {
            std::lock_guard lock(mutex_);
            return std::exchange(heard_, 0);
        }

    private:
        std::mutex mutex_;
        std::uint64_t heard_ = 0;
        Notifier::Subscription hold_;
    };

    const KeyRing ring = KeyRing::for_tests();
    std::array<std::string, 2> cell_urls;
    std::unique_ptr<store::Cells> cells;
    std::unique_ptr<store::Directory> directory;
    store::Ids ids{clock};
    std::unique_ptr<Accounts> accounts;
    Account ann, ben, far;  // `far` is in the second cell
};
}  // namespace bailey::mailbox
