#include "protocol/mime/trace.hpp"

#include <array>
#include <cstdio>

#include "protocol/grammar/characters.hpp"

namespace bailey::mime {
namespace {

constexpr std::array day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr std::size_t longest_name = 255;  // RFC 5321 section 4.5.3.1.2

std::string keep(std::string_view text, std::string_view marks) {
    std::string kept;
    for (char c : text.substr(0, longest_name))
        if (grammar::is_alpha(c) || grammar::is_digit(c) || marks.find(c) != std::string_view::npos) kept += c;
    return kept;
}

// A host name, or an address literal (RFC 5321 section 4.1.3) where it looks like one.
std::string host_name(std::string_view text) {
    bool literal = text.size() > 2 && text.front() == '[' && text.back() == ']';
    auto name = keep(literal ? text.substr(1, text.size() - 2) : text, literal ? ".:-" : ".-_");
    if (name.empty()) return "unknown";
    return literal ? '[' + name + ']' : name;
}

std::string address_literal(std::string_view ip) {
    auto text = keep(ip, ".:");
    return (text.find(':') == std::string::npos ? "[" : "[IPv6:") + text + ']';
}

}  // namespace

std::string received_field(const Trace& trace) {
    auto tls = keep(trace.tls, "._- ");
    std::string field = "Received: from " + host_name(trace.helo);
    if (!trace.peer.empty()) field += " (" + address_literal(trace.peer) + ')';
    field += "\r\n by " + host_name(trace.by) + " with " + keep(trace.protocol, "-");
    if (!tls.empty()) field += " (" + tls + ')';
    field += "\r\n id " + keep(trace.id, "-_");
    if (trace.recipient) field += "\r\n for <" + trace.recipient->text() + '>';
    return field + ";\r\n " + date_time(trace.date) + "\r\n";
}

std::string return_path_field(const std::optional<Address>& sender) {
    return "Return-Path: <" + (sender ? sender->text() : std::string()) + ">\r\n";
}

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

std::string message_id(std::string_view id, std::string_view host) {
    return '<' + std::string(id) + '@' + std::string(host) + '>';
}

}  // namespace bailey::mime
