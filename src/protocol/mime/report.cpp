#include "protocol/mime/report.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "protocol/grammar/base64.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/grammar/utf8.hpp"
#include "protocol/mime/header.hpp"
#include "protocol/mime/mailboxes.hpp"

namespace bailey::mime {
namespace {

std::string_view action(Outcome outcome) {
    switch (outcome) {
    case Outcome::failed: return "failed";
    case Outcome::delayed: return "delayed";
    case Outcome::delivered: return "delivered";
    case Outcome::relayed: return "relayed";
    case Outcome::expanded: return "expanded";
    }
    return "failed";
}

// The sentence that stands before the recipients of one outcome.
std::string_view heading(Outcome outcome) {
    switch (outcome) {
    case Outcome::failed: return "Your message could not be delivered to:";
    case Outcome::delayed: return "Your message is waiting. It has not been delivered yet to:";
    case Outcome::delivered: return "Your message was delivered to:";
    case Outcome::relayed: return "Your message was handed on, to a server that sends no further word of it, for:";
    case Outcome::expanded: return "Your message was sent on to the members of:";
    }
    return "";
}

bool has(const Report& r, Outcome outcome) {
    return std::ranges::any_of(r.recipients, [&](const auto& one) { return one.outcome == outcome; });
}

std::string_view subject(const Report& r) {
    if (has(r, Outcome::failed)) return "Your message could not be delivered";
    if (has(r, Outcome::delayed)) return "Your message is delayed";
    return "Your message was delivered";
}

// Text from elsewhere goes on one line of ours: no line end, no control character, no endless line.
std::string one_line(std::string_view text) {
    constexpr std::size_t longest = 800;  // RFC 5322 section 2.1.1: 998 octets with the field's name
    std::string out;
    for (const char c : text.substr(0, longest)) out += (c >= 0 && c < ' ') || c == '\x7f' ? ' ' : c;
    return out;
}

std::string ascii_line(std::string_view text) {
    auto out = one_line(text);
    std::ranges::replace_if(out, grammar::is_utf8_part, '?');
    return out;
}

// A paragraph in lines of at most 72 octets where words allow it (RFC 5322 section 2.1.1).
void wrap(std::string& out, std::string_view text, std::string_view indent) {
    constexpr std::size_t width = 72;
    std::string line(indent);
    bool any = false;
    while (!text.empty()) {
        const auto space = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, space);
        if (any && line.size() + 1 + word.size() > width) {
            out.append(line).append("\r\n");
            line = indent;
            any = false;
        }
        if (any) line += ' ';
        line.append(word);
        any = true;
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    out.append(line).append("\r\n");
}

// "Monday 2 January 2006 at 15:04 (UTC)"
std::string for_people(Moment when) {
    constexpr std::array days{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date{day};
    const auto two = [](auto n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    const std::chrono::hh_mm_ss time{when - day};
    return std::string(days[std::chrono::weekday{day}.c_encoding()]) + ' ' + std::to_string(unsigned{date.day()}) +
           ' ' + months[unsigned{date.month()} - 1] + ' ' + std::to_string(int{date.year()}) + " at " +
           two(time.hours().count()) + ':' + two(time.minutes().count()) + " (UTC)";
}

// Which of their messages this is about. A subject that only a mail program can read (RFC 2047) is left to the program.
std::string which_message(const Report& r) {
    constexpr std::size_t longest = 120, most_header = 1024 * 1024;
    HeaderFilter filter(most_header);
    auto bytes = r.original;
    if (auto read = filter.feed(bytes); read && *read == HeaderFilter::need_more) filter.finish();
    auto subject = one_line(unfolded(filter.header().value("Subject").value_or("")));
    const bool plain = grammar::is_ascii(subject) && subject.find("=?") == std::string::npos;
    if (subject.size() > longest) subject = subject.substr(0, longest) + " ...";
    return "This is about " +
           (plain && !trim(subject).empty() ? "your message \"" + subject + "\", sent" : "the message you sent") +
           " on " + for_people(r.arrived) + '.';
}

std::string readable(const Report& r) {
    std::string out = "Hello,\r\n\r\n";
    wrap(out, which_message(r), "");
    out += "\r\n";
    for (const auto outcome :
         {Outcome::failed, Outcome::delayed, Outcome::delivered, Outcome::expanded, Outcome::relayed}) {
        if (!has(r, outcome)) continue;
        wrap(out, heading(outcome), "");
        for (const auto& one : r.recipients) {
            if (one.outcome != outcome) continue;
            out.append("\r\n  ").append(one.address.unicode()).append("\r\n");
            if (!one.reason.empty()) wrap(out, one_line(one.reason), "    ");
            if (!one.diagnostic.empty()) wrap(out, "The other server said: " + one_line(one.diagnostic), "    ");
        }
        out += "\r\n";
    }
    if (has(r, Outcome::delayed)) {
        auto promise = std::string("You need do nothing. We go on trying");
        if (r.retry_until) promise += " until " + for_people(*r.retry_until) + ", and write to you again if that fails";
        wrap(out, promise + ". Please do not send the message again: it would arrive twice.", "");
        out += "\r\n";
    }
    return out.append(one_line(r.service)).append(" at ").append(r.host).append("\r\n");
}

// RFC 6533 section 3, utf-8-addr-xtext: each character beyond ASCII, and each that this form needs for itself, as
// \x{HEX}.
std::string embedded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = next_code_point(text, at);
        if (!point) return ascii_line(text);
        if (*point > ' ' && *point < 0x7f && *point != '\\' && *point != '+' && *point != '=') {
            out += static_cast<char>(*point);
            continue;
        }
        std::string hex;
        for (auto rest = *point; rest > 0 || hex.size() < 2; rest >>= 4) hex.insert(hex.begin(), digits[rest & 15]);
        out.append("\\x{").append(hex).append("}");
    }
    return out;
}

// RFC 3464 section 2.1.2, RFC 6533 section 3: the type of an address beyond ASCII is "utf-8".
std::string final_recipient(const Address& a, bool smtputf8) {
    if (!a.needs_smtputf8()) return "rfc822; " + a.text();
    return "utf-8; " + (smtputf8 ? a.text() : embedded(a.text()));
}

// `typed` is as ORCPT gave it, "type;address" (RFC 3464 section 2.3.1).
std::string original_recipient(std::string_view typed, bool smtputf8) {
    const auto semicolon = typed.find(';');
    const auto type = ascii_line(typed.substr(0, semicolon));
    const auto address = typed.substr(semicolon + 1);
    return type + "; " + (smtputf8 || grammar::is_ascii(address) ? one_line(address) : embedded(address));
}

std::string status_part(const Report& r) {
    const auto clean = [&](std::string_view text) { return r.smtputf8 ? one_line(text) : ascii_line(text); };
    std::string out = "Reporting-MTA: dns; " + r.host + "\r\n";
    if (!r.envelope_id.empty()) out += "Original-Envelope-Id: " + ascii_line(r.envelope_id) + "\r\n";
    out += "Arrival-Date: " + date_time(r.arrived) + "\r\n";
    for (const auto& one : r.recipients) {
        out += "\r\n";
        if (one.original.find(';') != std::string::npos)
            out += "Original-Recipient: " + original_recipient(one.original, r.smtputf8) + "\r\n";
        out += "Final-Recipient: " + final_recipient(one.address, r.smtputf8) + "\r\n";
        out.append("Action: ").append(action(one.outcome)).append("\r\nStatus: ").append(one.status).append("\r\n");
        if (!one.remote.empty()) out += "Remote-MTA: dns; " + ascii_line(one.remote) + "\r\n";
        if (!one.diagnostic.empty()) out += "Diagnostic-Code: smtp; " + clean(one.diagnostic) + "\r\n";
        if (one.outcome == Outcome::delayed && r.retry_until)  // RFC 3464 section 2.3.9
            out += "Will-Retry-Until: " + date_time(*r.retry_until) + "\r\n";
    }
    return out;
}

// RFC 2046 section 5.1.1: nothing inside may look like the boundary.
std::string boundary(const Report& r) {
    std::string line = "=_" + r.id;
    for (unsigned n = 0; r.original.find("--" + line) != std::string_view::npos; ++n)
        line = "=_" + r.id + '_' + std::to_string(n);
    return line;
}

void part(std::string& out, const std::string& boundary, std::string_view type, std::string_view content) {
    out.append("--").append(boundary).append("\r\nContent-Type: ").append(type).append("\r\n");
    if (!grammar::is_ascii(content)) out += "Content-Transfer-Encoding: 8bit\r\n";
    out.append("\r\n").append(content).append("\r\n");  // RFC 2046 section 5.1.1: the last CRLF is the boundary's
}

// RFC 6522 section 3 and RFC 6533 section 4: what the message was.
void original_part(std::string& out, const std::string& boundary, const Report& r) {
    const bool full = r.content == ReturnContent::full;
    const bool global = r.smtputf8 && !grammar::is_ascii(r.original);
    const auto type = full ? (global ? "message/global" : "message/rfc822")
                           : (global ? "message/global-headers" : "text/rfc822-headers");
    auto content = r.original;
    if (!full)
        if (const auto end = content.find("\r\n\r\n"); end != std::string_view::npos)
            content = content.substr(0, end + 2);
    part(out, boundary, type, content);
}

// Mail delivery (Bailey); a name beyond ASCII as an encoded word (RFC 2047), if one of 75 characters holds it.
std::string from(const Report& r) {
    constexpr std::size_t longest = 45;
    const auto name = "Mail delivery (" + one_line(r.service) + ')';
    if (grammar::is_ascii(name)) return text({name, r.postmaster});
    if (name.size() > longest) return text({"Mail delivery", r.postmaster});
    return "=?utf-8?b?" + grammar::encode_base64(name) + "?= <" + r.postmaster.text() + '>';
}

}  // namespace

std::string build_report(const Report& r) {
    const auto edge = boundary(r);
    const auto words = readable(r), status = status_part(r);
    const bool global = r.smtputf8 && !grammar::is_ascii(status);
    const std::string_view status_type = global ? "message/global-delivery-status" : "message/delivery-status";
    std::string body;
    body.reserve(words.size() + status.size() + r.original.size() + 1024);
    part(body, edge, grammar::is_ascii(words) ? "text/plain; charset=us-ascii" : "text/plain; charset=utf-8", words);
    part(body, edge, status_type, status);
    original_part(body, edge, r);
    body.append("--").append(edge).append("--\r\n");

    std::string out = "From: " + from(r) + "\r\n";
    out += "To: <" + r.sender.text() + ">\r\n";
    out.append("Subject: ").append(subject(r)).append("\r\n");
    out += "Date: " + date_time(r.now) + "\r\n";
    out += "Message-ID: " + message_id(r.id, r.host) + "\r\n";
    out += "Auto-Submitted: auto-replied\r\n";  // RFC 3834 section 5
    out += "MIME-Version: 1.0\r\n";
    out += "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"" + edge + "\"\r\n";
    if (!grammar::is_ascii(body)) out += "Content-Transfer-Encoding: 8bit\r\n";  // RFC 2045 section 6.4
    return out.append("\r\n").append(body);
}

}  // namespace bailey::mime
