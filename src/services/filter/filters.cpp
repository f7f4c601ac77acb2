#include "services/filter/filters.hpp"

#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/log.hpp"
#include "protocol/sieve/raw_message.hpp"
#include "services/filter/deciding.hpp"
#include "services/filter/memory.hpp"
#include "services/filter/scripts.hpp"
#include "services/vacation/vacation.hpp"
#include "store/cells/cell.hpp"
#include "store/community/directory.hpp"

namespace bailey::filter {
namespace {

// What decisions that are still being carried out have claimed. Outlives the filters where a decision does.
class Claims : public std::enable_shared_from_this<Claims> {
public:
    std::shared_ptr<void> take(AccountId account, const std::string& name) {
        std::lock_guard lock(mutex_);
        const auto [claim, first] = taken_.emplace(account, name);
        if (!first) return nullptr;
        return {this, [self = shared_from_this(), key = *claim](void*) { self->release(key); }};
    }

private:
    using Claim = std::pair<AccountId, std::string>;
    void release(const Claim& claim) {
        std::lock_guard lock(mutex_);
        taken_.erase(claim);
    }
    std::mutex mutex_;
    std::set<Claim> taken_;
};

constexpr auto watched =
    mailbox::type_bit(mailbox::ItemType::sieve_script) | mailbox::type_bit(mailbox::ItemType::vacation);
constexpr auto answered_again = std::chrono::days(7);  // Out of Office; RFC 3834 section 2

// What runs for an account.
struct Runs {
    sieve::ScriptPtr script;  // null: none, or one that does not compile (any more)
    std::string text;
    std::optional<sieve::Problem> fault = {};  // of one that does not compile
    vacation::Vacation vacation = {};
    bool any() const { return script || fault || vacation.enabled; }
};
using RunsPtr = std::shared_ptr<const Runs>;

sieve::Vacation as_action(const vacation::Vacation& v) {
    sieve::Vacation out;
    out.reason = v.text_body.value_or(v.html_body ? "" : "I am away and will read your message when I am back.\r\n");
    out.html = v.html_body;
    out.subject = v.subject;
    // Whoever was answered is answered again when the words are others.
    out.handle = "away " + digest(out.reason + '\0' + v.html_body.value_or("") + '\0' + v.subject.value_or(""));
    out.period = answered_again;
    return out;
}

}  // namespace

struct Filters::State {
    State(Rooms r, Settings s) : rooms(std::move(r)), settings(std::move(s)) {
        listening = rooms.mail.notifier().listen(
            [this](AccountId account, std::uint64_t types) {
                if (types & watched) forget(account);
            },
            [this] {
                std::lock_guard lock(mutex);
                ++forgotten;
                known.clear();
            });
    }

    struct Known {
        RunsPtr runs;  // null: nothing
        Time until{};
    };

    void forget(AccountId account) {
        std::lock_guard lock(mutex);
        ++forgotten;
        known.erase(account);
    }
    std::optional<Known> recall(AccountId account) {
        const auto now = rooms.clock.now();
        std::lock_guard lock(mutex);
        const auto found = known.find(account);
        return found == known.end() || found->second.until <= now ? std::nullopt : std::optional(found->second);
    }
    Result<RunsPtr> look(AccountId account);
    Result<bool> ever_had_any(AccountId account) const;
    Result<Runs> read(AccountId account) const;
    Result<sieve::Owner> owner(AccountId account, const Incoming& message) const;

