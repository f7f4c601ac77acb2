#include <sqlite3.h>

#include <array>
#include <cassert>
#include <unordered_map>

#include "base/log.hpp"
#include "store/sql/engines.hpp"
#include "store/sqlite/chunk_files.hpp"
#include "store/sqlite/gathering_vfs.hpp"

namespace bailey::sql {
namespace {

static_assert(ChunkFiles::place_size == Connection::place_size);

constexpr int max_params = 32;

Errc errc_for(int extended) {
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return Errc::exists;
    case SQLITE_IOERR_SHMSIZE: return Errc::storage_full;  // the -shm file could not grow
    }
    switch (extended & 0xff) {
    case SQLITE_CONSTRAINT: return Errc::conflict;
    case SQLITE_FULL: return Errc::storage_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Errc::corrupt;
    }
    return Errc::try_later;
}

// A prepared statement and where its $1, $2 ... went: SQLite numbers names in order of appearance, so `select $2, $1`
// gives $2 index 1.
struct Statement {
    sqlite3_stmt* stmt = nullptr;
    std::array<int, max_params> index{};
    int params = 0;
};

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* s) : stmt_(s) {}
    bool null(int c) const override { return sqlite3_column_type(stmt_, c) == SQLITE_NULL; }
    std::int64_t integer(int c) const override {
        assert(sqlite3_column_type(stmt_, c) == SQLITE_INTEGER || null(c));
        return sqlite3_column_int64(stmt_, c);
    }
    std::string_view text(int c) const override {
        auto* p = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, c));
        return {p ? p : "", static_cast<std::size_t>(sqlite3_column_bytes(stmt_, c))};
    }
    ByteView bytes(int c) const override {
        auto* p = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_, c));
        return {p, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, c))};
    }

private:
    sqlite3_stmt* stmt_;
};

class SqliteConnection final : public Connection {
public:
    SqliteConnection(sqlite3* db, const std::string& path) : db_(db), files_(ChunkFiles::of(path)) {}
    ~SqliteConnection() override {
        for (auto& [query, s] : statements_) sqlite3_finalize(s.stmt);
        sqlite3_close(db_);
    }

    Result<std::int64_t> run(const Query& query, std::initializer_list<Param> params, const Each& each) override {
        BAILEY_TRY(auto* s, prepared(query));
        bind(*s, params);
        SqliteRow row(s->stmt);
        std::int64_t seen = 0;
        int rc;
        while ((rc = sqlite3_step(s->stmt)) == SQLITE_ROW) {
            ++seen;
            if (each) each(row);
        }
        auto result = rc == SQLITE_DONE ? Result<std::int64_t>(sqlite3_stmt_readonly(s->stmt) ? seen : changed(seen))
                                        : fail(query.name);
        sqlite3_reset(s->stmt);
        sqlite3_clear_bindings(s->stmt);
        return result;
    }

    Result<void> send(const Query& query, std::initializer_list<Param> params) override {
        BAILEY_CHECK(run(query, params, {}));
        return {};
    }

    Result<void> announce(const std::string&) override { return {}; }  // there is no other process
    Result<void> script(const std::string& text) override { return exec(text.c_str()); }
    // IMMEDIATE: a writer waits for its turn here, and no later statement meets a lock it cannot upgrade.
    Result<void> begin() override { return exec("begin immediate"); }
    Result<void> begin_reading() override { return exec("begin"); }
    Result<void> commit() override {
        if (!put_.empty()) BAILEY_CHECK(files_->sync());
        BAILEY_CHECK(exec("commit"));
        for (auto& place : forgotten_) files_->forget(place);
        put_.clear();
        forgotten_.clear();
        return {};
    }
    void rollback() override {
        if (!sqlite3_get_autocommit(db_)) sqlite3_exec(db_, "rollback", nullptr, nullptr, nullptr);
        for (auto& place : put_) files_->forget(place);
        put_.clear();
        forgotten_.clear();
    }

