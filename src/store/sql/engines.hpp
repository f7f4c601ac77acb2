// The two engines behind sql::open().
#pragma once
#include "store/sql/listener.hpp"
#include "store/sql/sql.hpp"

namespace bailey::sql {

// Creates the file where it does not exist; WAL with full synchronisation: a commit is on stable storage.
Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path);
Result<std::unique_ptr<Connection>> open_postgres(const std::string& url);
Result<std::unique_ptr<Listener>> listen_postgres(const std::string& url, Ears ears);

}  // namespace bailey::sql
