#include "services/signin/second_factor.hpp"

#include <openssl/crypto.h>

#include <array>

#include "base/keyring.hpp"
#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "services/signin/text_for_people.hpp"
#include "services/signin/totp.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/organisations.hpp"
#include "store/tables/second_factors.hpp"

namespace bailey::signin {
namespace {

namespace access = store::account_access;
namespace browsers = store::remembered_browsers;

constexpr std::array<std::pair<Way, std::string_view>, 3> names{
    {{Way::totp, "totp"}, {Way::email, "email"}, {Way::recovery_code, "recoveryCode"}}};

std::string place(AccountId account) { return "totp " + std::to_string(static_cast<std::int64_t>(account)); }

// 50 random bits: two groups of five letters and digits, none of them easily taken for another.
Secret new_recovery_code() {
    std::array<std::uint8_t, 7> random{};
    random_bytes(random);
    auto text = base32(random).substr(0, 10);
    text.insert(5, "-");
    Secret made(text);
    OPENSSL_cleanse(text.data(), text.size());
    return made;
}

bool would_be_on(access::Access after) { return after.has_second_factor(); }

}  // namespace

std::string_view to_string(Way way) {
    for (auto& [one, name] : names)
        if (one == way) return name;
    return {};
}

std::optional<Way> way_from(std::string_view name) {
    for (auto& [way, text] : names)
        if (text == name) return way;
    return {};
}

SecondFactor::SecondFactor(store::Community& community, const outbox::Notices& notices, const Clock& clock,
                           const KeyRing& ring, std::string issuer)
    : community_(community),
      notices_(notices),
      clock_(clock),
      key_(ring.purpose("second factor")),
      codes_(ring.purpose("one-time codes")),
      issuer_(std::move(issuer)) {}

Bytes SecondFactor::digest(AccountId account, std::string_view kind, const Secret& what) const {
    auto text =
        std::to_string(static_cast<std::int64_t>(account)) + ' ' + std::string(kind) + ' ' + std::string(what.reveal());
    auto made = keyed_digest(key_, bytes_of(text));
    OPENSSL_cleanse(text.data(), text.size());
    return {made.begin(), made.end()};
}

Result<SecondFactor::State> SecondFactor::state(AccountId account) {
    return community_.read([&](sql::Connection& c) -> Result<State> {
        BAILEY_TRY(auto a, access::find(c, account));
        State state{.required = a.second_factor_required, .on = a.has_second_factor()};
        BAILEY_TRY(state.recovery_codes_left, store::recovery_codes::left(c, account));
        BAILEY_TRY(state.browsers, browsers::count(c, account, clock_.now()));
        if (a.has_totp()) state.ways.push_back(Way::totp);
        if (a.has_mail_code()) state.ways.push_back(Way::email);
        if (state.on && state.recovery_codes_left > 0) state.ways.push_back(Way::recovery_code);
        return state;
    });
}

Result<void> SecondFactor::change(AccountId account, std::string_view peer, const char* act, std::string detail,
                                  const Change& change) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto number, store::counters::next_change(c));
        BAILEY_TRY(auto a, access::find(c, account));
        BAILEY_CHECK(change(c, a));
        // What is remembered of the account's password may let mail programs in no more.
        BAILEY_CHECK(store::accounts::touch(c, account, number));
        auto now = clock_.now();
        if (a.recovery_verified_at)
            BAILEY_CHECK(notices_.put(c,
                                      {.kind = outbox::Kind::second_factor_changed,
                                       .to = *a.recovery_address,
                                       .language = a.language,
                                       .useful_until = now + std::chrono::hours(72)},
                                      now));
        auto entry = audit::entry(Acting(Actor{.account = account, .grants = {}}, std::string(peer)), now, act);
        entry.organisation = a.organisation;
        entry.account = account;
        entry.detail = std::move(detail);
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<SecondFactor::Enrolment> SecondFactor::begin_totp(AccountId account, std::string_view address) {
    Bytes secret(totp::secret_octets);
    random_bytes(secret);
    auto sealed = seal(key_, secret, bytes_of(place(account)));
    BAILEY_CHECK(community_.write([&](sql::Connection& c) { return access::set_totp_new(c, account, sealed); }));
    Enrolment made{totp::base32_text(secret), Secret(totp::uri(secret, issuer_, address))};
    OPENSSL_cleanse(secret.data(), secret.size());
    return made;
}

