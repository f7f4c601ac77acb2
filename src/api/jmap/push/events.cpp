#include "api/jmap/push/events.hpp"

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "base/log.hpp"

namespace bailey::jmap {
namespace {

std::string fingerprint(const std::map<AccountId, TypeStates>& all) {
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    auto add = [&](std::string_view text) {
        for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        hash = (hash ^ 0xFF) * 0x100000001b3;
    };
    for (const auto& [account, states] : all) {
        add(account_id(account));
        for (const auto& [type, state] : states) {
            add(type);
            add(state);
        }
    }
    std::string out = "p";
    for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(hash >> shift) & 15];
    return out;
}

}  // namespace

struct Events::State : std::enable_shared_from_this<State> {
    struct Listener {
        Interest interest;
        Tell tell;
        // Recursive: a tell that finds its listener gone may let the handle go.
        std::recursive_mutex one_at_a_time;
        bool gone = false;                     // under one_at_a_time
        std::map<AccountId, TypeStates> seen;  // all there is to see, whatever types are of interest; likewise
    };
    struct Watched {
        std::vector<std::shared_ptr<Listener>> listeners;
        std::uint64_t pending = 0;  // types that changed and are not read yet
        bool at_work = false;
    };

    State(StatesOf s, Post p, SeenStatesOf seen)
        : states_of(std::move(s)), seen_states_of(std::move(seen)), post(std::move(p)) {}

    const StatesOf states_of;
    const SeenStatesOf seen_states_of;
    const Post post;
    mutable std::mutex mutex;
    std::unordered_map<AccountId, Watched> watched;
    std::size_t count = 0;

    void changed(AccountId account, std::uint64_t types) {
        {
            std::lock_guard lock(mutex);
            auto at = watched.find(account);
            if (at == watched.end()) return;
            at->second.pending |= types;
            if (std::exchange(at->second.at_work, true)) return;
        }
        post([self = shared_from_this(), account] { self->work(account); });
    }

    void missed() {
        std::vector<AccountId> all;
        {
            std::lock_guard lock(mutex);
            for (const auto& [account, listeners] : watched) all.push_back(account);
        }
        for (auto account : all) changed(account, all_types);
    }

    // Until nothing more changed; one at a time an account.
    void work(AccountId account) {
        for (;;) {
            std::uint64_t types = 0;
            std::vector<std::shared_ptr<Listener>> listeners;
            {
                std::lock_guard lock(mutex);
                auto at = watched.find(account);
                if (at == watched.end()) return;
                types = std::exchange(at->second.pending, 0);
                at->second.at_work = types != 0;
                if (types == 0 && at->second.listeners.empty()) watched.erase(at);
                if (types == 0) return;
                listeners = at->second.listeners;
            }
            auto states = states_of(account, types);
            if (!states) {
                log::warning("jmap.states_unread", {{"account", account}, {"why", states.error()}});
                continue;
            }
            for (const auto& listener : listeners) {
                const auto& may = listener->interest.may;
                if (may && !may(account)) continue;
                if (auto seen = states_for(listener->interest, account, types, *states)) {
                    tell(*listener, account, *seen);
                }
            }
        }
    }

    // As this listener sees them, where `all` are those of the whole account.
    Result<TypeStates> states_for(const Interest& interest, AccountId account, std::uint64_t types,
                                  const TypeStates& all) const {
        if (!interest.view) return all;
        BAILEY_TRY(const auto view, interest.view(account));
        if (!view) return all;
        if (!seen_states_of) return Errc::denied;
        return seen_states_of(account, view, types);
    }

    static bool wants(const Listener& listener, const std::string& type) {
        return !listener.interest.types || listener.interest.types->contains(type);
    }

    static void tell(Listener& listener, AccountId account, const TypeStates& states) {
        std::lock_guard lock(listener.one_at_a_time);
        if (listener.gone) return;
        StateChange change;
        auto& seen = listener.seen[account];
        for (const auto& [type, state] : states) {
            auto& last = seen[type];
            if (last == state) continue;
            last = state;
            if (wants(listener, type)) change.changed[account][type] = state;
        }
        if (change.changed.empty()) return;
        change.push_state = fingerprint(listener.seen);
        listener.tell(change);
    }

    // What a listener begins with: so that only what differs is told later, and what it missed is told now.
    void begin(const std::shared_ptr<Listener>& listener) {
        std::map<AccountId, TypeStates> now;
        for (auto account : listener->interest.accounts) {
            auto states = states_of(account, all_types);
            if (!states) continue;
            if (auto seen = states_for(listener->interest, account, all_types, *states))
                now[account] = std::move(*seen);
        }
        std::lock_guard lock(listener->one_at_a_time);
        // What was told since we read is newer: it stays.
        for (auto& [account, states] : now) listener->seen[account].merge(std::move(states));
        StateChange change;
        change.push_state = fingerprint(listener->seen);
        for (const auto& [account, states] : listener->seen) {
            for (const auto& [type, state] : states) {
                if (wants(*listener, type)) change.changed[account][type] = state;
            }
        }
        const auto& since = listener->interest.since;
        if (listener->gone || since.empty() || since == change.push_state || change.changed.empty()) return;
        listener->tell(change);
    }

    void leave(const std::shared_ptr<Listener>& listener) {
        std::lock_guard lock(mutex);
        --count;
        for (auto account : listener->interest.accounts) {
            auto at = watched.find(account);
            if (at == watched.end()) continue;
            std::erase(at->second.listeners, listener);
            if (at->second.listeners.empty() && !at->second.at_work) watched.erase(at);
        }
    }
};

Events::Events(StatesOf states, Post post, SeenStatesOf seen)
    : state_(std::make_shared<State>(std::move(states), std::move(post), std::move(seen))) {}
Events::~Events() = default;

void Events::changed(AccountId account, std::uint64_t types) { state_->changed(account, types); }

void Events::missed() { state_->missed(); }

std::shared_ptr<void> Events::listen(Interest interest, Tell tell) {
    auto listener = std::make_shared<State::Listener>();
    listener->interest = std::move(interest);
    listener->tell = std::move(tell);
    {
        std::lock_guard lock(state_->mutex);
        ++state_->count;
        for (auto account : listener->interest.accounts) state_->watched[account].listeners.push_back(listener);
    }
    state_->post([state = state_, listener] { state->begin(listener); });
    auto leave = [state = state_, listener](void*) {
        state->leave(listener);
        std::lock_guard lock(listener->one_at_a_time);  // after a tell that is under way, there is none any more
        listener->gone = true;
    };
    return {static_cast<void*>(listener.get()), std::move(leave)};
}

std::size_t Events::listeners() const {
    std::lock_guard lock(state_->mutex);
    return state_->count;
}

json::object to_json(const StateChange& change) {
    json::object changed;
    for (const auto& [account, states] : change.changed) {
        json::object types;
        for (const auto& [type, state] : states) types[type] = state;
        changed[account_id(account)] = std::move(types);
    }
    return {{"@type", "StateChange"}, {"changed", std::move(changed)}};
}

}  // namespace bailey::jmap
