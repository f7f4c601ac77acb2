// What an open account costs: 100,000 emails in one account of an SQLite cell; how long its index takes to build and to
// bring up to date, and what queries of it take. Prints medians, 99th percentiles and the largest, in milliseconds.
// usage: mailbox_bench [EMAILS] [FOLDER]
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <future>
#include <random>
#include <thread>

#include "protocol/mime/abstract.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/index_cache.hpp"
#include "services/mailbox/query.hpp"
#include "store/blobs/sealer.hpp"
#include "store/cells/cell.hpp"
#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/ids.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/addresses.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/organisations.hpp"
#include "store/tables/placement.hpp"

namespace {

using namespace bailey;
namespace fs = std::filesystem;
constexpr std::uint64_t capacity = 1ull << 40;

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message().c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void measure(
    const char* what, int rounds, const std::function<void()>& work, const std::function<void()>& before = [] {}) {
    using Clock = std::chrono::steady_clock;
    std::vector<double> took;
    for (int n = 0; n < rounds; ++n) {
        before();
        const auto start = Clock::now();
        work();
        took.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    std::ranges::sort(took);
    const auto at = [&](double share) {
        return took[static_cast<std::size_t>(share * static_cast<double>(took.size() - 1))];
    };
    std::printf("| %s | %d | %.2f | %.2f | %.2f |\n", what, rounds, at(0.5), at(0.99), took.back());
}

class World {
public:
    World(const fs::path& folder, std::size_t emails)
        : community_(
              must(store::Community::open("sqlite:" + (folder / "community.db").string(), ring_.purpose("audit")))),
          directory_(*community_, clock_),
          url_("sqlite:" + (folder / "cell-0.db").string()) {
        id_ = must(community_->write([&](sql::Connection& c) { return add_account(c); }));
        start();
        fill(emails);
    }

    // As a new start: nothing is in memory.
    void start() {
        accounts_.reset();
        cells_ = must(store::Cells::open({url_}, 4, ring_, clock_));
        accounts_ = std::make_unique<mailbox::Accounts>(mailbox::Accounts::Rooms{*cells_, directory_, ids_, clock_},
                                                        mailbox::MailboxLimits{});
    }
    mailbox::Account account() { return must(accounts_->open(id_)); }
    std::shared_ptr<const mailbox::Index> index() { return must(mailbox::index(account())); }
    mailbox::IndexCache& cache() { return accounts_->indexes(); }

    void deliver_one() {
        std::promise<Result<store::CellOutcome>> answer;
        submit([&](Result<store::CellOutcome> r) { answer.set_value(std::move(r)); }, store::Writer::When::now);
        must(answer.get_future().get());
    }

private:
    Result<AccountId> add_account(sql::Connection& c) {
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_CHECK(store::placement::ensure_cells(c, 1));
        BAILEY_TRY(auto firm, store::organisations::insert(c, {.name = "Firm", .created_at = clock_.now()}, change));
        BAILEY_TRY(auto id, store::accounts::take_ids(c));
        BAILEY_CHECK(store::accounts::insert(c,
                                             {.id = id,
                                              .organisation = firm,
                                              .state = AccountState::active,
                                              .capacity_octets = static_cast<std::int64_t>(capacity),
                                              .cell = 0,
                                              .created_at = clock_.now()},
                                             change));
        BAILEY_CHECK(store::addresses::insert(c, id, "ann@firm.com", true));
        return id;
    }

    void fill(std::size_t emails) {
        account();
        std::atomic<std::size_t> waiting{0};
        for (std::size_t n = 0; n < emails; ++n) {
            ++waiting;
            submit(
                [&](Result<store::CellOutcome> r) {
                    must(std::move(r));
                    --waiting;
                },
                store::Writer::When::soon);
            while (waiting > 1000) std::this_thread::yield();
        }
        while (waiting > 0) std::this_thread::yield();
    }

    // A third of the mail answers something; most has been read.
    void submit(std::function<void(Result<store::CellOutcome>)> done, store::Writer::When when) {
        auto d = std::make_shared<store::CellDelivery>();
        d->message = {ids_.next(), 0, clock_.now()};
        const auto number = sent_.size();
        auto subject = "Listing " + std::to_string(dice_() % 20'000) + " before the court";
        std::string answers;
        if (number > 0 && dice_() % 3 == 0) {
            auto of = dice_() % number;
            answers = "In-Reply-To: <" + std::to_string(of) + "@firm.com>\r\n";
            subject = "Re: " + sent_[of];
        }
        sent_.push_back(answers.empty() ? subject : subject.substr(4));
        const auto text = "From: Person " + std::to_string(dice_() % 500) + " <p@firm.com>\r\nTo: ann@firm.com\r\n" +
                          "Subject: " + subject + "\r\nDate: Mon, 23 Nov 2026 09:15:00 +0000\r\nMessage-ID: <" +
                          std::to_string(number) + "@firm.com>\r\n" + answers +
                          "\r\nThe hearing on Friday is vacated; parties will be told of the new date.\r\n";
        store::Sealer sealer;
        sealer.write(text);
        sealer.finish();
        d->message.octets = text.size();
        d->key = sealer.key();
        d->boxes = std::make_shared<std::vector<Bytes>>(std::move(sealer.chunks()));
        d->about = std::make_shared<const Abstract>(mime::abstract(text));
        Keywords keywords{dice_() % 10 != 0 ? flag::seen : 0, {}};
        if (dice_() % 20 == 0) keywords.words.push_back("trial");
        d->to.push_back({id_, capacity, {dice_() % 2 == 0 ? 1 : 4}, keywords});  // the Inbox, Archive
        cells_->all().front()->deliver(std::move(d), std::move(done), when);
    }

    SystemClock clock_;
    KeyRing ring_ = KeyRing::for_tests();
    store::Ids ids_{clock_};
    std::unique_ptr<store::Community> community_;
    store::Directory directory_;
    std::string url_;
    AccountId id_{};
    std::unique_ptr<store::Cells> cells_;
    std::unique_ptr<mailbox::Accounts> accounts_;
    std::mt19937 dice_{1};
    std::vector<std::string> sent_;  // subjects
};

using mailbox::Filter;
using mailbox::Query;
using mailbox::SortBy;

void queries(World& world) {
    const auto account = world.account();
    const auto index = world.index();
    const Query all, threads{.collapse_threads = true},
        of_inbox{.filter = {.condition = {.in_mailbox = mailbox::inbox}}, .collapse_threads = true};
    auto ask = [&](const Query& query, std::size_t limit = 50) {
        return must(mailbox::query(account, *index, query, {.limit = limit, .total = true}));
    };
    measure("first 50 of all, newest first, with their summaries", 300,
            [&] { must(mailbox::summaries(account, ask(all).ids)); });
    measure("first 50 threads of the Inbox, with their summaries", 300,
            [&] { must(mailbox::summaries(account, ask(of_inbox).ids)); });
    measure("first 50 threads of all", 300, [&] { ask(threads); });
    const Query by_subject{.sort = {{.by = SortBy::subject}, {.by = SortBy::received, .ascending = false}}};
    measure("sorted by subject, the first time", 1, [&] { ask(by_subject); });
    measure("sorted by subject", 20, [&] { ask(by_subject); });
    measure("unread of the Inbox by from, then size", 20, [&] {
        ask({.filter = {.condition = {.in_mailbox = mailbox::inbox, .not_keyword = "$seen"}},
             .sort = {{.by = SortBy::from}, {.by = SortBy::size}}});
    });
    measure("threads with a keyword, flagged first, by sent", 20, [&] {
        ask({.filter = {.condition = {.some_in_thread = "trial"}},
             .sort = {{.by = SortBy::some_in_thread, .ascending = false, .keyword = "$flagged"}, {.by = SortBy::sent}},
             .collapse_threads = true});
    });
    measure("oldest first, threads", 20, [&] { ask({.sort = {{.by = SortBy::received}}, .collapse_threads = true}); });
}

void changes(World& world) {
    const auto account = world.account();
    const Query of_inbox{.filter = {.condition = {.in_mailbox = mailbox::inbox}}, .collapse_threads = true};
    const Query by_subject{.sort = {{.by = SortBy::subject}}};
    State since{};
    const auto arrive = [&] {
        since = world.index()->overview().email;
        world.deliver_one();
    };
    measure("index() where nothing happened", 300, [&] { world.index(); });
    measure(
        "index() after one arrival", 200, [&] { world.index(); }, arrive);
    auto told = [&](const Query& query) { must(mailbox::query_changes(account, *world.index(), query, since, 1000)); };
    measure(
        "queryChanges of all after one arrival", 200, [&] { told({}); }, arrive);
    measure(
        "queryChanges of the Inbox's threads after one arrival", 200, [&] { told(of_inbox); }, arrive);
    measure(
        "queryChanges by subject after one arrival", 50, [&] { told(by_subject); }, arrive);
    measure(
        "Email/changes after one arrival", 200,
        [&] { must(mailbox::email_changes(account, *world.index(), since, 1000)); }, arrive);
    measure(
        "Mailbox/changes after one arrival", 200,
        [&] { must(mailbox::mailbox_changes(account, *world.index(), since, 1000)); }, arrive);
    std::size_t n = 0;
    const auto flag_one = [&] {
        auto index = world.index();
        mailbox::EmailSet set;
        mailbox::EmailChange change;
        change.id = index->emails()[n++ * 97 % index->emails().size()].id;
        change.add_keywords.flags = flag::flagged;
        set.update.push_back(change);
        must(mailbox::set_emails(account, set));
    };
    measure(
        "index() after one email was flagged", 100, [&] { world.index(); }, flag_one);
}

}  // namespace

int main(int argc, char** argv) {
    const auto emails = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000ul;
    auto pattern = (argc > 2 ? fs::path(argv[2]) : fs::temp_directory_path()) / "bailey-bench.XXXXXX";
    auto name = pattern.string();
    const fs::path folder = mkdtemp(name.data());
    {
        World world(folder, emails);
        std::printf("%zu emails in one account, SQLite, one thread; milliseconds\n\n", emails);
        std::printf("| what | rounds | median | p99 | most |\n| --- | --- | --- | --- | --- |\n");
        measure(
            "index() of an account that is not in memory", 5, [&] { world.index(); }, [&] { world.start(); });
        queries(world);
        changes(world);
        const auto octets = world.index()->octets();
        std::printf("\nIndex: %zu octets, %.0f an email; with what it sorts by %zu octets.\n", octets,
                    static_cast<double>(octets) / static_cast<double>(world.index()->emails().size()),
                    static_cast<std::size_t>(world.cache().octets()));
    }
    fs::remove_all(folder);
}
