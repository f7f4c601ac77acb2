// Makes the test messages: sizes, recipients, contents, hashes.
#pragma once
#include <openssl/evp.h>

#include <cstring>
#include <ctime>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>

#include "base.hpp"

class Sha256 {
public:
    Sha256() : ctx_(EVP_MD_CTX_new()) { reset(); }
    ~Sha256() { EVP_MD_CTX_free(ctx_); }
    Sha256(const Sha256& started) : ctx_(EVP_MD_CTX_new()) { EVP_MD_CTX_copy_ex(ctx_, started.ctx_); }
    Sha256& operator=(const Sha256&) = delete;
    void reset() {
        static EVP_MD* md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        EVP_DigestInit_ex2(ctx_, md, nullptr);
    }
    void add(string_view s) { EVP_DigestUpdate(ctx_, s.data(), s.size()); }
    string hex() {
        unsigned char d[32];
        EVP_DigestFinal_ex(ctx_, d, nullptr);
        string out;
        for (unsigned char c : d) {
            out += "0123456789abcdef"[c >> 4];
            out += "0123456789abcdef"[c & 15];
        }
        return out;
    }

private:
    EVP_MD_CTX* ctx_;
};

struct Message {
    string id, sha, wire;  // wire: dot-stuffed, with the final CRLF.CRLF
    size_t size = 0;       // bytes of header and body, unstuffed
};

// Makes valid MIME messages: a text part and, above 8 KB, a base64 attachment, so that the whole compresses about as
// real mail does. Each body holds a line of one dot and a line starting with a dot, so that stuffing errors show, and
// ends with a line that names the message, so that no two bodies are alike.
//
// Bodies are made and hashed but for that last line before they are needed: the generator shares its machine with the
// server under test, and must not take from it the time that hashing 1 MB takes.
class MessageFactory {
public:
    explicit MessageFactory(string runId) : runId_(std::move(runId)), random_(std::hash<string>{}(runId_)) {
        fillTextPool();
        fillBase64Pool();
    }

    void prepare(size_t size) { stocksFor(size); }

    Message make(size_t number, size_t size, const string& from, const std::vector<string>& to) {
        const Stocks& stocks = stocksFor(size);
        const Stock& stock = *stocks[random_() % stocks.size()];
        Message m;
        m.id = runId_ + "." + std::to_string(number) + "@load.bench";
        const string last = "This was " + m.id + "\r\n";
        Sha256 sha(stock.sha);
        sha.add(last);
        m.sha = sha.hex();
        const string head = "From: Bench Sender <" + from + ">\r\nTo: <" + to[0] + ">\r\nSubject: Bench message " +
                            std::to_string(number) + "\r\nDate: " + date() + "\r\nMessage-ID: <" + m.id +
                            ">\r\nMIME-Version: 1.0\r\n" + contentType(size) + "X-Bench-SHA256: " + m.sha + "\r\n\r\n";
        m.size = head.size() + stock.unstuffed + last.size();
        m.wire.reserve(head.size() + stock.wire.size() + last.size() + 3);
        m.wire.append(head).append(stock.wire).append(last).append(".\r\n");
        return m;
    }

private:
    struct Stock {
        string wire;  // dot-stuffed
        size_t unstuffed = 0;
        Sha256 sha;  // of the unstuffed body so far
    };
    using Stocks = std::vector<std::unique_ptr<Stock>>;
    static constexpr size_t headAndLastLine = 480;  // about; keeps the whole near the size asked for
    static constexpr size_t variants = 16;

