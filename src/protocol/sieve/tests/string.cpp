// string (RFC 5229 section 5) and hasflag (RFC 5232 section 4).
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/flags.hpp"
#include "protocol/sieve/match.hpp"
#include "protocol/sieve/run.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {
namespace {

struct String final : Test {
    Texts sources;
    Matching matching;
    bool holds(Run& run) const override {
        Matcher matcher(matching, run);
        std::size_t count = 0;
        for (const auto& source : sources) {
            const auto value = source.expand(run);
            count += !value.empty();
            if (!matcher.counts() && matcher.matches(value)) return true;
        }
        return matcher.counts() && matcher.matches_count(count);
    }
};

struct HasFlag final : Test {
    std::vector<std::string> variables;  // none: the internal one
    Matching matching;

    // The keys are lists of flags as well (section 2): "b A" are two keys.
    bool holds(Run& run) const override {
        std::vector<Flags> lists;
        if (variables.empty()) lists.push_back(run.decisions().flags);
        for (const auto& name : variables) add_flags(lists.emplace_back(), run.variable(name));
        Matching split = matching;
        if (matching.type != MatchType::count && matching.type != MatchType::regex) {
            split.keys.clear();
            for (const auto& key : expand(matching.keys, run))
                for (auto& word : flag_words(key)) split.keys.emplace_back(std::move(word));
        }
        Matcher matcher(split, run);
        std::size_t count = 0;
        for (const auto& flags : lists) {
            count += flags.size();
            for (const auto& flag : flags)
                if (!matcher.counts() && matcher.matches(flag)) return true;
        }
        return matcher.counts() && matcher.matches_count(count);
    }
};

}  // namespace

TestPtr make_string(Checker& checker, Arguments& arguments) {
    auto match = matching(checker, arguments, 1);
    if (!match) return nullptr;
    auto made = std::make_unique<String>();
    made->line = arguments.line;
    made->sources = arguments.texts(0);
    made->matching = std::move(*match);
    return made;
}

TestPtr make_hasflag(Checker& checker, Arguments& arguments) {
    auto match = matching(checker, arguments, 1);
    if (!match) return nullptr;
    auto made = std::make_unique<HasFlag>();
    made->line = arguments.line;
    made->matching = std::move(*match);
    for (const auto& text : arguments.texts(0)) {
        auto name = variable_name(text.source(), checker.required("include"));
        if (!checker.required("variables") || !text.is_constant() || !name) {
            checker.problem(arguments.line, checker.required("variables")
                                                ? '"' + text.source() + "\" cannot be the name of a variable."
                                                : "A named variable needs this line at the beginning: require "
                                                  "\"variables\";");
            return nullptr;
        }
        made->variables.push_back(std::move(*name));
    }
    return made;
}

}  // namespace bailey::sieve
