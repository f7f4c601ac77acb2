#include "api/jmap/push/pusher.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/log.hpp"

namespace bailey::jmap {
namespace {

constexpr int gone = 410, too_many = 429;
constexpr std::chrono::hours token_life{12};  // RFC 8292 section 2: at most a day

// As urgent as what brings new mail is worth a device's battery; the rest is "low" (RFC 8030 section 5.3).
bool brings_mail(const StateChange& change) {
    for (const auto& [account, states] : change.changed) {
        if (states.contains("EmailDelivery")) return true;
    }
    return false;
}

// RFC 8620 section 7.2: where the client gave keys, all that it is sent is encrypted.
PushMessage message_for(const Pusher::Rooms& rooms, const Subscription& subscription, const json::object& object,
                        bool urgent) {
    PushMessage message{subscription.url, {}, {{"TTL", "86400"}, {"Urgency", urgent ? "normal" : "low"}}};
    write_json(object, message.body);
    if (rooms.vapid) {
        const auto expires = std::chrono::floor<std::chrono::seconds>(rooms.clock.now() + token_life);
        message.fields.emplace_back("Authorization",
                                    rooms.vapid->authorization(https_origin(subscription.url), expires));
    }
    if (!subscription.keys) return message;
    // The keys were checked when they came, and no others can fail.
    message.body = push::encrypt(message.body, *subscription.keys).value();
    message.fields.emplace_back("Content-Encoding", "aes128gcm");
    return message;
}

// One subscription at work: at most one POST is under way; what changes meanwhile goes with the next.
struct Line {
    AccountId person{};
    Subscription subscription;
    std::mutex mutex;
    StateChange waiting;
    bool sending = false;
    std::size_t skip = 0;  // after 429: so many changes are only gathered
};

}  // namespace

struct Pusher::State : std::enable_shared_from_this<State> {
    struct Active {
        std::shared_ptr<Line> line;
        std::shared_ptr<void> listening;
    };

    explicit State(Rooms r) : rooms(std::move(r)) {}
    const Rooms rooms;
    std::mutex mutex;
    std::unordered_set<AccountId> known;  // whose subscriptions were read
    std::unordered_map<AccountId, std::vector<Active>> active;

    // `missed`: something changed before we listened, so all states are pushed once.
    void read(AccountId person, bool missed) {
        std::vector<Active> now;
        auto all = rooms.store.of(person);
        if (!all) {
            log::warning("jmap.push_subscriptions_unread", {{"account", person}, {"why", all.error()}});
            std::lock_guard lock(mutex);
            known.erase(person);  // at the next change
            return;
        }
        for (auto& subscription : *all) begin(person, std::move(subscription), missed, now);
        std::vector<Active> old;  // ends outside the lock
        std::lock_guard lock(mutex);
        known.insert(person);
        old = std::exchange(active[person], std::move(now));
        if (active[person].empty()) active.erase(person);
    }

    void begin(AccountId person, Subscription subscription, bool missed, std::vector<Active>& now) {
        auto accounts = rooms.accounts(person, subscription.credentials);
        bool over =
            subscription.expires <= rooms.clock.now() || (!accounts && errc_of(accounts.error()) != Errc::try_later);
        if (over) {
            (void)rooms.store.remove(person, subscription.id);  // gone already: just as well
            return;
        }
        if (!subscription.verified || !accounts) return;
        auto line = std::make_shared<Line>();
        line->person = person;
        line->subscription = std::move(subscription);
        Interest interest{std::move(*accounts), line->subscription.types};
        if (missed) interest.since = "before";
        interest.may = [self = weak_from_this(), person, credentials = line->subscription.credentials](AccountId id) {
            auto state = self.lock();
            auto allowed =
                state ? state->rooms.accounts(person, credentials) : Result<std::vector<AccountId>>(Errc::closed);
            return allowed && std::find(allowed->begin(), allowed->end(), id) != allowed->end();
        };
        interest.view = [self = weak_from_this(), person,
                         credentials = line->subscription.credentials](AccountId id) -> Result<View> {
            auto state = self.lock();
            if (!state) return Errc::closed;
            return state->rooms.view ? state->rooms.view(person, credentials, id) : Result<View>(View());
        };
        auto tell = [self = weak_from_this(), line](const StateChange& change) {
            if (auto state = self.lock()) state->tell(line, change);
        };
        auto listening = rooms.events.listen(std::move(interest), std::move(tell));
        now.push_back({std::move(line), std::move(listening)});
    }

    void tell(const std::shared_ptr<Line>& line, const StateChange& change) {
        if (line->subscription.expires <= rooms.clock.now()) return;
        StateChange next;
        {
            std::lock_guard lock(line->mutex);
            for (const auto& [account, states] : change.changed) {
                for (const auto& [type, state] : states) line->waiting.changed[account][type] = state;
            }
            if (line->sending) return;
            if (line->skip > 0 && --line->skip > 0) return;
            line->sending = true;
            next = std::exchange(line->waiting, {});
        }
        post(line, next);
    }

    void post(const std::shared_ptr<Line>& line, const StateChange& change) {
        rooms.send(message_for(rooms, line->subscription, to_json(change), brings_mail(change)),
                   [self = weak_from_this(), line](int status) {
                       if (auto state = self.lock()) state->sent(line, status);
                   });
    }

    void sent(const std::shared_ptr<Line>& line, int status) {
        StateChange more;
        {
            std::lock_guard lock(line->mutex);
            line->sending = false;
            if (status == too_many) line->skip = 16;
            if (status / 100 != 2) log::info("jmap.push_failed", {{"account", line->person}, {"status", status}});
            if (status / 100 == 2 && !line->waiting.changed.empty()) {
                line->sending = true;
                more = std::exchange(line->waiting, {});
            }
        }
        if (!more.changed.empty()) post(line, more);
        if (status != gone) return;
        // RFC 8030 section 7.3: the subscription is no more.
        rooms.post([self = shared_from_this(), line] {
            (void)self->rooms.store.remove(line->person, line->subscription.id);
            self->read(line->person, false);
        });
    }
};

Capability vapid_capability(const push::Vapid& vapid) {
    return {"urn:ietf:params:jmap:webpush-vapid", {{"applicationServerKey", vapid.public_key()}}};
}

Pusher::Pusher(Rooms rooms) : state_(std::make_shared<State>(std::move(rooms))) {}
Pusher::~Pusher() = default;

void Pusher::made(const Caller&, const Subscription& subscription) {
    json::object verification{{"@type", "PushVerification"},
                              {"pushSubscriptionId", subscription.id},
                              {"verificationCode", subscription.code}};
    state_->rooms.send(message_for(state_->rooms, subscription, verification, true), [](int) {});
}

void Pusher::changed(const Caller& caller) { state_->read(caller.who.account, false); }

void Pusher::woken(AccountId account) {
    {
        std::lock_guard lock(state_->mutex);
        if (!state_->known.insert(account).second) return;
    }
    state_->rooms.post([state = state_, account] { state->read(account, true); });
}

void Pusher::stale(AccountId account) {
    state_->rooms.post([state = state_, account] { state->read(account, false); });
}

}  // namespace bailey::jmap
