#include "apps/demo/demo.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "apps/certificates.hpp"
#include "apps/demo/community.hpp"
#include "apps/demo/furnish.hpp"
#include "base/log.hpp"
#include "services/organisations/organisations.hpp"
#include "services/sharing/sharing.hpp"
#include "services/users/users.hpp"
#include "store/tables/account_access.hpp"

namespace bailey::apps::demo {
namespace {

namespace fs = std::filesystem;
constexpr const char* suffix = "bailey.test";
constexpr std::string_view postmaster = "m.ellison@ashfordcrown";
constexpr int cells = 4;

std::string database_url(const Options& o, const std::string& name) {
    if (o.database.empty()) return "sqlite:" + (fs::path(o.folder) / (name + ".db")).string();
    auto schema = "bailey_" + name;
    std::ranges::replace(schema, '-', '_');
    return o.database + (o.database.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema;
}

// PostgreSQL keeps the demonstration's databases as schemas of one.
Result<void> make_schemas(const Options& o) {
    if (o.database.empty()) return {};
    BAILEY_TRY(auto c, sql::open(o.database));
    std::string all = "create schema if not exists bailey_community; create schema if not exists bailey_queue;";
    for (int n = 0; n < cells; ++n) all += "create schema if not exists bailey_cell_" + std::to_string(n) + ';';
    return c->script(all);
}

Result<void> write_configuration(const config::Config& c, const fs::path& path) {
    std::ofstream file(path);
    file << config::print(c);
    if (file.flush()) return {};
    log::error("demo.cannot_write", {{"file", path.string()}});
    return Errc::bad_config;
}

// A folder that holds something else is left alone.
Result<void> make_folder(const fs::path& folder) {
    std::error_code e;
    bool empty = !fs::exists(folder, e) || fs::is_empty(folder, e);
    if (!empty && !fs::exists(folder / "bailey.conf", e)) {
        log::error("demo.folder", {{"folder", folder.string()}, {"detail", "it holds something else"}});
        return Errc::bad_config;
    }
    fs::create_directories(folder, e);
    if (!e) fs::permissions(folder, fs::perms::owner_all, e);
    if (!e) return {};
    log::error("demo.folder", {{"folder", folder.string()}, {"detail", e.message()}});
    return Errc::bad_config;
}

// `exists` is success: the demonstration is kept between starts.
template <class T>
Result<void> made_or_there(const Result<T>& made) {
    return made || made.error() == Errc::exists ? Result<void>() : Result<void>(made.error());
}

Result<void> add_members(Stores& s, organisations::Organisations& o) {
    auto acting = Acting(system_actor());
    for (auto& m : members()) {
        organisations::Organisation member;
        member.name = m.organisation;
        member.business_type = m.business_type;
        member.area = m.area;
        member.town = m.town;
        member.postcode = m.postcode;
        auto made = o.create(acting, member, {std::string(m.domain) + '.' + s.names.suffix()});
        BAILEY_CHECK(made_or_there(made));
        // Once: who tries it out may switch it as they like.
        if (made && !m.second_factor) BAILEY_CHECK(o.set_second_factor(acting, *made, false));
    }
    return {};
}

// Where no second factor is asked for, so that a code to it is none: their passwords stay good for mail programs.
Result<void> add_recovery_address(Stores& s, const Person& p, AccountId account) {
    auto member = std::ranges::find(members(), p.organisation, &Member::organisation);
    if (member == members().end() || member->second_factor) return {};
    auto address = std::string(p.address.substr(0, p.address.find('@'))) + "@example.org";
    return s.community->write(
        [&](sql::Connection& c) { return store::account_access::set_recovery(c, account, address, s.clock.now()); });
}

Result<void> add_people(Stores& s, organisations::Organisations& o, users::Users& u) {
    auto acting = Acting(system_actor());
    for (auto& p : people()) {
        auto address = std::string(p.address) + '.' + s.names.suffix();
        if (u.find(address)) continue;
        BAILEY_TRY(auto organisation, o.named(p.organisation));
        users::NewUser user;
        user.organisation = organisation.id;
        user.address = address;
        user.first_name = p.first_name;
        user.last_name = p.last_name;
        user.password = Secret(p.password);
        BAILEY_TRY(auto made, u.create(acting, user));
        BAILEY_CHECK(add_recovery_address(s, p, made.account));
        if (p.administrator)
            BAILEY_CHECK(o.appoint(acting, made.account, {Role::organisation_administrator, organisation.id}));
    }
    return {};
}

Result<void> add_shared_mailbox(Stores& s, organisations::Organisations& o, users::Users& u,
                                const SharedMailbox& mailbox) {
    auto acting = Acting(system_actor());
    auto inside = [&](std::string_view address) { return std::string(address) + '.' + s.names.suffix(); };
    if (u.find(inside(mailbox.address))) return {};
    BAILEY_TRY(auto organisation, o.named(mailbox.organisation));
    users::NewUser user;
    user.organisation = organisation.id;
    user.address = inside(mailbox.address);
    user.last_name = mailbox.name;
    user.kind = AccountKind::shared;
    BAILEY_TRY(auto made, u.create(acting, user));
    sharing::Sharing sharing(*s.community, s.clock);
    for (auto& [address, rights] : mailbox.opened_by) {
        BAILEY_TRY(auto account, u.find(inside(address)));
        BAILEY_CHECK(sharing.grant(acting, made.account, account, rights));
    }
    return {};
}

// Somebody reads what is sent to the postmaster (RFC 5321 section 4.5.1).
Result<void> add_postmaster(Stores& s, users::Users& u) {
    BAILEY_TRY(auto id, u.find(std::string(postmaster) + '.' + s.names.suffix()));
    return made_or_there(u.add_address(system_actor(), id, "postmaster@" + s.names.suffix()));
}

Result<void> add_letters(Stores& s, users::Users& u) {
    const auto begun = std::chrono::steady_clock::now();
    BAILEY_TRY(auto made, furnish(s, u, s.clock.now()));
    const auto took = std::chrono::steady_clock::now() - begun;
    log::info("demo.furnished", {{"letters", made.letters},
                                 {"messages", made.messages},
                                 {"octets", made.octets},
                                 {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}});
    return {};
}

std::string extra_address(std::uint32_t n) {
    auto digits = std::to_string(n);
    return "u" + std::string(6 - std::min<std::size_t>(6, digits.size()), '0') + digits + "@bench." + suffix;
}

Result<void> add_extra_users(Stores& s, organisations::Organisations& o, users::Users& u, std::uint32_t count) {
    if (count == 0) return {};
    auto acting = Acting(system_actor());
    organisations::Organisation bench;
    bench.name = "Measurements";
    bench.second_factor = false;
    BAILEY_CHECK(made_or_there(o.create(acting, bench, {std::string("bench.") + suffix})));
    BAILEY_TRY(bench, o.named(bench.name));
    std::uint32_t have = 0;  // they are numbered without gaps
    for (std::uint32_t step = 1u << 20; step > 0; step >>= 1)
        if (have + step <= count && u.find(extra_address(have + step - 1))) have += step;
    std::vector<users::BulkUser> missing;
    for (auto n = have; n < count; ++n)
        missing.push_back({bench.id, extra_address(n), "User", "Number " + std::to_string(n)});
    if (missing.empty()) return {};
    auto& c = s.config.signin;
    auto hash =
        hash_password(Secret(extra_user_password), {c.argon2_passes, static_cast<std::size_t>(c.argon2_memory)});
    BAILEY_CHECK(u.create_many(acting, missing, hash));
    return {};
}

}  // namespace

config::Config configuration(const Options& o) {
    config::Config c;
    auto folder = fs::path(o.folder);
    auto port = o.port_base;
    auto next = [&]() -> config::Names { return {"127.0.0.1:" + std::to_string(port++)}; };
    c.service = {suffix, "Bailey", "mail.bailey.test"};
    c.database.community = database_url(o, "community");
    c.database.queue = database_url(o, "queue");
    c.database.cells.clear();
    for (int n = 0; n < cells; ++n) c.database.cells.push_back(database_url(o, "cell-" + std::to_string(n)));
    c.keys.ring = folder / "keys";
    c.tls = {folder / "certificate.pem", folder / "certificate.key"};
    c.smtp.submissions = next();
    c.smtp.submission = next();
    c.pop3.pop3s = next();
    c.pop3.pop3 = next();
    c.metrics.listen = next();
    c.notices.site = "https://127.0.0.1:" + std::to_string(port);  // not its hostname, which nobody can look up
    c.notices.folder = folder / "notices";
    c.https.listen = next();
    if (!o.pages.empty()) c.https.pages = fs::absolute(o.pages).lexically_normal();
    c.connections.total = 20'000;
    c.connections.per_address = 20'000;                                   // everybody comes from 127.0.0.1
    c.https.requests_per_address = c.https.requests_per_person = 10'000;  // and tests ask a lot
    c.connections.drain = std::chrono::seconds(5);
    c.log.level = o.log_level;
    return c;
}

Result<std::unique_ptr<Stores>> prepare(const Options& options) {
    auto o = options;
    o.folder = fs::absolute(o.folder).lexically_normal();
    auto folder = fs::path(o.folder);
    BAILEY_CHECK(make_folder(folder));
    auto config = configuration(o);
    BAILEY_CHECK(write_configuration(config, folder / "bailey.conf"));
    if (auto made = KeyRing::create(config.keys.ring); !made && made.error() != Errc::exists) return made.error();
    BAILEY_CHECK(make_certificates({folder / "ca.pem", config.tls.certificate, config.tls.key},
                                   "Bailey demonstration CA", {config.service.hostname, "localhost", "127.0.0.1"}));
    BAILEY_CHECK(make_schemas(o));
    BAILEY_CHECK(configure_log(config));
    BAILEY_TRY(auto stores, Stores::open(config));
    organisations::Organisations organisations(*stores->community, stores->names, stores->clock);
    users::Settings settings;
    settings.cost = {config.signin.argon2_passes, static_cast<std::size_t>(config.signin.argon2_memory)};
    settings.capacity_octets = static_cast<std::int64_t>(config.mailbox.capacity);
    users::Users users(*stores->community, stores->names, stores->clock, settings);
    const bool is_new = !users.find(std::string(people().front().address) + '.' + stores->names.suffix());
    BAILEY_CHECK(add_members(*stores, organisations));
    BAILEY_CHECK(add_people(*stores, organisations, users));
    BAILEY_CHECK(add_postmaster(*stores, users));
    for (auto& mailbox : shared_mailboxes()) BAILEY_CHECK(add_shared_mailbox(*stores, organisations, users, mailbox));
    BAILEY_CHECK(add_extra_users(*stores, organisations, users, o.extra_users));
    if (is_new && o.letters) {
        BAILEY_CHECK(add_letters(*stores, users));
    }
    return stores;
}

}  // namespace bailey::apps::demo
