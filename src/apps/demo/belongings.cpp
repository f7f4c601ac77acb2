#include "apps/demo/belongings.hpp"

#include "api/jmap/addressbook/books.hpp"
#include "api/jmap/identity/identities.hpp"
#include "apps/demo/dice.hpp"
#include "base/text.hpp"
#include "services/filter/scripts.hpp"
#include "services/mailbox/items.hpp"
#include "services/vacation/vacation.hpp"

namespace bailey::apps::demo {
namespace {

namespace json = jmap::json;

std::string uid(std::string_view owner, std::string_view name) {
    Dice dice(0x63617264, std::string(owner) + '/' + std::string(name));
    auto digits = [&](int count) {
        constexpr std::string_view hexadecimal = "0123456789abcdef";
        std::string out;
        while (count-- > 0) out += hexadecimal[dice.below(16)];
        return out;
    };
    return "urn:uuid:" + digits(8) + '-' + digits(4) + "-4" + digits(3) + "-8" + digits(3) + '-' + digits(12);
}

// RFC 9553.
json::object card(const Correspondent& owner, const Correspondent& c) {
    json::object out{{"@type", "Card"}, {"version", "1.0"}, {"uid", uid(owner.key, c.key)}};
    out["kind"] = c.shared ? "org" : "individual";
    json::object name{{"full", c.name}};
    if (!c.shared && c.name.size() > c.first_name.size())
        name["components"] =
            json::array{json::object{{"kind", "given"}, {"value", c.first_name}},
                        json::object{{"kind", "surname"}, {"value", c.name.substr(c.first_name.size() + 1)}}};
    if (name.contains("components")) name["isOrdered"] = true;
    out["name"] = name;
    out["emails"] =
        json::object{{"work", json::object{{"address", c.address}, {"contexts", json::object{{"work", true}}}}}};
    out["organizations"] = json::object{{"o", json::object{{"name", c.organisation}}}};
    if (!c.title.empty()) out["titles"] = json::object{{"t", json::object{{"name", c.title}}}};
    if (!c.telephone.empty()) out["phones"] = json::object{{"p", json::object{{"number", c.telephone}}}};
    return out;
}

json::object group(const Correspondent& owner, const std::string& name, std::initializer_list<std::string_view> keys) {
    json::object members;
    for (auto key : keys) members[uid(owner.key, key)] = true;
    return {{"@type", "Card"},
            {"version", "1.0"},
            {"uid", uid(owner.key, name)},
            {"kind", "group"},
            {"name", json::object{{"full", name}}},
            {"members", members}};
}

Result<void> put(const mailbox::Account& account, mailbox::ItemType type, const std::vector<std::string>& texts) {
    mailbox::ItemSet set;
    for (auto& text : texts) set.create.push_back({text});
    BAILEY_TRY(auto done, mailbox::set_items(account, type, set));
    for (auto& made : done.created)
        if (!made) return made.error();
    return {};
}

Result<void> contacts(const mailbox::Account& account, const Correspondent& owner, const Cast& cast) {
    if (!jmap::books_of(account)) return Errc::corrupt;  // makes the first one, in which all of these are
    std::vector<std::string> texts;
    for (auto& c : cast.all())
        if (c.key != owner.key && !c.title.empty()) texts.push_back(jmap::write_json(card(owner, c)));
    for (auto key : {"office", "clerks"}) texts.push_back(jmap::write_json(card(owner, *cast.find(key))));
    if (owner.key == "dele") {
        auto own = card(owner, *cast.find("dele"));
        own["uid"] = uid(owner.key, "printer");
        own["name"] = json::object{{"full", "Mr Bunce (shorthand writers)"}};
        own["emails"] = json::object{};
        own["notes"] = json::object{{"n", json::object{{"note", "Two days for a transcript; one if Colin asks."}}}};
        texts.push_back(jmap::write_json(own));
        texts.push_back(jmap::write_json(group(owner, "Threlfall team", {"amina", "ben", "priya", "renee"})));
        texts.push_back(
            jmap::write_json(group(owner, "Listing, both courts", {"margaret", "tomos", "sian", "office"})));
        texts.push_back(jmap::write_json(group(owner, "Tennis, Thursdays", {"priya", "zoe", "hanna"})));
    } else if (owner.key == "amina") {
        texts.push_back(jmap::write_json(group(owner, "Counsel we instruct", {"dele", "priya", "clerks"})));
    }
    return put(account, mailbox::ItemType::contact, texts);
}

Result<void> identities(Stores& s, mailbox::Accounts& mail, const mailbox::Account& account,
                        const Correspondent& owner) {
    jmap::Identities all(mail, users::OwnAddresses(*s.community, *s.directory, s.names));
    auto own = all.of(account.id);
    if (!own) return Errc::corrupt;
    for (auto& identity : *own) {
        identity.object["textSignature"] =
            owner.name + '\n' + owner.title + '\n' + owner.organisation + "\nTel " + owner.telephone;
        identity.object["htmlSignature"] = "<p><b>" + owner.name + "</b><br>" + owner.title + "<br>" +
                                           owner.organisation + "<br>Tel " + owner.telephone + "</p>";
        if (!all.update(account.id, identity)) return Errc::corrupt;
    }
    if (owner.key != "dele") return {};
    const auto made =
        all.create(account.id, {{"name", "Dele Okafor (Circuit Junior)"},
                                {"email", owner.address},
                                {"replyTo", nullptr},
                                {"bcc", nullptr},
                                {"textSignature", "Dele Okafor\nJunior of the South Weald Circuit"},
                                {"htmlSignature", "<p>Dele Okafor<br><i>Junior of the South Weald Circuit</i></p>"}});
    return made ? Result<void>() : Result<void>(Errc::corrupt);
}

constexpr const char* lists_aside = R"(# Lists and circulars have places of their own.
require ["fileinto", "imap4flags", "mailbox"];

if header :contains "subject" "warned list" {
    addflag "\\Seen";
    fileinto :create "Warned lists";
    stop;
}
if address :localpart :is "from" "bulletin" {
    fileinto :create "Circulars";
}
)";
constexpr const char* in_court = R"(# For trial weeks: what the court writes is flagged.
require ["imap4flags"];

if address :domain :contains "from" "crown" {
    addflag "\\Flagged";
}
)";
constexpr const char* from_counsel = R"(# What counsel's chambers send goes with the matters.
require ["fileinto", "mailbox"];

