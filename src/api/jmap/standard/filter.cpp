// Reading the filter and sort arguments of /query and /queryChanges, RFC 8620 section 5.5.
#include "api/jmap/standard/filter.hpp"

#include <algorithm>

namespace bailey::jmap {
namespace {

Answer<Filter::Kind> kind_from(const json::value& value) {
    if (value == "AND") return Filter::Kind::all;
    if (value == "OR") return Filter::Kind::any;
    if (value == "NOT") return Filter::Kind::none;
    return invalid_arguments("filter", "an operator is not AND, OR or NOT");
}

Answer<Filter> read_filter(Context& context, json::value value, Querier& type, std::size_t& room) {
    if (room-- == 0) return Error(ErrorType::unsupported_filter, "too many conditions");
    if (!value.is_object()) return invalid_arguments("filter", "a condition is not an object");
    auto& object = value.get_object();
    Filter filter;
    auto op = member(object, "operator");
    if (!op) {
        JMAP_CHECK(type.check(context, object));
        filter.condition = std::move(object);
        return filter;
    }
    JMAP_TRY(filter.kind, kind_from(*op));
    auto conditions = object.find("conditions");
    if (conditions == object.end() || !conditions->value().is_array() || object.size() != 2) {
        return invalid_arguments("filter", "a FilterOperator is an operator and conditions");
    }
    for (auto& condition : conditions->value().get_array()) {
        JMAP_TRY(auto one, read_filter(context, std::move(condition), type, room));
        filter.of.push_back(std::move(one));
    }
    return filter;
}

Answer<Comparator> read_comparator(Context& context, json::value value, Querier& type) {
    if (!value.is_object()) return invalid_arguments("sort", "a Comparator is not an object");
    auto& object = value.get_object();
    Comparator comparator;
    auto property = member(object, "property");
    if (!property || !property->is_string()) return invalid_arguments("sort", "a Comparator has no property");
    comparator.property = text_of(property->get_string());
    if (auto ascending = member(object, "isAscending")) {
        if (!ascending->is_bool()) return invalid_arguments("sort", "isAscending is not a Boolean");
        comparator.ascending = ascending->get_bool();
    }
    if (auto collation = member(object, "collation")) {
        if (!collation->is_string()) return invalid_arguments("sort", "collation is not a String");
        comparator.collation = text_of(collation->get_string());
        if (std::find(collations().begin(), collations().end(), comparator.collation) == collations().end()) {
            return Error(ErrorType::unsupported_sort, "the collation " + comparator.collation + " is not offered");
        }
    }
    object.erase("property");
    object.erase("isAscending");
    object.erase("collation");
    comparator.more = std::move(object);
    JMAP_CHECK(type.check(context, comparator));
    return comparator;
}

}  // namespace

Answer<Query> read_query(Context& context, Arguments& arguments, Querier& type) {
    constexpr std::size_t most_comparators = 16;
    Query query;
    auto filter = arguments.any("filter");
    if (filter && !filter->is_null()) {
        auto room = context.limits.max_conditions;
        JMAP_TRY(query.filter, read_filter(context, std::move(*filter), type, room));
    }
    JMAP_TRY(auto sort, arguments.array_or_null("sort"));
    if (sort && sort->size() > most_comparators) return Error(ErrorType::unsupported_sort, "too many comparators");
    if (sort) {
        for (auto& value : *sort) {
            JMAP_TRY(auto comparator, read_comparator(context, std::move(value), type));
            query.sort.push_back(std::move(comparator));
        }
    }
    JMAP_TRY(query.calculate_total, arguments.boolean("calculateTotal", false));
    return query;
}

bool Filter::operator()(const std::function<bool(const json::object&)>& matches) const {
    auto holds = [&](const Filter& f) { return f(matches); };
    switch (kind) {
    case Kind::condition: return matches(condition);
    case Kind::all: return std::all_of(of.begin(), of.end(), holds);
    case Kind::any: return std::any_of(of.begin(), of.end(), holds);
    case Kind::none: return std::none_of(of.begin(), of.end(), holds);
    }
    return false;
}

}  // namespace bailey::jmap
