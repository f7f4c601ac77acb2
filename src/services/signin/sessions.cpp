#include "services/signin/sessions.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "base/log.hpp"
#include "base/seal.hpp"
#include "base/text.hpp"
#include "services/signin/one_time.hpp"
#include "services/signin/text_for_people.hpp"
#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/community/shards.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/audit.hpp"
#include "store/tables/counters.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_known = 100'000;
constexpr auto note_every = 5min;  // a use is written down this often

}  // namespace

struct Sessions::State {
    // A session as it was when its account's newest change was `change`.
    struct Known {
        Session session;
        std::int64_t change = 0;
        std::string address;
    };

    State(store::Community& c, store::Directory& d, const Clock& k, const Key& key_, const SessionSettings& s)
        : community(c), directory(d), clock(k), key(key_), settings(s), known(most_known) {}

    std::string digest(const Secret& token) const {
        return std::string(text_of(keyed_digest(key, bytes_of(token.reveal()))));
    }

    bool expired(const Session& s, Time now) const {
        return now >= s.expires_at || (s.kind == SessionKind::page && now >= s.last_used_at + settings.idle);
    }

    // From memory, or from the database where its account has changed since.
    Result<Known> look_up(const std::string& digest, store::Mailbox& mailbox) {
        auto found = known.find(digest, [](const Known& k) { return k; });
        if (found) {
            BAILEY_TRY(mailbox, directory.find(found->session.account));
            if (found->change == mailbox.change && !expired(found->session, clock.now())) return *found;
        }
        BAILEY_TRY(auto session,
                   community.read([&](sql::Connection& c) { return store::sessions::find(c, bytes_of(digest)); }));
        // The account first, then the session again: what ends it in between changes the account once more.
        BAILEY_TRY(mailbox, directory.find(session.account));
        BAILEY_TRY(session,
                   community.read([&](sql::Connection& c) { return store::sessions::find(c, bytes_of(digest)); }));
        BAILEY_TRY(auto addresses, directory.addresses(session.account));
        Known k{.session = session, .change = mailbox.change, .address = addresses.empty() ? "" : addresses.front()};
        keep(digest, k);
        return k;
    }

    void keep(const std::string& digest, const Known& k) {
        if (known.full(digest)) known.clear();
        known.put(digest, k, [] { return true; });
    }

    void note_use(const std::string& digest, Known& k, std::string_view peer, Time now) {
        if (now < k.session.last_used_at + note_every && k.session.peer == peer) return;
        k.session.last_used_at = now;
        k.session.peer = peer;
        keep(digest, k);  // first: the other requests of this moment need not write, too
        auto written =
            community.write([&](sql::Connection& c) { return store::sessions::set_used(c, k.session.id, now, peer); });
        if (!written) log::warning("signin.session_use_not_noted", {{"error", written.error()}});
    }

    // Makes room for one more; the caller writes it.
    Result<void> tidy(sql::Connection& c, AccountId account, Time now) {
        BAILEY_CHECK(store::sessions::remove_expired(c, now, now - settings.idle));
        BAILEY_TRY(auto all, store::sessions::of(c, account));
        for (; all.size() >= settings.most; all.pop_back())
            BAILEY_CHECK(store::sessions::remove(c, account, all.back().id));
        return {};
    }

    // Who, when, from where, and the session's name; nothing that opens it.
    Result<void> record(sql::Connection& c, const Session& session, bool begun, std::string_view peer) {
        BAILEY_TRY(auto owner, store::accounts::find(c, session.account));
        const bool page = session.kind == SessionKind::page;
        store::audit::Entry entry{
            .at = clock.now(),
            .actor = session.account,
            .act = begun ? (page ? "session_begun" : "token_made") : (page ? "session_ended" : "token_revoked"),
            .organisation = owner.organisation,
            .account = session.account,
            .peer = std::string(peer),
            .detail = session.name};
        return store::audit::append(c, community.audit_key(), {&entry, 1});
    }

