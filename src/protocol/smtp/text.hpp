// The bytes of a message as SMTP carries them: after DATA as lines with dots stuffed, ended by a dot alone
// (RFC 5321 section 4.5.2), after BDAT as counted octets (RFC 3030 section 2). Both hand out runs of the bytes they
// are given without copying, and hold nothing back: a CRLF or a dot cut in two is remembered as a state.
//
// Line ends are strict: CR and LF only as CRLF, no NUL. The end of the message is CR LF "." CR LF and nothing else;
// a server that also took LF "." LF would let a stranger's message go on as commands (SMTP smuggling).
#pragma once
#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace bailey::smtp {

struct Run {
    std::string_view bytes;  // of the message; a part of the input, or a constant
    std::size_t used = 0;    // octets of the input that are done with
    bool end = false;        // the message is complete
};

// Lines so far: is every one of them proper?
class LineCheck {
public:
    explicit LineCheck(std::size_t longest) : longest_(longest) {}
    // Errors: bad_syntax (a bare CR or LF, or a NUL). A line that is too long is noted and does no harm.
    Result<void> take(std::string_view bytes);
    bool too_long() const { return too_long_; }
    bool at_line_start() const { return column_ == 0; }
    bool after_cr() const { return after_cr_; }

private:
    std::size_t longest_;     // octets of a line, CRLF included
    std::size_t column_ = 0;  // octets of the current line
    bool after_cr_ = false, too_long_ = false;
};

class DotReader {
public:
    explicit DotReader(std::size_t longest_line) : lines_(longest_line) {}
    // The next run at the start of `input`, which is not empty. Once it gave the end it is not called again.
    // Errors: bad_syntax, as LineCheck.
    Result<Run> next(std::string_view input);
    bool line_too_long() const { return lines_.too_long(); }

private:
    Result<Run> after_dot(std::string_view input);
    Result<Run> run(std::string_view input, std::size_t start);

    LineCheck lines_;
    bool dot_ = false, dot_cr_ = false;  // the line began with a dot, then with dot and CR: what comes next decides
};

class ChunkReader {
public:
    explicit ChunkReader(std::uint64_t octets) : left_(octets) {}
    bool done() const { return left_ == 0; }
    Run next(std::string_view input);  // the next run at the start of `input`; its lines are not checked

private:
    std::uint64_t left_;
};

}  // namespace bailey::smtp
