// The SMTP/LMTP client, the ledger of promises, and the injecting load.
#pragma once
#include <fstream>
#include <set>

#include "conn.hpp"
#include "messages.hpp"

class SmtpClient {
public:
    SmtpClient(Net& net, const Options& o) : conn_(net), o_(o), lmtp_(o.yes("lmtp")) {}

    awaitable<void> open(const string& login) {
        const string tls = o_.text("smtp-tls", "none");
        co_await conn_.connect(o_.address("smtp", "127.0.0.1:2525"), tls == "implicit");
        co_await expect(220);
        co_await hello();
        if (tls == "starttls") {
            co_await command("STARTTLS\r\n", 220);
            co_await conn_.startTls();
            co_await hello();
        }
        if (o_.yes("auth")) {
            string secret = '\0' + login + '\0' + o_.text("password", "bench-secret");
            co_await command("AUTH PLAIN " + base64(secret) + "\r\n", 235);
        }
    }

    // What became of one message; `fate` is filled as far as things went, even when
    // the connection breaks (an exception): sent says the final dot was on its way.
    struct Fate {
        bool sent = false;
        std::vector<int> codes;  // one per recipient: the reply that decided its fate
        Clock::time_point dotSent;
    };
    awaitable<void> send(const string& from, const std::vector<string>& to, const Message& m, Fate& fate) {
        fate.codes.assign(to.size(), 0);
        const string mail = "MAIL FROM:<" + from + ">\r\n";
        size_t taken = 0;
        int mailCode = 0, dataCode = 0;
        if (pipelining_) {
            string all = mail;
            for (auto& t : to) all += "RCPT TO:<" + t + ">\r\n";
            co_await conn_.write(all + "DATA\r\n");
            mailCode = co_await reply();
            for (size_t i = 0; i < to.size(); ++i) {
                fate.codes[i] = co_await reply();
                taken += fate.codes[i] / 100 == 2;
            }
            dataCode = co_await reply();
        } else {
            co_await conn_.write(mail);
            mailCode = co_await reply();
            for (size_t i = 0; i < to.size() && mailCode / 100 == 2; ++i) {
                co_await conn_.write("RCPT TO:<" + to[i] + ">\r\n");
                fate.codes[i] = co_await reply();
                taken += fate.codes[i] / 100 == 2;
            }
            if (taken > 0) {
                co_await conn_.write("DATA\r\n");
                dataCode = co_await reply();
            }
        }
        if (dataCode != 354) {
            const int why = mailCode / 100 != 2 ? mailCode : dataCode;
            for (auto& c : fate.codes)
                if (c / 100 == 2 || c == 0) c = why;
            co_await conn_.write("RSET\r\n");
            co_await reply();
            co_return;
        }
        fate.sent = true;
        co_await conn_.write(m.wire);
        fate.dotSent = Clock::now();
        int code = 0;
        for (auto& c : fate.codes) {
            if (c / 100 != 2) continue;
            if (lmtp_ || code == 0) code = co_await reply();
            c = code;
        }
    }
    awaitable<void> quit() {
        co_await conn_.write("QUIT\r\n");
        co_await reply();
    }
    const string& lastRefusal() const { return refusal_; }
    void abandon() { conn_.close(); }

private:
    awaitable<void> hello() {
        co_await conn_.write(lmtp_ ? "LHLO load.bench\r\n" : "EHLO load.bench\r\n");
        pipelining_ = false;
        const int code = co_await reply();
        if (code != 250) throw std::runtime_error("EHLO: " + last_);
        pipelining_ = pipelining_ && o_.yes("pipelining", true);
    }
    awaitable<void> command(const string& text, int want) {
        co_await conn_.write(text);
        co_await expect(want);
    }
    awaitable<void> expect(int want) {
        const int code = co_await reply();
        if (code != want) throw std::runtime_error("wanted " + std::to_string(want) + ", got: " + last_);
    }
    awaitable<int> reply() {
        for (;;) {
            string_view l = co_await conn_.line();
            if (l.size() < 5) throw std::runtime_error("bad SMTP reply");
            if (l.substr(4, 10) == "PIPELINING") pipelining_ = true;
            if (l[3] == '-') continue;
            last_.assign(l.substr(0, l.find_last_not_of("\r\n") + 1));
            const int code = std::atoi(last_.c_str());
            if (code >= 400) refusal_ = last_;
            co_return code;
        }
    }
    Conn conn_;
    const Options& o_;
    bool lmtp_, pipelining_ = false;
    string last_, refusal_;
};