    store::Community& community;
    store::Directory& directory;
    const Clock& clock;
    const Key key;
    const SessionSettings settings;
    store::Shards<std::string, Known> known;
};

Sessions::Sessions(store::Community& community, store::Directory& directory, const Clock& clock, const Key& key,
                   SessionSettings settings)
    : state_(std::make_unique<State>(community, directory, clock, key, settings)) {}
Sessions::~Sessions() = default;

Result<Sessions::Begun> Sessions::begin(const SignedIn& who, SessionKind kind, std::string_view name,
                                        std::string_view peer) {
    auto& s = *state_;
    Begun begun{.token = random_token(), .session = {}};
    auto now = s.clock.now();
    begun.session = {.account = who.account,
                     .kind = kind,
                     .name = text_for_people(name),
                     .peer = std::string(peer),
                     .created_at = now,
                     .last_used_at = now,
                     .expires_at = now + (kind == SessionKind::page ? s.settings.lifetime : s.settings.token_lifetime)};
    auto digest = s.digest(begun.token);
    BAILEY_TRY(begun.session.id, s.community.write([&](sql::Connection& c) -> Result<std::int64_t> {
        // The one that may have to go to make room must be forgotten by every process.
        BAILEY_TRY(auto before, store::sessions::of(c, who.account));
        BAILEY_CHECK(s.tidy(c, who.account, now));
        if (before.size() >= s.settings.most) {
            BAILEY_TRY(auto change, store::counters::next_change(c));
            BAILEY_CHECK(store::accounts::touch(c, who.account, change));
        }
        BAILEY_TRY(auto id, store::sessions::insert(c, begun.session, bytes_of(digest)));
        BAILEY_CHECK(s.record(c, begun.session, true, peer));
        return id;
    }));
    return begun;
}

Result<Sessions::Found> Sessions::find(const Secret& token, SessionKind kind, std::string_view peer) {
    auto& s = *state_;
    auto digest = s.digest(token);
    store::Mailbox mailbox;
    auto known = s.look_up(digest, mailbox);
    if (!known && known.error() == Errc::not_found) return Errc::denied;
    if (!known) return known.error();
    auto now = s.clock.now();
    if (known->session.kind != kind || s.expired(known->session, now)) return Errc::denied;
    if (mailbox.state == AccountState::suspended || mailbox.organisation_suspended) return Errc::suspended;
    if (mailbox.state == AccountState::locked) return Errc::locked;
    if (mailbox.state != AccountState::active) return Errc::denied;
    s.note_use(digest, *known, peer, now);
    return Found{.who = {.account = mailbox.account,
                         .organisation = mailbox.organisation,
                         .cell = mailbox.cell,
                         .address = known->address},
                 .id = known->session.id};
}

Result<std::vector<Session>> Sessions::list(AccountId account) {
    auto& s = *state_;
    BAILEY_TRY(auto all, s.community.read([&](sql::Connection& c) { return store::sessions::of(c, account); }));
    std::erase_if(all, [&](const Session& one) { return s.expired(one, s.clock.now()); });
    return all;
}

Result<void> Sessions::end(AccountId account, std::int64_t id, std::string_view peer) {
    return state_->community.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(auto all, store::sessions::of(c, account));
        auto ended = std::ranges::find(all, id, &Session::id);
        if (ended == all.end()) return Errc::not_found;
        BAILEY_CHECK(store::sessions::remove(c, account, id));
        BAILEY_CHECK(state_->record(c, *ended, false, peer));
        return store::accounts::touch(c, account, change);
    });
}

Result<void> Sessions::end_other_pages(AccountId account, std::int64_t kept, std::string_view peer) {
    return state_->community.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(auto all, store::sessions::of(c, account));
        for (auto& one : all) {
            if (one.id == kept || one.kind != SessionKind::page) continue;
            BAILEY_CHECK(store::sessions::remove(c, account, one.id));
            BAILEY_CHECK(state_->record(c, one, false, peer));
        }
        return store::accounts::touch(c, account, change);
    });
}

}  // namespace bailey::signin