    static bool multipart(size_t size) { return size > 8192; }
    static const char* contentType(size_t size) {
        return multipart(size) ? "Content-Type: multipart/mixed; boundary=\"=_bench\"\r\n"
                               : "Content-Type: text/plain; charset=us-ascii\r\n";
    }
    const Stocks& stocksFor(size_t size) {
        Stocks& stocks = stocks_[size];
        while (stocks.size() < variants) stocks.push_back(makeStock(size));
        return stocks;
    }
    std::unique_ptr<Stock> makeStock(size_t size) {
        const size_t want = size > headAndLastLine + 128 ? size - headAndLastLine : 128;
        string body;
        if (multipart(size)) body += "--=_bench\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n";
        body += "A line with only a dot follows.\r\n.\r\n.a line that starts with a dot\r\n";
        if (multipart(size)) {
            pour(body, textPool_, body.size() + 2048);
            body += "--=_bench\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n";
            pour(body, base64Pool_, want);
            body += "--=_bench--\r\n";  // the last line becomes the epilogue (RFC 2046 section 5.1.1)
        } else {
            pour(body, textPool_, want);
        }
        auto stock = std::make_unique<Stock>();
        stock->unstuffed = body.size();
        stock->sha.add(body);
        size_t done = 0;
        for (size_t dot; (dot = body.find("\n.", done)) != string::npos; done = dot + 1) {
            stock->wire.append(body, done, dot + 1 - done);
            stock->wire += '.';
        }
        stock->wire.append(body, done);
        return stock;
    }
    void fillTextPool() {
        std::vector<string> words;
        for (int i = 0; i < 2000; ++i) {
            string w;
            for (size_t n = 2 + random_() % 9; n > 0; --n) w += static_cast<char>('a' + random_() % 26);
            words.push_back(w);
        }
        while (textPool_.size() < (1u << 20)) {
            string line;
            while (line.size() < 64) {
                double u = std::uniform_real_distribution<>(0, 1)(random_);
                line += words[static_cast<size_t>(u * u * u * 1999.0)] + ' ';
            }
            line.resize(74, 'x');
            textPool_ += line + "\r\n";
        }
    }
    void fillBase64Pool() {
        static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        while (base64Pool_.size() < (4u << 20)) {
            for (int i = 0; i < 76; ++i) base64Pool_ += alphabet[random_() & 63];
            base64Pool_ += "\r\n";
        }
    }
    // Appends lines of the pool, from a random line on, until body has `size` bytes.
    void pour(string& body, const string& pool, size_t size) {
        const size_t line = pool.find('\n') + 1, lines = pool.size() / line;
        size_t at = (random_() % lines) * line;
        while (body.size() + 2 < size) {
            size_t n = std::min(pool.size() - at, size - 2 - body.size());
            body.append(pool, at, n);
            at = 0;
        }
        // End with exactly one CRLF: a cut can fall in or just after one.
        while (!body.empty() && (body.back() == '\r' || body.back() == '\n')) body.pop_back();
        body += "\r\n";
    }
    static string date() {
        char s[64];
        time_t now = time(nullptr);
        tm t{};
        gmtime_r(&now, &t);
        strftime(s, sizeof s, "%a, %d %b %Y %H:%M:%S +0000", &t);
        return s;
    }
    string runId_;
    std::mt19937_64 random_;
    string textPool_, base64Pool_;
    std::map<size_t, Stocks> stocks_;
};

class SizePicker {
public:
    explicit SizePicker(const Options& o) {
        string file = o.text("size-file", "");
        if (file.empty()) {
            sizes_ = {o.count("size", 4096)};
            weights_ = {1.0};
        } else {
            std::ifstream in(file);
            string line;
            while (std::getline(in, line)) {
                std::istringstream s(line);
                double size, weight;
                if (s >> size >> weight) sizes_.push_back(static_cast<size_t>(size)), weights_.push_back(weight);
            }
            if (sizes_.empty()) throw std::runtime_error("no sizes in " + file);
        }
        choose_ = std::discrete_distribution<size_t>(weights_.begin(), weights_.end());
    }
    const std::vector<size_t>& all() const { return sizes_; }
    size_t operator()(std::mt19937_64& r) { return sizes_[choose_(r)]; }

private:
    std::vector<size_t> sizes_;
    std::vector<double> weights_;
    std::discrete_distribution<size_t> choose_;
};

class Users {
public:
    explicit Users(const Options& o) : Users(o, o.count("users", 1000), o.count("user-first", 0)) {}
    Users(const Options& o, size_t count, size_t first)
        : count_(count),
          first_(first),
          domain_(o.text("domain", "bench.test")),
          bare_(o.text("login", "full") == "bare") {
        if (double s = o.number("zipf", 0); s > 0) {
            double sum = 0;
            for (size_t i = 0; i < count_; ++i) cumulated_.push_back(sum += std::pow(i + 1.0, -s));
        }
    }
    size_t count() const { return count_; }
    size_t random(std::mt19937_64& r) const {
        if (cumulated_.empty()) return r() % count_;
        double u = std::uniform_real_distribution<>(0, cumulated_.back())(r);
        return static_cast<size_t>(std::lower_bound(cumulated_.begin(), cumulated_.end(), u) - cumulated_.begin());
    }
    string name(size_t i) const {
        char s[24];
        snprintf(s, sizeof s, "u%06zu", first_ + i % count_);
        return s;
    }
    string address(size_t i) const { return name(i) + "@" + domain_; }
    string login(size_t i) const { return bare_ ? name(i) : address(i); }
    string login(const string& address) const { return bare_ ? address.substr(0, address.find('@')) : address; }

private:
    size_t count_, first_;
    string domain_;
    bool bare_;
    std::vector<double> cumulated_;
};
