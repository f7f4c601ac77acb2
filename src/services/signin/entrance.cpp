#include "services/signin/entrance.hpp"

#include "base/seal.hpp"
#include "base/text.hpp"
#include "services/signin/new_password.hpp"
#include "services/signin/one_time.hpp"
#include "store/community/directory.hpp"
#include "store/tables/account_access.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/conditions.hpp"

namespace bailey::signin {
namespace {

namespace access = store::account_access;

// Of what `who` has, the next step.
std::optional<Step> next_of(const access::Access& a, bool passed, bool must_change, bool accepted) {
    if (a.has_second_factor() && !passed) return Step::second_factor;
    if (must_change) return Step::password;
    if (!accepted) return Step::conditions;
    if (a.second_factor_required && !a.has_second_factor()) return Step::set_up;
    if (a.set_up_due && !a.has_second_factor() && !a.recovery_verified_at) return Step::set_up;
    return {};
}

}  // namespace

std::string_view to_string(Step step) {
    switch (step) {
    case Step::second_factor: return "secondFactor";
    case Step::password: return "password";
    case Step::conditions: return "conditions";
    case Step::set_up: return "setUp";
    }
    return {};
}

std::string hint_of(std::string_view address) {
    auto first = [](std::string_view text) {
        std::size_t at = 0;
        if (!text.empty()) (void)next_code_point(text, at);
        return std::string(text.substr(0, at)) + "…";
    };
    auto sign = address.rfind('@');
    if (sign == address.npos) return first(address);
    return first(address.substr(0, sign)) + '@' + first(address.substr(sign + 1));
}

Entrance::Entrance(store::Community& community, store::Directory& directory, const Clock& clock, const Key& key,
                   SignIn& signin, Sessions& sessions, SecondFactor& second_factor, const Conditions& conditions)
    : community_(community),
      directory_(directory),
      clock_(clock),
      key_(key),
      signin_(signin),
      sessions_(sessions),
      second_factor_(second_factor),
      conditions_(conditions) {}

Bytes Entrance::digest(std::string_view kind, std::string_view what) const {
    auto text = std::string(kind) + ' ' + std::string(what);
    auto made = keyed_digest(key_, bytes_of(text));
    return {made.begin(), made.end()};
}

Result<Bytes> Entrance::proof_of(AccountId account) {
    BAILEY_TRY(auto stored, community_.read([&](sql::Connection& c) { return store::accounts::password(c, account); }));
    return digest("password", stored.hash);
}

Result<Standing> Entrance::look(const SignedIn& who, bool passed) {
    Standing standing;
    standing.who = who;
    auto read = community_.read([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto a, access::find(c, who.account));
        BAILEY_TRY(auto account, store::accounts::find(c, who.account));
        bool accepted = true;
        if (conditions_.any()) {
            BAILEY_TRY(auto at, store::conditions::accepted(c, who.account, conditions_.version()));
            accepted = at.has_value();
        }
        standing.next = next_of(a, passed, account.must_change_password, accepted);
        standing.language = a.language;
        standing.may_be_skipped = standing.next == Step::set_up && !a.second_factor_required;
        standing.name = account.first_name + (account.first_name.empty() ? "" : " ") + account.last_name;
        if (standing.next == Step::second_factor && a.has_mail_code())
            standing.mail_hint = hint_of(*a.recovery_address);
        return {};
    });
    if (!read) return read.error();
    if (standing.next == Step::second_factor) {
        BAILEY_TRY(auto state, second_factor_.state(who.account));
        standing.ways = state.ways;
    }
    return standing;
}

Result<void> Entrance::finish(Standing& standing, const Client& client) {
    BAILEY_TRY(auto begun, sessions_.begin(standing.who, SessionKind::page, client.agent, client.peer));
    standing.cookie = begun.token;
    standing.session = begun.session.id;
    standing.expires_at = begun.session.expires_at;
    signin_.entered(standing.who, client.peer);
    return {};
}

Result<Standing> Entrance::begin(const SignedIn& who, bool passed, const Client& client) {
    BAILEY_TRY(auto standing, look(who, passed));
    if (!standing.next) {
        BAILEY_CHECK(finish(standing, client));
        return standing;
    }
    auto now = clock_.now();
    auto cookie = random_token();
    store::entering::Entering row{.account = who.account, .passed = passed, .expires_at = now + lifetime};
    BAILEY_TRY(row.proof, proof_of(who.account));
    auto written = community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(store::entering::remove_expired(c, now));
        return store::entering::insert(c, row, digest("cookie", cookie.reveal()));
    });
    if (!written) return written.error();
    standing.cookie = cookie;
    standing.expires_at = row.expires_at;
    return standing;
}

Result<Standing> Entrance::with_password(std::string_view name, const Secret& password, const Secret& browser,
                                         const Client& client) {
    BAILEY_TRY(auto entry, signin_.to_pages(name, password, client.peer));
    bool passed = false;
    if (entry.second_factor) {
        BAILEY_TRY(passed, second_factor_.is_remembered(entry.who.account, browser));
    }
    return begin(entry.who, passed, client);
}

Result<Standing> Entrance::shown(const SignedIn& who, const Client& client) { return begin(who, true, client); }

