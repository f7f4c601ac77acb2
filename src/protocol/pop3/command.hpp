// POP3 command lines: RFC 1939, with RFC 2449 (CAPA), 2595 (STLS), 5034 (AUTH) and 6856 (UTF8). Pure: text in, value
// out. Keywords and arguments are separated by single spaces; keywords in any letter case.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace bailey::pop3 {

struct User {
    std::string name;
};
struct Pass {
    Secret password;  // the whole rest of the line: it may hold spaces (RFC 1939 section 7)
};
struct Auth {
    std::string mechanism;
    std::optional<Secret> initial;  // still in base 64, or "=" (RFC 5034 section 4)
};
struct Capa {};
struct Stls {};
struct Utf8 {};
struct Stat {};
struct List {
    std::optional<std::uint32_t> number;  // counts from 1
};
struct Uidl {
    std::optional<std::uint32_t> number;
};
struct Retr {
    std::uint32_t number;
};
struct Top {
    std::uint32_t number;
    std::uint32_t lines;  // of the body
};
struct Dele {
    std::uint32_t number;
};
struct Rset {};
struct Noop {};
struct Quit {};
using Command = std::variant<User, Pass, Auth, Capa, Stls, Utf8, Stat, List, Uidl, Retr, Top, Dele, Rset, Noop, Quit>;

// `line` comes without its CRLF. Errors: unsupported (no such keyword), bad_syntax (its arguments; text that is not
// UTF-8, RFC 6856 section 2.2).
Result<Command> parse(std::string_view line);

}  // namespace bailey::pop3
