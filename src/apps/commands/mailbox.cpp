#include "apps/commands/mailbox.hpp"

#include <ostream>

#include "apps/commands/community.hpp"
#include "apps/commands/json.hpp"
#include "apps/commands/printing.hpp"

namespace bailey::commands {
namespace {

constexpr Option as_json{"json", "", "For programs: JSON on one line."};

int add(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    users::NewUser mailbox{.address = call.arguments[0],
                           .last_name = call.arguments[1],
                           .kind = AccountKind::shared,
                           .ex_directory = call.has("ex-directory")};
    auto organisation = call.has("organisation") ? a.organisation(call, call.value("organisation"))
                                                 : a.organisations.of_address(mailbox.address);
    if (!organisation && !call.has("organisation"))
        return call.fail("no organisation has the domain of " + mailbox.address, organisation.error());
    if (!organisation) return failed;
    mailbox.organisation = *organisation;
    auto made = a.users.create(a.operator_, mailbox);
    if (!made && made.error() == Errc::outside)
        return call.fail(mailbox.address + " is not in a domain of its organisation");
    if (!made) return call.fail(mailbox.address, made.error());
    call.out << "Shared mailbox " << static_cast<std::int64_t>(made->account) << ": " << printable(made->address)
             << '\n';
    return done;
}

int said(const Call& call, const Result<void>& changed) {
    if (changed) return done;
    if (changed.error() == Errc::conflict)
        return call.fail(call.arguments[0] + " is not a shared mailbox, " + call.arguments[1] +
                         " is not a person, or one of them is deleted");
    if (changed.error() == Errc::too_many) return call.fail(call.arguments[0] + " is opened by as many as one may be");
    return call.fail(call.arguments[0], changed.error());
}

int grant(Call& call) {
    auto rights = mailbox_rights_from(call.value("rights", "read"));
    if (!rights) return call.misused("--rights is a list such as read,write,mail,manage");
    if ((*rights & mailbox_right::write) && !(*rights & mailbox_right::read))
        return call.misused("who may write must be able to read: --rights read,write");
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto mailbox = a.user(call, call.arguments[0]);
    if (!mailbox) return failed;
    auto person = a.user(call, call.arguments[1]);
    if (!person) return failed;
    return said(call, a.sharing.grant(a.operator_, *mailbox, *person, *rights));
}

int revoke(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto mailbox = a.user(call, call.arguments[0]);
    if (!mailbox) return failed;
    auto person = a.user(call, call.arguments[1]);
    if (!person) return failed;
    auto revoked = a.sharing.revoke(a.operator_, *mailbox, *person);
    if (!revoked && revoked.error() == Errc::not_found)
        return call.fail(call.arguments[1] + " has no rights in " + call.arguments[0]);
    return said(call, revoked);
}

int show(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto mailbox = a.user(call, call.arguments[0]);
    if (!mailbox) return failed;
    auto holders = a.sharing.holders(a.operator_, *mailbox);
    if (!holders && holders.error() == Errc::conflict) return call.fail(call.arguments[0] + " is not a shared mailbox");
    if (!holders) return call.fail(call.arguments[0], holders.error());
    if (call.has("json")) {
        json::array rows;
        for (auto& holder : *holders)
            rows.push_back(json::object{{"address", holder.address}, {"rights", mailbox_rights_text(holder.rights)}});
        print_json(call.out, rows);
        return done;
    }
    std::vector<std::vector<std::string>> rows{{"USER", "RIGHTS"}};
    for (auto& holder : *holders) rows.push_back({holder.address, mailbox_rights_text(holder.rights)});
    print_table(call.out, rows);
    return done;
}

}  // namespace

std::vector<Command> mailbox_commands() {
    return {
        {"mailbox add",
         {"ADDRESS", "NAME"},
         "Makes a shared mailbox.",
         "It has no password: users open it under their own, once \"bailey mailbox grant\" lets them.",
         {{"organisation", "NAME|ID", "The organisation; that of the address's domain unless given."},
          {"ex-directory", "", "Hidden from ordinary searches of the directory."}},
         add},
        {"mailbox grant",
         {"MAILBOX", "USER"},
         "Lets a user open a shared mailbox.",
         "The rights given take the place of those the user had in it. The user finds the mailbox beside their own, "
         "and "
         "is told. A running service knows within a second.",
         {{"rights", "LIST",
           "read (see and open; unless given), write (file, move, mark, delete), mail (send as it), manage (give these "
           "rights to others), with commas between."}},
         grant},
        {"mailbox revoke", {"MAILBOX", "USER"}, "Takes a user's rights in a shared mailbox away.", "", {}, revoke},
        {"mailbox show", {"MAILBOX"}, "Shows who may open a shared mailbox.", "", {as_json}, show},
    };
}

}  // namespace bailey::commands
