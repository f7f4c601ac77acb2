#include "net/listen.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <sys/socket.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <cstring>

#include "base/log.hpp"
#include "net/admission.hpp"
#include "net/metrics.hpp"

namespace bailey::net {
namespace asio = boost::asio;

namespace {

using Descriptor = asio::posix::basic_stream_descriptor<asio::io_context::executor_type>;
constexpr std::chrono::milliseconds back_off{250};  // after accept() found no descriptor or memory
constexpr int accepts_a_turn = 64;

// One protocol's settings and counters, shared by its sockets and connections.
struct Service {
    Service(Listening l, ProtocolMetrics m, ConnectionLimits c) : listening(std::move(l)), metrics(m), limits(c) {}
    Listening listening;
    ProtocolMetrics metrics;
    ConnectionLimits limits;
};

struct Acceptor {
    Acceptor(std::shared_ptr<Service> s, Loop& loop, Socket opened)
        : service(std::move(s)),
          port(port_of(opened)),
          socket(loop.context(), opened.release()),
          timer(loop.context()) {}
    std::shared_ptr<Service> service;
    std::uint16_t port;
    Descriptor socket;
    asio::steady_timer timer;
    bool stopped = false;
};

// What a connection holds for its life: its place under the limits, and its count in the gauge.
struct Held {
    Held(std::shared_ptr<void> p, std::shared_ptr<Service> s) : place(std::move(p)), service(std::move(s)) {
        service->metrics.open.Increment();
        service->metrics.accepted.Increment();
    }
    ~Held() { service->metrics.open.Decrement(); }
    std::shared_ptr<void> place;
    std::shared_ptr<Service> service;
};

awaitable<void> serve(std::shared_ptr<Service> service, Stream stream) {
    if (service->listening.implicit_tls) {
        auto secured = co_await stream.start_tls(within(service->limits.handshake));
        if (!secured) co_return;
    }
    co_await service->listening.handler(std::move(stream));
}

void log_end(std::exception_ptr thrown) {
    if (!thrown) return;
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
        log::error("listen.handler_threw", {{"detail", e.what()}});
    }
}

bool passing(int error) {  // accept(2): the next call may work
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR || error == ECONNABORTED || error == EPROTO ||
           error == EPERM || error == ENETDOWN || error == EHOSTUNREACH || error == ENETUNREACH || error == ETIMEDOUT;
}

}  // namespace

struct Listeners::State {
    State(Loops& l, Metrics& m, ConnectionLimits c, std::map<std::string, std::vector<Socket>> p)
        : loops(l),
          metrics(m),
          limits(c),
          admission(std::make_shared<Admission>(c.connections, c.per_address)),
          passed(std::move(p)) {}

    void take(const std::shared_ptr<Service>& service, int fd, const sockaddr_storage& from);
    bool accept_some(Acceptor& acceptor);
    awaitable<void> accept(Acceptor& acceptor);

    Loops& loops;
    Metrics& metrics;
    ConnectionLimits limits;
    std::shared_ptr<Admission> admission;
    std::map<std::string, std::vector<Socket>> passed;
    std::vector<std::shared_ptr<Acceptor>> acceptors;
    std::atomic<int> accepting = 0;  // coroutines that use what is here
    bool stopped = false;
};

