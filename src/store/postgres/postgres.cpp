#include <libpq-fe.h>

#include <array>
#include <cassert>
#include <cstdlib>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/log.hpp"
#include "store/sql/engines.hpp"

namespace bailey::sql {
namespace {

using PgResult = std::unique_ptr<PGresult, decltype(&PQclear)>;
PgResult own(PGresult* r) { return {r, PQclear}; }

constexpr std::size_t max_params = 32;
constexpr Oid int8_oid = 20, text_oid = 25, bytea_oid = 17;

constexpr Query begin_query{"begin", "begin"};
constexpr Query begin_reading_query{"begin_reading", "begin isolation level repeatable read read only"};
constexpr Query commit_query{"commit", "commit"};
// The channel is listener.cpp's.
constexpr Query notify_query{"notify", "select pg_notify('bailey_' || md5(current_schema()), $1)"};

std::uint64_t big_endian(std::uint64_t v) { return __builtin_bswap64(v); }

Errc errc_for(std::string_view state) {  // PostgreSQL 15, appendix A
    if (state == "23505") return Errc::exists;
    if (state == "53100") return Errc::storage_full;
    if (state.starts_with("23") || state.starts_with("40")) return Errc::conflict;
    if (state == "XX001" || state == "XX002") return Errc::corrupt;
    return Errc::try_later;
}

class PgRow final : public Row {
public:
    PgRow(const PGresult* r, int row) : result_(r), row_(row) {}
    bool null(int c) const override { return PQgetisnull(result_, row_, c); }
    std::int64_t integer(int c) const override {
        auto b = bytes(c);
        assert(b.size() == 8 || b.size() == 4 || b.empty());
        std::int64_t v = b.empty() || !(b[0] & 0x80) ? 0 : -1;  // int4 literals are sign-extended
        for (auto octet : b) v = static_cast<std::int64_t>(static_cast<std::uint64_t>(v) << 8 | octet);
        return v;
    }
    std::string_view text(int c) const override { return text_of(bytes(c)); }
    ByteView bytes(int c) const override {
        return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(result_, row_, c)),
                static_cast<std::size_t>(PQgetlength(result_, row_, c))};
    }

private:
    const PGresult* result_;
    int row_;
};

// Parameters in the shape libpq wants: binary, typed.
struct Arguments {
    explicit Arguments(std::initializer_list<Param> params) : count(static_cast<int>(params.size())) {
        assert(params.size() <= max_params);
        std::size_t n = 0;
        for (auto& p : params) {
            if (auto* i = std::get_if<std::int64_t>(&p.value())) {
                integers[n] = big_endian(static_cast<std::uint64_t>(*i));
                set(n, int8_oid, &integers[n], sizeof integers[n]);
            } else if (auto* t = std::get_if<std::string_view>(&p.value())) {
                set(n, text_oid, t->data() ? t->data() : "", t->size());
            } else if (auto* b = std::get_if<ByteView>(&p.value())) {
                set(n, bytea_oid, b->data() ? static_cast<const void*>(b->data()) : "", b->size());
            } else {
                set(n, 0, nullptr, 0);
            }
            ++n;
        }
    }
    void set(std::size_t n, Oid type, const void* data, std::size_t size) {
        types[n] = type;
        values[n] = static_cast<const char*>(data);
        lengths[n] = static_cast<int>(size);
        formats[n] = 1;
    }
    int count;
    std::array<std::uint64_t, max_params> integers;
    std::array<Oid, max_params> types;
    std::array<const char*, max_params> values;
    std::array<int, max_params> lengths, formats;
};

class PgConnection final : public Connection {
public:
    explicit PgConnection(std::string url) : url_(std::move(url)) {}
    ~PgConnection() override { PQfinish(pg_); }

    Result<void> connect() {
        PQfinish(pg_);
        prepared_.clear();
        pending_ = 0;
        in_transaction_ = false;
        pg_ = PQconnectdb(url_.c_str());
        if (PQstatus(pg_) != CONNECTION_OK) return fail("connect", nullptr);
        // A commit must be on stable storage whatever the server's default is.
        auto r = own(PQexec(pg_, "set synchronous_commit = on; set client_min_messages = warning"));
        return PQresultStatus(r.get()) == PGRES_COMMAND_OK ? Result<void>() : fail("connect", r.get());
    }

    Result<std::int64_t> run(const Query& query, std::initializer_list<Param> params, const Each& each) override {
        BAILEY_CHECK(ready());
        BAILEY_CHECK(settle());
        Arguments a(params);
        BAILEY_TRY(auto name, prepare(query, a));
        auto r =
            own(PQexecPrepared(pg_, name.c_str(), a.count, a.values.data(), a.lengths.data(), a.formats.data(), 1));
        return rows(query, r.get(), each);
    }

