// Options, figures and JSON for mailload.
#pragma once
#include <sys/resource.h>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::awaitable;
using asio::use_awaitable;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using std::string;
using std::string_view;

inline double seconds(Clock::duration d) { return std::chrono::duration<double>(d).count(); }

extern const char* const usage;

class Options {
public:
    Options(int argc, char** argv) {
        string known = usage;
        for (int i = 2; i < argc; i += 2) {
            string key = argv[i];
            if (key.rfind("--", 0) != 0 || i + 1 >= argc || known.find(key) == string::npos)
                throw std::runtime_error("unknown option or missing value: " + key);
            values_[key.substr(2)] = argv[i + 1];
        }
    }
    string text(const string& key, const string& fallback) const {
        auto it = values_.find(key);
        return it == values_.end() ? fallback : it->second;
    }
    double number(const string& key, double fallback) const {
        auto it = values_.find(key);
        return it == values_.end() ? fallback : std::stod(it->second);
    }
    size_t count(const string& key, size_t fallback) const {
        return static_cast<size_t>(number(key, static_cast<double>(fallback)));
    }
    bool yes(const string& key, bool fallback = false) const { return text(key, fallback ? "yes" : "no") == "yes"; }
    tcp::endpoint address(const string& key, const string& fallback) const {
        string s = text(key, fallback);
        auto colon = s.rfind(':');
        return {asio::ip::make_address(s.substr(0, colon)),
                static_cast<unsigned short>(std::stoi(s.substr(colon + 1)))};
    }

private:
    std::map<string, string> values_;
};

class Latency {  // in milliseconds
public:
    void add(Clock::duration d) { ms_.push_back(static_cast<float>(seconds(d) * 1e3)); }
    string json() {
        std::sort(ms_.begin(), ms_.end());
        auto at = [&](double q) {
            return ms_.empty() ? 0.0 : ms_[std::min(ms_.size() - 1, static_cast<size_t>(q * ms_.size()))];
        };
        char out[160];
        snprintf(out, sizeof out, R"({"n":%zu,"p50":%.3f,"p95":%.3f,"p99":%.3f,"max":%.3f})", ms_.size(), at(0.50),
                 at(0.95), at(0.99), ms_.empty() ? 0.0 : ms_.back());
        return out;
    }

private:
    std::vector<float> ms_;
};

class Json {  // one flat object, written in order
public:
    Json& raw(const string& key, const string& value) {
        out_ += (out_.empty() ? "{\"" : ",\"") + key + "\":" + value;
        return *this;
    }
    Json& text(const string& key, const string& value) {
        string safe;
        for (char c : value) safe += (c == '"' || c == '\\' || c < ' ') ? '\'' : c;
        return raw(key, '"' + safe + '"');
    }
    Json& number(const string& key, double value) {
        char s[40];
        snprintf(s, sizeof s, value == std::floor(value) ? "%.0f" : "%.6g", value);
        return raw(key, s);
    }
    Json& clock(const string& key, double value) {
        char s[40];
        snprintf(s, sizeof s, "%.6f", value);
        return raw(key, s);
    }
    string str() const { return out_ + "}"; }

private:
    string out_;
};

inline double cpuSeconds() {
    rusage u{};
    getrusage(RUSAGE_SELF, &u);
    auto s = [](timeval t) { return static_cast<double>(t.tv_sec) + t.tv_usec / 1e6; };
    return s(u.ru_utime) + s(u.ru_stime);
}
