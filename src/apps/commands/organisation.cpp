#include "apps/commands/organisation.hpp"

#include <ostream>

#include "apps/commands/community.hpp"
#include "apps/commands/json.hpp"
#include "apps/commands/printing.hpp"

namespace bailey::commands {
namespace {

using organisations::Organisation;

std::string id_text(OrganisationId id) { return std::to_string(static_cast<std::int64_t>(id)); }

std::string_view state_text(const Organisation& o) { return o.suspended ? "suspended" : "active"; }

json::object to_json(const Organisation& o) {
    return {{"id", static_cast<std::int64_t>(o.id)},
            {"parent", static_cast<std::int64_t>(o.parent)},
            {"name", o.name},
            {"connection", to_string(o.connection)},
            {"state", state_text(o)},
            {"business_type", o.business_type},
            {"area", o.area},
            {"second_factor", o.second_factor},
            {"created", time_text(o.created_at)}};
}

int add(Call& call) {
    auto connection = connection_from(call.value("connection", "hosted"));
    if (!connection) return call.misused("--connection is one of hosted, server, cloud, trusted");
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    Organisation o{.name = call.arguments[0],
                   .business_type = call.value("business-type"),
                   .area = call.value("area"),
                   .connection = *connection,
                   .address1 = call.value("address1"),
                   .address2 = call.value("address2"),
                   .town = call.value("town"),
                   .postcode = call.value("postcode"),
                   .telephone = call.value("telephone")};
    if (call.has("parent")) {
        auto parent = a.organisation(call, call.value("parent"));
        if (!parent) return failed;
        o.parent = *parent;
    }
    auto made = a.organisations.create(a.operator_, o, call.values("domain"));
    if (!made && made.error() == Errc::exists)
        return call.fail("the name or a domain is taken (the service's own domain is nobody's)");
    if (!made && made.error() == Errc::bad_syntax)
        return call.fail("the name is empty or no text, or a domain is not a domain");
    if (!made) return call.fail("\"" + o.name + "\"", made.error());
    if (call.has("json"))
        print_json(call.out, json::object{{"id", static_cast<std::int64_t>(*made)}, {"name", o.name}});
    else
        call.out << "Organisation " << id_text(*made) << ": " << printable(o.name) << '\n';
    return done;
}

int list(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto all = a.organisations.list(a.operator_);
    if (!all) return call.fail("the organisations cannot be listed", all.error());
    if (call.has("json")) {
        json::array rows;
        for (auto& o : *all) rows.push_back(to_json(o));
        print_json(call.out, rows);
        return done;
    }
    std::vector<std::vector<std::string>> rows{{"ID", "PARENT", "CONNECTION", "STATE", "NAME"}};
    for (auto& o : *all)
        rows.push_back({id_text(o.id), o.parent == store::organisations::community ? "-" : id_text(o.parent),
                        std::string(to_string(o.connection)), std::string(state_text(o)), o.name});
    print_table(call.out, rows);
    return done;
}

void print_described(Call& call, CommunityAccess& a, const organisations::Described& d) {
    auto& o = d.organisation;
    std::vector<std::pair<std::string_view, std::string>> lines{
        {"Organisation", id_text(o.id)},
        {"Name", o.name},
        {"Parent", o.parent == store::organisations::community ? "" : id_text(o.parent)},
        {"Connection", std::string(to_string(o.connection))},
        {"State", std::string(state_text(o))},
        {"Business type", o.business_type},
        {"Area", o.area},
        {"Address", o.address1},
        {"", o.address2},
        {"Town", o.town},
        {"Postcode", o.postcode},
        {"Telephone", o.telephone},
        {"Second factor", o.second_factor ? "on" : "off"},
        {"Created", time_text(o.created_at)}};
    for (auto& domain : d.domains) lines.emplace_back("Domain", domain);
    for (auto& holder : d.holders) {
        auto who = a.users.describe(a.operator_, holder.account);
        lines.emplace_back("Role", std::string(to_string(holder.role)) + " " + (who ? who->address : ""));
    }
    print_form(call.out, lines);
}

int show(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.organisation(call, call.arguments[0]);
    if (!id) return failed;
    auto d = a.organisations.describe(a.operator_, *id);
    if (!d) return call.fail(call.arguments[0], d.error());
    if (!call.has("json")) {
        print_described(call, a, *d);
        return done;
    }
    auto object = to_json(d->organisation);
    object["domains"] = json::value_from(d->domains);
    json::array holders;
    for (auto& holder : d->holders)
        holders.push_back({{"account", static_cast<std::int64_t>(holder.account)}, {"role", to_string(holder.role)}});
    object["roles"] = holders;
    print_json(call.out, object);
    return done;
}

int set_suspended(Call& call, bool suspended) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.organisation(call, call.arguments[0]);
    if (!id) return failed;
    auto set = a.organisations.set_suspended(a.operator_, *id, suspended);
    if (!set) return call.fail(call.arguments[0], set.error());
    return done;
}
int suspend(Call& call) { return set_suspended(call, true); }
int resume(Call& call) { return set_suspended(call, false); }

int set(Call& call) {
    auto rule = call.value("second-factor");
    if (rule != "on" && rule != "off") return call.misused("--second-factor is on or off");
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.organisation(call, call.arguments[0]);
    if (!id) return failed;
    auto changed = a.organisations.set_second_factor(a.operator_, *id, rule == "on");
    if (!changed) return call.fail(call.arguments[0], changed.error());
    return done;
}

int add_domain(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.organisation(call, call.arguments[0]);
    if (!id) return failed;
    auto added = a.organisations.add_domain(a.operator_, *id, call.arguments[1]);
    if (!added) return call.fail(call.arguments[1], added.error());
    return done;
}

int ceiling(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto rank = a.ceiling(call, call.arguments[1]);
    if (!rank) return failed;
    auto id = a.organisation(call, call.arguments[0]);
    if (!id) return failed;
    auto set = a.organisations.set_ceiling(a.operator_, *id, *rank);
    return set ? done : call.fail(call.arguments[0], set.error());
}

constexpr Option as_json{"json", "", "For programs: JSON on one line."};
constexpr std::string_view which = "NAME|ID";

}  // namespace

