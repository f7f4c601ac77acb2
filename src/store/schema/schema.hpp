// The schema is numbered forward migrations, one text for both engines. Three kinds of database, each with its own
// list: the community, the queue, a cell. In a text, the only words that differ between the engines are tokens:
//   {rowid}      an integer primary key the engine stores rows by ("integer primary key" / "bigint primary key")
//   {clustered}  after the closing bracket: rows are kept in primary-key order where the engine can
#pragma once
#include <span>

#include "store/sql/sql.hpp"

namespace bailey::schema {

struct Migration {
    int number;  // 1, 2, 3 ... without gaps
    const char* text;
};

std::span<const Migration> community();
std::span<const Migration> queue();
std::span<const Migration> cell();

// Brings a database up to the newest migration, each in one transaction; safe to call from several nodes at once.
// Errors: conflict (the database is newer than this program), and those of the engine.
Result<void> migrate(sql::Connection& c, std::span<const Migration> migrations);

}  // namespace bailey::schema
