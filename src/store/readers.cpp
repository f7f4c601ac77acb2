#include "store/readers.hpp"

namespace bailey::store {

Result<Readers::Loan> Readers::borrow() {
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
    return c.error();
}

void Readers::give_back(std::unique_ptr<sql::Connection> c) {
    {
        std::lock_guard lock(mutex_);
        idle_.push_back(std::move(c));
    }
    free_.notify_one();
}

}  // namespace bailey::store
