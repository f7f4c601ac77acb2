#include "store/sql/listener.hpp"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "base/log.hpp"
#include "store/sql/engines.hpp"

namespace bailey::sql {
namespace {

using namespace std::chrono_literals;
constexpr std::chrono::milliseconds first_wait = 100ms, longest_wait = 5s;  // before the connection is tried again

struct Finish {
    void operator()(PGconn* c) const { PQfinish(c); }
    void operator()(PGresult* r) const { PQclear(r); }
    void operator()(PGnotify* n) const { PQfreemem(n); }
};
using PgConn = std::unique_ptr<PGconn, Finish>;
using PgResult = std::unique_ptr<PGresult, Finish>;
using Notification = std::unique_ptr<PGnotify, Finish>;

// A server that is gone without a word is noticed within a minute or so; a program that ends does not wait for one.
PgConn connect(const std::string& url) {
    constexpr std::array names{"dbname",           "connect_timeout",
                               "keepalives_idle",  "keepalives_interval",
                               "keepalives_count", static_cast<const char*>(nullptr)};
    const std::array values{url.c_str(), "5", "30", "10", "3", static_cast<const char*>(nullptr)};
    return PgConn(PQconnectdbParams(names.data(), values.data(), 1));
}

// A channel is of the whole database server's database: the schema's name keeps apart what shares one.
bool listen_on(PGconn* c) {
    PgResult name(PQexec(c, "select 'listen ' || quote_ident('bailey_' || md5(current_schema()))"));
    if (PQresultStatus(name.get()) != PGRES_TUPLES_OK) return false;
    PgResult listening(PQexec(c, PQgetvalue(name.get(), 0, 0)));
    return PQresultStatus(listening.get()) == PGRES_COMMAND_OK;
}

class PgListener final : public Listener {
public:
    PgListener(std::string url, Ears ears) : url_(std::move(url)), ears_(std::move(ears)) {}
    ~PgListener() override {
        if (thread_.joinable()) {
            std::uint64_t one = 1;
            while (::write(stop_, &one, sizeof one) < 0 && errno == EINTR) {
            }
            thread_.join();
        }
        if (stop_ >= 0) ::close(stop_);
    }

    Result<void> start() {
        stop_ = ::eventfd(0, EFD_CLOEXEC);
        if (stop_ < 0 || !connected()) return Errc::try_later;
        thread_ = std::thread([this] { loop(); });
        return {};
    }

private:
    bool connected() {
        connection_ = connect(url_);
        if (PQstatus(connection_.get()) == CONNECTION_OK && listen_on(connection_.get())) return true;
        log::error("postgresql", {{"query", "listen"}, {"detail", PQerrorMessage(connection_.get())}});
        connection_.reset();
        return false;
    }

    // True when it is time to end.
    bool wait(std::chrono::milliseconds patience) {
        pollfd on[] = {{stop_, POLLIN, 0}, {connection_ ? PQsocket(connection_.get()) : -1, POLLIN, 0}};
        ::poll(on, 2, static_cast<int>(patience.count()));
        return on[0].revents != 0;
    }

    void loop() {
        auto before_next = first_wait;
        // What came together with the answer to LISTEN is told first.
        for (bool more = take();;) {
            if (!more) {
                connection_.reset();
                if (wait(before_next)) return;
                before_next = std::min(before_next * 2, longest_wait);
                if (!connected()) continue;
                before_next = first_wait;
                ears_.missed();
            } else if (wait(-1ms)) {
                return;
            }
            more = take();
        }
    }

    // Tells what has come; false where the connection is lost.
    bool take() {
        if (!PQconsumeInput(connection_.get()) || PQstatus(connection_.get()) != CONNECTION_OK) return false;
        while (Notification n{PQnotifies(connection_.get())}) ears_.heard(n->extra);
        return true;
    }

    std::string url_;
    Ears ears_;
    int stop_ = -1;
    PgConn connection_;
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Listener>> listen_postgres(const std::string& url, Ears ears) {
    auto listener = std::make_unique<PgListener>(url, std::move(ears));
    BAILEY_CHECK(listener->start());
    return std::unique_ptr<Listener>(std::move(listener));
}

}  // namespace bailey::sql
