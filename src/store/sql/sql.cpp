#include "store/sql/sql.hpp"

#include "store/sql/engines.hpp"

namespace bailey::sql {
namespace {

bool is_postgres(const std::string& url) { return url.starts_with("postgresql://") || url.starts_with("postgres://"); }

}  // namespace

Result<std::unique_ptr<Connection>> open(const std::string& url) {
    constexpr std::string_view file = "sqlite:";
    if (url.starts_with(file)) return open_sqlite(url.substr(file.size()));
    if (is_postgres(url)) return open_postgres(url);
    return Errc::bad_config;
}

Result<std::unique_ptr<Listener>> listen(const std::string& url, Ears ears) {
    if (is_postgres(url)) return listen_postgres(url, std::move(ears));
    return std::unique_ptr<Listener>();
}

Result<Transaction> Transaction::begin(Connection& c) {
    BAILEY_CHECK(c.begin());
    return Transaction(c);
}

Result<Transaction> Transaction::begin_reading(Connection& c) {
    BAILEY_CHECK(c.begin_reading());
    return Transaction(c);
}

Transaction::~Transaction() {
    if (connection_) connection_->rollback();
}

Result<void> Transaction::commit() {
    auto* c = std::exchange(connection_, nullptr);
    auto done = c->commit();
    if (!done) c->rollback();
    return done;
}

}  // namespace bailey::sql
