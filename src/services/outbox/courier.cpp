#include "services/outbox/courier.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/log.hpp"

namespace bailey::outbox {
namespace {

namespace table = store::outgoing_notices;
using namespace std::chrono_literals;

constexpr auto look_every = 1s;
constexpr auto time_for_one = 3min;  // longer than a transport may take: nobody else takes it meanwhile
constexpr auto first_wait = 5s;
constexpr auto longest_wait = 10min;
constexpr int batch = 20;

std::chrono::milliseconds wait_after(std::int64_t tries) {
    auto wait = first_wait * (std::int64_t{1} << std::min<std::int64_t>(tries, 10));
    return std::min<std::chrono::milliseconds>(wait, longest_wait);
}

// Whole or not there: written under another name first.
Result<void> write_file(const std::string& path, std::string_view text) {
    auto half = path + ".part";
    int file = ::open(half.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return Errc::try_later;
    bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    written = ::close(file) == 0 && written;
    if (written && ::rename(half.c_str(), path.c_str()) == 0) return {};
    ::unlink(half.c_str());
    return Errc::storage_full;
}

}  // namespace

Transport into_folder(std::string folder, const Clock& clock) {
    auto number = std::make_shared<std::atomic<int>>(0);
    return [folder = std::move(folder), number, &clock](const Letter& letter) -> Result<void> {
        ::mkdir(folder.c_str(), 0700);  // where it is there, or cannot be made, the writing says so
        auto name = std::to_string(to_millis(clock.now())) + '-' + std::to_string(getpid()) + '-' +
                    std::to_string(number->fetch_add(1)) + ".eml";
        return write_file(folder + '/' + name, letter.message);
    };
}

Courier::Courier(store::Community& community, const Notices& notices, const Clock& clock, Transport transport)
    : community_(community), notices_(notices), clock_(clock), transport_(std::move(transport)) {}

Courier::~Courier() { stop(); }

void Courier::start() {
    if (!transport_)
        log::warning("notices.not_sent", {{"detail",
                                           "neither notices.relay nor notices.folder is set: nobody can set "
                                           "a forgotten password or have codes sent"}});
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

void Courier::stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
}

void Courier::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        auto sent = send_due();
        if (!sent) log::warning("notices.outbox", {{"error", sent.error()}});
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, look_every, [] { return false; });
    }
}

Result<std::size_t> Courier::send_due() {
    std::size_t sent = 0;
    while (true) {
        auto now = clock_.now();
        BAILEY_TRY(auto due, community_.read([&](sql::Connection& c) { return table::due(c, now, batch); }));
        if (due.empty()) return sent;
        for (auto& notice : due) {
            auto taken =
                community_.write([&](sql::Connection& c) { return table::take(c, notice, now + time_for_one); });
            if (!taken) return taken.error();
            if (*taken && send(notice)) ++sent;
        }
    }
}

// It is gone from the outbox, or put off.
bool Courier::send(const table::Notice& notice) {
    auto now = clock_.now();
    auto drop = [&] { return community_.write([&](sql::Connection& c) { return table::remove(c, notice.id); }); };
    auto letter = notices_.open(notice);
    if (!letter || now >= notice.expires_at || !transport_) {
        log::warning("notices.dropped", {{"notice", notice.id}, {"tries", notice.tries}});
        if (auto dropped = drop(); !dropped) log::warning("notices.outbox", {{"error", dropped.error()}});
        return false;
    }
    auto given = transport_(*letter);
    if (!given && errc_of(given.error()) != Errc::denied) {
        log::warning("notices.put_off", {{"notice", notice.id}, {"error", given.error()}});
        auto until = clock_.now() + wait_after(notice.tries);
        auto put = community_.write([&](sql::Connection& c) { return table::put_off(c, notice.id, until); });
        if (!put) log::warning("notices.outbox", {{"error", put.error()}});
        return false;
    }
    if (!given) log::warning("notices.refused", {{"notice", notice.id}});
    if (auto dropped = drop(); !dropped) log::warning("notices.outbox", {{"error", dropped.error()}});
    return given.has_value();
}

}  // namespace bailey::outbox
