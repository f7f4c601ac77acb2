#include "apps/commands/user.hpp"

#include <ostream>

#include "apps/commands/community.hpp"
#include "apps/commands/printing.hpp"
#include "apps/commands/user_printing.hpp"
#include "base/config/quantity.hpp"
#include "services/users/password_rule.hpp"

namespace bailey::commands {
namespace {

constexpr Option as_json{"json", "", "For programs: JSON on one line."};
constexpr Option from_stdin{"password-stdin", "", "Reads the password from the first line of standard input."};

// Says why a password will not do.
bool refused(const Call& call, const Secret& password, std::string_view first, std::string_view last,
             std::string_view address) {
    std::array names{first, last, address.substr(0, address.find('@'))};
    auto why = users::weakness(password, names);
    if (why != users::Weakness::none) call.fail(users::to_string(why));
    return why != users::Weakness::none;
}

int created(Call& call, const users::Created& user) {
    auto id = static_cast<std::int64_t>(user.account);
    if (call.has("json")) {
        json::object object{{"id", id}, {"address", user.address}};
        if (user.one_time_password) object["one_time_password"] = user.one_time_password->reveal();
        print_json(call.out, object);
        return done;
    }
    call.out << "User " << id << ": " << printable(user.address) << '\n';
    if (user.one_time_password)
        call.out << "One-time password, to be changed at the first sign-in: " << user.one_time_password->reveal()
                 << '\n';
    return done;
}

// The options of `user add` as a user; what is wrong has been said when there is none.
std::optional<users::NewUser> new_user(Call& call, CommunityAccess& a) {
    users::NewUser user{.address = call.arguments[0],
                        .first_name = call.value("first-name"),
                        .last_name = call.value("last-name"),
                        .kind = call.has("shared") ? AccountKind::shared : AccountKind::user,
                        .ex_directory = call.has("ex-directory")};
    if (call.has("everyday-address")) user.everyday_address = call.value("everyday-address");
    if (call.has("non-secure-address")) user.non_secure_address = call.value("non-secure-address");
    if (call.has("capacity")) {
        auto octets = config::size_from(call.value("capacity"));
        if (!octets || *octets == 0) {
            call.fail("--capacity is a size such as 500MB or 2GB");
            return std::nullopt;
        }
        user.capacity_octets = static_cast<std::int64_t>(*octets);
    }
    auto organisation = call.has("organisation") ? a.organisation(call, call.value("organisation"))
                                                 : a.organisations.of_address(user.address);
    if (!organisation) {
        if (!call.has("organisation"))
            call.fail("no organisation has the domain of " + user.address, organisation.error());
        return std::nullopt;
    }
    user.organisation = *organisation;
    if (call.has("password-stdin")) {
        user.password = password_from(call.in);
        if (refused(call, *user.password, user.first_name, user.last_name, user.address)) return std::nullopt;
    }
    return user;
}

int add(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto user = new_user(call, a);
    if (!user) return failed;
    auto made = a.users.create(a.operator_, *user);
    if (made) return created(call, *made);
    if (made.error() == Errc::outside) return call.fail(user->address + " is not in a domain of its organisation");
    return call.fail(user->address, made.error());
}

int list(Call& call) {
    users::Filter filter;
    if (call.has("state")) {
        auto state = account_state_from(call.value("state"));
        if (!state) return call.misused("--state is one of new_user_locked, active, locked, suspended, deleted");
        filter.state = *state;
    }
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    if (call.has("organisation")) {
        auto id = a.organisation(call, call.value("organisation"));
        if (!id) return failed;
        filter.organisation = *id;
    }
    std::vector<users::Account> all;
    for (;;) {
        auto page = a.users.list(a.operator_, filter);
        if (!page) return call.fail("the users cannot be listed", page.error());
        all.insert(all.end(), page->begin(), page->end());
        if (page->size() < static_cast<std::size_t>(filter.limit)) break;
        filter.after = page->back().id;
    }
    if (!call.has("json")) {
        print_users(call.out, all);
        return done;
    }
    json::array rows;
    for (auto& user : all) rows.push_back(to_json(user));
    print_json(call.out, rows);
    return done;
}

int show(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.user(call, call.arguments[0]);
    if (!id) return failed;
    auto user = a.users.describe(a.operator_, *id);
    if (!user) return call.fail(call.arguments[0], user.error());
    if (call.has("json")) {
        print_json(call.out, to_json(*user));
        return done;
    }
    auto organisation = a.organisations.describe(a.operator_, user->organisation);
    auto addresses = a.users.addresses(a.operator_, *id);
    if (!addresses) return call.fail(call.arguments[0], addresses.error());
    addresses->erase(addresses->begin());  // the primary one has a line of its own
    print_user(call.out, *user, organisation ? organisation->organisation.name : "", *addresses);
    return done;
}

int password(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.user(call, call.arguments[0]);
    if (!id) return failed;
    std::optional<Secret> given;
    if (call.has("password-stdin")) {
        auto user = a.users.describe(a.operator_, *id);
        if (!user) return call.fail(call.arguments[0], user.error());
        given = password_from(call.in);
        if (refused(call, *given, user->first_name, user->last_name, user->address)) return failed;
    }
    auto made = a.users.set_password(a.operator_, *id, given);
    if (!made && made.error() == Errc::conflict)
        return call.fail(call.arguments[0] + " is deleted, or a shared mailbox, which has no password");
    if (!made) return call.fail(call.arguments[0], made.error());
    if (*made) call.out << "One-time password, to be changed at the next sign-in: " << (*made)->reveal() << '\n';
    return done;
}

// The commands that move a user from one state to another differ in a function and a sentence.
int move(Call& call, Result<void> (users::Users::*to)(const Acting&, AccountId), std::string_view conflict) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.user(call, call.arguments[0]);
    if (!id) return failed;
    auto moved = (a.users.*to)(a.operator_, *id);
    if (moved) return done;
    if (moved.error() == Errc::conflict) return call.fail(call.arguments[0] + " " + std::string(conflict));
    if (moved.error() == Errc::timed_out)
        return call.fail(call.arguments[0] + " was deleted too long ago to be restored");
    return call.fail(call.arguments[0], moved.error());
}
int unlock(Call& call) { return move(call, &users::Users::unlock, "is not locked"); }
int suspend(Call& call) { return move(call, &users::Users::suspend, "is suspended or deleted already"); }
int resume(Call& call) { return move(call, &users::Users::resume, "is not suspended"); }
int remove(Call& call) { return move(call, &users::Users::remove, "is deleted already"); }
int restore(Call& call) { return move(call, &users::Users::restore, "is not deleted"); }

int capacity(Call& call) {
    auto octets = config::size_from(call.arguments[1]);
    if (!octets || *octets == 0) return call.misused("SIZE is a size such as 500MB or 2GB");
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.user(call, call.arguments[0]);
    if (!id) return failed;
    auto set = a.users.set_capacity(a.operator_, *id, static_cast<std::int64_t>(*octets));
    return set ? done : call.fail(call.arguments[0], set.error());
}

int ceiling(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto rank = a.ceiling(call, call.arguments[1]);
    if (!rank) return failed;
    auto id = a.user(call, call.arguments[0]);
    if (!id) return failed;
    auto set = a.users.set_ceiling(a.operator_, *id, *rank);
    return set ? done : call.fail(call.arguments[0], set.error());
}

int add_address(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.user(call, call.arguments[0]);
    if (!id) return failed;
    const auto& address = call.arguments[1];
    auto added = a.users.add_address(a.operator_, *id, address);
    if (added) return done;
    if (added.error() == Errc::outside) return call.fail(address + " is not in a domain of the user's organisation");
    if (added.error() == Errc::too_many) return call.fail(call.arguments[0] + " has as many addresses as one may have");
    if (added.error() == Errc::conflict) return call.fail(call.arguments[0] + " is deleted");
    return call.fail(address, added.error());
}

int remove_address(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.user(call, call.arguments[0]);
    if (!id) return failed;
    auto removed = a.users.remove_address(a.operator_, *id, call.arguments[1]);
    if (removed) return done;
    if (removed.error() == Errc::conflict) return call.fail(call.arguments[1] + " is the user's primary address");
    if (removed.error() == Errc::not_found) return call.fail(call.arguments[1] + " is not an address of this user");
    return call.fail(call.arguments[1], removed.error());
}

int change_role(Call& call, bool give) {
    auto role = role_from(call.arguments[1]);
    if (!role)
        return call.misused(
            "ROLE is one of community_administrator, organisation_administrator, helpdesk, engineer, "
            "auditor");
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto id = a.user(call, call.arguments[0]);
    if (!id) return failed;
    Grant grant{*role, store::organisations::community};
    if (call.has("organisation")) {
        auto organisation = a.organisation(call, call.value("organisation"));
        if (!organisation) return failed;
        grant.organisation = *organisation;
    }
    auto changed =
        give ? a.organisations.appoint(a.operator_, *id, grant) : a.organisations.dismiss(a.operator_, *id, grant);
    if (changed) return done;
    if (changed.error() == Errc::exists) return call.fail(call.arguments[0] + " has that role there already");
    if (changed.error() == Errc::not_found) return call.fail(call.arguments[0] + " does not have that role there");
    return call.fail(call.arguments[0], changed.error());
}
int appoint(Call& call) { return change_role(call, true); }
int dismiss(Call& call) { return change_role(call, false); }

constexpr Option where{"organisation", "NAME|ID", "Holds there and below; in the whole community unless given."};

}  // namespace

