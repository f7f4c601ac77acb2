#include "protocol/mime/mailboxes.hpp"

#include <optional>

#include "base/text.hpp"
#include "protocol/grammar/mail.hpp"

namespace bailey::mime {
namespace {

using grammar::Cursor;

// For people to see: no control characters (C0, DEL, C1), and U+FFFD for what is not UTF-8.
std::string shown(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto start = at;
        const auto c = next_code_point(text, at);
        if (!c) {
            out += "\xEF\xBF\xBD";
            ++at;
        } else if (*c >= ' ' && (*c < 0x7F || *c > 0x9F)) {
            out += text.substr(start, at - start);
        }
    }
    return std::string(trim(out));
}

// addr-spec = local-part "@" domain, as text that Address::parse() takes.
std::optional<std::string> addr_spec(Cursor& text) {
    const auto start = text.at();
    if (auto local = grammar::local_part(text); local && text.take('@'))
        if (auto domain = grammar::domain(text)) return grammar::quoted(*local) + '@' + *domain;
    text.back_to(start);
    return std::nullopt;
}

// obs-route = *("," / CFWS) "@" domain *("," ["@" domain]) ":", which says nothing that counts today.
bool skip_route(Cursor& text) {
    if (!grammar::cfws(text)) return false;
    if (text.peek() != '@' && text.peek() != ',') return true;
    text.take_while([](char c) { return c != ':' && c != '>' && c != '<' && c != '"'; });
    return text.take(':');
}

// angle-addr, after its "<"
Result<Address> angle_addr(Cursor& text) {
    if (!skip_route(text)) return Errc::bad_syntax;
    const auto spec = addr_spec(text);
    if (!spec || !text.take('>') || !grammar::cfws(text)) return Errc::bad_syntax;
    return Address::parse(*spec);
}

// mailbox = name-addr / addr-spec, or the head of a group, which gives none.
Result<std::optional<Mailbox>> mailbox_or_group(Cursor& text, bool& in_group) {
    const auto start = text.at();
    if (const auto spec = addr_spec(text)) {
        if (text.peek() != '<') {
            BAILEY_TRY(auto address, Address::parse(*spec));
            return std::optional(Mailbox{{}, std::move(address)});
        }
        // ann@firm.example <ann@firm.example>: not in the grammar, but programs write it.
        const auto display = text.since(start);
        text.skip();
        BAILEY_TRY(auto address, angle_addr(text));
        return std::optional(Mailbox{shown(display), std::move(address)});
    }
    auto display = grammar::phrase(text);
    if (text.take('<')) {
        BAILEY_TRY(auto address, angle_addr(text));
        return std::optional(Mailbox{shown(display.value_or("")), std::move(address)});
    }
    if (!display || in_group || !text.take(':')) return Errc::bad_syntax;
    in_group = true;
    return std::optional<Mailbox>();
}

}  // namespace

Result<std::vector<Mailbox>> parse_mailboxes(std::string_view value, std::size_t most) {
    std::vector<Mailbox> found;
    Cursor text(value);
    bool in_group = false, separated = true;  // a comma is due between two
    for (;;) {
        if (!grammar::cfws(text)) return Errc::bad_syntax;
        if (text.done()) break;
        if (text.take(',')) {
            separated = true;  // an empty element is an obsolete form
        } else if (in_group && text.take(';')) {
            in_group = false;
            separated = false;
        } else if (!separated) {
            return Errc::bad_syntax;
        } else {
            BAILEY_TRY(auto mailbox, mailbox_or_group(text, in_group));
            separated = !mailbox;
            if (!mailbox) continue;
            if (found.size() == most) return Errc::too_many;
            found.push_back(std::move(*mailbox));
        }
    }
    if (in_group) return Errc::bad_syntax;
    return found;
}

std::string text(const Mailbox& mailbox) {
    if (mailbox.display.empty()) return mailbox.address.text();
    return grammar::quoted(mailbox.display) + " <" + mailbox.address.text() + '>';
}

}  // namespace bailey::mime
