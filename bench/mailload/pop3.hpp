// The POP3 client, the fetching load, and the verifier of a ledger.
#pragma once
#include <strings.h>

#include <fstream>
#include <sstream>
#include <unordered_map>

#include "conn.hpp"
#include "messages.hpp"

class PopClient {
public:
    PopClient(Net& net, const Options& o) : conn_(net), o_(o) {}

    awaitable<void> open() {
        const string tls = o_.text("pop-tls", "none");
        co_await conn_.connect(o_.address("pop", "127.0.0.1:1110"), tls == "implicit");
        co_await ok();
        if (tls == "starttls") {
            co_await command("STLS\r\n");
            co_await conn_.startTls();
        }
    }
    awaitable<void> login(const string& user) {
        co_await command("USER " + user + "\r\n");
        co_await command("PASS " + o_.text("password", "bench-secret") + "\r\n");
    }
    awaitable<void> command(const string& text) {
        co_await conn_.write(text);
        co_await ok();
    }
    awaitable<size_t> stat() {
        co_await command("STAT\r\n");
        co_return static_cast<size_t>(std::atoll(last_.c_str() + 4));
    }
    awaitable<size_t> uidl() {
        co_await command("UIDL\r\n");
        size_t lines = 0;
        co_await conn_.dotLines([&](string_view) { ++lines; });
        co_return lines;
    }
    // RETR (and DELE) of [from, to], `depth` commands in flight; calls done(id, sha,
    // claimed) per message: its Message-ID, its body's hash and its X-Bench-SHA256, all
    // empty unless hash is set. Returns bytes.
    template <class F>
    awaitable<size_t> retrieve(size_t from, size_t to, size_t depth, bool dele, bool hash, F done) {
        size_t bytes = 0, asked = from;
        string id, claimed;
        bool head = true;
        Sha256 sha;
        auto eachHashed = [&](string_view l) {
            if (!head) {
                sha.add(l);
            } else if (l == "\r\n") {
                head = false;
            } else if (l.size() > 14 && strncasecmp(l.data(), "Message-ID: <", 13) == 0) {
                id.assign(l.substr(13, l.find('>') - 13));
            } else if (l.size() > 16 + 64 && strncasecmp(l.data(), "X-Bench-SHA256: ", 16) == 0) {
                claimed.assign(l.substr(16, 64));
            }
        };
        for (size_t next = from; next <= to; ++next) {
            if (asked == next) {  // top up the pipeline in one write
                string batch;
                for (; asked <= to && asked < next + depth; ++asked) {
                    batch += "RETR " + std::to_string(asked) + "\r\n";
                    if (dele) batch += "DELE " + std::to_string(asked) + "\r\n";
                }
                co_await conn_.write(batch);
            }
            co_await ok();
            if (hash) {
                head = true;
                id.clear();
                claimed.clear();
                sha.reset();
                bytes += co_await conn_.dotLines(eachHashed);
                done(id, sha.hex(), claimed);
            } else {
                bytes += co_await conn_.dotLines([](string_view) {});
                done(id, string(), claimed);
            }
            if (dele) co_await ok();
        }
        co_return bytes;
    }

private:
    awaitable<void> ok() {
        string_view l = co_await conn_.line();
        last_.assign(l.substr(0, l.find_last_not_of("\r\n") + 1));
        if (last_.rfind("+OK", 0) != 0) throw std::runtime_error("POP3: " + last_);
    }
    Conn conn_;
    const Options& o_;
    string last_;
};