std::vector<Command> user_commands() {
    return {
        {"user add",
         {"ADDRESS"},
         "Makes a user, or a shared mailbox.",
         "The address may be given in either form. Without --password-stdin a one-time password is made and printed; "
         "the user must change it before a mail program can sign in.",
         {{"organisation", "NAME|ID", "The organisation; that of the address's domain unless given."},
          {"first-name", "NAME", "First name."},
          {"last-name", "NAME", "Last name; of a shared mailbox, its name."},
          from_stdin,
          {"shared", "", "A shared mailbox: it has no password, users open it under their own."},
          {"capacity", "SIZE", "Of the mailbox: 500MB, 2GB; that of the configuration unless given."},
          {"everyday-address", "ADDRESS", "Where it is not the secure address without the suffix."},
          {"non-secure-address", "ADDRESS", "Outside; for notices alone."},
          {"ex-directory", "", "Hidden from ordinary searches of the directory."},
          as_json},
         add},
        {"user list",
         {},
         "Lists users.",
         "",
         {{"organisation", "NAME|ID", "Those of one organisation."},
          {"state", "STATE", "new_user_locked, active, locked, suspended or deleted."},
          as_json},
         list},
        {"user show", {"ADDRESS"}, "Shows one user.", "", {as_json}, show},
        {"user password",
         {"ADDRESS"},
         "Sets a password.",
         "Without --password-stdin a one-time password is made and printed.",
         {from_stdin},
         password},
        {"user unlock", {"ADDRESS"}, "Unlocks a user who failed to sign in too often.", "", {}, unlock},
        {"user suspend", {"ADDRESS"}, "Suspends a user.", "", {}, suspend},
        {"user resume", {"ADDRESS"}, "Ends a suspension.", "", {}, resume},
        {"user delete", {"ADDRESS"}, "Deletes a user, who can be restored for 30 days.", "", {}, remove},
        {"user restore", {"ADDRESS"}, "Restores a deleted user.", "", {}, restore},
        {"user capacity", {"ADDRESS", "SIZE"}, "Sets a mailbox's capacity.", "", {}, capacity},
        {"user ceiling",
         {"ADDRESS", "MARKING"},
         "Sets the highest protective marking a user or shared mailbox may be sent.",
         "Their organisation's limit counts as well. \"none\" takes the limit away.",
         {},
         ceiling},
        {"user add-address",
         {"ADDRESS", "NEW"},
         "Gives a user a further address, to receive at and to send as.",
         "In a domain of the user's organisation, or in the community's own: give postmaster@SUFFIX to whoever reads "
         "the mail for the postmaster.",
         {},
         add_address},
        {"user remove-address", {"ADDRESS", "OLD"}, "Takes a further address away.", "", {}, remove_address},
        {"user appoint", {"ADDRESS", "ROLE"}, "Gives a user a role.", "", {where}, appoint},
        {"user dismiss", {"ADDRESS", "ROLE"}, "Takes a role from a user.", "", {where}, dismiss},
    };
}

}  // namespace bailey::commands
