#include "store/community/community.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

#include "base/log.hpp"
#include "store/schema/schema.hpp"

namespace bailey::store {

struct Community::Pool {
    std::string url;
    Key audit_key;

    std::mutex mutex;
    std::condition_variable returned;
    std::vector<std::unique_ptr<sql::Connection>> idle;
    int may_open;  // connections not opened yet

    std::mutex writing;
    std::unique_ptr<sql::Connection> writer;

    std::mutex watching;
    std::map<const void*, std::function<void()>> watchers;
};

Community::Community(std::unique_ptr<Pool> pool) : pool_(std::move(pool)) {}
Community::~Community() = default;

Result<std::unique_ptr<Community>> Community::open(const std::string& url, const Key& audit_key, int connections) {
    BAILEY_TRY(auto writer, sql::open(url));
    BAILEY_CHECK(schema::migrate(*writer, schema::community()));
    auto pool = std::unique_ptr<Pool>(new Pool{.url = url,
                                               .audit_key = audit_key,
                                               .mutex = {},
                                               .returned = {},
                                               .idle = {},
                                               .may_open = connections,
                                               .writing = {},
                                               .writer = std::move(writer),
                                               .watching = {},
                                               .watchers = {}});
    return std::unique_ptr<Community>(new Community(std::move(pool)));
}

const Key& Community::audit_key() const { return pool_->audit_key; }

Result<Community::Borrowed> Community::borrow() {
    using namespace std::chrono_literals;
    std::unique_lock lock(pool_->mutex);
    if (!pool_->returned.wait_for(lock, 10s, [&] { return !pool_->idle.empty() || pool_->may_open > 0; })) {
        log::warning("no free connection to the community database");
        return Errc::try_later;
    }
    if (!pool_->idle.empty()) {
        Borrowed borrowed(pool_->idle.back().release(), GiveBack{pool_.get()});
        pool_->idle.pop_back();
        return borrowed;
    }
    --pool_->may_open;
    lock.unlock();
    auto opened = sql::open(pool_->url);
    if (opened) return Borrowed(opened->release(), GiveBack{pool_.get()});
    lock.lock();
    ++pool_->may_open;
    pool_->returned.notify_one();
    return opened.error();
}

void Community::GiveBack::operator()(sql::Connection* connection) const {
    std::lock_guard lock(pool->mutex);
    pool->idle.emplace_back(connection);
    pool->returned.notify_one();
}

Result<void> Community::transact(const std::function<Result<void>(sql::Connection&)>& work) {
    {
        std::lock_guard lock(pool_->writing);
        BAILEY_TRY(auto transaction, sql::Transaction::begin(*pool_->writer));
        BAILEY_CHECK(work(*pool_->writer));
        BAILEY_CHECK(transaction.commit());
    }
    std::lock_guard lock(pool_->watching);
    for (auto& [watcher, told] : pool_->watchers) told();
    return {};
}

void Community::watch(const void* watcher, std::function<void()> told) {
    std::lock_guard lock(pool_->watching);
    pool_->watchers[watcher] = std::move(told);
}

void Community::unwatch(const void* watcher) {
    std::lock_guard lock(pool_->watching);
    pool_->watchers.erase(watcher);
}

}  // namespace bailey::store
