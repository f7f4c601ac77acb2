// A bounded pool of reading connections to one database.
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/sql/sql.hpp"

namespace bailey::store {

class Readers {
public:
    // Opens connections as they are needed, at most `limit`.
    Readers(std::string url, std::size_t limit) : url_(std::move(url)), limit_(limit) {}

    // Lends a connection; waits while all are out. A thread that has one must not ask for another of the same pool: a
    // few of them would wait for each other for ever. Builds with assertions stop there.
    class Loan {
    public:
        Loan(Readers& pool, std::unique_ptr<sql::Connection> c) : pool_(&pool), connection_(std::move(c)) {}
        Loan(Loan&&) = default;
        Loan& operator=(Loan&&) = delete;
        ~Loan() {
            if (connection_) pool_->give_back(std::move(connection_));
        }
        sql::Connection& operator*() const { return *connection_; }

    private:
        Readers* pool_;
        std::unique_ptr<sql::Connection> connection_;
    };
    Result<Loan> borrow();

private:
    void give_back(std::unique_ptr<sql::Connection> c);

    std::string url_;
    std::size_t limit_, open_ = 0;
    std::mutex mutex_;
    std::condition_variable free_;
    std::vector<std::unique_ptr<sql::Connection>> idle_;
};

}  // namespace bailey::store
