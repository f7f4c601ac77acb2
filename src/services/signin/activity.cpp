#include "services/signin/activity.hpp"

#include <map>

#include "base/log.hpp"
#include "store/tables/accounts.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;
constexpr std::size_t most_noted = 1'000'000;
constexpr std::size_t batch = 1000;
constexpr std::size_t most_waiting = 100'000;  // with the database away

const std::string success = "signed_in", failure = "sign_in_failed";

}  // namespace

Activity::Activity(store::Community& community)
    : community_(community), noted_(most_noted), writer_([this](std::stop_token stop) { run(stop); }) {}

Activity::~Activity() {
    writer_.request_stop();
    writer_.join();
}

void Activity::signed_in(const store::Mailbox& who, std::string_view peer, Time now) {
    auto before = noted_.find(who.account, [](Time t) { return t; });
    if (before && now >= *before && now - *before < 1h) return;
    if (noted_.full(who.account)) noted_.clear();
    noted_.put(who.account, now, [] { return true; });
    note({.at = now,
          .actor = who.account,
          .act = success,
          .organisation = who.organisation,
          .account = who.account,
          .peer = std::string(peer)});
}

void Activity::failed(const store::Mailbox& who, std::string_view peer, Time now) {
    note({.at = now,
          .act = failure,
          .organisation = who.organisation,
          .account = who.account,
          .peer = std::string(peer)});
}

void Activity::note(store::audit::Entry entry) {
    std::lock_guard lock(mutex_);
    if (waiting_.size() >= most_waiting) return;  // write() logs that the database is away
    waiting_.push_back(std::move(entry));
    if (waiting_.size() == batch) more_.notify_one();
}

void Activity::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        std::vector<store::audit::Entry> entries;
        {
            std::unique_lock lock(mutex_);
            more_.wait_for(lock, stop, 2s, [&] { return waiting_.size() >= batch; });
            entries.swap(waiting_);
        }
        if (!entries.empty()) write(std::move(entries));
    }
    std::vector<store::audit::Entry> rest;
    {
        std::lock_guard lock(mutex_);
        rest.swap(waiting_);
    }
    if (!rest.empty()) write(std::move(rest));
}

void Activity::write(std::vector<store::audit::Entry> entries) {
    std::map<AccountId, Time> active;  // in order: two nodes that lock many rows must not meet crosswise
    for (auto& e : entries)
        if (e.act == success) active[*e.account] = e.at;
    auto written = community_.write([&](sql::Connection& c) -> Result<void> {
        for (auto& [account, at] : active) BAILEY_CHECK(store::accounts::set_active(c, account, at));
        return store::audit::append(c, community_.audit_key(), entries);
    });
    if (written) return;
    log::warning("sign-ins could not be put on record yet", {{"waiting", entries.size()}, {"error", written.error()}});
    std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.begin(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
}

}  // namespace bailey::signin
