// A string of a script, which may have variables in it: RFC 5229 section 3, RFC 5228 section 2.4.2.4.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace bailey::sieve {

class Run;

class Text {
public:
    Text() = default;
    explicit Text(std::string constant) : source_(std::move(constant)) {}
    // Finds the variables in `source`. `global`: their namespace may be used (RFC 6609 section 3.4.2).
    // Errors: not_found, a namespace that is none; too_many, a match variable beyond the last one.
    static Result<Text> with_variables(std::string source, bool global);

    bool is_constant() const { return pieces_.empty(); }
    const std::string& source() const { return source_; }  // as it stands in the script
    std::string expand(Run& run) const;

private:
    struct Piece {
        bool variable;
        std::string text;  // or the variable's name, in lower case
    };
    std::string source_;
    std::vector<Piece> pieces_;  // none: constant
};
using Texts = std::vector<Text>;

std::vector<std::string> expand(const Texts& texts, Run& run);

// Match variables ${0} to ${31} (RFC 5229 section 3.2 asks for nine).
constexpr std::size_t most_match_variables = 32;

bool is_identifier(std::string_view text);
// "name", or where `global` says so "global.name", in lower case: what can be set. nullopt: it is none.
std::optional<std::string> variable_name(std::string_view text, bool global);

// ${hex:...} and ${unicode:...} replaced. Errors: bad_syntax, a number that is no character (RFC 5228 section 2.4.2.4).
Result<std::string> decode_characters(std::string_view text);

}  // namespace bailey::sieve
