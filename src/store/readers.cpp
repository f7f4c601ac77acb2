#include "store/readers.hpp"

#include <algorithm>
#include <cassert>

namespace bailey::store {
namespace {

thread_local std::vector<const Readers*> lent;  // by pools to this thread

}  // namespace

Result<Readers::Loan> Readers::borrow() {
    assert(std::ranges::find(lent, this) == lent.end());
    lent.push_back(this);
    std::unique_lock lock(mutex_);
    free_.wait(lock, [&] { return !idle_.empty() || open_ < limit_; });
    if (!idle_.empty()) {
        auto c = std::move(idle_.back());
        idle_.pop_back();
        return Loan(*this, std::move(c));
    }
    ++open_;
    lock.unlock();
    auto c = sql::open(url_);
    if (c) return Loan(*this, std::move(*c));
    lock.lock();
    --open_;
    free_.notify_one();
    std::erase(lent, this);
    return c.error();
}

void Readers::give_back(std::unique_ptr<sql::Connection> c) {
    std::erase(lent, this);
    {
        std::lock_guard lock(mutex_);
        idle_.push_back(std::move(c));
    }
    free_.notify_one();
}

}  // namespace bailey::store
