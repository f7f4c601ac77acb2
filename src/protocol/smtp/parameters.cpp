#include "protocol/smtp/parameters.hpp"

#include <array>
#include <charconv>

#include "protocol/grammar/cursor.hpp"
#include "protocol/grammar/utf8.hpp"
#include "protocol/grammar/xtext.hpp"

namespace bailey::smtp {
namespace {

using grammar::Cursor;
using grammar::same_word;

constexpr std::size_t longest_envid = 100;  // RFC 3461 section 4.4
constexpr std::size_t longest_orcpt = 500;  // RFC 3461 section 4.2

using Value = std::optional<std::string_view>;  // nullopt: the parameter came without "="

// RFC 1870 section 5: size-value = 1*20DIGIT
Result<void> size(Value value, Mail& mail) {
    if (!value || value->empty() || value->size() > 20) return Errc::bad_syntax;
    const auto* end = value->data() + value->size();
    auto [stopped, error] = std::from_chars(value->data(), end, mail.size);
    if (error == std::errc::result_out_of_range) mail.size = UINT64_MAX;
    if (error == std::errc::invalid_argument || stopped != end) return Errc::bad_syntax;
    return {};
}

// RFC 6152 section 2. BINARYMIME (RFC 3030 section 3) is not offered.
Result<void> body(Value value, Mail& mail) {
    if (!value) return Errc::bad_syntax;
    mail.eight_bit = same_word(*value, "8BITMIME");
    if (mail.eight_bit || same_word(*value, "7BIT")) return {};
    return Errc::unsupported;
}

Result<void> smtputf8(Value value, Mail& mail) {
    if (value) return Errc::bad_syntax;  // RFC 6531 section 3.1: it takes no value
    mail.smtputf8 = true;
    return {};
}

Result<void> ret(Value value, Mail& mail) {
    if (!value) return Errc::bad_syntax;
    if (same_word(*value, "FULL"))
        mail.return_content = ReturnContent::full;
    else if (!same_word(*value, "HDRS"))
        return Errc::bad_syntax;
    return {};
}

Result<void> envid(Value value, Mail& mail) {
    if (!value || value->empty() || value->size() > longest_envid) return Errc::bad_syntax;
    BAILEY_TRY(mail.envelope_id, grammar::decode_xtext(*value));
    return grammar::is_ascii(mail.envelope_id) ? Result<void>() : Errc::bad_syntax;
}

// RFC 4954 section 5: it must be understood and, from a client that need not be believed, does not count.
Result<void> auth(Value value, Mail&) {
    if (!value || value->empty()) return Errc::bad_syntax;
    auto decoded = grammar::decode_xtext(*value);
    return decoded ? Result<void>() : decoded.error();
}

// RFC 3461 section 4.1: NEVER alone, or a list without repetition.
Result<void> notify(Value value, Rcpt& rcpt) {
    if (!value) return Errc::bad_syntax;
    if (same_word(*value, "NEVER")) {
        rcpt.notify = {.never = true, .success = false, .failure = false, .delay = false};
        return {};
    }
    Notify wanted{.never = false, .success = false, .failure = false, .delay = false};
    for (Cursor list(*value);;) {
        const auto word = list.take_while([](char c) { return c != ','; });
        bool* found = same_word(word, "SUCCESS")   ? &wanted.success
                      : same_word(word, "FAILURE") ? &wanted.failure
                      : same_word(word, "DELAY")   ? &wanted.delay
                                                   : nullptr;
        if (!found || *found) return Errc::bad_syntax;
        *found = true;
        if (list.done()) break;
        list.skip();
    }
    rcpt.notify = wanted;
    return {};
}

Result<void> orcpt(Value value, Rcpt& rcpt) {
    if (!value || value->size() > longest_orcpt) return Errc::bad_syntax;
    Cursor text(*value);
    const auto type = text.take_while([](char c) { return grammar::is_atext(c) && !grammar::is_utf8_part(c); });
    if (type.empty() || !text.take(';') || text.done()) return Errc::bad_syntax;
    BAILEY_TRY(auto address, grammar::decode_xtext(text.rest()));
    rcpt.original = std::string(type) + ';' + address;
    return {};
}

template <class Into>
struct Parameter {
    std::string_view name;
    Result<void> (*read)(Value, Into&);
};
constexpr std::array mail_parameters{
    Parameter<Mail>{"SIZE", size}, Parameter<Mail>{"BODY", body},   Parameter<Mail>{"SMTPUTF8", smtputf8},
    Parameter<Mail>{"RET", ret},   Parameter<Mail>{"ENVID", envid}, Parameter<Mail>{"AUTH", auth},
};
constexpr std::array rcpt_parameters{Parameter<Rcpt>{"NOTIFY", notify}, Parameter<Rcpt>{"ORCPT", orcpt}};

template <class Into, std::size_t n>
Result<void> read_all(std::string_view text, const std::array<Parameter<Into>, n>& table, Into& into) {
    std::array<bool, n> seen{};
    Cursor rest(text);
    while (!rest.done()) {
        if (rest.take_while([](char c) { return c == ' '; }).empty()) return Errc::bad_syntax;
        if (rest.done()) break;  // trailing white space (RFC 5321 section 4.1.1)
        const auto name = rest.take_while([](char c) { return c != '=' && c != ' '; });
        Value value;
        if (rest.take('=')) value = rest.take_while([](char c) { return c != ' '; });
        std::size_t row = 0;
        while (row < n && !same_word(table[row].name, name)) ++row;
        if (row == n) return Errc::unsupported;
        if (std::exchange(seen[row], true)) return Errc::bad_syntax;
        BAILEY_CHECK(table[row].read(value, into));
    }
    return {};
}

}  // namespace

Result<void> read_parameters(std::string_view text, Mail& into) { return read_all(text, mail_parameters, into); }
Result<void> read_parameters(std::string_view text, Rcpt& into) { return read_all(text, rcpt_parameters, into); }

}  // namespace bailey::smtp
