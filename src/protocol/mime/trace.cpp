#include "protocol/mime/trace.hpp"

#include <array>
#include <cstdio>

#include "protocol/grammar/characters.hpp"

namespace bailey::mime {
namespace {

constexpr std::array day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// A client may call itself anything; in a field of ours it cannot open a comment, quote or fold.
std::string harmless(std::string_view text, std::string_view also_allowed) {
    std::string out;
    for (const char c : text) {
        const bool fine = grammar::is_alpha(c) || grammar::is_digit(c) || grammar::is_utf8_part(c) ||
                          also_allowed.find(c) != std::string_view::npos;
        out += fine ? c : '?';
    }
    return out;
}

// address-literal, RFC 5321 section 4.1.3
std::string literal(std::string_view ip) {
    const bool v6 = ip.find(':') != std::string_view::npos;
    return (v6 ? "[IPv6:" : "[") + harmless(ip, ".:%") + ']';
}

}  // namespace

std::string date_time(Moment when) {
    using namespace std::chrono;
    const auto day = floor<std::chrono::days>(when);
    const year_month_day date{day};
    const hh_mm_ss time{floor<seconds>(when - day)};
    std::array<char, 64> text;
    const auto size =
        std::snprintf(text.data(), text.size(), "%s, %u %s %04d %02d:%02d:%02d +0000",
                      day_names[weekday{day}.c_encoding()], unsigned{date.day()},
                      month_names[unsigned{date.month()} - 1], int{date.year()}, static_cast<int>(time.hours().count()),
                      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string received_field(const Received& r) {
    std::string out = "Received: from ";
    out += r.helo.empty() ? "unknown" : harmless(r.helo, ".-_:[]");
    if (!r.peer.empty()) out.append(" (").append(literal(r.peer)).append(")");
    out.append("\r\n\tby ").append(r.by).append(" with ").append(r.protocol);
    if (!r.tls.empty()) out.append(" (").append(harmless(r.tls, "._- ")).append(")");
    out.append("\r\n\tid ").append(r.id);
    if (r.recipient) out.append("\r\n\tfor <").append(r.recipient->text()).append(">");
    return out.append(";\r\n\t").append(date_time(r.when)).append("\r\n");
}

std::string return_path_field(const std::optional<Address>& sender) {
    return "Return-Path: <" + (sender ? sender->text() : std::string()) + ">\r\n";
}

}  // namespace bailey::mime