void Listeners::State::take(const std::shared_ptr<Service>& service, int fd, const sockaddr_storage& from) {
    Socket socket(fd);
    auto place = admission->enter(key_of(from));
    if (!place) {
        service->metrics.refused.Increment();
        auto& line = service->listening.refusal;
        if (!service->listening.implicit_tls) (void)::send(fd, line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        return;
    }
    auto held = std::make_shared<Held>(std::move(*place), service);
    auto& loop = loops.least_loaded();
    loop.reserve();  // counts at once, or a burst would all go to one loop
    asio::post(loop.context(),
               [&loop, service, socket = std::move(socket), held = std::move(held), peer = text_of(from)]() mutable {
                   if (loop.draining()) {
                       held.reset();
                       loop.release();  // last: stop() goes on when no connection is left
                       return;
                   }
                   Stream stream(loop, socket.release(), std::move(peer), service->listening.tls, std::move(held));
                   loop.release();  // the stream counts for itself
                   asio::co_spawn(loop.context(), serve(service, std::move(stream)), log_end);
               });
}

// Takes what waits; false where the machine has no room for more just now.
bool Listeners::State::accept_some(Acceptor& acceptor) {
    for (int i = 0; i < accepts_a_turn; ++i) {
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        int fd = ::accept4(acceptor.socket.native_handle(), reinterpret_cast<sockaddr*>(&from), &size,
                           SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            take(acceptor.service, fd, from);
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) return true;
        if (passing(errno)) continue;
        log::error("listen.accept", {{"listener", acceptor.service->listening.name}, {"detail", std::strerror(errno)}});
        return false;
    }
    return true;
}

awaitable<void> Listeners::State::accept(Acceptor& a) {
    while (!a.stopped) {
        boost::system::error_code ec;
        if (accept_some(a)) {
            co_await a.socket.async_wait(Descriptor::wait_read, asio::redirect_error(asio::use_awaitable, ec));
        } else {
            a.timer.expires_after(back_off);
            co_await a.timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        }
    }
}

Listeners::Listeners(Loops& loops, Metrics& metrics, ConnectionLimits limits,
                     std::map<std::string, std::vector<Socket>> passed)
    : state_(std::make_unique<State>(loops, metrics, limits, std::move(passed))) {}

Listeners::~Listeners() { stop(std::chrono::milliseconds(0)); }

Result<void> Listeners::open(Listening listening) {
    auto& s = *state_;
    if (listening.implicit_tls && !listening.tls) {
        log::error("listen.no_certificate", {{"listener", listening.name}});
        return Errc::bad_config;
    }
    std::vector<Socket> sockets;
    if (auto it = s.passed.find(listening.name); it != s.passed.end())
        sockets = std::move(it->second);
    else
        for (auto& address : listening.addresses) {
            BAILEY_TRY(auto socket, listen_on(address));
            sockets.push_back(std::move(socket));
        }
    auto name = listening.name;
    auto service = std::make_shared<Service>(std::move(listening), s.metrics.protocol(name), s.limits);
    for (auto& socket : sockets) {
        auto& loop = s.loops[s.acceptors.size() % s.loops.size()];
        s.acceptors.push_back(std::make_shared<Acceptor>(service, loop, std::move(socket)));
        log::info("listen.ready", {{"listener", name}, {"port", s.acceptors.back()->port}});
    }
    return {};
}

std::vector<std::uint16_t> Listeners::ports(const std::string& name) const {
    std::vector<std::uint16_t> found;
    for (auto& a : state_->acceptors)
        if (a->service->listening.name == name) found.push_back(a->port);
    return found;
}

void Listeners::start() {
    auto& s = *state_;
    for (auto& acceptor : s.acceptors) {
        ++s.accepting;
        asio::co_spawn(acceptor->socket.get_executor(), s.accept(*acceptor), [&s](std::exception_ptr thrown) {
            log_end(thrown);
            --s.accepting;
        });
    }
}

std::size_t Listeners::stop(std::chrono::milliseconds patience) {
    auto& s = *state_;
    if (std::exchange(s.stopped, true)) return 0;
    for (auto& a : s.acceptors)
        asio::post(a->socket.get_executor(), [a] {
            a->stopped = true;
            a->timer.cancel();
            boost::system::error_code ignored;
            a->socket.close(ignored);
        });
    for (std::size_t i = 0; i < s.loops.size(); ++i) s.loops[i].drain();
    auto wait_until = [&](Deadline deadline) {
        while (s.loops.load() + static_cast<std::size_t>(s.accepting) > 0 &&
               std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    };
    wait_until(within(patience));
    auto cut = s.loops.load();
    for (std::size_t i = 0; i < s.loops.size(); ++i) s.loops[i].cut();
    wait_until(within(std::chrono::seconds(5)));
    return cut;
}

}  // namespace bailey::net
