#include "protocol/sieve/match.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {
namespace {

// What an expression and a text cost, in comparisons of an octet.
constexpr std::size_t compiling_costs = 2000, an_octet_of_it_costs = 50, searching_costs = 2, capturing_costs = 10;

std::optional<Relation> relation_named(std::string_view name) {
    constexpr std::string_view names[] = {"gt", "ge", "lt", "le", "eq", "ne"};
    for (std::size_t n = 0; n < std::size(names); ++n)
        if (equals_ignoring_case(names[n], name)) return static_cast<Relation>(n);
    return std::nullopt;
}

bool holds(Relation relation, std::strong_ordering order) {
    switch (relation) {
    case Relation::gt: return order > 0;
    case Relation::ge: return order >= 0;
    case Relation::lt: return order < 0;
    case Relation::le: return order <= 0;
    case Relation::eq: return order == 0;
    case Relation::ne: return order != 0;
    }
    return false;
}

bool read_type(Checker& checker, const Arguments& arguments, Matching& into) {
    constexpr std::string_view tags[] = {"is", "contains", "matches", "regex", "count", "value"};
    for (std::size_t n = 0; n < std::size(tags); ++n) {
        const auto* given = arguments.find(tags[n]);
        if (!given) continue;
        into.type = static_cast<MatchType>(n);
        if (given->texts.empty()) return true;
        const auto& name = given->texts[0];
        const auto relation = relation_named(name.source());
        if (relation) into.relation = *relation;
        if (!relation || !name.is_constant())
            checker.problem(given->line,
                            "\":" + std::string(tags[n]) +
                                "\" must be followed by \"gt\", \"ge\", \"lt\", \"le\", \"eq\" or \"ne\".");
        return relation.has_value();
    }
    return true;
}

bool read_comparator(Checker& checker, const Arguments& arguments, Matching& into) {
    const auto* given = arguments.find("comparator");
    if (!given) return true;
    const auto& name = given->texts[0].source();
    const auto comparator = given->texts[0].is_constant() ? comparator_named(name) : std::nullopt;
    if (!comparator) {
        checker.problem(given->line, "There is no comparator \"" + name + "\".");
        return false;
    }
    into.comparator = *comparator;
    // RFC 5228 section 2.7.3.
    const bool basic = comparator == Comparator::ascii_casemap || comparator == Comparator::octet;
    const auto extension = "comparator-" + ascii_lower(name);
    if (!basic && !checker.required(extension)) {
        checker.problem(given->line,
                        '"' + name + "\" needs this line at the beginning: require \"" + extension + "\";");
        return false;
    }
    const bool parts =
        into.type == MatchType::contains || into.type == MatchType::matches || into.type == MatchType::regex;
    if (parts && !has_substrings(*comparator)) {
        checker.problem(given->line,
                        '"' + name + "\" compares whole texts only: use \":is\", \":value\" or \":count\".");
        return false;
    }
    return true;
}

}  // namespace

std::optional<Matching> matching(Checker& checker, const Arguments& arguments, std::size_t keys) {
    Matching out;
    if (!read_type(checker, arguments, out) || !read_comparator(checker, arguments, out)) return std::nullopt;
    out.keys = arguments.texts(keys);
    out.sets_variables = checker.required("variables");
    if (out.type != MatchType::regex) return out;
    for (const auto& key : out.keys) {
        std::string why;
        out.regexes.push_back(key.is_constant() ? Regex::compile(key.source(), out.comparator, why) : nullptr);
        if (why.empty()) continue;
        checker.problem(arguments.positional[keys].line,
                        '"' + key.source() + "\" is no regular expression: " + why + '.');
        return std::nullopt;
    }
    return out;
}

Matcher::Matcher(const Matching& matching, Run& run)
    : matching_(matching), run_(run), keys_(expand(matching.keys, run)), regexes_(matching.regexes) {
    const auto numeric = matching.type == MatchType::count ? Comparator::ascii_numeric : matching.comparator;
    for (std::size_t n = 0; n < keys_.size(); ++n) {
        auto& key = keys_[n];
        if (!run.work(key.size())) return;
        if (matching.type == MatchType::matches) {
            patterns_.emplace_back(key, matching.comparator);
        } else if (matching.type == MatchType::regex && !regexes_[n]) {
            std::string why;
            if (!run.work(compiling_costs + key.size() * an_octet_of_it_costs)) return;
            regexes_[n] = Regex::compile(key, matching.comparator, why);
            if (regexes_[n]) continue;
            run.fail('"' + key + "\" is no regular expression: " + why + '.');
            return;
        } else if (matching.type != MatchType::regex) {
            key = collation(numeric, key);
        }
    }
}

bool Matcher::matches(std::string_view value) {
    if (run_.failed() || !run_.work(value.size() + keys_.size())) return false;
    switch (matching_.type) {
    case MatchType::is:
    case MatchType::value: return is(value);
    case MatchType::contains: return contains(value);
    case MatchType::matches: return has_wildcards(value);
    case MatchType::regex: return is_regular(value);
    case MatchType::count: break;
    }
    return false;
}

bool Matcher::is(std::string_view value) const {
    const auto comparator = matching_.comparator;
    const auto relation = matching_.type == MatchType::is ? Relation::eq : matching_.relation;
    const auto mine = collation(comparator, value);
    for (const auto& key : keys_) {
        if (!run_.work(std::min(mine.size(), key.size()))) return false;
        if (holds(relation, compare(comparator, mine, key))) return true;
    }
    return false;
}

bool Matcher::contains(std::string_view value) const {
    const auto mine = collation(matching_.comparator, value);
    for (const auto& key : keys_) {
        if (!run_.work(mine.size())) return false;
        // Linear whatever the texts, as find() is not.
        if (memmem(mine.data(), mine.size(), key.data(), key.size())) return true;
    }
    return false;
}

bool Matcher::has_wildcards(std::string_view value) {
    std::vector<std::string> captured;
    for (const auto& pattern : patterns_) {
        if (!run_.work(value.size())) return false;
        auto left = run_.work_left();
        const auto outcome =
            pattern.matches(value, matching_.sets_variables ? &captured : nullptr, most_match_variables, left);
        if (!run_.work(run_.work_left() - left) || outcome == Wildcards::Outcome::too_much_work)
            return run_.out_of_work();
        if (outcome == Wildcards::Outcome::no) continue;
        if (matching_.sets_variables) run_.set_match_variables(std::move(captured));
        return true;
    }
    return false;
}

bool Matcher::is_regular(std::string_view value) {
    std::vector<std::string> captured;
    for (const auto& regex : regexes_) {
        if (!run_.work(value.size() * (matching_.sets_variables ? capturing_costs : searching_costs))) return false;
        if (!regex->matches(value, matching_.sets_variables ? &captured : nullptr, most_match_variables)) continue;
        if (matching_.sets_variables) run_.set_match_variables(std::move(captured));
        return true;
    }
    return false;
}

bool Matcher::matches_count(std::size_t count) {
    const auto mine = std::to_string(count);
    for (const auto& key : keys_)
        if (!run_.failed() && holds(matching_.relation, compare(Comparator::ascii_numeric, mine, key))) return true;
    return false;
}

}  // namespace bailey::sieve
