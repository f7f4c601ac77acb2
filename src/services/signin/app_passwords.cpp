#include "services/signin/app_passwords.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "base/log.hpp"
#include "base/seal.hpp"
#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "services/signin/text_for_people.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/organisations.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;
namespace table = store::app_passwords;

constexpr std::size_t random_octets = 16, letters = 26;  // base32

// What was typed, without the signs that are for the eye.
Secret plain(const Secret& typed) {
    std::string text;
    for (char c : typed.reveal())
        if (c != '-' && c != ' ') text += ascii_lower(c);
    Secret kept(text);
    OPENSSL_cleanse(text.data(), text.size());
    return kept;
}

Secret new_password() {
    std::array<std::uint8_t, random_octets> random{};
    random_bytes(random);
    auto text = base32(random);
    std::string grouped;
    for (std::size_t n = 0; n < text.size(); ++n) {
        if (n != 0 && n % 4 == 0 && text.size() - n > 2) grouped += '-';
        grouped += text[n];
    }
    Secret made(grouped);
    OPENSSL_cleanse(random.data(), random.size());
    OPENSSL_cleanse(text.data(), text.size());
    OPENSSL_cleanse(grouped.data(), grouped.size());
    return made;
}

}  // namespace

bool AppPasswords::looks_like_one(const Secret& password) {
    if (password.reveal().size() > 2 * letters) return false;
    auto text = plain(password);
    if (text.reveal().size() != letters) return false;
    for (char c : text.reveal())
        if (!((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'))) return false;
    return true;
}

std::array<std::uint8_t, 32> AppPasswords::digest(const Secret& password) const {
    return keyed_digest(key_, bytes_of(plain(password).reveal()));
}

Result<void> AppPasswords::allow(sql::Connection& c, const Acting& acting, AccountId account,
                                 OrganisationId& organisation) const {
    BAILEY_TRY(auto found, store::accounts::find(c, account));
    organisation = found.organisation;
    if (found.kind == AccountKind::shared || found.state == AccountState::deleted) return Errc::conflict;
    if (acting.actor.account == account) return {};
    BAILEY_TRY(auto tree, store::organisations::path(c, organisation));
    if (!may(acting.actor, Action::reset_password, {.organisation = organisation, .account = account}, tree))
        return Errc::denied;
    return {};
}

Result<AppPasswords::Made> AppPasswords::create(const Acting& acting, AccountId account, std::string_view name) {
    Made made{.password = new_password(), .about = {}};
    made.about.account = account;
    made.about.name = text_for_people(name);
    made.about.created_at = clock_.now();
    auto of_it = digest(made.password);
    BAILEY_TRY(made.about.id, community_.write([&](sql::Connection& c) -> Result<std::int64_t> {
        OrganisationId organisation{};
        BAILEY_CHECK(allow(c, acting, account, organisation));
        BAILEY_TRY(auto all, table::of(c, account));
        if (all.size() >= most) return Errc::too_many;
        BAILEY_TRY(auto id, table::insert(c, made.about, of_it));
        auto entry = audit::entry(acting, made.about.created_at, "app_password_made");
        entry.organisation = organisation;
        entry.account = account;
        entry.detail = made.about.name;
        BAILEY_CHECK(store::audit::append(c, community_.audit_key(), {&entry, 1}));
        return id;
    }));
    return made;
}

Result<std::vector<AppPassword>> AppPasswords::list(const Acting& acting, AccountId account) {
    return community_.read([&](sql::Connection& c) -> Result<std::vector<AppPassword>> {
        OrganisationId organisation{};
        BAILEY_CHECK(allow(c, acting, account, organisation));
        return table::of(c, account);
    });
}

Result<void> AppPasswords::revoke(const Acting& acting, AccountId account, std::int64_t id) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto change, store::counters::next_change(c));
        OrganisationId organisation{};
        BAILEY_CHECK(allow(c, acting, account, organisation));
        BAILEY_TRY(auto all, table::of(c, account));
        auto revoked = std::ranges::find(all, id, &AppPassword::id);
        if (revoked == all.end()) return Errc::not_found;
        BAILEY_CHECK(table::remove(c, account, id));
        BAILEY_CHECK(store::accounts::touch(c, account, change));
        auto entry = audit::entry(acting, clock_.now(), "app_password_revoked");
        entry.organisation = organisation;
        entry.account = account;
        entry.detail = revoked->name;
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<bool> AppPasswords::matches(AccountId account, const Secret& password) {
    auto of_it = digest(password);
    auto found = community_.read([&](sql::Connection& c) { return table::find(c, of_it); });
    if (!found && found.error() == Errc::not_found) return false;
    if (!found) return Failure{found.error()};
    if (found->account != account) return false;
    auto now = clock_.now();
    if (found->last_used_at && now < *found->last_used_at + 1h) return true;
    auto noted = community_.write([&](sql::Connection& c) { return table::set_used(c, found->id, now); });
    if (!noted) log::warning("signin.app_password_use_not_noted", {{"error", noted.error()}});
    return true;
}

}  // namespace bailey::signin
