// One SQL text for two engines. Placeholders are $1, $2 ...; every query is a named constant; a row is read while it
// is current. SQLite and PostgreSQL implement Connection; nothing above `store/` sees either library.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace bailey::sql {

// Define as `constexpr Query find_account{"find_account", "select ... where id = $1"};` at namespace scope: engines
// keep the prepared statement by the constant's address.
struct Query {
    const char* name;
    const char* text;
};

// A parameter; text and bytes are borrowed until the call returns. Columns are bigint, text or bytea only; a boolean
// is a bigint of 0 or 1, a time the milliseconds since 1970.
class Param {
public:
    Param(std::nullptr_t) {}
    Param(std::int64_t v) : value_(v) {}
    Param(int v) : value_(std::int64_t{v}) {}
    Param(bool v) : value_(std::int64_t{v}) {}
    Param(std::uint32_t v) : value_(std::int64_t{v}) {}
    Param(std::uint64_t v) : value_(static_cast<std::int64_t>(v)) {}
    Param(std::string_view v) : value_(v) {}
    Param(const std::string& v) : value_(std::string_view(v)) {}
    Param(const char* v) : value_(std::string_view(v)) {}
    Param(ByteView v) : value_(v) {}
    Param(const Bytes& v) : value_(ByteView(v)) {}
    template <class E>
    requires std::is_enum_v<E> Param(E v) : value_(static_cast<std::int64_t>(v)) {}
    template <class T>
    Param(const std::optional<T>& v) {
        if (v) *this = Param(*v);
    }
    const std::variant<std::monostate, std::int64_t, std::string_view, ByteView>& value() const { return value_; }

private:
    std::variant<std::monostate, std::int64_t, std::string_view, ByteView> value_;
};

// The current row; columns count from 0. Views live until the callback returns. Asking a column for another type than
// it holds is a programming error (asserted).
class Row {
public:
    virtual ~Row() = default;
    virtual bool null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual ByteView bytes(int column) const = 0;
};

using Each = std::function<void(const Row&)>;

// One connection to one database. Not thread-safe: one user at a time.
// Errors of every call: exists (a unique or primary key), conflict (serialisation, deadlock, foreign key),
// storage_full, try_later (database away or busy), corrupt. The detail is logged with the query's name. After
// `try_later` from PostgreSQL the connection reconnects by itself at the next call outside a transaction.
class Connection {
public:
    virtual ~Connection() = default;
    // Runs one query; `each` sees every row. Returns the rows changed (insert, update, delete) or seen.
    virtual Result<std::int64_t> run(const Query& query, std::initializer_list<Param> params = {},
                                     const Each& each = {}) = 0;
    // As run() without rows, but an engine may send it without waiting (PostgreSQL pipelines it): its error comes from
    // a later call of this transaction, at the latest from commit().
    virtual Result<void> send(const Query& query, std::initializer_list<Param> params) = 0;
    // Within a transaction: once it is committed, the Listeners (listener.hpp) of all processes hear this. At most some
    // thousand octets. The same text twice in a transaction may be heard once.
    virtual Result<void> announce(const std::string& text) = 0;
    // Several statements at once, for migrations.
    virtual Result<void> script(const std::string& text) = 0;

    virtual Result<void> begin() = 0;  // a writing transaction
    // A transaction that only reads: all it reads is of one state of the database. Waits for no writer.
    virtual Result<void> begin_reading() = 0;
    virtual Result<void> commit() = 0;
    virtual void rollback() = 0;  // never fails: a connection that cannot roll back is replaced

    // Large byte strings live beside the database where the engine has files for them: written once, and on stable
    // storage before the transaction that put them commits. The row holds their place, of place_size octets.
    static constexpr std::size_t place_size = 15;
    virtual bool keeps_aside() const = 0;                   // else such values belong into the row
    virtual Result<Bytes> put_aside(ByteView large) = 0;    // within a transaction; its place
    virtual Result<Bytes> fetch_aside(ByteView place) = 0;  // corrupt, not_found
    virtual Result<void> forget_aside(ByteView place) = 0;  // within a transaction; goes when that commits

    virtual bool postgres() const = 0;  // for the few texts that must differ (schema)
};

// Opens "sqlite:/path/to/file.db" or "postgresql://...". Errors: bad_config (the URL), try_later, corrupt.
Result<std::unique_ptr<Connection>> open(const std::string& url);

// Commits when done() was reached, rolls back otherwise.
class Transaction {
public:
    static Result<Transaction> begin(Connection& c);
    static Result<Transaction> begin_reading(Connection& c);
    Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
    ~Transaction();
    Result<void> commit();

private:
    explicit Transaction(Connection& c) : connection_(&c) {}
    Connection* connection_;
};

}  // namespace bailey::sql
