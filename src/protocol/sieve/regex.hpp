// Regular expressions (draft-ietf-sieve-regex): POSIX extended ones, by RE2, whose time is linear in the text.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/sieve/comparator.hpp"

namespace re2 {
class RE2;
}

namespace bailey::sieve {

class Regex {
public:
    // Null: it is none, or too large; `why` says which.
    static std::shared_ptr<const Regex> compile(std::string_view expression, Comparator comparator, std::string& why);
    ~Regex();

    // Somewhere in `text`? `captured`, where not null, gets the match and its groups, at most so many.
    bool matches(std::string_view text, std::vector<std::string>* captured, std::size_t most) const;

private:
    Regex();
    std::unique_ptr<re2::RE2> expression_;
};

}  // namespace bailey::sieve
