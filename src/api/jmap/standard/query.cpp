#include "api/jmap/standard/query.hpp"

#include <algorithm>

#include "api/jmap/standard/filter.hpp"

namespace bailey::jmap {

Answer<Listed> Querier::list(Context&, const Account&, const Query&) {
    return Error(ErrorType::server_fail, "the type neither lists nor finds");
}

Answer<Found> Querier::find(Context& context, const Account& account, const Query& query, const Window& window) {
    JMAP_TRY(auto all, list(context, account, query));
    return window_of(std::move(all), window, query.calculate_total);
}

Answer<Found> window_of(Listed all, const Window& window, bool total) {
    const auto size = static_cast<std::int64_t>(all.ids.size());
    std::int64_t from = window.position;
    if (window.anchor) {
        auto at = std::find(all.ids.begin(), all.ids.end(), *window.anchor);
        if (at == all.ids.end()) return ErrorType::anchor_not_found;
        from = (at - all.ids.begin()) + window.anchor_offset;
    } else if (from < 0) {
        from += size;
    }
    from = std::max<std::int64_t>(from, 0);
    Found found;
    found.query_state = std::move(all.query_state);
    found.position = static_cast<std::size_t>(from);
    if (total) found.total = all.ids.size();
    if (from >= size) return found;
    auto count = std::min(all.ids.size() - found.position, window.limit);
    auto first = all.ids.begin() + from;
    found.ids.assign(std::make_move_iterator(first),
                     std::make_move_iterator(first + static_cast<std::ptrdiff_t>(count)));
    return found;
}

Answer<json::object> query(Context& context, json::object object, Querier& type) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::read));
    JMAP_CHECK(type.arguments(context, arguments));
    JMAP_TRY(auto asked, read_query(context, arguments, type));
    Window window;
    JMAP_TRY(window.position, arguments.integer("position", 0));
    JMAP_TRY(window.anchor, arguments.id_or_null("anchor"));
    JMAP_TRY(window.anchor_offset, arguments.integer("anchorOffset", 0));
    JMAP_TRY(auto limit, arguments.unsigned_or_null("limit"));
    JMAP_CHECK(arguments.done());
    const auto most = context.limits.max_query;
    bool clamped = !limit || static_cast<std::uint64_t>(*limit) > most;
    window.limit = clamped ? most : static_cast<std::size_t>(*limit);
    JMAP_TRY(auto found, type.find(context, *account, asked, window));
    json::object response{{"accountId", id},
                          {"queryState", found.query_state},
                          {"canCalculateChanges", type.can_calculate_changes(asked)},
                          {"position", found.position},
                          {"ids", array_of(found.ids)}};
    if (found.total) response["total"] = *found.total;
    if (clamped) response["limit"] = most;  // told where the server sets it (section 5.5)
    type.finish(context, response);
    return response;
}

}  // namespace bailey::jmap
