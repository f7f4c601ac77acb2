// Text in Helvetica: how wide it is, where lines end, and what WinAnsi makes of UTF-8.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace bailey::apps::demo {

std::string win_ansi(std::string_view utf8);
double width_of(std::string_view win_ansi, double size, bool bold);
// At least one line; a word that is too long for a line stands alone on one.
std::vector<std::string> wrap(std::string_view win_ansi, double width, double size, bool bold);

}  // namespace bailey::apps::demo
