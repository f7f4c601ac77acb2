#include "api/jmap/submission/envelope.hpp"

#include <algorithm>

#include "protocol/grammar/characters.hpp"
#include "protocol/grammar/utf8.hpp"
#include "protocol/grammar/xtext.hpp"
#include "protocol/jmap/values.hpp"
#include "protocol/smtp/parameters.hpp"

namespace bailey::jmap {
namespace {

using grammar::same_word;

Error malformed(std::string why) { return invalid_properties({"envelope"}, std::move(why)); }

// An Address object.
struct Named {
    std::string_view email;
    const json::object* parameters = nullptr;
};

Answer<Named> named(const json::value* value, std::string_view where) {
    auto wrong = [&] { return malformed(std::string(where) + " is not an Address"); };
    if (!value || !value->is_object()) return wrong();
    auto& object = value->get_object();
    auto email = member(object, "email"), parameters = member(object, "parameters");
    if (!email || !email->is_string() || object.size() != (parameters ? 2u : 1u)) return wrong();
    Named named{text_of(email->get_string()), nullptr};
    if (parameters && parameters->is_object()) named.parameters = &parameters->get_object();
    if (parameters && !parameters->is_object() && !parameters->is_null()) return wrong();
    return named;
}

// RFC 4865 section 4.2: in how many seconds, or when. None where `name` is another parameter.
Answer<bool> hold(std::string_view name, const json::value& value, const MailLimits& limits, Time now,
                  std::optional<Time>& until) {
    bool in = same_word(name, "HOLDFOR"), at = same_word(name, "HOLDUNTIL");
    if (!in && !at) return false;
    if (until) return malformed("HOLDFOR and HOLDUNTIL exclude each other");
    if (!value.is_string()) return malformed(std::string(name) + " has no value");
    auto text = text_of(value.get_string());
    if (in) {
        constexpr std::size_t most_digits = 9;  // RFC 4865 section 4.3.1
        bool number =
            !text.empty() && text.size() <= most_digits && std::all_of(text.begin(), text.end(), grammar::is_digit);
        if (!number) return malformed("HOLDFOR is not a number of seconds");
        until = now + std::chrono::seconds(std::stoll(std::string(text)));
    } else {
        auto moment = date_from(text);
        if (!moment) return malformed("HOLDUNTIL is not a date and time");
        until = *moment;
    }
    if (*until > now + limits.longest_hold) {
        return malformed("held for longer than maxDelayedSend, " + std::to_string(limits.longest_hold.count()) + " s");
    }
    return true;
}

// "type;address" with the address in xtext (RFC 3461 section 4.2); other values have no need of it but ENVID.
std::string on_the_wire(std::string_view name, std::string_view value) {
    if (same_word(name, "ENVID")) return grammar::encode_xtext(value);
    auto semicolon = value.find(';');
    if (!same_word(name, "ORCPT") || semicolon == std::string_view::npos) return std::string(value);
    return std::string(value.substr(0, semicolon + 1)) + grammar::encode_xtext(value.substr(semicolon + 1));
}

// What SMTP's own reader understands: " NAME=value NAME". A space would end the value, and begin another parameter.
Answer<std::string> parameter_text(const json::object& parameters, const std::vector<std::string_view>& passed_over) {
    std::string text;
    for (const auto& [key, value] : parameters) {
        auto name = text_of(key);
        auto is_it = [&](std::string_view other) { return same_word(name, other); };
        if (std::any_of(passed_over.begin(), passed_over.end(), is_it)) continue;
        if (!value.is_string() && !value.is_null()) return malformed("a parameter is no String");
        auto written = value.is_null() ? std::string() : on_the_wire(name, text_of(value.get_string()));
        auto breaks = [](char c) { return (c >= 0 && c <= ' ') || c == '\x7f'; };
        if (name.empty() || std::any_of(name.begin(), name.end(), [&](char c) { return breaks(c) || c == '='; }) ||
            std::any_of(written.begin(), written.end(), breaks)) {
            return malformed("a parameter has a character that it cannot have");
        }
        text.append(" ").append(name);
        if (!value.is_null()) text.append("=").append(written);
    }
    return text;
}

template <class Into>
Answer<void> read_parameters(const Named& from, const std::vector<std::string_view>& passed_over, Into& into) {
    if (!from.parameters) return {};
    JMAP_TRY(auto text, parameter_text(*from.parameters, passed_over));
    auto read = smtp::read_parameters(text, into);
    if (read) return {};
    if (errc_of(read.error()) == Errc::unsupported) return malformed("a parameter is not known here");
    return malformed("a parameter is malformed");
}

Answer<void> read_sender(const json::object& object, const MailLimits& limits, Time now, Envelope& envelope) {
    JMAP_TRY(auto from, named(member(object, "mailFrom"), "mailFrom"));
    smtp::Mail mail;
    JMAP_CHECK(read_parameters(from, {"HOLDFOR", "HOLDUNTIL"}, mail));
    if (from.parameters) {
        for (const auto& [name, value] : *from.parameters) {
            JMAP_CHECK(hold(text_of(name), value, limits, now, envelope.hold_until));
        }
    }
    if (envelope.hold_until && *envelope.hold_until <= now) envelope.hold_until.reset();
    if (mail.size > limits.message_bytes) return refused(Errc::too_long, limits);
    envelope.envelope_id = mail.envelope_id;
    envelope.return_content = mail.return_content;
    if (from.email.empty()) return {};  // <>: no report will come back
    auto address = Address::parse(from.email);
    if (!address) return malformed("the email of mailFrom is no address");
    envelope.sender = std::move(*address);
    return {};
}

Answer<void> read_recipients(const json::object& object, const MailLimits& limits, Envelope& envelope) {
    auto list = member(object, "rcptTo");
    if (!list || !list->is_array()) return malformed("rcptTo is not a list");
    auto& all = list->get_array();
    if (all.empty()) return Error(ErrorType::no_recipients);
    if (all.size() > limits.recipients) {
        Error error(ErrorType::too_many_recipients);
        error.more["maxRecipients"] = limits.recipients;
        return error;
    }
    std::vector<std::string> wrong;
    for (const auto& value : all) {
        JMAP_TRY(auto to, named(&value, "an item of rcptTo"));
        smtp::Rcpt rcpt;
        JMAP_CHECK(read_parameters(to, {}, rcpt));
        auto address = Address::parse(to.email);
        if (address)
            envelope.recipients.push_back({std::move(*address), rcpt.notify, std::move(rcpt.original)});
        else
            wrong.emplace_back(to.email);
    }
    if (wrong.empty()) return {};
    Error error(ErrorType::invalid_recipients, "no mail address");
    error.more["invalidRecipients"] = array_of(wrong);
    return error;
}

json::object address_json(std::string_view email) { return {{"email", email}, {"parameters", nullptr}}; }

}  // namespace

Answer<Envelope> envelope_from(const json::object& object, const MailLimits& limits, Time now) {
    if (object.size() != 2) return malformed("an Envelope is mailFrom and rcptTo");
    Envelope envelope;
    JMAP_CHECK(read_sender(object, limits, now, envelope));
    JMAP_CHECK(read_recipients(object, limits, envelope));
    envelope.eight_bit = true;  // the message may have any octet
    auto utf8 = [](const Recipient& r) { return r.address.needs_smtputf8(); };
    envelope.smtputf8 = (envelope.sender && envelope.sender->needs_smtputf8()) ||
                        std::any_of(envelope.recipients.begin(), envelope.recipients.end(), utf8);
    return envelope;
}

Answer<json::object> default_envelope(const Letter& letter, const Identities& identities, const Identity& identity) {
    JMAP_TRY(auto sender, default_sender(letter));
    json::array to;
    for (const auto& email : default_recipients(letter)) to.push_back(address_json(email));
    // RFC 8621 section 7: an address that the Identity does not allow gives way to the Identity's own.
    auto from = identities.is_of(sender, identity) ? sender.text() : identity.email();
    return json::object{{"mailFrom", address_json(from)}, {"rcptTo", std::move(to)}};
}

std::vector<std::string> recipients_of(const json::object& envelope) {
    std::vector<std::string> all;
    for (const auto& to : envelope.at("rcptTo").as_array()) all.emplace_back(text_of(to.at("email").as_string()));
    return all;
}

}  // namespace bailey::jmap
