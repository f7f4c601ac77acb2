#include "services/signin/recovery.hpp"

#include <algorithm>

#include "base/keyring.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "services/signin/failures.hpp"
#include "services/signin/new_password.hpp"
#include "store/community/directory.hpp"
#include "store/tables/account_access.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/second_factors.hpp"

namespace bailey::signin {
namespace {

namespace access = store::account_access;
namespace table = store::one_time_codes;

constexpr std::size_t longest_name = 400;  // as of signing in
constexpr std::chrono::hours useful{72};   // a notice that something changed

std::string key_of(AccountId account) { return std::to_string(static_cast<std::int64_t>(account)); }

// Whoever is suspended or deleted does not come back this way, and a new user has a letter with a password.
bool may_recover(const store::Mailbox& m) {
    return (m.state == AccountState::active || m.state == AccountState::locked) && !m.organisation_suspended;
}

}  // namespace

Recovery::Recovery(store::Community& community, store::Directory& directory, SignIn& signin,
                   SecondFactor& second_factor, const outbox::Notices& notices, const Canonicaliser& names,
                   const Clock& clock, const KeyRing& ring)
    : community_(community),
      directory_(directory),
      signin_(signin),
      second_factor_(second_factor),
      notices_(notices),
      names_(names),
      clock_(clock),
      codes_(ring.purpose("one-time codes")) {}

Result<void> Recovery::audit_own(sql::Connection& c, AccountId account, OrganisationId organisation,
                                 std::string_view peer, const char* act) {
    auto entry = audit::entry(Acting(Actor{.account = account, .grants = {}}, std::string(peer)), clock_.now(), act);
    entry.organisation = organisation;
    entry.account = account;
    return store::audit::append(c, community_.audit_key(), {&entry, 1});
}

Result<std::string> Recovery::set_address(AccountId account, std::string_view address, std::string_view peer) {
    BAILEY_TRY(const auto parsed, Address::parse(trim(address)));
    if (parsed.needs_smtputf8()) return Errc::bad_syntax;
    // The service's own, or that of a member: whoever cannot sign in cannot read it.
    if (names_.inside(parsed) || directory_.find(names_.secure(parsed))) return Errc::outside;
    const auto now = clock_.now();
    if (!verifications_.take(key_of(account), now)) return Errc::too_many;
    auto text = parsed.text();
    auto written = community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto a, access::find(c, account));
        BAILEY_TRY(auto issued, codes_.issue(c, account, Purpose::verify_address, text, now));
        BAILEY_CHECK(notices_.put(c,
                                  {.kind = outbox::Kind::verify_address,
                                   .to = text,
                                   .language = a.language,
                                   .code = issued.code,
                                   .token = issued.token,
                                   .useful_until = now + lifetime(Purpose::verify_address)},
                                  now));
        return audit_own(c, account, a.organisation, peer, "recovery_address_given");
    });
    if (!written) return written.error();
    return text;
}

Result<std::optional<std::string>> Recovery::pending(AccountId account) {
    auto code = community_.read(
        [&](sql::Connection& c) { return codes_.waiting(c, account, Purpose::verify_address, clock_.now()); });
    if (code) return std::optional(code->address);
    if (code.error() == Errc::not_found) return std::optional<std::string>();
    return code.error();
}

// The address is theirs from now on.
Result<void> Recovery::confirm(sql::Connection& c, const table::Code& code, std::string_view peer) {
    const auto now = clock_.now();
    BAILEY_TRY(auto change, store::counters::next_change(c));
    BAILEY_TRY(auto a, access::find(c, code.account));
    BAILEY_TRY(auto was_there, table::remove(c, code.account, Purpose::verify_address));
    if (!was_there) return Errc::not_found;  // somebody else was quicker with it
    if (a.recovery_verified_at && *a.recovery_address != code.address)
        BAILEY_CHECK(notices_.put(c,
                                  {.kind = outbox::Kind::recovery_changed,
                                   .to = *a.recovery_address,
                                   .language = a.language,
                                   .useful_until = now + useful},
                                  now));
    BAILEY_CHECK(access::set_recovery(c, code.account, code.address, now));
    BAILEY_CHECK(access::set_set_up_due(c, code.account, false));
    // What went to the old address is good no more.
    BAILEY_CHECK(table::remove(c, code.account, Purpose::second_factor));
    BAILEY_CHECK(table::remove(c, code.account, Purpose::new_password));
    BAILEY_CHECK(store::accounts::touch(c, code.account, change));
    return audit_own(c, code.account, a.organisation, peer, "recovery_address_verified");
}

