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
#include "services/signin/app_passwords.hpp"
#include "services/signin/failures.hpp"
#include "services/signin/new_password.hpp"
#include "services/signin/remembered.hpp"
#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/tables/account_access.hpp"
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
    State(store::Community& c, store::Directory& d, const Canonicaliser& n, const Clock& k, const Settings& s,
          AppPasswords* a)
        : community(c),
          directory(d),
          names(n),
          clock(k),
          settings(s),
          failures(s),
          app_passwords(a),
          remembered(s.remember),
          remembered_app(s.remember),
          activity(c),
          nobodys_hash(bailey::nobodys_hash(s.cost)),
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

    // An app password is too long to be guessed: neither the slow-down nor argon2id is needed.
    bool is_app_password(const Named& who, const Secret& password) {
        auto& m = who.mailbox;
        if (!m || !in_good_standing(*m) || !app_passwords || !AppPasswords::looks_like_one(password)) return false;
        if (remembered_app.matches(m->account, m->change, password, clock.now())) return true;
        auto right = app_passwords->matches(m->account, password);
        if (!right || !*right) return false;
        remembered_app.remember(m->account, m->change, password, clock.now());
        return true;
    }

    SignedIn welcome(const Named& who, std::string_view peer) {
        activity.signed_in(*who.mailbox, peer, clock.now());
        return signed_in(who);
    }
    static SignedIn signed_in(const Named& who) {
        auto& m = *who.mailbox;
        return {.account = m.account, .organisation = m.organisation, .cell = m.cell, .address = who.name};
    }

    std::unique_lock<std::mutex> turn_of(const Named& who) {
        return std::unique_lock(one_at_a_time[std::hash<std::string>{}(who.name) % one_at_a_time.size()]);
    }

    // argon2id takes memory: so many at once, the others wait.
    bool verify(const Secret& password, const std::string& hash) {
        verifying.acquire();
        bool right = verify_password(password, hash);
        verifying.release();
        return right;
    }

    // A right password, of an account that may be used or whose owner must set another first.
    Result<Entry> check(const Named& who, const Secret& password, std::string_view peer) {
        auto& m = who.mailbox;
        BAILEY_CHECK(failures.may_try(who.name, m ? m->change : 0, peer, clock.now()));
        // Whoever guesses on must not learn from a locked account which guess was right.
        if (m && m->state == AccountState::locked) return Errc::locked;
        store::accounts::Password stored;
        bool second_factor = false;
        if (m) {
            BAILEY_TRY(stored, community.read([&](sql::Connection& c) -> Result<store::accounts::Password> {
                BAILEY_TRY(auto access, store::account_access::find(c, m->account));
                second_factor = access.has_second_factor();
                return store::accounts::password(c, m->account);
            }));
        }
        bool known = !stored.hash.empty() && password.reveal().size() <= longest_password;
        // Somebody unknown takes the same time and gets the same answer.
        bool right = verify(password, known ? stored.hash : nobodys_hash) && known;
        if (!right) return fail(who, peer);
        if (m->state == AccountState::suspended || m->organisation_suspended) return Errc::suspended;
        bool usable = m->state == AccountState::active;
        if (!usable && !(m->state == AccountState::new_user_locked && stored.must_change)) return Errc::locked;
        failures.succeeded(who.name);
        Entry entry{.who = signed_in(who), .must_change = stored.must_change, .second_factor = second_factor};
        // Not remembered either: what is remembered lets mail programs in.
        if (stored.must_change || second_factor) return entry;
        remembered.remember(m->account, stored.change, password, clock.now());
        activity.signed_in(*m, peer, clock.now());
        return entry;
    }

    Result<users::Weakness> change(const Named& who, const Secret& old_password, const Secret& new_password,
                                   std::string_view peer) {
        BAILEY_TRY(auto entry, check(who, old_password, peer));
        return give_password(community, clock,
                             {.account = entry.who.account,
                              .password = new_password,
                              .cost = settings.cost,
                              .act = "password_changed",
                              .peer = std::string(peer),
                              .as_of = who.mailbox->change});
    }

    Errc fail(const Named& who, std::string_view peer) {
        auto& m = who.mailbox;
        bool one_too_many = failures.failed(who.name, m ? m->change : 0, peer, clock.now());
        if (!m) return Errc::denied;
        activity.failed(*m, peer, clock.now());
        if (one_too_many && m->state == AccountState::active) lock(*m, peer);
        return Errc::denied;
    }

    // The second step is counted apart: a right password must not wipe out the wrong codes that followed the last one.
    static std::string second_step_of(const SignedIn& who) { return "code " + who.address; }

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
    AppPasswords* const app_passwords;
    Remembered remembered, remembered_app;
    Activity activity;
    const std::string nobodys_hash;
    std::counting_semaphore<> verifying;
    // One try of a name at a time: failures are counted one after the other however many are sent at once, and a mail
    // program that opens six connections is verified once.
    std::array<std::mutex, 256> one_at_a_time;
};

