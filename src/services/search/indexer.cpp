#include "services/search/indexer.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.hpp"

namespace bailey::search {
namespace {

constexpr std::size_t most_accounts = 100'000;  // counted; those beyond wait for a search

// Of this thread alone, on Linux.
void step_back() {
    ::pthread_setname_np(::pthread_self(), "indexer");
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
}

}  // namespace

Indexer::Indexer(mailbox::Accounts& accounts, Search& search) : accounts_(accounts), search_(search) {
    search_.on_behind([this](AccountId account) { add(account); });
    listening_ = accounts_.notifier().listen([this](AccountId account, std::uint64_t types) {
        if (!(types & (mailbox::types::email_delivery | mailbox::types::email))) return;
        std::lock_guard lock(mutex_);
        if (arrived_.size() >= most_accounts) arrived_.clear();
        if (++arrived_[account] < gathered) return;
        arrived_.erase(account);
        if (is_waiting_.insert(account).second) waiting_.push_back(account);
        wake_.notify_one();
    });
}

Indexer::~Indexer() {
    stop();
    search_.on_behind([](AccountId) {});
}

void Indexer::start() {
    thread_ = std::thread([this] { loop(); });
}

void Indexer::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Indexer::add(AccountId account) {
    std::lock_guard lock(mutex_);
    if (is_waiting_.insert(account).second) waiting_.push_back(account);
    wake_.notify_one();
}

bool Indexer::stopping() {
    std::lock_guard lock(mutex_);
    return stopping_;
}

void Indexer::loop() {
    step_back();
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        auto account = waiting_.front();
        waiting_.pop_front();
        is_waiting_.erase(account);
        lock.unlock();
        work(account);
        lock.lock();
    }
}

// What fails is found by the next search or the next arrivals.
void Indexer::work(AccountId id) {
    auto account = accounts_.open(id);
    auto index = account ? mailbox::index(*account) : Result<std::shared_ptr<const mailbox::Index>>(account.error());
    if (!index) return log::warning("search.index", {{"account", id}, {"error", index.error()}});
    for (std::size_t more = 1; more > 0 && !stopping();) {
        auto done = search_.catch_up(*account, **index, SearchLimits{}.at_once);
        if (!done) return log::warning("search.index", {{"account", id}, {"error", done.error()}});
        more = *done;
    }
    for (bool more = true; more && !stopping();) {
        auto done = search_.tidy(*account, **index);
        if (!done) return log::warning("search.tidy", {{"account", id}, {"error", done.error()}});
        more = *done;
    }
}

}  // namespace bailey::search
