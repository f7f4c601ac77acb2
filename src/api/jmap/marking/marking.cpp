#include "api/jmap/marking/marking.hpp"

namespace bailey::jmap {
namespace {

json::object about(const Markings& markings) {
    return {{"markings", array_of(markings.names())}, {"header", marking_field}};
}

}  // namespace

void add_markings(Api& api, const Markings& markings, std::function<int(AccountId)> ceiling) {
    if (markings.none()) return;
    api.add(Capability{std::string(markings_uri), about(markings),
                       [markings, ceiling = std::move(ceiling)](const Account& account) -> std::optional<json::object> {
                           if (!account.has_mail) return {};
                           auto object = about(markings);
                           object["ceiling"] = markings.name(ceiling(account.number));
                           return object;
                       }});
}

}  // namespace bailey::jmap