// The promises: lines "STATE message-id sha256 recipient size". STATE is A when the
// server said 250, U when the final dot was sent and no reply came.
class Ledger {
public:
    explicit Ledger(const string& file) {
        if (file.empty()) return;
        out_.open(file, std::ios::app);
        if (!out_) throw std::runtime_error("cannot write " + file);
    }
    void add(char state, const Message& m, const string& to) {
        if (out_.is_open()) out_ << state << ' ' << m.id << ' ' << m.sha << ' ' << to << ' ' << m.size << '\n';
    }

private:
    std::ofstream out_;
};

class Injector {
public:
    Injector(Net& net, const Options& o)
        : net_(net),
          o_(o),
          users_(o),
          senders_(o, o.count("senders", users_.count()), o.count("sender-first", o.count("user-first", 0))),
          sizes_(o),
          ledger_(o.text("ledger", "")),
          factory_(o.text("run-id", "r" + std::to_string(time(nullptr)))),
          random_(std::hash<string>{}(o.text("run-id", "x")) ^ 0x5eed),
          total_(o.count("messages", 1000)),
          perConn_(o.count("per-conn", 0)),
          inOrder_(o.text("order", "random") == "sequence"),
          rate_(o.number("rate", 0)) {
        if (o.text("size-file", "").empty())
            for (size_t size : sizes_.all()) factory_.prepare(size);
    }

    void start(Clock::time_point deadline) {
        deadline_ = deadline;
        begin_ = last_ = Clock::now();
        workers_ = o_.count("conns", 10);
        for (size_t i = 0; i < workers_; ++i) net_.spawn(worker(i));
    }
    string report() {
        for (auto& [number, flight] : inFlight_)  // cut off by the hard stop
            if (flight.fate->sent) settleUnknown(*flight.message, *flight.to);
        const double wall = std::max(1e-9, seconds(last_ - begin_));
        Json j;
        j.text("mode", "smtp-inject").text("tls", o_.text("smtp-tls", "none")).text("auth", o_.text("auth", "no"));
        j.text("lmtp", o_.text("lmtp", "no")).number("conns", o_.number("conns", 10));
        j.number("per_conn", static_cast<double>(perConn_)).number("rate", rate_);
        j.text("size", o_.text("size-file", o_.text("size", "4096")))
            .number("users", static_cast<double>(users_.count()));
        j.number("accepted", accepted_).number("accepted_rcpts", acceptedRcpts_).number("tempfail", tempFail_);
        j.number("rejected", rejected_).number("unknown", unknown_).number("conn_errors", errors_);
        j.number("connections", static_cast<double>(connections_))
            .number("never_served", neverServed_)
            .number("tls_resumed", static_cast<double>(net_.resumed));
        j.number("wall_s", wall).number("msgs_per_s", accepted_ / wall).number("mb_per_s", bytes_ / wall / 1e6);
        j.raw("data_ms", data_.json()).raw("txn_ms", transaction_.json()).raw("open_ms", open_.json());
        j.clock("t_begin", seconds(begin_.time_since_epoch())).clock("t_last", seconds(last_.time_since_epoch()));
        j.clock("t_first", first_ ? seconds(first_->time_since_epoch()) : 0);
        j.text("first_error", firstError_);
        return j.str();
    }

private:
    struct Flight {
        const Message* message;
        const std::vector<string>* to;
        SmtpClient::Fate* fate;
    };
    bool more() const { return next_ < total_ && Clock::now() < deadline_; }
    bool finished() const { return !more() && inFlight_.empty(); }
    // After the last message do not wait for connections that the server has not yet
    // greeted: with a short listen queue it may never know of them.
    void finish() {
        neverServed_ += static_cast<double>(opening_.size());
        for (auto* client : opening_) client->abandon();
    }