Result<void> Recovery::verify_code(AccountId account, const Secret& code, std::string_view peer) {
    auto right = community_.write([&](sql::Connection& c) -> Result<bool> {
        const auto now = clock_.now();
        BAILEY_TRY(auto is_it, codes_.is_code(c, account, Purpose::verify_address, code, now));
        if (!is_it) return false;
        BAILEY_TRY(auto found, codes_.waiting(c, account, Purpose::verify_address, now));
        BAILEY_CHECK(confirm(c, found, peer));
        return true;
    });
    if (!right) return right.error();
    if (!*right) return Errc::denied;
    return {};
}

Result<void> Recovery::verify_link(const Secret& token, std::string_view peer) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto found, codes_.of_link(c, Purpose::verify_address, token, clock_.now()));
        return confirm(c, found, peer);
    });
}

Result<void> Recovery::remove(AccountId account, std::string_view peer) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        const auto now = clock_.now();
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(auto a, access::find(c, account));
        BAILEY_TRY(auto pending, table::remove(c, account, Purpose::verify_address));
        if (!a.recovery_address && !pending) return Errc::not_found;
        if (a.second_factor_required && a.recovery_verified_at && !a.has_totp()) return Errc::conflict;
        if (a.recovery_verified_at)
            BAILEY_CHECK(notices_.put(c,
                                      {.kind = outbox::Kind::recovery_changed,
                                       .to = *a.recovery_address,
                                       .language = a.language,
                                       .useful_until = now + useful},
                                      now));
        BAILEY_CHECK(access::set_recovery(c, account, std::nullopt, std::nullopt));
        BAILEY_CHECK(access::set_mail_code(c, account, false));
        BAILEY_CHECK(table::remove(c, account, Purpose::second_factor));
        BAILEY_CHECK(table::remove(c, account, Purpose::new_password));
        BAILEY_CHECK(store::accounts::touch(c, account, change));
        return audit_own(c, account, a.organisation, peer, "recovery_address_removed");
    });
}

bool Recovery::may_ask(std::string_view peer) { return peers_.take(network_of(peer), clock_.now()); }

void Recovery::ask(std::string_view name, std::string_view peer) {
    auto account = signin_.account_of(name.substr(0, longest_name));
    if (!account) return;
    const auto now = clock_.now();
    if (!lately_.take(key_of(*account), now) || !today_.take(key_of(*account), now)) return;
    if (auto issued = issue_new_password(*account, peer); !issued)
        log::warning("signin.new_password_not_sent", {{"account", *account}, {"error", issued.error()}});
}

Result<void> Recovery::issue_new_password(AccountId account, std::string_view peer) {
    BAILEY_TRY(auto mailbox, directory_.find(account));
    if (!may_recover(mailbox)) return {};
    return community_.write([&](sql::Connection& c) -> Result<void> {
        const auto now = clock_.now();
        BAILEY_TRY(auto a, access::find(c, account));
        if (!a.recovery_verified_at) return {};
        BAILEY_TRY(auto issued, codes_.issue(c, account, Purpose::new_password, *a.recovery_address, now));
        BAILEY_CHECK(notices_.put(c,
                                  {.kind = outbox::Kind::new_password,
                                   .to = *a.recovery_address,
                                   .language = a.language,
                                   .code = issued.code,
                                   .token = issued.token,
                                   .useful_until = now + lifetime(Purpose::new_password)},
                                  now));
        return audit_own(c, account, a.organisation, peer, "new_password_asked_for");
    });
}

