#include "api/jmap/standard/changes.hpp"

#include <algorithm>

namespace bailey::jmap {

Answer<json::object> changes(Context& context, json::object object, Changer& type) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::read));
    JMAP_TRY(auto since, arguments.string("sinceState"));
    JMAP_TRY(auto most, arguments.unsigned_or_null("maxChanges"));
    if (most && *most == 0) return invalid_arguments("maxChanges", "is not greater than 0");
    JMAP_CHECK(type.arguments(context, arguments));
    JMAP_CHECK(arguments.done());
    auto limit = context.limits.max_changes;
    if (most) limit = static_cast<std::size_t>(std::min<std::uint64_t>(limit, static_cast<std::uint64_t>(*most)));
    JMAP_TRY(auto changed, type.changes(context, *account, since, limit));
    if (changed.created.size() + changed.updated.size() + changed.destroyed.size() > limit) {
        return ErrorType::cannot_calculate_changes;  // section 5.2: never more than asked for
    }
    json::object response{{"accountId", id},
                          {"oldState", since},
                          {"newState", changed.new_state},
                          {"hasMoreChanges", changed.more},
                          {"created", array_of(changed.created)},
                          {"updated", array_of(changed.updated)},
                          {"destroyed", array_of(changed.destroyed)}};
    type.finish(context, response);
    return response;
}

}  // namespace bailey::jmap
