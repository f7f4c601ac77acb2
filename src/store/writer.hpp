// Group commit: the one writer of a database. Concurrent changes are committed together, one flush for the group, and
// each caller is told when its own part is on stable storage, never earlier.
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "store/sql/sql.hpp"

namespace bailey::store {

class Writer {
public:
    // A part of a transaction. It may run twice (a group is run again one by one when a part of it failed), so it
    // must set its results, not add to them. It checks before it changes.
    using Job = std::function<Result<void>(sql::Connection&)>;
    using Done = std::function<void(Result<void>)>;
    enum class When {
        now,   // somebody waits for it
        soon,  // may linger a little so that more go with one flush
    };
    struct Settings {
        std::size_t group = 512;               // jobs in one transaction at most
        std::chrono::milliseconds linger{20};  // for When::soon, counted from the last commit
    };

    // `name` is for the log.
    Writer(std::unique_ptr<sql::Connection> connection, std::string name, Settings settings);
    Writer(std::unique_ptr<sql::Connection> connection, std::string name)
        : Writer(std::move(connection), std::move(name), Settings{}) {}
    ~Writer();  // finishes what was submitted

    // `done` is called once, on the writer's thread, after the commit. It must not wait for this writer.
    void submit(Job job, Done done, When when = When::now);
    // For a `done` that hears of failure: did the database fall silent in the commit itself? Then the change may be
    // there all the same.
    bool in_doubt() const { return in_doubt_; }
    // submit() and wait. Not from this writer's own thread.
    Result<void> run(Job job);
    std::size_t waiting() const;  // jobs not yet begun
    std::uint64_t commits() const;

private:
    struct Item {
        Job job;
        Done done;
    };
    void loop();
    bool gather(std::unique_lock<std::mutex>& lock, std::deque<Item>& group);
    void commit(std::deque<Item>& group);
    Result<void> together(std::deque<Item>& group);
    Result<void> alone(Item& item);
    Result<void> end(sql::Transaction& transaction);

    std::unique_ptr<sql::Connection> connection_;
    std::string name_;
    Settings settings_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Item> items_;
    std::size_t urgent_ = 0;  // of items_, those submitted with When::now
    std::chrono::steady_clock::time_point last_commit_{};
    std::uint64_t commits_ = 0;
    bool stopping_ = false;
    bool in_doubt_ = false;  // of the writer's thread alone, like the connection
    std::thread thread_;
};

}  // namespace bailey::store
