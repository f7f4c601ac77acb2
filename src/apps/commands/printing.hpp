// What commands print: tables and forms for people, JSON for programs.
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace bailey::commands {

// Control characters, which a name could hold, as "?": nothing may move an operator's cursor.
std::string printable(std::string_view text);

// Rows in columns as wide as their widest cell; the first row is the heading.
void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows);

// "Label: value" a line, values below each other; what is empty is left out.
void print_form(std::ostream& out, const std::vector<std::pair<std::string_view, std::string>>& lines);

std::string time_text(Time t);  // 2026-01-31T12:00:00Z (RFC 3339)

}  // namespace bailey::commands
