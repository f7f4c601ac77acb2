// A message on its way out as a multi-line reply (RFC 1939 section 3), in pieces cut anywhere.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bailey::pop3 {

// Doubles the dot at the start of a line. A message without a line end at its end gets one.
class DotStuffer {
public:
    void append(std::string_view piece, std::string& out);
    void finish(std::string& out);  // and the line "." that ends the reply

private:
    bool line_start_ = true;
    char last_ = '\n', before_last_ = '\r';
};

// What TOP asks for: the header section, the empty line, and so many lines of the body (RFC 1939 section 7).
class TopCutter {
public:
    explicit TopCutter(std::uint32_t body_lines) : left_(body_lines) {}
    // The part of `piece` that belongs to it; after done() that is nothing.
    std::string_view take(std::string_view piece);
    bool done() const { return in_body_ && left_ == 0; }

private:
    std::uint32_t left_;
    bool in_body_ = false;
    bool line_empty_ = true;  // nothing but CR so far
};

}  // namespace bailey::pop3