Result<Entrance::Inside> Entrance::find(const Secret& cookie) {
    if (cookie.empty()) return Errc::denied;
    Inside inside{.row = {}, .who = {}, .digest = digest("cookie", cookie.reveal())};
    auto found = community_.read([&](sql::Connection& c) { return store::entering::find(c, inside.digest); });
    if (!found && found.error() == Errc::not_found) return Errc::denied;
    if (!found) return found.error();
    inside.row = std::move(*found);
    BAILEY_TRY(auto proof, proof_of(inside.row.account));
    if (clock_.now() >= inside.row.expires_at || proof != inside.row.proof) return Errc::denied;
    BAILEY_TRY(auto mailbox, directory_.find(inside.row.account));
    if (mailbox.state == AccountState::suspended || mailbox.organisation_suspended) return Errc::suspended;
    if (mailbox.state == AccountState::locked) return Errc::locked;
    if (mailbox.state == AccountState::deleted) return Errc::denied;
    BAILEY_TRY(auto addresses, directory_.addresses(inside.row.account));
    inside.who = {.account = mailbox.account,
                  .organisation = mailbox.organisation,
                  .cell = mailbox.cell,
                  .address = addresses.empty() ? "" : addresses.front()};
    return inside;
}

Result<Entrance::Inside> Entrance::find(const Secret& cookie, Step step) {
    BAILEY_TRY(auto inside, find(cookie));
    BAILEY_TRY(auto standing, look(inside.who, inside.row.passed));
    if (standing.next != step) return Errc::conflict;
    return inside;
}

Result<Standing> Entrance::standing(const Secret& cookie) {
    BAILEY_TRY(auto inside, find(cookie));
    BAILEY_TRY(auto standing, look(inside.who, inside.row.passed));
    standing.expires_at = inside.row.expires_at;
    return standing;
}

// The row as it is now to be. Once there is no further step the cookie gives way to a session's: what somebody else may
// have planted in the browser before is worth nothing then.
Result<Standing> Entrance::advance(Inside inside, const Client& client) {
    BAILEY_TRY(auto standing, look(inside.who, inside.row.passed));
    if (standing.next) {
        BAILEY_CHECK(community_.write(
            [&](sql::Connection& c) { return store::entering::update(c, inside.row, inside.digest); }));
        standing.expires_at = inside.row.expires_at;
        return standing;
    }
    BAILEY_TRY(auto was_there,
               community_.write([&](sql::Connection& c) { return store::entering::remove(c, inside.digest); }));
    if (!was_there) return Errc::denied;
    BAILEY_CHECK(finish(standing, client));
    return standing;
}

Result<Entrance::Shown> Entrance::show(const Secret& cookie, Way way, const Secret& code, bool remember,
                                       const Client& client) {
    BAILEY_TRY(auto inside, find(cookie, Step::second_factor));
    BAILEY_CHECK(signin_.may_try_second(inside.who, client.peer));
    BAILEY_TRY(auto right, second_factor_.verify(inside.who.account, way, code));
    if (!right) {
        auto failed = signin_.second_failed(inside.who, client.peer);
        return failed == Errc::denied ? Errc::exists : failed;
    }
    inside.row.passed = true;
    Shown shown;
    if (remember) {
        BAILEY_TRY(shown.browser, second_factor_.remember_browser(inside.who.account, client.agent));
    }
    BAILEY_TRY(shown.standing, advance(std::move(inside), client));
    return shown;
}

Result<void> Entrance::send_code(const Secret& cookie) {
    BAILEY_TRY(auto inside, find(cookie, Step::second_factor));
    auto sent = second_factor_.send_code(inside.who.account);
    if (!sent && sent.error() == Errc::conflict) return Errc::not_found;
    return sent;
}

Result<Entrance::Set> Entrance::set_password(const Secret& cookie, const Secret& password, const Client& client) {
    BAILEY_TRY(auto inside, find(cookie, Step::password));
    auto id = inside.who.account;
    Set set;
    BAILEY_TRY(set.weakness, give_password(community_, clock_,
                                           {.account = id,
                                            .password = password,
                                            .cost = signin_.cost(),
                                            .act = "password_changed",
                                            .peer = client.peer}));
    if (set.weakness != users::Weakness::none) return set;
    BAILEY_TRY(inside.row.proof, proof_of(id));
    BAILEY_TRY(set.standing, advance(std::move(inside), client));
    return set;
}

Result<Standing> Entrance::accept(const Secret& cookie, std::string_view version, const Client& client) {
    BAILEY_TRY(auto inside, find(cookie, Step::conditions));
    BAILEY_TRY(auto standing, look(inside.who, inside.row.passed));
    auto accepted = conditions_.accept(community_, clock_, inside.who.account, version, standing.language, client.peer);
    if (!accepted && accepted.error() == Errc::conflict) return Errc::unsupported;
    if (!accepted) return accepted.error();
    return advance(std::move(inside), client);
}

Result<Standing> Entrance::skip_set_up(const Secret& cookie, const Client& client) {
    BAILEY_TRY(auto inside, find(cookie, Step::set_up));
    auto id = inside.who.account;
    BAILEY_TRY(auto a, community_.read([&](sql::Connection& c) { return access::find(c, id); }));
    if (a.second_factor_required) return Errc::unsupported;
    BAILEY_CHECK(community_.write([&](sql::Connection& c) { return access::set_set_up_due(c, id, false); }));
    return advance(std::move(inside), client);
}

Result<Standing> Entrance::go_on(const Secret& cookie, const Client& client) {
    BAILEY_TRY(auto inside, find(cookie));
    // Who has just set it up has shown it.
    inside.row.passed = true;
    return advance(std::move(inside), client);
}

}  // namespace bailey::signin