SignIn::SignIn(store::Community& community, store::Directory& directory, const Canonicaliser& names, const Clock& clock,
               Settings settings, AppPasswords* app_passwords)
    : state_(std::make_unique<State>(community, directory, names, clock, settings, app_passwords)) {}
SignIn::~SignIn() = default;

Result<SignedIn> SignIn::with_password(std::string_view name, const Secret& password, std::string_view peer) {
    auto& s = *state_;
    BAILEY_TRY(auto who, s.look_up(name));
    if (s.is_remembered(who, password) || s.is_app_password(who, password)) return s.welcome(who, peer);
    auto turn = s.turn_of(who);
    BAILEY_TRY(who, s.look_up(name));  // what the one before in turn has changed
    if (s.is_remembered(who, password)) return s.welcome(who, peer);
    BAILEY_TRY(auto entry, s.check(who, password, peer));
    if (entry.must_change) return Errc::locked;
    if (entry.second_factor) return Errc::unsupported;
    return entry.who;
}

Result<SignIn::Entry> SignIn::to_pages(std::string_view name, const Secret& password, std::string_view peer) {
    auto& s = *state_;
    BAILEY_TRY(auto who, s.look_up(name));
    auto turn = s.turn_of(who);
    BAILEY_TRY(who, s.look_up(name));
    if (s.is_remembered(who, password)) return Entry{.who = s.welcome(who, peer)};
    return s.check(who, password, peer);
}

Result<users::Weakness> SignIn::change_password(std::string_view name, const Secret& old_password,
                                                const Secret& new_password, std::string_view peer) {
    auto& s = *state_;
    BAILEY_TRY(auto who, s.look_up(name));
    auto turn = s.turn_of(who);
    BAILEY_TRY(who, s.look_up(name));
    return s.change(who, old_password, new_password, peer);
}

Result<void> SignIn::may_try_second(const SignedIn& who, std::string_view peer) {
    auto& s = *state_;
    BAILEY_TRY(auto mailbox, s.directory.find(who.account));
    return s.failures.may_try(State::second_step_of(who), mailbox.change, peer, s.clock.now());
}

Errc SignIn::second_failed(const SignedIn& who, std::string_view peer) {
    auto& s = *state_;
    auto mailbox = s.directory.find(who.account);
    if (!mailbox) return errc_of(mailbox.error());
    return s.fail({.name = State::second_step_of(who), .mailbox = *mailbox}, peer);
}

void SignIn::entered(const SignedIn& who, std::string_view peer) {
    auto& s = *state_;
    s.failures.succeeded(State::second_step_of(who));
    if (auto mailbox = s.directory.find(who.account)) s.activity.signed_in(*mailbox, peer, s.clock.now());
}

Result<AccountId> SignIn::account_of(std::string_view name) {
    BAILEY_TRY(auto who, state_->look_up(name));
    if (!who.mailbox) return Errc::not_found;
    return who.mailbox->account;
}

PasswordCost SignIn::cost() const { return state_->settings.cost; }

}  // namespace bailey::signin
