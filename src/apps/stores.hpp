// What the program and the command line both need open: keys, databases and the rules for addresses.
#pragma once
#include <memory>
#include <string>

#include "base/config/config.hpp"
#include "base/keyring.hpp"
#include "domain/address/canonical.hpp"
#include "domain/limits/limits.hpp"
#include "domain/mail/marking.hpp"
#include "store/cells/cell.hpp"
#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/ids.hpp"
#include "store/queue/queue.hpp"

namespace bailey::apps {

struct Stores {
    // Opens everything the configuration names and brings each schema up to date. What fails is logged by the room that
    // failed. Errors: bad_config, and those of the stores.
    static Result<std::unique_ptr<Stores>> open(const config::Config& config);

    config::Config config;
    SystemClock clock;
    KeyRing ring;
    Canonicaliser names;
    Markings markings;
    store::Ids ids{clock};
    std::unique_ptr<store::Community> community;
    std::unique_ptr<store::Directory> directory;
    std::unique_ptr<store::Cells> cells;
    std::unique_ptr<store::Queue> queue;

private:
    Stores(const config::Config& c, KeyRing r, Canonicaliser n, Markings m)
        : config(c), ring(std::move(r)), names(std::move(n)), markings(std::move(m)) {}
};

// The suffix and the exceptions of the configuration as rules. Errors: bad_syntax, exists (named twice); logged.
Result<Canonicaliser> canonicaliser(const config::Config& config);
// Errors: bad_config (a marking is empty or named twice); logged.
Result<Markings> markings(const config::Config& config);
MailLimits mail_limits(const config::Config& config);
QueueLimits queue_limits(const config::Config& config);

// The folder of an SQLite URL, made where it is missing, readable by its owner alone; nothing for other URLs.
Result<void> make_database_folders(const config::Config& config);

}  // namespace bailey::apps
