#include "api/jmap/mdn/mdn.hpp"

namespace bailey::jmap {

const Properties mdn_properties{
    {"forEmailId", Shape::id, is::nullable | is::reference},
    {"subject", Shape::string, is::nullable},
    {"textBody", Shape::string, is::nullable},
    {"includeOriginalMessage", Shape::boolean, 0, "false"},
    {"reportingUA", Shape::string, is::nullable},
    {"disposition", Shape::object},
    {"mdnGateway", Shape::string, is::nullable | is::server_set},
    {"originalRecipient", Shape::string, is::nullable | is::server_set},
    {"finalRecipient", Shape::string, is::nullable},
    {"originalMessageId", Shape::string, is::nullable | is::server_set},
    {"error", Shape::strings, is::nullable | is::server_set},
    {"extensionFields", Shape::object, is::nullable},
};

Answer<const Account*> mdn_account(const Context& context, const std::string& id, Access access) {
    auto account = context.account(id, access);
    if (!account && account.error().type == ErrorType::account_not_found) {
        return invalid_arguments("accountId", "there is no such account");
    }
    return account;
}

void add_mdn(Api& api, const Sending& sending) {
    const std::string uri(mdn_uri);
    api.add(Capability{uri, {}, [](const Account& account) {
                           return account.has_mail ? std::optional(json::object{}) : std::nullopt;
                       }});
    api.add(Method{"MDN/send", uri, [&sending](Context& context, json::object arguments) {
                       return send_mdns(sending, context, std::move(arguments));
                   }});
    api.add(Method{"MDN/parse", uri, [&sending](Context& context, json::object arguments) {
                       return parse_mdns(sending, context, std::move(arguments));
                   }});
}

}  // namespace bailey::jmap