Result<std::vector<Secret>> SecondFactor::confirm_totp(AccountId account, const Secret& code, std::string_view peer) {
    std::vector<Secret> made;
    auto confirm = [&](sql::Connection& c, const Access& a) -> Result<void> {
        if (a.totp_new.empty()) return Errc::not_found;
        BAILEY_TRY(auto secret, unseal(key_, a.totp_new, bytes_of(place(account))));
        auto step = totp::step_of_code(secret, code, clock_.now());
        OPENSSL_cleanse(secret.data(), secret.size());
        if (!step) return Errc::denied;
        BAILEY_CHECK(access::set_totp(c, account, a.totp_new, *step));
        BAILEY_CHECK(access::set_totp_new(c, account, {}));
        BAILEY_CHECK(access::set_set_up_due(c, account, false));
        BAILEY_CHECK(browsers::remove_all(c, account));
        BAILEY_TRY(made, replace_codes(c, account));
        return {};
    };
    BAILEY_CHECK(change(account, peer, "second_factor_set", "authenticator app", confirm));
    return made;
}

Result<void> SecondFactor::remove_totp(AccountId account, std::string_view peer) {
    auto remove = [&](sql::Connection& c, const Access& a) -> Result<void> {
        if (!a.has_totp()) return Errc::not_found;
        auto after = a;
        after.totp.clear();
        if (a.second_factor_required && !would_be_on(after)) return Errc::conflict;
        BAILEY_CHECK(access::set_totp(c, account, {}, 0));
        BAILEY_CHECK(browsers::remove_all(c, account));
        return store::recovery_codes::replace(c, account, {});
    };
    return change(account, peer, "second_factor_removed", "authenticator app", remove);
}

Result<void> SecondFactor::use_email(AccountId account, bool on, std::string_view peer) {
    auto use = [&](sql::Connection& c, const Access& a) -> Result<void> {
        if (on && !a.recovery_verified_at) return Errc::not_found;
        auto after = a;
        after.mail_code = on;
        if (!on && a.second_factor_required && !a.has_totp()) return Errc::conflict;
        BAILEY_CHECK(browsers::remove_all(c, account));
        if (!would_be_on(after)) BAILEY_CHECK(store::recovery_codes::replace(c, account, {}));
        return access::set_mail_code(c, account, on);
    };
    return change(account, peer, on ? "second_factor_set" : "second_factor_removed", "codes by e-mail", use);
}

Result<std::vector<Secret>> SecondFactor::replace_codes(sql::Connection& c, AccountId account) const {
    std::vector<Secret> made;
    std::vector<Bytes> digests;
    for (int n = 0; n < recovery_codes; ++n) {
        made.push_back(new_recovery_code());
        digests.push_back(digest(account, "recovery code", without_signs(made.back())));
    }
    BAILEY_CHECK(store::recovery_codes::replace(c, account, digests));
    return made;
}

Result<std::vector<Secret>> SecondFactor::new_recovery_codes(AccountId account, std::string_view peer) {
    std::vector<Secret> made;
    auto make = [&](sql::Connection& c, const Access& a) -> Result<void> {
        if (!a.has_second_factor()) return Errc::conflict;
        BAILEY_TRY(made, replace_codes(c, account));
        return {};
    };
    BAILEY_CHECK(change(account, peer, "recovery_codes_made", "", make));
    return made;
}

