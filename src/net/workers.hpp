// Services are plain functions that may block; this is the whole bridge from a coroutine to them.
//     auto who = co_await on_worker(workers, [&] { return signin.with_password(name, password, peer); });
// The coroutine resumes on its own loop. What the function refers to must outlive the call: the coroutine's own
// variables do.
#pragma once
#include <atomic>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <type_traits>

#include "base/result.hpp"

namespace bailey::net {

class Workers {
public:
    // At most `queue` jobs wait or run; more are refused, so that overload answers "later" instead of growing.
    explicit Workers(std::size_t threads, std::size_t queue = 10'000);
    ~Workers();  // joins

    void join();  // finishes all jobs; give none afterwards

    bool enter();  // room for one more job? Pair with leave().
    void leave() { jobs_.fetch_sub(1, std::memory_order_release); }
    std::size_t jobs() const { return jobs_.load(std::memory_order_relaxed); }
    boost::asio::thread_pool& pool() { return pool_; }

private:
    boost::asio::thread_pool pool_;
    std::size_t queue_;
    std::atomic<std::size_t> jobs_ = 0;
};

namespace detail {
void log_thrown() noexcept;  // the exception being handled

template <class F>
std::invoke_result_t<F&> guarded(F& work) noexcept {
    try {
        return work();
    } catch (...) {
        log_thrown();
        return Errc::try_later;
    }
}
}  // namespace detail

// `work` returns a Result<T>. Errors: those of `work`; try_later where the queue is full or `work` threw.
template <class F>
boost::asio::awaitable<std::invoke_result_t<F&>> on_worker(Workers& workers, F work) {
    namespace asio = boost::asio;
    using Answer = std::invoke_result_t<F&>;
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(Answer)>(
        [](auto handler, Workers* on, F job) {
            auto home = asio::get_associated_executor(handler);
            if (!on->enter()) {
                asio::post(home, [handler = std::move(handler)]() mutable {
                    std::move(handler)(Answer(make_error_code(Errc::try_later)));
                });
                return;
            }
            asio::post(on->pool(), [handler = std::move(handler), job = std::move(job), home, on]() mutable {
                Answer answer = detail::guarded(job);
                on->leave();
                asio::post(home, [handler = std::move(handler), answer = std::move(answer)]() mutable {
                    std::move(handler)(std::move(answer));
                });
            });
        },
        asio::use_awaitable, &workers, std::move(work));
}

// For services that call back: start(done) is called at once, and the coroutine resumes on its own loop with the
// value that `done(value)` is given, once, from any thread.
//     auto id = co_await on_done<Result<std::string>>([&](auto done) { incoming->finish(std::move(done)); });
template <class T, class Start>
boost::asio::awaitable<T> on_done(Start start) {
    namespace asio = boost::asio;
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(T)>(
        [](auto handler, Start begin) {
            auto home = asio::get_associated_executor(handler);
            auto kept = std::make_shared<decltype(handler)>(std::move(handler));  // std::function wants copies
            begin([kept, home](T value) {
                asio::post(home, [handler = std::move(*kept), value = std::move(value)]() mutable {
                    std::move(handler)(std::move(value));
                });
            });
        },
        asio::use_awaitable, std::move(start));
}

}  // namespace bailey::net