    awaitable<void> worker(size_t id) {
        const auto patience = std::chrono::duration<double>(o_.number("retry-for", 0));
        while (more()) {
            try {
                co_await oneConnection(id);
                continue;
            } catch (const std::exception& e) {
                if (finished()) co_return;  // it was abandoned, see finish()
                ++errors_;
                if (firstError_.empty()) firstError_ = e.what();
            }
            if (Clock::now() - last_ >= patience) break;
            co_await net_.pause(0.02);
        }
        --workers_;  // those that wait for all must not wait for this one
    }
    awaitable<void> oneConnection(size_t id) {
        auto client = std::make_unique<SmtpClient>(net_, o_);
        const size_t sender = perConn_ == 0 ? id : nextSender_++;
        const auto opening = Clock::now();
        opening_.insert(client.get());
        try {
            co_await client->open(senders_.login(sender));
        } catch (...) {
            opening_.erase(client.get());
            throw;
        }
        opening_.erase(client.get());
        open_.add(Clock::now() - opening);
        co_await startTogether();
        ++connections_;
        const string from = senders_.address(sender);
        for (size_t sent = 0; more() && (perConn_ == 0 || sent < perConn_); ++sent) co_await oneMessage(*client, from);
        co_await client->quit();
    }
    // Kept connections send nothing before all are open, and time begins then: opening them is not what is measured.
    awaitable<void> startTogether() {
        if (perConn_ != 0 || started_) co_return;
        ++ready_;
        while (!started_ && ready_ < workers_) co_await net_.pause(0.0005);
        if (started_) co_return;
        started_ = true;
        begin_ = last_ = Clock::now();
    }
    awaitable<void> oneMessage(SmtpClient& client, const string& from) {
        const size_t number = next_++;
        auto planned = Clock::now();
        if (rate_ > 0) {
            planned =
                begin_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(number / rate_));
            asio::steady_timer wait(net_.io, planned);
            co_await wait.async_wait(use_awaitable);
        }
        std::set<size_t> chosen;
        for (size_t want = std::min(o_.count("rcpts", 1), users_.count()); chosen.size() < want;)
            chosen.insert(inOrder_ ? (number * want + chosen.size()) % users_.count() : users_.random(random_));
        std::vector<string> to;
        for (size_t u : chosen) to.push_back(users_.address(u));
        const Message m = factory_.make(number, sizes_(random_), from, to);
        if (rate_ <= 0) planned = Clock::now();  // closed loop: making the message is our time, not the server's

        SmtpClient::Fate fate;
        inFlight_[number] = {&m, &to, &fate};
        try {
            co_await client.send(from, to, m, fate);
        } catch (...) {
            inFlight_.erase(number);
            if (fate.sent) settleUnknown(m, to);
            throw;
        }
        inFlight_.erase(number);
        if (finished()) finish();
        const auto now = Clock::now();
        bool any = false;
        for (size_t i = 0; i < to.size(); ++i) {
            if (fate.sent && fate.codes[i] == 250) {
                ledger_.add('A', m, to[i]);
                ++acceptedRcpts_;
                any = true;
            } else {
                ++(fate.codes[i] / 100 == 5 ? rejected_ : tempFail_);
                if (firstError_.empty()) firstError_ = client.lastRefusal();
            }
        }
        if (!any) co_return;
        ++accepted_;
        bytes_ += static_cast<double>(m.size);
        last_ = now;
        if (!first_) first_ = now;
        data_.add(now - fate.dotSent);
        transaction_.add(now - planned);
    }
    void settleUnknown(const Message& m, const std::vector<string>& to) {
        ++unknown_;
        for (auto& t : to) ledger_.add('U', m, t);
    }

    Net& net_;
    const Options& o_;
    Users users_, senders_;
    size_t nextSender_ = 0, workers_ = 0, ready_ = 0;
    bool started_ = false;
    SizePicker sizes_;
    Ledger ledger_;
    MessageFactory factory_;
    std::mt19937_64 random_;
    size_t total_, perConn_, next_ = 0;
    bool inOrder_;
    double rate_;
    Clock::time_point deadline_, begin_, last_;
    std::optional<Clock::time_point> first_;
    std::map<size_t, Flight> inFlight_;
    std::set<SmtpClient*> opening_;
    double accepted_ = 0, acceptedRcpts_ = 0, tempFail_ = 0, rejected_ = 0, unknown_ = 0, errors_ = 0, bytes_ = 0,
           neverServed_ = 0;
    size_t connections_ = 0;
    Latency data_, transaction_, open_;
    string firstError_;
};
