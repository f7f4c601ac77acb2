#include "apps/commands/printing.hpp"

#include <algorithm>
#include <ctime>
#include <ostream>

#include "base/text.hpp"

namespace bailey::commands {
namespace {

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string printable(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        auto from = at;
        auto point = next_code_point(text, at);
        bool plain = point && *point >= 0x20 && (*point < 0x7f || *point > 0x9f);
        if (!point) ++at;
        shown += plain ? text.substr(from, at - from) : std::string_view("?");
    }
    return shown;
}

void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t n = 0; n < row.size(); ++n) widths[n] = std::max(widths[n], columns(row[n]));
    }
    for (auto& row : rows) {
        std::string line;
        for (std::size_t n = 0; n < row.size(); ++n)
            line += printable(row[n]) + std::string(widths[n] - columns(row[n]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        out << line << '\n';
    }
}

void print_form(std::ostream& out, const std::vector<std::pair<std::string_view, std::string>>& lines) {
    std::size_t width = 0;
    for (auto& [label, value] : lines) width = std::max(width, label.size());
    for (auto& [label, value] : lines)
        if (!value.empty())
            out << label << ':' << std::string(width - label.size() + 1, ' ') << printable(value) << '\n';
}

std::string time_text(Time t) {
    auto seconds = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(t));
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[] = "2026-01-31T12:00:00Z....";
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace bailey::commands
