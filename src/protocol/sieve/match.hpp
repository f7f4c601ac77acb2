// Match types (RFC 5228 section 2.7.1, RFC 5231 section 4, regex) with their comparator and keys.
#pragma once
#include <memory>

#include "protocol/sieve/arguments.hpp"
#include "protocol/sieve/comparator.hpp"
#include "protocol/sieve/regex.hpp"
#include "protocol/sieve/wildcards.hpp"

namespace bailey::sieve {

enum class MatchType { is, contains, matches, regex, count, value };
enum class Relation { gt, ge, lt, le, eq, ne };

struct Matching {
    MatchType type = MatchType::is;
    Relation relation = Relation::eq;  // of :count and :value
    Comparator comparator = Comparator::ascii_casemap;
    Texts keys = {};
    std::vector<std::shared_ptr<const Regex>> regexes = {};  // of each key; null: it has variables
    bool sets_variables = true;                              // RFC 5229 section 3.2
};

// Of the match_tags and the keys, which are the n-th positional argument. nullopt: a problem was reported.
std::optional<Matching> matching(Checker& checker, const Arguments& arguments, std::size_t keys);

// The matching with its keys as they are now, for as many values as a test has.
class Matcher {
public:
    Matcher(const Matching& matching, Run& run);
    bool counts() const { return matching_.type == MatchType::count; }
    // Does some key match? A success sets the match variables.
    bool matches(std::string_view value);
    // For :count: of so many values.
    bool matches_count(std::size_t count);

private:
    bool is(std::string_view value) const;
    bool contains(std::string_view value) const;
    bool has_wildcards(std::string_view value);
    bool is_regular(std::string_view value);

    const Matching& matching_;
    Run& run_;
    std::vector<std::string> keys_;  // collations, or as they are for patterns
    std::vector<std::shared_ptr<const Regex>> regexes_;
    std::vector<Wildcards> patterns_;
};

}  // namespace bailey::sieve