class PopReader {
public:
    PopReader(Net& net, const Options& o)
        : net_(net),
          o_(o),
          users_(o),
          total_(o.count("sessions", 1000)),
          what_("," + o.text("do", "stat,uidl,retr") + ",") {}
    void start(Clock::time_point deadline) {
        deadline_ = deadline;
        begin_ = last_ = Clock::now();
        for (size_t i = 0; i < o_.count("pop-conns", 10); ++i) net_.spawn(worker());
    }
    string report() {
        const double wall = std::max(1e-9, seconds(last_ - begin_));
        Json j;
        j.text("mode", "pop3").text("tls", o_.text("pop-tls", "none")).text("do", o_.text("do", "stat,uidl,retr"));
        j.number("conns", o_.number("pop-conns", 10)).number("users", static_cast<double>(users_.count()));
        j.number("sessions", sessions_).number("failed", failed_).number("messages", messages_).number("bytes", bytes_);
        j.number("wrong_bodies", wrong_)
            .number("uidl_lines", lines_)
            .number("tls_resumed", static_cast<double>(net_.resumed));
        j.number("wall_s", wall).number("sessions_per_s", sessions_ / wall);
        j.number("msgs_per_s", messages_ / wall).number("mb_per_s", bytes_ / wall / 1e6);
        j.number("retr_s", retrieving_).number("retr_mb_per_s", retrieving_ > 0 ? bytes_ / retrieving_ / 1e6 : 0);
        j.raw("open_ms", open_.json()).raw("login_ms", login_.json()).raw("stat_ms", stat_.json());
        j.raw("uidl_ms", uidl_.json()).raw("session_ms", session_.json()).text("first_error", firstError_);
        return j.str();
    }

private:
    awaitable<void> worker() {
        while (next_ < total_ && Clock::now() < deadline_) {
            bool failed = false;
            try {
                co_await one(next_++);
            } catch (const std::exception& e) {
                failed = true;
                if (firstError_.empty()) firstError_ = e.what();
            }
            if (failed) {
                ++failed_;
                co_await net_.pause(0.005);
            }
        }
    }
    awaitable<void> one(size_t number) {
        auto client = std::make_unique<PopClient>(net_, o_);
        const auto t0 = Clock::now();
        co_await client->open();
        const auto t1 = Clock::now();
        co_await client->login(users_.login(number));
        const auto t2 = Clock::now();
        size_t count = 0;
        if (what_.find(",stat,") != string::npos || what_.find(",retr,") != string::npos)
            count = co_await client->stat();
        const auto t3 = Clock::now();
        if (what_.find(",uidl,") != string::npos) lines_ += static_cast<double>(co_await client->uidl());
        const auto t4 = Clock::now();
        if (what_.find(",retr,") != string::npos && count > 0) {
            const size_t lastN = o_.count("retr-last", 0);
            const size_t from = lastN > 0 && lastN < count ? count - lastN + 1 : 1;
            bytes_ += static_cast<double>(
                co_await client->retrieve(from, count, o_.count("pipeline", 1), o_.yes("dele"), o_.yes("check"),
                                          [&](const string&, const string& sha, const string& claimed) {
                                              ++messages_;
                                              if (sha != claimed) ++wrong_;
                                          }));
        }
        retrieving_ += seconds(Clock::now() - t4);
        co_await client->command("QUIT\r\n");
        last_ = Clock::now();
        ++sessions_;
        open_.add(t1 - t0);
        login_.add(t2 - t1);
        stat_.add(t3 - t2);
        uidl_.add(t4 - t3);
        session_.add(last_ - t0);
    }
    Net& net_;
    const Options& o_;
    Users users_;
    size_t total_, next_ = 0;
    string what_;
    Clock::time_point deadline_, begin_, last_;
    double sessions_ = 0, failed_ = 0, messages_ = 0, bytes_ = 0, wrong_ = 0, lines_ = 0, retrieving_ = 0;
    Latency open_, login_, stat_, uidl_, session_;
    string firstError_;
};

