// Opens many authenticated connections and holds them.
#pragma once
#include <unistd.h>

#include <iostream>

#include "conn.hpp"
#include "messages.hpp"

class Idler {
public:
    Idler(Net& net, const Options& o) : net_(net), o_(o), users_(o), total_(o.count("idle-conns", 100)) {}

    awaitable<void> run(Clock::time_point deadline) {
        const auto begin = Clock::now();
        size_t running = o_.count("openers", 20);
        for (size_t i = running; i > 0; --i)
            asio::co_spawn(net_.io, opener(deadline), [&](std::exception_ptr) { --running; });
        while (running > 0) co_await net_.pause(0.01);
        Json j;
        j.text("mode", "idle").text("state", "ready");
        j.number("open", static_cast<double>(held_.size())).number("failed", failed_);
        j.number("open_s", seconds(Clock::now() - begin)).raw("open_ms", open_.json()).text("first_error", firstError_);
        std::cout << j.str() << std::endl;

        const auto until = Clock::now() + std::chrono::duration<double>(o_.number("hold", 30));
        asio::posix::stream_descriptor input(net_.io, ::dup(0));
        bool ended = false;
        char unused[64];
        input.async_read_some(asio::buffer(unused), [&](auto, auto) { ended = true; });
        while (!ended && Clock::now() < until) co_await net_.pause(0.05);
        input.cancel();
        size_t alive = 0;
        for (auto& c : held_) {
            try {
                co_await c->write("NOOP\r\n");
                string_view l = co_await c->line();
                alive += l.substr(0, 3) == "+OK";
            } catch (const std::exception&) {
            }
        }
        std::cout << Json().text("mode", "idle").text("state", "end").number("alive", static_cast<double>(alive)).str()
                  << std::endl;
        held_.clear();
    }

private:
    awaitable<void> opener(Clock::time_point deadline) {
        while (next_ < total_ && Clock::now() < deadline) {
            const size_t number = next_++;
            try {
                const auto t0 = Clock::now();
                auto c = std::make_unique<Conn>(net_);
                co_await openPop(*c, number);
                open_.add(Clock::now() - t0);
                held_.push_back(std::move(c));
            } catch (const std::exception& e) {
                ++failed_;
                if (firstError_.empty()) firstError_ = e.what();
            }
        }
    }
    awaitable<void> openPop(Conn& c, size_t number) {
        const string tls = o_.text("pop-tls", "none");
        co_await c.connect(o_.address("pop", "127.0.0.1:1110"), tls == "implicit");
        co_await c.line();
        const string steps[] = {"USER " + users_.login(number) + "\r\n",
                                "PASS " + o_.text("password", "bench-secret") + "\r\n", "STAT\r\n"};
        for (auto& step : steps) {
            co_await c.write(step);
            string_view l = co_await c.line();
            if (l.substr(0, 3) != "+OK") throw std::runtime_error("POP3: " + string(l));
        }
    }
    Net& net_;
    const Options& o_;
    Users users_;
    size_t total_, next_ = 0;
    double failed_ = 0;
    std::vector<std::unique_ptr<Conn>> held_;
    Latency open_;
    string firstError_;
};
