// A place in a text being parsed. A grammar rule is a function that takes a Cursor, is named as its RFC names it, and
// leaves the cursor where it was when the rule does not match.
#pragma once
#include <string_view>

#include "protocol/grammar/characters.hpp"

namespace bailey::grammar {

class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}

    bool done() const { return at_ == text_.size(); }
    char peek() const { return done() ? '\0' : text_[at_]; }
    std::size_t at() const { return at_; }
    void back_to(std::size_t at) { at_ = at; }
    std::string_view rest() const { return text_.substr(at_); }
    std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }
    void skip() { at_ += done() ? 0 : 1; }

    bool take(char c) {
        if (done() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    // Letters match in either case (RFC 5234 section 2.3).
    bool take(std::string_view word) {
        if (!same_word(rest().substr(0, word.size()), word)) return false;
        at_ += word.size();
        return true;
    }
    template <class Wanted>
    std::string_view take_while(Wanted wanted) {
        const auto start = at_;
        while (!done() && wanted(text_[at_])) ++at_;
        return since(start);
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace bailey::grammar