class Verifier {
public:
    Verifier(Net& net, const Options& o) : net_(net), o_(o), users_(o) {
        std::ifstream in(o.text("ledger", ""));
        if (!in) throw std::runtime_error("--ledger FILE is needed");
        string line, state, id, sha, to;
        while (std::getline(in, line)) {
            std::istringstream s(line);
            if (!(s >> state >> id >> sha >> to)) throw std::runtime_error("bad ledger line: " + line);
            promised_[to][id] = {state[0], sha, 0};
        }
        for (auto& [to, unused] : promised_) todo_.push_back(to);
        if (const size_t most = o.count("max-mailboxes", 0); most > 0 && most < todo_.size()) {
            std::sort(todo_.begin(), todo_.end());
            std::shuffle(todo_.begin(), todo_.end(), std::mt19937_64(todo_.size()));
            for (size_t i = most; i < todo_.size(); ++i) promised_.erase(todo_[i]);
            todo_.resize(most);
        }
    }
    void start(Clock::time_point deadline) {
        deadline_ = deadline;
        begin_ = Clock::now();
        for (size_t i = 0; i < o_.count("pop-conns", 10); ++i) net_.spawn(worker());
    }
    bool good() const { return good_; }
    string report() {
        double accepted = 0, missing = 0, duplicated = 0, unknownFound = 0, unknown = 0;
        string firstMissing;
        for (auto& [to, box] : promised_)
            for (auto& [id, p] : box) {
                if (p.state == 'A') {
                    ++accepted;
                    if (p.seen == 0) {
                        ++missing;
                        if (firstMissing.empty()) firstMissing = to + " " + id;
                    }
                } else {
                    ++unknown;
                    unknownFound += p.seen > 0;
                }
                if (p.seen > 1) duplicated += p.seen - 1;
            }
        good_ =
            accepted > 0 && missing == 0 && duplicated == 0 && corrupt_ == 0 && failed_ == 0 && next_ == todo_.size();
        Json j;
        j.text("mode", "verify")
            .text("verdict", good_ ? "good" : "BAD")
            .number("mailboxes", static_cast<double>(next_));
        j.number("accepted", accepted).number("missing", missing).number("duplicated", duplicated);
        j.number("corrupt", corrupt_).number("unknown", unknown).number("unknown_found", unknownFound);
        j.number("foreign", foreign_)
            .number("failed_mailboxes", failed_)
            .number("wall_s", seconds(Clock::now() - begin_));
        j.text("first_missing", firstMissing).text("first_error", firstError_);
        return j.str();
    }

private:
    struct Promise {
        char state;
        string sha;
        int seen;
    };
    awaitable<void> worker() {
        while (next_ < todo_.size() && Clock::now() < deadline_) {
            const string to = todo_[next_++];
            bool done = false;
            for (int attempt = 0; attempt < 5 && !done; ++attempt) {  // a mailbox can be locked for a moment
                try {
                    co_await one(to);
                    done = true;
                } catch (const std::exception& e) {
                    if (firstError_.empty()) firstError_ = to + ": " + e.what();
                }
                if (!done) co_await net_.pause(0.2);
            }
            if (!done) ++failed_;
        }
    }
    awaitable<void> one(const string& to) {
        auto client = std::make_unique<PopClient>(net_, o_);
        co_await client->open();
        co_await client->login(users_.login(to));
        const size_t count = co_await client->stat();
        auto& box = promised_[to];
        std::vector<std::pair<string, string>> got;
        co_await client->retrieve(
            1, count, o_.count("pipeline", 8), false, true,
            [&](const string& id, const string& sha, const string&) { got.emplace_back(id, sha); });
        co_await client->command("QUIT\r\n");
        for (auto& [id, sha] : got) {  // only now, so that a broken attempt counts nothing
            auto it = box.find(id);
            if (it == box.end()) {
                ++foreign_;
                continue;
            }
            ++it->second.seen;
            if (it->second.sha != sha) ++corrupt_;
        }
    }
    Net& net_;
    const Options& o_;
    Users users_;
    std::unordered_map<string, std::unordered_map<string, Promise>> promised_;
    std::vector<string> todo_;
    size_t next_ = 0;
    double corrupt_ = 0, foreign_ = 0, failed_ = 0;
    bool good_ = false;
    Clock::time_point deadline_, begin_;
    string firstError_;
};