std::vector<Command> organisation_commands() {
    return {
        {"organisation add",
         {"NAME"},
         "Makes an organisation a member.",
         "A domain may be given in its everyday form (firm.co.uk) or inside the suffix (firm.bailey.test); it is kept "
         "in its secure form.",
         {{"domain", "DOMAIN", "A mail domain of the member.", true},
          {"parent", which, "The organisation it belongs to; at the top unless given."},
          {"connection", "KIND", "hosted (mailboxes here; unless given), server, cloud or trusted."},
          {"business-type", "TYPE", "What kind of member it is."},
          {"area", "AREA", "Where it works."},
          {"address1", "TEXT", "Postal address, first line."},
          {"address2", "TEXT", "Postal address, second line."},
          {"town", "TEXT", "Town or city."},
          {"postcode", "TEXT", "Postcode."},
          {"telephone", "NUMBER", "Telephone."},
          as_json},
         add},
        {"organisation list", {}, "Lists the member organisations.", "", {as_json}, list},
        {"organisation show", {which}, "Shows one with its domains and administrators.", "", {as_json}, show},
        {"organisation domain", {which, "DOMAIN"}, "Gives an organisation a further mail domain.", "", {}, add_domain},
        {"organisation set",
         {which},
         "Changes what holds for an organisation's users.",
         "Users without a second factor are asked for one the next time they sign in to the pages. A user who has one "
         "signs mail programs in with app passwords.",
         {{"second-factor", "on|off", "Whether signing in to the pages takes a second factor."}},
         set},
        {"organisation suspend",
         {which},
         "Suspends an organisation.",
         "Its users can neither sign in nor send until it is resumed.",
         {},
         suspend},
        {"organisation ceiling",
         {which, "MARKING"},
         "Sets the highest protective marking its users may be sent.",
         "For the users and shared mailboxes of the organisation itself; those below it have their own. \"none\" takes "
         "the limit away.",
         {},
         ceiling},
        {"organisation resume", {which}, "Ends a suspension.", "", {}, resume},
    };
}

}  // namespace bailey::commands