Result<table::Code> Recovery::proven(const Proof& proof) {
    const auto now = clock_.now();
    if (!proof.token.empty())
        return community_.read(
            [&](sql::Connection& c) { return codes_.of_link(c, Purpose::new_password, proof.token, now); });
    BAILEY_TRY(auto account, signin_.account_of(proof.name.substr(0, longest_name)));
    auto found = community_.write([&](sql::Connection& c) -> Result<std::optional<table::Code>> {
        BAILEY_TRY(auto right, codes_.is_code(c, account, Purpose::new_password, proof.code, now));
        if (!right) return std::optional<table::Code>();  // the try is counted
        BAILEY_TRY(auto code, codes_.waiting(c, account, Purpose::new_password, now));
        return std::optional(code);
    });
    if (!found) return found.error();
    if (!*found) return Errc::not_found;
    return **found;
}

Result<Recovery::Asked> Recovery::check(const Proof& proof) {
    BAILEY_TRY(auto code, proven(proof));
    BAILEY_TRY(auto mailbox, directory_.find(code.account));
    BAILEY_TRY(auto addresses, directory_.addresses(code.account));
    if (!may_recover(mailbox) || addresses.empty()) return Errc::not_found;
    Asked asked{.who = {.account = code.account,
                        .organisation = mailbox.organisation,
                        .cell = mailbox.cell,
                        .address = addresses.front()},
                .ways = {}};
    BAILEY_TRY(auto a, community_.read([&](sql::Connection& c) { return access::find(c, code.account); }));
    asked.language = a.language;
    BAILEY_TRY(auto state, second_factor_.state(code.account));
    // A code to that very address would show nothing that the link has not shown.
    if (a.has_totp()) {
        asked.ways = state.ways;
        std::erase(asked.ways, Way::email);
    }
    return asked;
}

Result<void> Recovery::show(const Asked& asked, const std::optional<Answer>& answer, std::string_view peer) {
    if (asked.ways.empty()) return {};
    if (!answer || answer->way == Way::email) return Errc::denied;
    BAILEY_CHECK(signin_.may_try_second(asked.who, peer));
    BAILEY_TRY(auto right, second_factor_.verify(asked.who.account, answer->way, answer->code));
    if (right) return {};
    BAILEY_CHECK(community_.write(
        [&](sql::Connection& c) { return table::add_try(c, asked.who.account, Purpose::new_password); }));
    return signin_.second_failed(asked.who, peer);
}

Result<Recovery::Set> Recovery::set_password(const Proof& proof, const Secret& new_password,
                                             const std::optional<Answer>& answer, std::string_view peer) {
    BAILEY_TRY(auto asked, check(proof));
    auto account = asked.who.account;
    // First what may be wrong with the password: an authenticator's code is good once.
    BAILEY_TRY(auto weakness, weakness_of(community_, account, new_password));
    if (weakness != users::Weakness::none) return Set{.weakness = weakness, .who = asked.who};
    BAILEY_CHECK(show(asked, answer, peer));
    auto use_up = [&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto was_there, table::remove(c, account, Purpose::new_password));
        if (!was_there) return Errc::not_found;  // somebody else was quicker with it
        BAILEY_CHECK(store::remembered_browsers::remove_all(c, account));
        BAILEY_TRY(auto a, access::find(c, account));
        if (!a.recovery_verified_at) return {};
        const auto now = clock_.now();
        return notices_.put(c,
                            {.kind = outbox::Kind::password_changed,
                             .to = *a.recovery_address,
                             .language = a.language,
                             .useful_until = now + useful},
                            now);
    };
    BAILEY_TRY(auto given, give_password(community_, clock_,
                                         {.account = account,
                                          .password = new_password,
                                          .cost = signin_.cost(),
                                          .act = "password_recovered",
                                          .peer = std::string(peer),
                                          .unlocks = true},
                                         use_up));
    return Set{.weakness = given, .who = asked.who};
}

}  // namespace bailey::signin
