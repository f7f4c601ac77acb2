#include <algorithm>
#include <map>
#include <mutex>

#include "api/jmap/principal/principals.hpp"
#include "api/jmap/recipient/recipients.hpp"
#include "api/jmap/submission/sending.hpp"
#include "protocol/jmap/arguments.hpp"
#include "services/recipients/recipients.hpp"

namespace bailey::jmap {
namespace {

constexpr std::size_t most_addresses = 200, most_alike = 3;

// How many addresses a person may ask about: enough for whoever writes letters, too few to try names by the thousand.
class Allowance {
public:
    bool take(AccountId who, std::size_t count, Time now) {
        std::lock_guard lock(mutex_);
        if (left_.size() > most_people) left_.clear();
        auto& left = left_.try_emplace(who, Left{most, now}).first->second;
        const auto gained =
            std::chrono::duration<double>(std::max(now - left.at, Time::duration::zero())).count() * a_second;
        left = {std::min(most, left.tokens + gained), now};
        const auto wanted = static_cast<double>(count);
        if (left.tokens < wanted) return false;
        left.tokens -= wanted;
        return true;
    }

private:
    static constexpr double most = 2000, a_second = most / 600;
    static constexpr std::size_t most_people = 100'000;
    struct Left {
        double tokens;
        Time at;
    };
    std::mutex mutex_;
    std::map<AccountId, Left> left_;
};

json::object unknown(const std::string& asked) {
    return {{"address", asked},       {"secureAddress", nullptr},
            {"isInside", false},      {"reason", nullptr},
            {"description", nullptr}, {"kind", nullptr},
            {"name", nullptr},        {"organisation", nullptr},
            {"ceiling", nullptr},     {"isSuspended", false},
            {"isAway", false},        {"awayUntil", nullptr},
            {"isFirstTime", false},   {"lookAlikes", json::array{}}};
}

void tell_account(const recipients::Facts& facts, const Markings& markings, json::object& object) {
    object["isInside"] = true;
    object["secureAddress"] = facts.secure;
    object["isSuspended"] = facts.suspended;
    if (!markings.none() && facts.ceiling) object["ceiling"] = markings.name(*facts.ceiling);
    if (!facts.entry) return;
    object["kind"] = facts.entry->kind == directory::Kind::shared_mailbox ? "sharedMailbox" : "user";
    object["name"] = facts.entry->name;
    object["organisation"] = facts.entry->organisation->name;
    object["isAway"] = facts.away;
    if (facts.away_until) object["awayUntil"] = utc_date(*facts.away_until);
}

// Whose domain it is: an organisation's, whose connection says where its mail is kept.
void tell_domain(const recipients::Facts& facts, json::object& object) {
    if (!facts.organisation) return;
    object["organisation"] = *facts.organisation;
    if (facts.connection == Connection::hosted) return;
    object["kind"] = facts.connection == Connection::trusted ? "trustedDomain" : "memberDomain";
}

void tell_alike(const recipients::Facts& facts, const correspondents::Known& known, json::object& object) {
    if (known.find(facts.secure)) return;
    object["isFirstTime"] = true;
    json::array alike;
    for (auto one : known.like(facts.secure, facts.entry ? facts.entry->name : "", most_alike)) {
        auto name = one->name.empty() ? json::value(nullptr) : json::value(one->name);
        alike.push_back(json::object{{"name", std::move(name)}, {"email", one->address}});
    }
    object["lookAlikes"] = std::move(alike);
}

Answer<json::object> look(recipients::Recipients& all, Context& context, const correspondents::Known& known,
                          const std::string& asked) {
    auto object = unknown(asked);
    auto address = Address::parse(asked);
    if (!address) {
        object["reason"] = "notAnAddress";
        object["description"] = "That is not a mail address.";
        return object;
    }
    JMAP_TRY(auto facts, all.look(context.caller.who, viewer_of(context), *address));
    if (facts.refused) {
        object["reason"] = recipient_reason(*facts.refused);
        object["description"] = recipient_refusal(*facts.refused, address->text());
    }
    if (facts.refused == Errc::not_found) {
        tell_domain(facts, object);
    } else if (facts.refused != Errc::outside) {
        tell_account(facts, all.markings(), object);
    }
    tell_alike(facts, known, object);
    return object;
}

Answer<json::object> check(recipients::Recipients& all, Allowance& allowance, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::read));
    JMAP_TRY(auto addresses, arguments.strings_or_null("addresses"));
    JMAP_CHECK(arguments.done());
    if (!addresses) return invalid_arguments("addresses", "is missing");
    if (addresses->size() > most_addresses) return ErrorType::request_too_large;
    if (!allowance.take(context.caller.who.account, addresses->size(), context.now)) {
        return Error(ErrorType::rate_limit, "so many addresses were asked about: wait a few minutes");
    }
    JMAP_TRY(auto known, all.known_to(account->number));
    json::array list;
    for (const auto& address : *addresses) {
        JMAP_TRY(auto told, look(all, context, *known, address));
        list.push_back(std::move(told));
    }
    return json::object{{"accountId", id}, {"list", std::move(list)}};
}

}  // namespace

void add_recipients(Api& api, recipients::Recipients& all) {
    const std::string uri(recipients_uri);
    api.add(Capability{uri, {}, [](const Account& account) {
                           const bool sends = account.has_mail && account.may_send;
                           return sends ? std::optional(json::object{}) : std::nullopt;
                       }});
    api.add(Method{"Recipient/check", uri,
                   [&all, allowance = std::make_shared<Allowance>()](Context& context, json::object arguments) {
                       return check(all, *allowance, context, std::move(arguments));
                   }});
}

}  // namespace bailey::jmap
