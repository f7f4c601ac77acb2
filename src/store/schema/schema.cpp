#include "store/schema/schema.hpp"

#include "base/log.hpp"

namespace bailey::schema {
namespace {

constexpr sql::Query read_version{"schema_version", "select coalesce(max(number), 0) from schema_migration"};
constexpr sql::Query write_version{"schema_migrated", "insert into schema_migration (number) values ($1)"};
constexpr sql::Query lock{"schema_lock", "lock table schema_migration in exclusive mode"};

void replace(std::string& text, std::string_view token, std::string_view with) {
    for (auto at = text.find(token); at != std::string::npos; at = text.find(token, at + with.size()))
        text.replace(at, token.size(), with);
}

std::string for_engine(std::string text, bool postgres) {
    replace(text, "{rowid}", postgres ? "bigint primary key" : "integer primary key");
    replace(text, "{clustered}", postgres ? "" : "without rowid");
    return text;
}

Result<std::int64_t> version(sql::Connection& c) {
    std::int64_t number = 0;
    BAILEY_CHECK(c.run(read_version, {}, [&](const sql::Row& r) { number = r.integer(0); }));
    return number;
}

}  // namespace

Result<void> migrate(sql::Connection& c, std::span<const Migration> migrations) {
    BAILEY_CHECK(c.script("create table if not exists schema_migration (number bigint primary key)"));
    for (;;) {
        BAILEY_TRY(auto transaction, sql::Transaction::begin(c));
        if (c.postgres()) BAILEY_CHECK(c.run(lock));  // SQLite's begin has locked the file
        BAILEY_TRY(auto at, version(c));
        if (at > static_cast<std::int64_t>(migrations.size())) {
            log::error("schema is newer than this program", {{"database", at}, {"program", migrations.size()}});
            return Errc::conflict;
        }
        if (at == static_cast<std::int64_t>(migrations.size())) return {};
        auto& next = migrations[static_cast<std::size_t>(at)];
        BAILEY_CHECK(c.script(for_engine(next.text, c.postgres())));
        BAILEY_CHECK(c.run(write_version, {next.number}));
        BAILEY_CHECK(transaction.commit());
    }
}

}  // namespace bailey::schema
