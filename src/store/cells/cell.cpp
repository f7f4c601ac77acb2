#include "store/cells/cell.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/mail/data_types.hpp"
#include "store/blobs/sealer.hpp"
#include "store/ids.hpp"
#include "store/schema/schema.hpp"
#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/blobs.hpp"
#include "store/tables/deleted.hpp"
#include "store/tables/mailboxes.hpp"
#include "store/tables/summaries.hpp"
#include "store/tables/threads.hpp"
#include "store/tables/uploads.hpp"

namespace bailey::store {

// Unwrapped account keys, so that a delivery does not unwrap one each time. Only keys that are committed get in.
class Cell::KeyCache {
public:
    std::optional<AccountKeys> find(AccountId account) {
        std::lock_guard lock(mutex_);
        auto at = keys_.find(account);
        return at == keys_.end() ? std::nullopt : std::optional(at->second);
    }
    void put(AccountId account, const AccountKeys& keys) {
        std::lock_guard lock(mutex_);
        if (keys_.size() >= limit) keys_.clear();
        keys_.insert_or_assign(account, keys);
    }

private:
    static constexpr std::size_t limit = 100'000;
    std::mutex mutex_;
    std::unordered_map<AccountId, AccountKeys> keys_;
};

// Mailboxes that refused a message for want of room. Forgotten after a minute, so that what another node removed is
// noticed, and at once when this one removes something.
class Cell::FullMailboxes {
public:
    void note(AccountId account, Time now) {
        std::lock_guard lock(mutex_);
        if (seen_.size() >= limit) seen_.clear();
        seen_.insert_or_assign(account, now);
    }
    void forget(AccountId account) {
        std::lock_guard lock(mutex_);
        seen_.erase(account);
    }
    bool contains(AccountId account, Time now) {
        std::lock_guard lock(mutex_);
        auto at = seen_.find(account);
        if (at == seen_.end()) return false;
        if (now - at->second < std::chrono::minutes(1)) return true;
        seen_.erase(at);
        return false;
    }

private:
    static constexpr std::size_t limit = 100'000;
    std::mutex mutex_;
    std::unordered_map<AccountId, Time> seen_;
};

namespace {

std::string new_origin() {
    std::array<std::uint8_t, 8> octets{};
    random_bytes(octets);
    return hex(octets);
}

}  // namespace

Cell::Cell(int number, std::string url, std::size_t readers, std::unique_ptr<sql::Connection> c, const KeyRing& ring,
           const Clock& clock)
    : number_(number),
      url_(url),
      origin_(new_origin()),
      ring_(ring),
      clock_(clock),
      keys_(std::make_shared<KeyCache>()),
      full_(std::make_shared<FullMailboxes>()),
      readers_(std::move(url), readers),
      writer_(std::move(c), "cell-" + std::to_string(number)) {}

Result<std::unique_ptr<Cell>> Cell::open(int number, const std::string& url, std::size_t readers, const KeyRing& ring,
                                         const Clock& clock) {
    BAILEY_TRY(auto c, sql::open(url));
    BAILEY_CHECK(schema::migrate(*c, schema::cell()));
    return std::unique_ptr<Cell>(new Cell(number, url, readers, std::move(c), ring, clock));
}

void Cell::deliver(std::shared_ptr<const CellDelivery> delivery, std::function<void(Result<CellOutcome>)> done,
                   Writer::When when) {
    auto progress = std::make_shared<Progress>();
    writer_.submit([this, delivery, progress](sql::Connection& c) { return deliver_now(c, *delivery, *progress); },
                   [this, delivery, progress, done = std::move(done)](Result<void> r) {
                       if (!r) return done(r.error());
                       for (auto& [account, keys] : progress->keys) keys_->put(account, keys);
                       for (std::size_t n = 0; ears_.changed && n < delivery->to.size(); ++n)
                           if (progress->outcome[n]) ears_.changed(delivery->to[n].account, types::delivery);
                       done(std::move(progress->outcome));
                   },
                   when);
}

Result<void> Cell::deliver_now(sql::Connection& c, const CellDelivery& d, Progress& progress) {
    progress.outcome.assign(d.to.size(), {});
    progress.keys.clear();
    std::int64_t added = 0;
    auto summary = d.about ? summaries::encode(d.about->summary) : Bytes();
    for (std::size_t n = 0; n < d.to.size(); ++n) {
        bool fresh = false;
        auto r = deliver_to(c, d, d.to[n], summary, progress, fresh);
        if (!r && r.error() != Errc::over_quota) return r;
        progress.outcome[n] = r;
        added += fresh;
    }
    if (added == 0) return {};
    auto chunks = static_cast<std::uint32_t>(d.boxes->size());
    for (std::uint32_t n = 1; n < chunks; ++n)
        if (!(*d.boxes)[n].empty()) BAILEY_CHECK(blobs::add_chunk(c, d.message.id, n, (*d.boxes)[n]));
    return blobs::add(c, d.message.id, added, d.message.octets, chunks, d.boxes->front());
}

namespace {

// The mailboxes of a delivery that are there; the Inbox where none is.
Result<std::vector<std::int64_t>> destination(sql::Connection& c, const AccountKeys& keys, const CellDelivery::To& to) {
    std::vector<std::int64_t> found;
    if (!to.mailboxes.empty()) {
        BAILEY_TRY(auto all, mailboxes::all(c, to.account, keys.own));
        for (auto& m : all)
            if (std::ranges::find(to.mailboxes, m.id) != to.mailboxes.end()) found.push_back(m.id);
    }
    if (found.empty()) found.push_back(cell_accounts::inbox);
    return found;
}

}  // namespace

Result<void> Cell::deliver_to(sql::Connection& c, const CellDelivery& d, const CellDelivery::To& to,
                              const Bytes& summary, Progress& progress, bool& added) {
    BAILEY_TRY(auto keys, keys_for(c, to, progress));
    auto change = cell_accounts::grow(c, to.account, d.message.id, d.message.octets, to.capacity);
    if (!change) {
        if (change.error() == Errc::over_quota) note_full(c, to);
        return change.error();
    }
    if (!*change) return {};  // it was there before
    messages::NewRow row;
    row.message = d.message;
    row.blob = d.message.id;
    row.change = **change;
    row.flags = to.keywords.flags;
    row.wrapped_key = messages::wrap(keys.own, to.account, d.message.id, d.key);
    auto sealed = [&](summaries::Kind kind, ByteView plain) {
        return summaries::seal(keys.own, to.account, d.message.id, kind, plain);
    };
    if (d.about) {
        if (d.about->summary.has_attachment) row.flags |= flag::attachment;
        row.summary = sealed(summaries::Kind::summary, summary);
        row.thread = d.message.id;
        BAILEY_TRY(row.thread_ref,
                   threads::join(c, to.account, threads::references(keys.threads, d.about->thread), d.message.id));
    }
    if (!to.keywords.words.empty())
        row.keywords = sealed(summaries::Kind::keywords, summaries::encode_words(to.keywords.words));
    BAILEY_TRY(auto mailboxes, destination(c, keys, to));
    BAILEY_CHECK(messages::add(c, to.account, row, mailboxes));
    added = true;
    return announce(c, to.account, types::delivery);
}

// One message that is too large does not make a mailbox full: small ones still fit.
void Cell::note_full(sql::Connection& c, const CellDelivery::To& to) {
    constexpr std::uint64_t small = 16 * 1024;
    auto usage = cell_accounts::usage(c, to.account);
    if (usage && usage->used + small > to.capacity) full_->note(to.account, clock_.now());
}

// An account that was never delivered to gets its rows now. Keys are remembered after the commit: the group
// may yet be rolled back.
Result<AccountKeys> Cell::keys_for(sql::Connection& c, const CellDelivery::To& to, Progress& progress) {
    if (auto known = keys_->find(to.account)) return *known;
    auto key = cell_accounts::key(c, ring_, to.account);
    if (!key && key.error() == Errc::not_found)
        key = cell_accounts::create(c, ring_, to.account, to.capacity, clock_.now());
    if (!key) return key.error();
    progress.keys.emplace_back(to.account, AccountKeys(*key));
    return progress.keys.back().second;
}

Result<AccountKeys> Cell::keys(sql::Connection& c, AccountId account) {
    if (auto known = keys_->find(account)) return *known;
    BAILEY_TRY(auto key, cell_accounts::key(c, ring_, account));
    return AccountKeys(key);
}

Result<void> Cell::make(AccountId account, std::uint64_t capacity) {
    return writer_.run([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(cell_accounts::create(c, ring_, account, capacity, clock_.now()));
        return {};
    });
}

messages::KeptAt Cell::kept_at() const {
    return recoverable_for_.count() > 0 ? messages::KeptAt(clock_.now()) : std::nullopt;
}

void Cell::has_room(AccountId account) { full_->forget(account); }

Result<void> Cell::put_chunks(std::int64_t id, std::uint32_t first_number, const std::vector<Bytes>& boxes) {
    return writer_.run([&](sql::Connection& c) -> Result<void> {
        for (std::size_t n = 0; n < boxes.size(); ++n)
            BAILEY_CHECK(blobs::add_chunk(c, id, first_number + static_cast<std::uint32_t>(n), boxes[n]));
        return {};
    });
}

Result<std::vector<messages::Listed>> Cell::inbox(AccountId account) {
    BAILEY_TRY(auto c, readers_.borrow());
    return messages::inbox(*c, account);
}

Result<Cell::Open> Cell::open_message(AccountId account, std::int64_t id) {
    BAILEY_TRY(auto c, readers_.borrow());
    auto account_keys = keys_->find(account);
    if (!account_keys) {
        BAILEY_TRY(auto keys, keys(*c, account));
        keys_->put(account, keys);
        account_keys = keys;
    }
    BAILEY_TRY(auto found, messages::find(*c, account, id));
    auto key = messages::unwrap(account_keys->own, account, id, found.wrapped_key);
    if (!key) {
        log::error("message key does not open", {{"cell", number_}, {"account", account}, {"message", id_text(id)}});
        return key.error();
    }
    return Open{found.blob, *key, chunks_of(found.octets), found.octets};
}

Result<void> Cell::read_chunk(const Open& message, std::uint32_t number, std::string& out) {
    BAILEY_TRY(auto c, readers_.borrow());
    auto box = blobs::chunk(*c, message.blob, number);
    auto opened =
        box ? unseal_chunk(message.key, number, number + 1 == message.chunks, *box, out) : Result<void>(box.error());
    if (!opened && (opened.error() == Errc::corrupt || opened.error() == Errc::not_found)) {
        log::error(
            "chunk is damaged",
            {{"cell", number_}, {"message", id_text(message.blob)}, {"chunk", number}, {"error", opened.error()}});
        return Errc::corrupt;
    }
    return opened;
}

bool Cell::known_full(AccountId account) { return full_->contains(account, clock_.now()); }

Result<std::uint64_t> Cell::room(AccountId account) {
    BAILEY_TRY(auto c, readers_.borrow());
    auto usage = cell_accounts::usage(*c, account);
    if (!usage && usage.error() == Errc::not_found) return std::numeric_limits<std::uint64_t>::max();
    if (!usage) return usage.error();
    return usage->used < usage->capacity ? usage->capacity - usage->used : 0;
}

Result<void> Cell::set_capacity(AccountId account, std::uint64_t octets) {
    full_->forget(account);
    return writer_.run([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(cell_accounts::create(c, ring_, account, octets, clock_.now()));
        return cell_accounts::set_capacity(c, account, octets);
    });
}

Result<std::int64_t> Cell::collect(std::int64_t before) {
    std::int64_t gone = 0;
    BAILEY_CHECK(writer_.run([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto uploads, uploads::expire(c, clock_.now(), 500));
        BAILEY_TRY(auto deleted, deleted::purge(c, clock_.now() - recoverable_for_, 500));
        BAILEY_TRY(auto unused, blobs::collect(c, 500, before));
        gone = uploads + deleted + unused;
        return {};
    }));
    return gone;
}

Result<std::unique_ptr<Cells>> Cells::open(const std::vector<std::string>& urls, std::size_t readers,
                                           const KeyRing& ring, const Clock& clock) {
    auto all = std::make_unique<Cells>();
    for (auto& url : urls) {
        BAILEY_TRY(auto cell, Cell::open(static_cast<int>(all->cells_.size()), url, readers, ring, clock));
        all->cells_.push_back(std::move(cell));
    }
    return all;
}

Result<Cell*> Cells::at(int number) {
    if (number < 0 || static_cast<std::size_t>(number) >= cells_.size()) return Errc::try_later;
    return cells_[static_cast<std::size_t>(number)].get();
}

}  // namespace bailey::store
