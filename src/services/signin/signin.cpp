#include "services/signin/signin.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <mutex>
#include <optional>
#include <semaphore>
#include <thread>

#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/address/canonical.hpp"
#include "services/signin/activity.hpp"
#include "services/signin/failures.hpp"
#include "services/signin/remembered.hpp"
#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/counters.hpp"

namespace bailey::signin {
namespace {

constexpr std::size_t longest_password = 1024;  // octets; nobody can have set a longer one
constexpr std::size_t longest_name = 400;       // an unknown name is kept this long, to count its failures

std::ptrdiff_t verifications_at_once() {
    return static_cast<std::ptrdiff_t>(std::max(1u, std::thread::hardware_concurrency()) * 2);
}

// Mail programs open a mailbox that is here and one person's own.
bool opens_mailbox(const store::Mailbox& m) {
    return m.kind == AccountKind::user && m.state != AccountState::deleted && m.connection == Connection::hosted;
}

bool in_good_standing(const store::Mailbox& m) { return m.state == AccountState::active && !m.organisation_suspended; }

}  // namespace

struct SignIn::State {
    State(store::Community& c, store::Directory& d, const Canonicaliser& n, const Clock& k, const Settings& s)
        : community(c),
          directory(d),
          names(n),
          clock(k),
          settings(s),
          failures(s),
          remembered(s.remember),
          activity(c),
          nobodys_hash(hash_password(Secret(hex(Key::random().reveal())), s.cost)),
          verifying(verifications_at_once()) {}

    // The name as it is counted, and its mailbox where there is one to sign in to.
    struct Named {
        std::string name;
        std::optional<store::Mailbox> mailbox;
    };
    Result<Named> look_up(std::string_view name) {
        auto parsed = Address::parse(name);
        if (!parsed) return Named{.name = ascii_lower(name.substr(0, longest_name)), .mailbox = {}};
        auto canonical = names.secure(*parsed);
        Named named{.name = canonical.text(), .mailbox = {}};
        auto found = directory.find(canonical);
        if (found && opens_mailbox(*found)) named.mailbox = *found;
        if (!found && found.error() != Errc::not_found) return Errc::try_later;
        return named;
    }

    bool is_remembered(const Named& who, const Secret& password) {
        auto& m = who.mailbox;
        return m && in_good_standing(*m) && remembered.matches(m->account, m->change, password, clock.now());
    }

    SignedIn welcome(const Named& who, std::string_view peer) {
        auto& m = *who.mailbox;
        activity.signed_in(m, peer, clock.now());
        return {.account = m.account, .organisation = m.organisation, .cell = m.cell, .address = who.name};
    }

    // argon2id takes memory: so many at once, the others wait.
    bool verify(const Secret& password, const std::string& hash) {
        verifying.acquire();
        bool right = verify_password(password, hash);
        verifying.release();
        return right;
    }

    Result<SignedIn> check(const Named& who, const Secret& password, std::string_view peer) {
        auto& m = who.mailbox;
        BAILEY_CHECK(failures.may_try(who.name, m ? m->change : 0, peer, clock.now()));
        // Whoever guesses on must not learn from a locked account which guess was right.
        if (m && m->state == AccountState::locked) return Errc::locked;
        store::accounts::Password stored;
        if (m) {
            BAILEY_TRY(stored,
                       community.read([&](sql::Connection& c) { return store::accounts::password(c, m->account); }));
        }
        bool known = !stored.hash.empty() && password.reveal().size() <= longest_password;
        // Somebody unknown takes the same time and gets the same answer.
        bool right = verify(password, known ? stored.hash : nobodys_hash) && known;
        if (!right) return fail(who, peer);
        if (m->state == AccountState::suspended || m->organisation_suspended) return Errc::suspended;
        if (m->state != AccountState::active || stored.must_change) return Errc::locked;
        remembered.remember(m->account, stored.change, password, clock.now());
        failures.succeeded(who.name);
        return welcome(who, peer);
    }

    Errc fail(const Named& who, std::string_view peer) {
        auto& m = who.mailbox;
        bool one_too_many = failures.failed(who.name, m ? m->change : 0, peer, clock.now());
        if (!m) return Errc::denied;
        activity.failed(*m, peer, clock.now());
        if (one_too_many && m->state == AccountState::active) lock(*m, peer);
        return Errc::denied;
    }

    void lock(const store::Mailbox& m, std::string_view peer) {
        auto locked = community.write([&](sql::Connection& c) -> Result<void> {
            BAILEY_TRY(auto change, store::counters::next_change(c));
            BAILEY_TRY(auto account, store::accounts::find(c, m.account));
            if (account.state != AccountState::active) return {};
            auto now = clock.now();
            BAILEY_CHECK(store::accounts::set_state(c, m.account, AccountState::locked, now, change));
            store::audit::Entry entry{.at = now,
                                      .act = "user_locked",
                                      .organisation = m.organisation,
                                      .account = m.account,
                                      .peer = std::string(peer),
                                      .detail = "too many failed sign-ins"};
            return store::audit::append(c, community.audit_key(), {&entry, 1});
        });
        log::warning("account locked after failed sign-ins",
                     {{"account", m.account}, {"peer", peer}, {"recorded", locked.has_value()}});
    }

    store::Community& community;
    store::Directory& directory;
    const Canonicaliser& names;
    const Clock& clock;
    const Settings settings;
    Failures failures;
    Remembered remembered;
    Activity activity;
    const std::string nobodys_hash;
    std::counting_semaphore<> verifying;
    // One try of a name at a time: failures are counted one after the other however many are sent at once, and a mail
    // program that opens six connections is verified once.
    std::array<std::mutex, 256> one_at_a_time;
};

SignIn::SignIn(store::Community& community, store::Directory& directory, const Canonicaliser& names, const Clock& clock,
               Settings settings)
    : state_(std::make_unique<State>(community, directory, names, clock, settings)) {}
SignIn::~SignIn() = default;

Result<SignedIn> SignIn::with_password(std::string_view name, const Secret& password, std::string_view peer) {
    auto& s = *state_;
    BAILEY_TRY(auto who, s.look_up(name));
    if (s.is_remembered(who, password)) return s.welcome(who, peer);
    std::lock_guard turn(s.one_at_a_time[std::hash<std::string>{}(who.name) % s.one_at_a_time.size()]);
    BAILEY_TRY(who, s.look_up(name));  // what the one before in turn has changed
    if (s.is_remembered(who, password)) return s.welcome(who, peer);
    return s.check(who, password, peer);
}

}  // namespace bailey::signin
