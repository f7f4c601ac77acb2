// Protective markings: what a message says of its own sensitivity, and how high an account may go (service.md
// section 8). The community has a list of them, lowest first; a rank is a marking's place in it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey {

inline constexpr std::string_view marking_field = "X-Protective-Marking";

class Markings {
public:
    // The highest rank an account may have that nobody set a ceiling for: above every list.
    static constexpr int unlimited = 999;

    // Errors: bad_syntax (an empty name, or the same twice in either case).
    static Result<Markings> create(std::vector<std::string> names);
    // "OFFICIAL, OFFICIAL-SENSITIVE", as in the configuration; empty for none.
    static Result<Markings> parse(std::string_view text);
    Markings() = default;  // none: no message is looked at

    const std::vector<std::string>& names() const { return names_; }
    bool none() const { return names_.empty(); }
    // The rank of a marking, in either case; nothing for one that is not known.
    std::optional<int> rank(std::string_view name) const;
    // What a ceiling is called: the highest marking for one beyond the list. Not to be asked where there are none.
    std::string_view name(int ceiling) const;

    // The rank of a message by the values of its X-Protective-Marking fields; nothing for one without. Errors:
    // unsupported (it is not one of ours, or there are several).
    Result<std::optional<int>> of(const std::vector<std::string_view>& fields) const;

private:
    std::vector<std::string> names_;
};

// The field of a message with that marking, a whole line.
std::string marking_line(std::string_view marking);

}  // namespace bailey