    Rooms rooms;
    Settings settings;
    std::mutex mutex;
    std::uint64_t forgotten = 0;  // counts forget(): what was read before one is not kept
    std::unordered_map<AccountId, Known> known;
    std::shared_ptr<Claims> claims = std::make_shared<Claims>();
    mailbox::Notifier::Subscription listening;  // last: it uses the others
};

// Of most accounts two looks at an index say so; opening them would make their mailboxes, where they have none yet.
Result<bool> Filters::State::ever_had_any(AccountId id) const {
    const auto& stores = rooms.mail.rooms();
    BAILEY_TRY(const auto place, stores.directory.find(id));
    BAILEY_TRY(auto* cell, stores.cells.at(place.cell));
    const mailbox::Account account{id, cell, &rooms.mail, 0};
    for (const auto type : {mailbox::ItemType::sieve_script, mailbox::ItemType::vacation}) {
        BAILEY_TRY(const auto state, mailbox::item_state(account, type));
        if (state.change > 0) return true;
    }
    return false;
}

Result<Runs> Filters::State::read(AccountId id) const {
    Runs runs;
    BAILEY_TRY(const bool any, ever_had_any(id));
    if (!any) return runs;
    BAILEY_TRY(auto account, rooms.mail.open(id));
    BAILEY_TRY(auto stored, scripts(account));
    BAILEY_TRY(runs.vacation, vacation::vacation(account));
    const auto* active = stored.active();
    if (!active) return runs;
    runs.text = active->text;
    auto compiled = sieve::compile(active->text, {{}, rooms.inside});
    runs.script = std::move(compiled.script);
    if (!runs.script) runs.fault = std::move(compiled.problems.at(0));
    return runs;
}

Result<RunsPtr> Filters::State::look(AccountId account) {
    if (auto remembered = recall(account)) return remembered->runs;
    std::uint64_t before = 0;
    {
        std::lock_guard lock(mutex);
        before = forgotten;
    }
    BAILEY_TRY(auto runs, read(account));
    Known found{runs.any() ? std::make_shared<const Runs>(std::move(runs)) : nullptr,
                rooms.clock.now() + settings.known_for};
    std::lock_guard lock(mutex);
    if (known.size() >= settings.most_known) known.clear();
    if (before == forgotten) known.insert_or_assign(account, found);
    return found.runs;
}

// Answers come from the address that was written to, where it is one of the owner's.
Result<sieve::Owner> Filters::State::owner(AccountId account, const Incoming& message) const {
    sieve::Owner owner;
    BAILEY_TRY(auto secure, rooms.addresses.of(account));
    BAILEY_TRY(owner.name, rooms.addresses.display_name(account));
    const auto& names = rooms.addresses.names();
    for (const auto& text : secure) {
        owner.addresses.push_back(text);
        if (const auto address = Address::parse(text)) owner.addresses.push_back(names.everyday(*address).text());
    }
    owner.address = message.recipient.address.text();
    return owner;
}

Filters::Filters(Rooms rooms, Settings settings)
    : state_(std::make_unique<State>(std::move(rooms), std::move(settings))) {}
Filters::~Filters() = default;

bool Filters::may_apply(AccountId account) {
    const auto known = state_->recall(account);
    return !known || known->runs;
}

Result<bool> Filters::applies(AccountId id) {
    BAILEY_TRY(auto runs, state_->look(id));
    return runs != nullptr;
}

Result<std::optional<Decision>> Filters::decide(AccountId id, const Incoming& incoming) {
    auto& s = *state_;
    BAILEY_TRY(auto runs, s.look(id));
    const auto now = s.rooms.clock.now();
    if (!runs || (!runs->script && !runs->fault && !runs->vacation.on(now))) return std::optional<Decision>();
    BAILEY_TRY(auto account, s.rooms.mail.open(id));
    BAILEY_TRY(auto owner, s.owner(id, incoming));
    const sieve::RawMessage message(incoming.beginning,
                                    {incoming.sender ? incoming.sender->text() : "", incoming.recipient.address.text()},
                                    incoming.octets);
    AccountHost host(account, {s.rooms.inside, s.settings, now});
    const auto claim = [&](const std::string& name) { return s.claims->take(id, name); };
    Deciding deciding({account, incoming, message, owner, s.settings, s.rooms.next_id, claim, now}, host);
    sieve::Outcome outcome;
    outcome.error = runs->fault;
    if (runs->script) outcome = sieve::run(*runs->script, message, host);
    deciding.outcome(std::move(outcome), runs->text);
    if (runs->vacation.on(now)) deciding.away(as_action(runs->vacation));
    return std::optional(deciding.take());
}

void Filters::remember(AccountId id, const Decision& decision) {
    if (decision.memories.empty()) return;
    const auto now = state_->rooms.clock.now();
    const auto account = state_->rooms.mail.open(id);
    for (const auto& memory : decision.memories) {
        const auto done = account ? filter::remember(*account, memory.type, memory.name, memory.until, now)
                                  : Result<void>(account.error());
        if (!done) log::warning("filter.not_remembered", {{"account", id}, {"error", done.error()}});
    }
}

}  // namespace bailey::filter
