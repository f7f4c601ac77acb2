#include "services/delivery/deliverer.hpp"

#include <algorithm>
#include <map>

#include "base/log.hpp"
#include "protocol/mime/trace.hpp"
#include "services/delivery/sealed_text.hpp"
#include "services/filter/filters.hpp"

namespace bailey::delivery {
namespace {

constexpr std::size_t claim_at_once = 100;
constexpr std::size_t most_under_way = 1000;  // attempts, before the agent claims no more

// Failures that time may mend. Everything else is told to the sender at once.
bool passing(const boost::system::error_code& e) {
    auto code = errc_of(e);
    return code == Errc::try_later || code == Errc::storage_full || code == Errc::conflict || code == Errc::timed_out ||
           code == Errc::corrupt;
}

std::chrono::milliseconds backoff(const QueueLimits& limits, int attempts) {
    auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(limits.first_retry);
    for (int n = 0; n < attempts && wait < limits.last_retry; ++n) wait *= 2;
    return std::min<std::chrono::milliseconds>(wait, limits.last_retry);
}

std::optional<AccountId> watcher(const store::Origin& origin, const std::optional<AccountId>& sender) {
    return origin.protocol == Deliverer::followed_protocol ? sender : std::nullopt;
}

}  // namespace

Deliverer::Deliverer(Rooms rooms, Settings settings) : rooms_(rooms), settings_(std::move(settings)) {}

Deliverer::~Deliverer() { stop(); }

Result<void> Deliverer::start() {
    BAILEY_CHECK(rooms_.queue.release_own_leases());
    BAILEY_TRY(auto waiting, rooms_.queue.waiting_recipients());
    pending_ = waiting;
    agent_ = std::thread([this] { agent(); });
    return {};
}

void Deliverer::stop() {
    {
        std::lock_guard lock(mutex_);
        if (stopping_) return;
        stopping_ = true;
    }
    wake_.notify_all();
    if (agent_.joinable()) agent_.join();
    while (under_way_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

void Deliverer::wake() {
    {
        std::lock_guard lock(mutex_);
        due_ = true;
    }
    wake_.notify_one();
}

void Deliverer::later(std::function<void()> work) {
    {
        std::lock_guard lock(mutex_);
        later_.push_back(std::move(work));
    }
    wake_.notify_one();
}

void Deliverer::agent() {
    std::unique_lock lock(mutex_);
    while (!stopping_ || !later_.empty()) {
        wake_.wait_for(lock, settings_.poll, [&] { return stopping_ || due_ || !later_.empty(); });
        while (!later_.empty()) {
            auto work = std::move(later_.front());
            later_.pop_front();
            lock.unlock();
            work();
            lock.lock();
        }
        if (stopping_) continue;
        due_ = false;
        lock.unlock();
        if (claim_due()) try_again();
        lock.lock();
    }
}

// Fails where the queue does not answer; the next poll tries again.
Result<void> Deliverer::claim_due() {
    if (under_way_ >= most_under_way) return {};
    BAILEY_TRY(auto claimed, rooms_.queue.claim(claim_at_once));
    for (auto id : claimed) begin_claimed(id);
    if (claimed.size() == claim_at_once) wake();
    return {};
}

void Deliverer::begin_claimed(std::int64_t id) {
    auto entry = rooms_.queue.load(id);
    if (!entry) {
        log::error("delivery.unreadable_entry", {{"message", store::id_text(id)}, {"error", entry.error()}});
        if (entry.error() == Errc::try_later) again([this, id] { begin_claimed(id); });
        return;
    }
    auto attempt = std::make_shared<Attempt>();
    attempt->id = id;
    attempt->accepted = entry->accepted;
    // A held message is, for its recipients and for our patience, from when it was released.
    if (entry->envelope.hold_until)
        attempt->accepted = std::max(entry->accepted, std::min(*entry->envelope.hold_until, rooms_.clock.now()));
    attempt->watcher = watcher(entry->origin, entry->sender_account);
    attempt->envelope = std::move(entry->envelope);
    attempt->octets = entry->octets;
    attempt->key = entry->key;
    attempt->chunks = entry->chunks;
    for (auto& r : entry->recipients)
        if (r.state == store::RecipientState::waiting) attempt->waiting.push_back(r);
    begin(attempt);
}

void Deliverer::again(std::function<void()> work) {
    std::lock_guard lock(mutex_);
    again_.push_back(std::move(work));
}

void Deliverer::try_again() {
    std::vector<std::function<void()>> work;
    {
        std::lock_guard lock(mutex_);
        auto now = std::chrono::steady_clock::now();
        if (now < again_at_) return;
        again_at_ = now + settings_.again;
        work.swap(again_);
    }
    for (auto& one : work) one();
}

void Deliverer::take(std::shared_ptr<const store::NewEntry> entry, std::function<void()> taken) {
    pending_ += static_cast<std::int64_t>(entry->envelope.recipients.size());
    auto attempt = std::make_shared<Attempt>();
    attempt->id = entry->id;
    attempt->accepted = entry->accepted;
    attempt->watcher = watcher(entry->origin, entry->sender_account);
    attempt->envelope = entry->envelope;
    attempt->octets = entry->octets;
    attempt->key = entry->key;
    attempt->chunks = entry->chunks;
    attempt->boxes = entry->boxes;
    for (std::size_t n = 0; n < entry->accounts.size(); ++n)
        attempt->waiting.push_back({.number = n, .account = entry->accounts[n], .next_attempt = {}, .reason = {}});
    auto size = static_cast<std::size_t>(entry->octets);
    bool crowded = in_hand_->fetch_add(size) + size > settings_.in_hand;
    attempt->ended = [in_hand = in_hand_, size, taken = crowded ? taken : nullptr] {
        *in_hand -= size;
        if (taken) taken();
    };
    if (!crowded) taken();
    begin(attempt);
}

void Deliverer::hold(const store::NewEntry& entry) {
    pending_ += static_cast<std::int64_t>(entry.envelope.recipients.size());
}

Result<void> Deliverer::cancel(std::int64_t id) {
    BAILEY_TRY(auto entry, rooms_.queue.load(id));
    BAILEY_CHECK(rooms_.queue.cancel(id));
    pending_ -= static_cast<std::int64_t>(entry.recipients.size());
    log::info("delivery.canceled", {{"message", store::id_text(id)}, {"recipients", entry.recipients.size()}});
    return {};
}

// Sorts the recipients by the cell that holds their mailbox, and sets each cell to work.
void Deliverer::begin(const Shared& attempt) {
    ++under_way_;
    std::map<int, std::vector<std::size_t>> by_cell;
    std::vector<Settled> lost;
    attempt->capacity.assign(attempt->waiting.size(), 0);
    attempt->decisions.resize(attempt->waiting.size());
    std::vector<std::pair<int, std::size_t>> filtered;
    for (std::size_t n = 0; n < attempt->waiting.size(); ++n) {
        auto& r = attempt->waiting[n];
        auto mailbox = rooms_.directory.find(rooms_.names.secure(attempt->envelope.recipients[r.number].address));
        if (!mailbox) {
            lost.push_back(judge(*attempt, n, mailbox.error()));
        } else if (mailbox->state == AccountState::deleted || mailbox->cell < 0) {
            lost.push_back(judge(*attempt, n, Errc::not_found));
        } else {
            r.account = mailbox->account;
            attempt->capacity[n] = static_cast<std::uint64_t>(mailbox->capacity_octets);
            if (rooms_.filters && rooms_.filters->may_apply(mailbox->account))
                filtered.emplace_back(mailbox->cell, n);
            else
                by_cell[mailbox->cell].push_back(n);
        }
    }
    if (!lost.empty()) settle(attempt, std::move(lost));
    for (auto& [cell, which] : by_cell) {
        if (attempt->in_memory())
            to_cell(attempt, cell, std::move(which));
        else
            later([this, attempt, cell = cell, which = std::move(which)] { copy_large(attempt, cell, which); });
    }
    for (auto [cell, n] : filtered) later([this, attempt, cell = cell, n = n] { filter(attempt, cell, n); });
    --under_way_;
}

void Deliverer::to_cell(const Shared& attempt, int number, std::vector<std::size_t> which) {
    auto cell = rooms_.cells.at(number);
    if (!cell) return from_cell(attempt, which, cell.error());
    auto d = std::make_shared<store::CellDelivery>();
    d->message = {attempt->id, attempt->octets, attempt->accepted};
    d->key = attempt->key;
    d->boxes = attempt->boxes;
    for (auto n : which) {
        auto& to = d->to.emplace_back();
        to.account = *attempt->waiting[n].account;
        to.capacity = attempt->capacity[n];
        if (!attempt->decisions[n]) continue;
        to.mailboxes = attempt->decisions[n]->mailboxes;
        to.keywords = attempt->decisions[n]->keywords;
    }
    ++under_way_;
    (*cell)->deliver(
        std::move(d),
        [this, attempt, which = std::move(which)](const Result<store::CellOutcome>& outcome) {
            from_cell(attempt, which, outcome);
            --under_way_;
        },
        store::Writer::When::soon);
}

// The bytes are in the queue: takes them to the cell a few chunks at a time, then delivers as usual.
void Deliverer::copy_large(const Shared& attempt, int number, const std::vector<std::size_t>& which) {
    constexpr std::uint32_t at_once = 4;
    auto copy = [&]() -> Result<void> {
        BAILEY_TRY(auto* cell, rooms_.cells.at(number));
        auto boxes = std::make_shared<std::vector<Bytes>>(attempt->chunks);
        BAILEY_CHECK(rooms_.queue.read_chunk(attempt->id, 0, boxes->front()));
        for (std::uint32_t n = 1; n < attempt->chunks; n += at_once) {
            std::vector<Bytes> some(std::min(at_once, attempt->chunks - n));
            for (std::uint32_t i = 0; i < some.size(); ++i)
                BAILEY_CHECK(rooms_.queue.read_chunk(attempt->id, n + i, some[i]));
            BAILEY_CHECK(cell->put_chunks(attempt->id, n, some));
        }
        attempt->boxes = boxes;
        return {};
    };
    if (auto copied = copy(); !copied) return from_cell(attempt, which, copied.error());
    to_cell(attempt, number, which);
}

void Deliverer::from_cell(const Shared& attempt, const std::vector<std::size_t>& which,
                          const Result<store::CellOutcome>& outcome) {
    std::vector<Settled> settled;
    for (std::size_t n = 0; n < which.size(); ++n)
        settled.push_back(judge(*attempt, which[n], outcome ? (*outcome)[n] : Result<void>(outcome.error())));
    settle(attempt, std::move(settled));
}

// What an outcome means for a recipient: delivered, put off, or failed.
Deliverer::Settled Deliverer::judge(const Attempt& attempt, std::size_t which, Result<void> outcome) const {
    auto& r = attempt.waiting[which];
    Settled s{attempt.id, r.number, store::RecipientState::delivered, {}, {}, false};
    if (outcome) return s;
    s.reason = errc_of(outcome.error());
    auto now = rooms_.clock.now();
    auto& notify = attempt.envelope.recipients[r.number].notify;
    if (!passing(outcome.error()) || now - attempt.accepted >= settings_.queue.lifetime) {
        s.state = store::RecipientState::failed;
        return s;
    }
    s.state = store::RecipientState::waiting;
    s.next_attempt = now + backoff(settings_.queue, r.attempts);
    s.delay_told =
        !r.delay_told && now - attempt.accepted >= settings_.queue.delay_notice && notify.delay && !notify.never;
    log::warning("delivery.put_off", {{"message", store::id_text(attempt.id)},
                                      {"recipient", r.number},
                                      {"attempts", r.attempts + 1},
                                      {"error", outcome.error()}});
    return s;
}

void Deliverer::settle(const Shared& attempt, std::vector<Settled> settled) {
    bool report = std::ranges::any_of(settled, [&](const Settled& s) {
        auto& notify = attempt->envelope.recipients[s.number].notify;
        return s.state == store::RecipientState::failed || s.delay_told || attempt->decision(s.number) ||
               (s.state == store::RecipientState::delivered && notify.success && !notify.never);
    });
    if (report)  // reads the original and writes a message: not on a writer's thread
        return later([this, attempt, settled = std::move(settled)] { settle_with_reports(attempt, settled); });
    auto outcome = std::make_shared<store::Queue::Outcome>();
    outcome->settled = std::move(settled);
    commit(news(*attempt, outcome->settled), outcome, attempt);
}

Deliverer::News Deliverer::news(const Attempt& attempt, const std::vector<Settled>& settled) {
    News news{attempt.id, attempt.watcher, {}};
    if (attempt.envelope.sender) return news;
    for (auto& r : attempt.waiting) {
        auto is = [&](const Settled& s) { return s.number == r.number; };
        auto s = std::ranges::find_if(settled, is);
        if (s != settled.end() && s->state == store::RecipientState::delivered && r.account)
            news.reported_to.push_back(*r.account);
    }
    return news;
}

// Where the queue cannot be told, it is told again; should this process end first, the next one delivers again and the
// cell knows the message. `held` lives until the first answer, so that a message does not stay in memory for long.
void Deliverer::commit(News news, std::shared_ptr<store::Queue::Outcome> outcome, Shared held) {
    ++under_way_;
    rooms_.queue.settle(
        outcome,
        [this, news = std::move(news), outcome, held = std::move(held)](Result<void> done) {
            if (done) {
                for (auto& s : outcome->settled)
                    if (s.state != store::RecipientState::waiting) --pending_;
                for (auto& r : outcome->reports) take(r, [] {});
                if (heard_ && (news.watcher || !news.reported_to.empty())) heard_(news);
            } else {
                log::warning("delivery.unsettled",
                             {{"message", store::id_text(news.message)}, {"error", done.error()}});
                // A report that exists was stored by a commit whose answer was lost: it is delivered when its lease
                // ends.
                if (done.error() != Errc::exists) again([this, news, outcome] { commit(news, outcome, nullptr); });
            }
            --under_way_;
        },
        store::Writer::When::soon);
}

void Deliverer::settle_with_reports(const Shared& attempt, std::vector<Settled> settled) {
    auto outcome = std::make_shared<store::Queue::Outcome>();
    std::map<ReportKind, std::vector<Reported>> about;
    for (auto& s : settled) {
        auto& recipient = attempt->envelope.recipients[s.number];
        auto& notify = recipient.notify;
        consequences(*attempt, s, *outcome);
        auto* decision = attempt->decision(s.number);
        if (decision && decision->refused) {
            if (decision->reason && notify.failure && !notify.never)
                about[ReportKind::failed].push_back({recipient, s.reason, *decision->reason});
        } else if (s.state == store::RecipientState::failed) {
            log::info("delivery.failed", {{"message", store::id_text(attempt->id)},
                                          {"recipient", s.number},
                                          {"reason", make_error_code(*s.reason)}});
            if (notify.failure && !notify.never) about[ReportKind::failed].push_back({recipient, s.reason});
        } else if (s.delay_told) {
            about[ReportKind::delayed].push_back({recipient, s.reason});
        } else if (s.state == store::RecipientState::delivered && notify.success && !notify.never) {
            about[ReportKind::delivered].push_back({recipient, s.reason});
        }
    }
    // RFC 5321 section 4.5.5: no report about a report.
    if (attempt->envelope.sender)
        for (auto& [kind, recipients] : about) outcome->reports.push_back(report(*attempt, kind, recipients));
    outcome->settled = std::move(settled);
    commit(news(*attempt, outcome->settled), outcome, attempt);
}

std::shared_ptr<store::NewEntry> Deliverer::report(const Attempt& attempt, ReportKind kind,
                                                   const std::vector<Reported>& about) {
    // RFC 3461 section 4.3: RET=FULL matters for failures only.
    bool full = kind == ReportKind::failed && attempt.envelope.return_content == ReturnContent::full;
    auto text = original(attempt, full);
    ReportedMessage m{store::id_text(attempt.id), attempt.envelope, attempt.accepted,
                      attempt.accepted + settings_.queue.lifetime, text ? *text : std::string()};
    auto now = rooms_.clock.now();
    Envelope envelope;  // from <>, so that it causes no further report
    envelope.recipients.push_back({*attempt.envelope.sender, {.never = true, .failure = false, .delay = false}, {}});
    envelope.smtputf8 = attempt.envelope.smtputf8;
    // It goes to a mailbox of ours, so this is final delivery: Return-Path (RFC 5321 section 4.4).
    return sealed_entry(rooms_.ids.next(), now, std::move(envelope),
                        mime::return_path_field(std::nullopt) + report_text(settings_.reporter, kind, m, about, now));
}

Result<std::string> Deliverer::original(const Attempt& attempt, bool full) {
    constexpr std::uint32_t most_chunks = 4;  // a larger message is told of by its header
    auto last = full && attempt.chunks <= most_chunks ? attempt.chunks : 1;
    BAILEY_TRY(auto beginning, text(attempt, last));
    if (last == attempt.chunks && full) return beginning;
    auto end = beginning.find("\r\n\r\n");
    return beginning.substr(0, end == std::string::npos ? beginning.size() : end + 2);
}

}  // namespace bailey::delivery
