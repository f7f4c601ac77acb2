// The patterns of :matches (RFC 5228 section 2.7.1): "*", "?", and "\" before a character that stands for itself.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/sieve/comparator.hpp"

namespace bailey::sieve {

class Wildcards {
public:
    // The comparator has substrings. A "?" is one octet with i;octet, else one character.
    Wildcards(std::string_view pattern, Comparator comparator);

    enum class Outcome { no, yes, too_much_work };
    // The whole of `text`? Each wildcard takes as little as possible (RFC 5229 section 3.2). `captured`, where not
    // null, gets the text and what each wildcard took, at most so many. Takes from `work` a unit a comparison.
    Outcome matches(std::string_view text, std::vector<std::string>* captured, std::size_t most,
                    std::size_t& work) const;

private:
    enum class Kind : std::uint8_t { literal, any, star };
    struct Piece {
        Kind kind;
        char32_t character;
    };
    struct Taken {
        std::size_t begin, end;
    };
    Outcome search(const std::vector<char32_t>& text, std::vector<Taken>& taken, std::size_t& work) const;

    Comparator comparator_;
    std::vector<Piece> pattern_;
};

}  // namespace bailey::sieve
