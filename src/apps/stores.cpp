#include "apps/stores.hpp"

#include <unistd.h>

#include <array>
#include <filesystem>

#include "base/log.hpp"
#include "store/tables/placement.hpp"

namespace bailey::apps {
namespace {

// A node is a host: two processes of one host share its leases only where they follow each other.
std::string node_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

}  // namespace

Result<Canonicaliser> canonicaliser(const config::Config& config) {
    std::vector<DomainException> exceptions;
    for (auto& e : config.exceptions) exceptions.push_back({e.everyday, e.secure});
    auto made = Canonicaliser::create(config.service.suffix, exceptions);
    if (!made)
        log::error("config.addresses", {{"suffix", config.service.suffix},
                                        {"detail", "the suffix or an exception is no domain, or is named twice"}});
    return made;
}

Result<Markings> markings(const config::Config& config) {
    auto list = Markings::parse(config.community.markings);
    if (list) return list;
    log::error("config.markings",
               {{"markings", config.community.markings}, {"detail", "a marking is empty, too long, or named twice"}});
    return Errc::bad_config;
}

MailLimits mail_limits(const config::Config& config) {
    return {config.smtp.message_size, config.smtp.recipients, config.smtp.header_size, config.smtp.hops,
            config.mailbox.capacity};
}

QueueLimits queue_limits(const config::Config& config) {
    return {config.queue.lifetime, config.queue.delay_notice, config.queue.first_retry, config.queue.last_retry,
            config.queue.safety_net};
}

Result<void> make_database_folders(const config::Config& config) {
    namespace fs = std::filesystem;
    auto urls = config.database.cells;
    urls.push_back(config.database.community);
    urls.push_back(config.database.queue);
    constexpr std::string_view scheme = "sqlite:";
    for (auto& url : urls) {
        if (!url.starts_with(scheme)) continue;
        auto folder = fs::path(url.substr(scheme.size())).parent_path();
        std::error_code e;
        if (folder.empty() || fs::is_directory(folder, e)) continue;
        if (fs::create_directories(folder, e); !e) fs::permissions(folder, fs::perms::owner_all, e);
        if (e) {
            log::error("database.folder", {{"folder", folder.string()}, {"detail", e.message()}});
            return Errc::bad_config;
        }
    }
    return {};
}

Result<std::unique_ptr<Stores>> Stores::open(const config::Config& config) {
    BAILEY_TRY(auto names, canonicaliser(config));
    BAILEY_TRY(auto marks, apps::markings(config));
    BAILEY_TRY(auto ring, KeyRing::load(config.keys.ring));
    BAILEY_CHECK(make_database_folders(config));
    std::unique_ptr<Stores> s(new Stores(config, std::move(ring), std::move(names), std::move(marks)));
    auto readers = static_cast<std::size_t>(config.database.readers);
    BAILEY_TRY(s->community, store::Community::open(config.database.community, s->ring.purpose("audit")));
    auto cells = static_cast<int>(config.database.cells.size());
    BAILEY_CHECK(s->community->write([&](sql::Connection& c) { return store::placement::ensure_cells(c, cells); }));
    s->directory = std::make_unique<store::Directory>(*s->community, s->clock);
    BAILEY_TRY(s->cells, store::Cells::open(config.database.cells, readers, s->ring, s->clock));
    s->cells->recoverable_for(std::chrono::hours(24 * config.mailbox.recoverable_days));
    BAILEY_TRY(s->queue, store::Queue::open(config.database.queue, readers, s->ring, s->clock, node_name()));
    return s;
}

}  // namespace bailey::apps
