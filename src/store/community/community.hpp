// The community database: organisations, people, addresses, grants, audit. Its tables are read and written by the
// functions of store/tables/, within read() and write().
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/secret.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store {

class Community {
public:
    // Opens the database and brings its schema up to date. `audit_key` seals the audit's chain: the same for the life
    // of the installation (KeyRing::purpose("audit")). At most `connections` are used for reading at once, one for
    // writing. Errors: those of sql::open and schema::migrate.
    static Result<std::unique_ptr<Community>> open(const std::string& url, const Key& audit_key, int connections = 4);
    ~Community();

    // Runs `work(sql::Connection&)`, which returns a Result, on a connection of the pool. Blocks, for a free connection
    // at most 10 s. Thread-safe, as all of this class. Errors: try_later (no connection), and those of `work`.
    template <class Work>
    std::invoke_result_t<Work, sql::Connection&> read(Work&& work) {
        BAILEY_TRY(auto connection, borrow());
        return work(*connection);
    }

    // The same as one transaction: committed where `work` succeeds, else undone. One writer at a time in a process.
    // When it returns, the commit is durable and every watcher has been told.
    template <class Work>
    std::invoke_result_t<Work, sql::Connection&> write(Work&& work) {
        std::optional<std::invoke_result_t<Work, sql::Connection&>> outcome;
        BAILEY_CHECK(transact([&](sql::Connection& c) -> Result<void> {
            outcome.emplace(work(c));
            if (!*outcome) return outcome->error();
            return {};
        }));
        return std::move(*outcome);
    }

    // `told` is called after every commit of write(), by the writing thread. It must not write.
    void watch(const void* watcher, std::function<void()> told);
    void unwatch(const void* watcher);

    const Key& audit_key() const;

private:
    struct Pool;
    struct GiveBack {
        Pool* pool = nullptr;
        void operator()(sql::Connection* connection) const;
    };
    using Borrowed = std::unique_ptr<sql::Connection, GiveBack>;

    explicit Community(std::unique_ptr<Pool> pool);
    Result<Borrowed> borrow();
    Result<void> transact(const std::function<Result<void>(sql::Connection&)>& work);

    std::unique_ptr<Pool> pool_;
};

}  // namespace bailey::store