if address :domain :contains "from" "kestrelchambers" {
    fileinto :create "Matters";
}
)";

Result<void> filters(const mailbox::Account& account, const Correspondent& owner) {
    constexpr auto type = mailbox::ItemType::sieve_script;
    if (owner.key == "dele")
        return put(account, type,
                   {filter::stored_form({0, "In court", in_court, false}),
                    filter::stored_form({0, "Lists and circulars", lists_aside, true})});
    if (owner.key == "amina") return put(account, type, {filter::stored_form({0, "Counsel", from_counsel, true})});
    return {};
}

Result<void> absence(const mailbox::Account& account, const Correspondent& owner, Time now) {
    if (owner.key != "priya") return {};
    using std::chrono::days;
    vacation::Vacation v;
    v.enabled = true;
    v.from = at(day_of(now) - days(2), 8, 0);
    v.to = at(day_of(now) + days(12), 8, 0);
    v.subject = "Away: in a trial out of London";
    v.text_body =
        "I am in a trial out of London until " + long_date(day_of(now) + days(12)) +
        " and read mail in the evening only.\n\nFor anything that cannot wait, the clerks are on 020 7946 0110.\n\n"
        "Priya Raman\n";
    return vacation::set_vacation(account, v);
}

}  // namespace

Result<void> give_belongings(Stores& stores, mailbox::Accounts& mail, const mailbox::Account& account,
                             const Correspondent& owner, const Cast& cast, Time now) {
    if (owner.shared || owner.title.empty()) return {};
    BAILEY_CHECK(contacts(account, owner, cast));
    BAILEY_CHECK(identities(stores, mail, account, owner));
    BAILEY_CHECK(filters(account, owner));
    return absence(account, owner, now);
}

}  // namespace bailey::apps::demo
