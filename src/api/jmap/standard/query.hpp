// Foo/query and Foo/queryChanges, RFC 8620 sections 5.5 and 5.6.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/jmap/context.hpp"
#include "api/jmap/standard/changes.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {

// A tree of operators with FilterConditions at its leaves.
struct Filter {
    enum class Kind { condition, all, any, none };  // AND, OR, NOT
    Kind kind = Kind::condition;
    json::object condition = {};
    std::vector<Filter> of = {};

    // Does it match, where `matches` says whether one condition does?
    bool operator()(const std::function<bool(const json::object&)>& matches) const;
};

struct Comparator {
    std::string property;
    bool ascending = true;
    std::string collation = {};  // one of the session's, or empty: the default
    json::object more = {};      // members of the type's own, "keyword"
};

struct Query {
    std::optional<Filter> filter;
    std::vector<Comparator> sort;
    bool calculate_total = false;
};

// Which part of the result is wanted. With an anchor, position is not looked at.
struct Window {
    std::int64_t position = 0;  // negative: from the end
    std::optional<std::string> anchor = {};
    std::int64_t anchor_offset = 0;
    std::size_t limit = 0;
};

struct Found {
    std::string query_state;
    std::vector<std::string> ids;  // those in the window
    std::size_t position = 0;      // of the first
    std::optional<std::size_t> total = {};
};

// The whole result as a list: the easy way, for types with few objects.
struct Listed {
    std::string query_state;
    std::vector<std::string> ids;
};

struct QueryChanged {
    std::string new_query_state;
    std::vector<std::string> removed;
    std::vector<std::pair<std::string, std::size_t>> added;  // id and index, by index
    std::optional<std::size_t> total = {};
};

class Querier {
public:
    virtual ~Querier() = default;
    virtual Answer<void> arguments(Context&, Arguments&) { return {}; }
    // Does the type understand this condition, or this comparator? Errors: unsupportedFilter, unsupportedSort;
    // invalidArguments for values of the wrong type.
    virtual Answer<void> check(Context&, const json::object& condition) = 0;
    virtual Answer<void> check(Context&, const Comparator& comparator) = 0;

    // One of the two. `find` is for types that can do better than listing everything; error: anchorNotFound.
    virtual Answer<Listed> list(Context&, const Account&, const Query&);
    virtual Answer<Found> find(Context&, const Account&, const Query&, const Window&);

    // For queryChanges: can it be asked for this query?
    virtual bool can_calculate_changes(const Query&) const { return true; }
    // Are filter and sort on immutable properties alone?
    virtual bool immutable(const Query&) const { return false; }
    // One of the two. What changed since a query state: then the frame works it out with list(). Or all by itself;
    // errors of both: cannotCalculateChanges; of the second also tooManyChanges.
    virtual Answer<Changed> changed_since(Context&, const Account&, const std::string& since_query_state);
    virtual Answer<QueryChanged> query_changes(Context&, const Account&, const Query&, const std::string& since,
                                               std::size_t most, const std::optional<std::string>& up_to);
    virtual void finish(Context&, json::object& /*response*/) {}
};

Answer<json::object> query(Context& context, json::object arguments, Querier& type);
Answer<json::object> query_changes(Context& context, json::object arguments, Querier& type);

// The window's part of a whole result. Error: anchorNotFound.
Answer<Found> window_of(Listed all, const Window& window, bool total);

// Orders two values of a property (RFC 8620 section 5.5): below 0, 0, above 0. Null comes first.
int compare(const json::value& a, const json::value& b, std::string_view collation);
const std::vector<std::string>& collations();  // collationAlgorithms of the core capability

}  // namespace bailey::jmap
