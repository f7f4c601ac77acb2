#include <algorithm>
#include <unordered_set>

#include "api/jmap/standard/filter.hpp"

namespace bailey::jmap {

Answer<Changed> Querier::changed_since(Context&, const Account&, const std::string&) {
    return ErrorType::cannot_calculate_changes;
}

namespace {

using Added = std::vector<std::pair<std::string, std::size_t>>;

// Where `up_to` stands in the new results; none where it is not given, not there, or must not be looked at.
std::optional<std::size_t> last_index(const Listed& all, const std::optional<std::string>& up_to) {
    if (!up_to) return {};
    auto at = std::find(all.ids.begin(), all.ids.end(), *up_to);
    if (at == all.ids.end()) return {};
    return static_cast<std::size_t>(at - all.ids.begin());
}

Added added_from(const Listed& all, const std::unordered_set<std::string_view>& moved,
                 std::optional<std::size_t> last) {
    Added added;
    for (std::size_t i = 0; i < all.ids.size() && (!last || i <= *last); ++i) {
        if (moved.contains(all.ids[i])) added.emplace_back(all.ids[i], i);
    }
    return added;
}

}  // namespace

// Every object that changed is taken out and, where it belongs, put in again: right whatever changed about it.
Answer<QueryChanged> Querier::query_changes(Context& context, const Account& account, const Query& query,
                                            const std::string& since, std::size_t most,
                                            const std::optional<std::string>& up_to) {
    JMAP_TRY(auto changed, changed_since(context, account, since));
    if (changed.more) return ErrorType::cannot_calculate_changes;
    JMAP_TRY(auto all, list(context, account, query));
    bool fixed = immutable(query);
    std::unordered_set<std::string_view> moved(changed.created.begin(), changed.created.end());
    if (!fixed) moved.insert(changed.updated.begin(), changed.updated.end());
    QueryChanged answer;
    answer.added = added_from(all, moved, fixed ? last_index(all, up_to) : std::nullopt);
    answer.removed = std::move(changed.destroyed);
    if (!fixed) answer.removed.insert(answer.removed.end(), changed.updated.begin(), changed.updated.end());
    answer.new_query_state = std::move(all.query_state);
    if (query.calculate_total) answer.total = all.ids.size();
    if (answer.removed.size() + answer.added.size() > most) return ErrorType::too_many_changes;
    return answer;
}

Answer<json::object> query_changes(Context& context, json::object object, Querier& type) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::read));
    JMAP_CHECK(type.arguments(context, arguments));
    JMAP_TRY(auto asked, read_query(context, arguments, type));
    JMAP_TRY(auto since, arguments.string("sinceQueryState"));
    JMAP_TRY(auto most, arguments.unsigned_or_null("maxChanges"));
    JMAP_TRY(auto up_to, arguments.id_or_null("upToId"));
    JMAP_CHECK(arguments.done());
    if (!type.can_calculate_changes(asked)) return ErrorType::cannot_calculate_changes;
    auto limit = most ? static_cast<std::size_t>(*most) : static_cast<std::size_t>(-1);
    JMAP_TRY(auto changed, type.query_changes(context, *account, asked, since, limit, up_to));
    if (changed.removed.size() + changed.added.size() > limit) return ErrorType::too_many_changes;
    json::array added;
    for (const auto& [item, index] : changed.added) added.push_back(json::object{{"id", item}, {"index", index}});
    json::object response{{"accountId", id},
                          {"oldQueryState", since},
                          {"newQueryState", changed.new_query_state},
                          {"removed", array_of(changed.removed)},
                          {"added", std::move(added)}};
    if (asked.calculate_total && changed.total) response["total"] = *changed.total;
    type.finish(context, response);
    return response;
}

}  // namespace bailey::jmap
