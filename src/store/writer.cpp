#include "store/writer.hpp"

#include <future>

#include "base/crash_point.hpp"

namespace bailey::store {

Writer::Writer(std::unique_ptr<sql::Connection> connection, std::string name, Settings settings)
    : connection_(std::move(connection)), name_(std::move(name)), settings_(settings), thread_([this] { loop(); }) {}

Writer::~Writer() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Writer::submit(Job job, Done done, When when) {
    bool wake;
    {
        std::lock_guard lock(mutex_);
        items_.push_back({std::move(job), std::move(done)});
        if (when == When::now) ++urgent_;
        wake = urgent_ == 1 || items_.size() == 1;
    }
    if (wake) wake_.notify_one();
}

Result<void> Writer::run(Job job) {
    std::promise<Result<void>> answer;
    submit(std::move(job), [&](Result<void> r) { answer.set_value(r); });
    return answer.get_future().get();
}

std::size_t Writer::waiting() const {
    std::lock_guard lock(mutex_);
    return items_.size();
}

std::uint64_t Writer::commits() const {
    std::lock_guard lock(mutex_);
    return commits_;
}

void Writer::loop() {
    std::deque<Item> group;
    std::unique_lock lock(mutex_);
    while (gather(lock, group)) {
        lock.unlock();
        commit(group);
        group.clear();
        lock.lock();
        ++commits_;
        last_commit_ = std::chrono::steady_clock::now();
    }
}

// Waits until there is work, takes a group of it; false when all is done and the writer stops.
bool Writer::gather(std::unique_lock<std::mutex>& lock, std::deque<Item>& group) {
    wake_.wait(lock, [&] { return stopping_ || !items_.empty(); });
    if (items_.empty()) return false;
    auto patience = last_commit_ + settings_.linger;
    wake_.wait_until(lock, patience, [&] { return stopping_ || urgent_ > 0 || items_.size() >= settings_.group; });
    if (items_.size() <= settings_.group) {
        group.swap(items_);
        urgent_ = 0;
    } else {
        for (std::size_t n = 0; n < settings_.group; ++n) {
            group.push_back(std::move(items_.front()));
            items_.pop_front();
        }
        urgent_ = items_.size();  // perhaps too many: then the next group goes at once
    }
    return true;
}

void Writer::commit(std::deque<Item>& group) {
    in_doubt_ = false;
    auto outcome = together(group);
    if (outcome || group.size() == 1) {
        for (auto& item : group) item.done(outcome);
        return;
    }
    // One part spoils a group: run each by itself, so that each gets its own answer.
    const bool doubt = in_doubt_;  // a commit of the group that broke off leaves each in doubt
    for (auto& item : group) {
        in_doubt_ = doubt;
        item.done(alone(item));
    }
}

Result<void> Writer::together(std::deque<Item>& group) {
    BAILEY_TRY(auto transaction, sql::Transaction::begin(*connection_));
    for (auto& item : group) BAILEY_CHECK(item.job(*connection_));
    crash_point(name_, "before_commit");
    BAILEY_CHECK(end(transaction));
    crash_point(name_, "committed");
    return {};
}

Result<void> Writer::alone(Item& item) {
    BAILEY_TRY(auto transaction, sql::Transaction::begin(*connection_));
    BAILEY_CHECK(item.job(*connection_));
    return end(transaction);
}

Result<void> Writer::end(sql::Transaction& transaction) {
    auto committed = transaction.commit();
    if (!committed && committed.error() == Errc::try_later) in_doubt_ = true;
    return committed;
}

}  // namespace bailey::store