    Result<void> send(const Query& query, std::initializer_list<Param> params) override {
        BAILEY_CHECK(ready());
        Arguments a(params);
        if (!prepared_.contains(&query)) BAILEY_CHECK(settle());
        BAILEY_TRY(auto name, prepare(query, a));
        if (!PQenterPipelineMode(pg_)) return fail(query.name, nullptr);
        if (!PQsendQueryPrepared(pg_, name.c_str(), a.count, a.values.data(), a.lengths.data(), a.formats.data(), 1))
            return fail(query.name, nullptr);
        ++pending_;
        // libpq in blocking mode would dead-lock once both sides' buffers are full of unread answers.
        return pending_ >= 64 ? settle() : Result<void>();
    }

    Result<void> announce(const std::string& text) override { return send(notify_query, {text}); }

    Result<void> script(const std::string& text) override {
        BAILEY_CHECK(ready());
        BAILEY_CHECK(settle());
        auto r = own(PQexec(pg_, text.c_str()));
        auto status = PQresultStatus(r.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return fail("script", r.get());
        return {};
    }

    Result<void> begin() override {
        BAILEY_CHECK(send(begin_query, {}));
        in_transaction_ = true;
        return {};
    }
    Result<void> begin_reading() override {
        BAILEY_CHECK(send(begin_reading_query, {}));
        in_transaction_ = true;
        return {};
    }
    Result<void> commit() override {
        BAILEY_CHECK(send(commit_query, {}));
        BAILEY_CHECK(settle());
        in_transaction_ = false;
        return {};
    }
    void rollback() override {
        std::ignore = settle();  // the rollback undoes what failed
        in_transaction_ = false;
        if (PQstatus(pg_) == CONNECTION_OK) own(PQexec(pg_, "rollback"));
    }
    bool postgres() const override { return true; }
    bool keeps_aside() const override { return false; }
    Result<Bytes> put_aside(ByteView) override { return Errc::unsupported; }
    Result<Bytes> fetch_aside(ByteView) override { return Errc::corrupt; }
    Result<void> forget_aside(ByteView) override { return {}; }

private:
    // Reconnects after a failure, but never inside a transaction: half of it would be missing.
    Result<void> ready() {
        if (pg_ && PQstatus(pg_) == CONNECTION_OK) return {};
        if (in_transaction_) return Errc::try_later;
        return connect();
    }

    // Collects the answers of what was sent ahead; the first failure is the answer. Where they break off before the end
    // of the pipeline the connection is given up: after a failed write libpq calls it good for as long as nobody reads.
    Result<void> settle() {
        if (!pending_) return {};
        pending_ = 0;
        Result<void> outcome;
        bool ended = false;
        int nothing = 0;  // in a row; one stands between two statements, two mean that no more comes
        bool asked = PQpipelineSync(pg_) != 0;
        while (asked && !ended && nothing < 2) {
            auto r = own(PQgetResult(pg_));
            nothing = r ? 0 : nothing + 1;
            if (!r) continue;
            auto status = PQresultStatus(r.get());
            bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_ABORTED;
            ended = status == PGRES_PIPELINE_SYNC;
            if (!good && !ended && outcome) outcome = fail("pipeline", r.get());
        }
        if (ended && PQexitPipelineMode(pg_)) return outcome;
        if (outcome) outcome = fail("pipeline", nullptr);
        PQfinish(std::exchange(pg_, nullptr));
        return outcome;
    }

    Result<std::string> prepare(const Query& query, const Arguments& a) {
        auto [at, fresh] = prepared_.try_emplace(&query);
        if (!fresh) return at->second;
        at->second = "q" + std::to_string(prepared_.size());
        auto r = own(PQprepare(pg_, at->second.c_str(), query.text, a.count, a.types.data()));
        if (PQresultStatus(r.get()) != PGRES_COMMAND_OK) {
            prepared_.erase(at);
            return fail(query.name, r.get());
        }
        return at->second;
    }

    Result<std::int64_t> rows(const Query& query, const PGresult* r, const Each& each) {
        auto status = PQresultStatus(r);
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return fail(query.name, r);
        int n = PQntuples(r);
        if (each)
            for (int i = 0; i < n; ++i) each(PgRow(r, i));
        if (status == PGRES_TUPLES_OK) return n;
        const char* changed = PQcmdTuples(const_cast<PGresult*>(r));
        return *changed ? std::strtoll(changed, nullptr, 10) : 0;
    }

    boost::system::error_code fail(const char* what, const PGresult* r) {
        const char* state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : nullptr;
        auto e = state ? errc_for(state) : Errc::try_later;
        if (e != Errc::exists)
            log::error("postgresql", {{"query", what},
                                      {"code", state ? state : ""},
                                      {"detail", r     ? PQresultErrorMessage(r)
                                                 : pg_ ? PQerrorMessage(pg_)
                                                       : ""}});
        return e;
    }

    std::string url_;
    PGconn* pg_ = nullptr;
    std::unordered_map<const Query*, std::string> prepared_;
    int pending_ = 0;
    bool in_transaction_ = false;
};

}  // namespace

Result<std::unique_ptr<Connection>> open_postgres(const std::string& url) {
    auto c = std::make_unique<PgConnection>(url);
    BAILEY_CHECK(c->connect());
    return std::unique_ptr<Connection>(std::move(c));
}

}  // namespace bailey::sql