    bool keeps_aside() const override { return true; }
    Result<Bytes> put_aside(ByteView large) override {
        BAILEY_TRY(auto place, files_->put(large));
        put_.push_back(place);
        return place;
    }
    Result<Bytes> fetch_aside(ByteView place) override { return files_->fetch(place); }
    Result<void> forget_aside(ByteView place) override {
        forgotten_.emplace_back(place.begin(), place.end());
        return {};
    }
    bool postgres() const override { return false; }

    Result<void> exec(const char* text) {
        if (sqlite3_exec(db_, text, nullptr, nullptr, nullptr) != SQLITE_OK) return fail(text);
        return {};
    }

private:
    std::int64_t changed(std::int64_t seen) const { return seen ? seen : sqlite3_changes64(db_); }

    boost::system::error_code fail(const char* what) {
        int extended = sqlite3_extended_errcode(db_);
        auto e = errc_for(extended);
        if (e != Errc::exists)
            log::error("sqlite", {{"query", std::string_view(what).substr(0, 60)},
                                  {"code", std::int64_t{extended}},
                                  {"detail", sqlite3_errmsg(db_)}});
        return e;
    }

    Result<Statement*> prepared(const Query& query) {
        auto& s = statements_[&query];
        if (s.stmt) return &s;
        if (sqlite3_prepare_v3(db_, query.text, -1, SQLITE_PREPARE_PERSISTENT, &s.stmt, nullptr) != SQLITE_OK) {
            statements_.erase(&query);
            return fail(query.name);
        }
        for (int n = 1; n <= max_params; ++n) {
            s.index[static_cast<std::size_t>(n - 1)] =
                sqlite3_bind_parameter_index(s.stmt, ("$" + std::to_string(n)).c_str());
        }
        s.params = sqlite3_bind_parameter_count(s.stmt);
        return &s;
    }

    static void bind(const Statement& s, std::initializer_list<Param> params) {
        assert(static_cast<int>(params.size()) == s.params);
        std::size_t n = 0;
        for (auto& p : params) {
            int at = s.index[n++];
            if (auto* i = std::get_if<std::int64_t>(&p.value()))
                sqlite3_bind_int64(s.stmt, at, *i);
            else if (auto* t = std::get_if<std::string_view>(&p.value()))
                sqlite3_bind_text64(s.stmt, at, t->data() ? t->data() : "", t->size(), SQLITE_STATIC, SQLITE_UTF8);
            else if (auto* b = std::get_if<ByteView>(&p.value()))
                sqlite3_bind_blob64(s.stmt, at, b->data() ? static_cast<const void*>(b->data()) : "", b->size(),
                                    SQLITE_STATIC);
            else
                sqlite3_bind_null(s.stmt, at);
        }
    }

    sqlite3* db_;
    std::unordered_map<const Query*, Statement> statements_;
    std::shared_ptr<ChunkFiles> files_;
    std::vector<Bytes> put_, forgotten_;  // by the transaction under way
};

// Full synchronisation of the write-ahead log makes a commit durable. The log grows to 64 MB between checkpoints, so
// that pages changed often are written back once, not at every commit.
constexpr const char* settings =
    "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma wal_autocheckpoint=16384;"
    "pragma cache_size=-32768; pragma temp_store=memory; pragma journal_size_limit=134217728;";

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path) {
    sqlite3* db = nullptr;
    int rc = sqlite3_open_v2(path.c_str(), &db,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                             gathering_vfs());
    if (rc != SQLITE_OK) {
        log::error("sqlite", {{"open", path}, {"detail", db ? sqlite3_errmsg(db) : "no memory"}});
        sqlite3_close(db);
        return errc_for(rc);
    }
    auto c = std::make_unique<SqliteConnection>(db, path);
    sqlite3_busy_timeout(db, 30'000);
    BAILEY_CHECK(c->exec(settings));
    return std::unique_ptr<Connection>(std::move(c));
}

}  // namespace bailey::sql