Result<void> SecondFactor::reset(const Acting& acting, AccountId account) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto number, store::counters::next_change(c));
        BAILEY_TRY(auto a, access::find(c, account));
        BAILEY_TRY(auto tree, store::organisations::path(c, a.organisation));
        Target target{.organisation = a.organisation, .account = account};
        if (!may(acting.actor, Action::reset_password, target, tree)) return Errc::denied;
        BAILEY_CHECK(access::set_totp(c, account, {}, 0));
        BAILEY_CHECK(access::set_totp_new(c, account, {}));
        BAILEY_CHECK(access::set_mail_code(c, account, false));
        // A recovery address that somebody else may have set must not be the way in that is left.
        BAILEY_CHECK(access::set_recovery(c, account, a.recovery_address, std::nullopt));
        BAILEY_CHECK(store::recovery_codes::replace(c, account, {}));
        BAILEY_CHECK(browsers::remove_all(c, account));
        BAILEY_CHECK(store::accounts::touch(c, account, number));
        auto entry = audit::entry(acting, clock_.now(), "second_factor_reset");
        entry.organisation = a.organisation;
        entry.account = account;
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<void> SecondFactor::send_code(AccountId account) {
    auto now = clock_.now();
    BAILEY_TRY(auto a, community_.read([&](sql::Connection& c) { return access::find(c, account); }));
    if (!a.has_mail_code()) return Errc::conflict;
    if (!mails_.take(std::to_string(static_cast<std::int64_t>(account)), now)) return Errc::too_many;
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto issued, codes_.issue(c, account, Purpose::second_factor, *a.recovery_address, now));
        return notices_.put(c,
                            {.kind = outbox::Kind::sign_in_code,
                             .to = *a.recovery_address,
                             .language = a.language,
                             .code = issued.code,
                             .useful_until = now + lifetime(Purpose::second_factor)},
                            now);
    });
}

Result<bool> SecondFactor::verify_totp(sql::Connection& c, AccountId account, const Access& a,
                                       const Secret& code) const {
    if (!a.has_totp()) return false;
    BAILEY_TRY(auto secret, unseal(key_, a.totp, bytes_of(place(account))));
    auto step = totp::step_of_code(secret, code, clock_.now());
    OPENSSL_cleanse(secret.data(), secret.size());
    if (!step) return false;
    return access::use_totp_step(c, account, *step);  // RFC 6238 section 5.2: a code must not be accepted twice
}

Result<bool> SecondFactor::verify(AccountId account, Way way, const Secret& code) {
    return community_.write([&](sql::Connection& c) -> Result<bool> {
        BAILEY_TRY(auto a, access::find(c, account));
        if (!a.has_second_factor()) return false;
        switch (way) {
        case Way::totp: return verify_totp(c, account, a, code);
        case Way::recovery_code:
            return store::recovery_codes::use(c, account, digest(account, "recovery code", without_signs(code)));
        case Way::email: break;
        }
        if (!a.has_mail_code()) return false;
        BAILEY_TRY(auto right, codes_.is_code(c, account, Purpose::second_factor, code, clock_.now()));
        if (right) BAILEY_CHECK(store::one_time_codes::remove(c, account, Purpose::second_factor));
        return right;
    });
}

Result<Secret> SecondFactor::remember_browser(AccountId account, std::string_view name) {
    auto cookie = random_token();
    auto now = clock_.now();
    auto written = community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(browsers::remove_expired(c, now));
        browsers::Browser browser{account, text_for_people(name), now, now + browser_lifetime};
        return browsers::insert(c, browser, digest(account, "browser", cookie));
    });
    if (!written) return written.error();
    return cookie;
}

Result<bool> SecondFactor::is_remembered(AccountId account, const Secret& cookie) {
    if (cookie.empty()) return false;
    auto found =
        community_.read([&](sql::Connection& c) { return browsers::find(c, digest(account, "browser", cookie)); });
    if (!found && found.error() == Errc::not_found) return false;
    if (!found) return Failure{found.error()};
    return found->account == account && clock_.now() < found->expires_at;
}

Result<void> SecondFactor::forget_browsers(AccountId account) {
    return community_.write([&](sql::Connection& c) { return browsers::remove_all(c, account); });
}

}  // namespace bailey::signin
