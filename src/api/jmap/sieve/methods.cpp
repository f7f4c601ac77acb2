#include <memory>

#include "api/jmap/sieve/script.hpp"
#include "protocol/jmap/arguments.hpp"
#include "protocol/sieve/sieve.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view implementation = "Bailey";

// RFC 9661 section 1.3.1.
json::object limits_of_account(const SieveSettings& settings) {
    const sieve::Limits limits;
    return {{"maxSizeScriptName", settings.max_script_name},
            {"maxSizeScript", limits.script_octets},
            {"maxNumberScripts", settings.max_scripts},
            {"maxNumberRedirects", limits.redirects},
            {"sieveExtensions", array_of(sieve::capabilities())},
            {"notificationMethods", nullptr},
            {"externalLists", nullptr}};
}

}  // namespace

void add_sieve(Api& api, mailbox::Accounts& accounts, SieveSettings settings) {
    const auto sieve = std::make_shared<const Sieve>(accounts, std::move(settings));
    api.add(Capability{std::string(sieve_uri), {{"implementation", implementation}}, [sieve](const Account&) {
                           return std::optional(limits_of_account(sieve->settings));
                       }});
    const auto add = [&](std::string name, Answer<json::object> (*method)(const Sieve&, Context&, json::object)) {
        api.add(
            Method{std::move(name), std::string(sieve_uri), [sieve, method](Context& context, json::object arguments) {
                       return method(*sieve, context, std::move(arguments));
                   }});
    };
    add("SieveScript/get", get_scripts);
    add("SieveScript/set", set_scripts);
    add("SieveScript/query", query_scripts);
    add("SieveScript/validate", validate_script);
}

// RFC 9661 section 2.5.
Answer<json::object> validate_script(const Sieve& sieve, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto account_id, arguments.id("accountId"));
    JMAP_TRY(auto blob_id, arguments.id("blobId"));
    JMAP_CHECK(arguments.done());
    JMAP_TRY(const auto* account, context.account(account_id, Access::read));
    const auto content = valid_content(sieve, context.caller, *account, blob_id);
    return json::object{{"accountId", account_id},
                        {"error", content ? json::value(nullptr) : json::value(to_json(content.error()))}};
}

}  // namespace bailey::jmap
