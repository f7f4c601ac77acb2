#include "protocol/smtp/command.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "protocol/grammar/cursor.hpp"
#include "protocol/grammar/utf8.hpp"
#include "protocol/smtp/parameters.hpp"

namespace bailey::smtp {
namespace {

using grammar::Cursor;
using grammar::same_word;

constexpr std::size_t longest_name = 255;  // RFC 5321 section 4.5.3.1.2

// RFC 5321 section 4.1.2: Path = "<" [ A-d-l ":" ] Mailbox ">". Gives what is between the brackets, without the
// source route, which must be accepted and should be ignored (section 4.1.1.3).
Result<std::string_view> path(Cursor& text) {
    if (!text.take('<')) return Errc::bad_syntax;
    if (text.peek() == '@') {
        text.take_while([](char c) { return c != ':' && c != '>' && c != ' '; });
        if (!text.take(':')) return Errc::bad_syntax;
    }
    const auto start = text.at();
    if (text.take('"'))
        while (!text.done() && !text.take('"')) {
            if (text.take('\\'))
                text.skip();
            else
                text.skip();
        }
    text.take_while([](char c) { return c != '>'; });
    const auto mailbox = text.since(start);
    if (!text.take('>')) return Errc::bad_syntax;
    return mailbox;
}

// "FROM:" or "TO:" and its path. A space after the colon is wrong and common.
Result<std::string_view> path_after(std::string_view word, Cursor& text) {
    if (!text.take(word)) return Errc::bad_syntax;
    text.take_while(grammar::is_wsp);
    return path(text);
}

Command mail(std::string_view argument) {
    Cursor text(argument);
    Mail command{.from = std::nullopt, .ascii = grammar::is_ascii(argument)};
    const auto mailbox = path_after("FROM:", text);
    if (!mailbox) return Unreadable{About::sender, Errc::bad_syntax};
    if (!mailbox->empty()) {
        auto address = Address::parse(*mailbox);
        if (!address) return Unreadable{About::sender, errc_of(address.error())};
        command.from = std::move(*address);
    }
    if (auto read = read_parameters(text.rest(), command); !read)
        return Unreadable{About::parameter, errc_of(read.error())};
    return command;
}

Command rcpt(std::string_view argument) {
    Cursor text(argument);
    Rcpt command{.to = std::nullopt, .ascii = grammar::is_ascii(argument)};
    const auto mailbox = path_after("TO:", text);
    if (!mailbox) return Unreadable{About::recipient, Errc::bad_syntax};
    if (!same_word(*mailbox, "Postmaster")) {
        auto address = Address::parse(*mailbox);
        if (!address) return Unreadable{About::recipient, errc_of(address.error())};
        command.to = std::move(*address);
    }
    if (auto read = read_parameters(text.rest(), command); !read)
        return Unreadable{About::parameter, errc_of(read.error())};
    return command;
}

// A domain or an address literal by the book; real clients give anything, and nothing depends on it
// (RFC 5321 section 4.1.4).
bool is_client_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_name && grammar::is_utf8(text) &&
           std::ranges::all_of(text, [](char c) { return grammar::is_vchar(c) || grammar::is_utf8_part(c); });
}
template <class T>
Command named(std::string_view argument) {
    if (!is_client_name(argument)) return Unreadable{About::hello, Errc::bad_syntax};
    return T{std::string(argument)};
}

Command auth(std::string_view argument) {
    Cursor text(argument);
    const auto not_space = [](char c) { return c != ' '; };
    Auth command{std::string(text.take_while(not_space)), std::nullopt};
    if (command.mechanism.empty()) return Unreadable{About::argument, Errc::bad_syntax};
    if (text.take(' ')) {
        command.initial = Secret(text.take_while(not_space));
        if (!text.done() || command.initial->empty()) return Unreadable{About::argument, Errc::bad_syntax};
    }
    return command;
}

Command bdat(std::string_view argument) {
    Bdat command;
    const auto* end = argument.data() + argument.size();
    auto [stopped, error] = std::from_chars(argument.data(), end, command.octets);
    const std::string_view rest(stopped, static_cast<std::size_t>(end - stopped));
    command.last = same_word(rest, " LAST");
    // How many octets follow is unknown then, so the connection cannot go on: the session ends it.
    if (error != std::errc{} || (!rest.empty() && !command.last)) return Unreadable{About::chunk, Errc::bad_syntax};
    return command;
}

template <class T>
Command bare(std::string_view argument) {
    if (!argument.empty()) return Unreadable{About::argument, Errc::bad_syntax};
    return T{};
}
template <class T>
Command with_anything(std::string_view) {
    return T{};
}

struct Verb {
    std::string_view name;
    Command (*read)(std::string_view argument);
};
constexpr std::array verbs{
    Verb{"EHLO", named<Ehlo>},
    Verb{"HELO", named<Helo>},
    Verb{"STARTTLS", bare<StartTls>},
    Verb{"AUTH", auth},
    Verb{"MAIL", mail},
    Verb{"RCPT", rcpt},
    Verb{"DATA", bare<Data>},
    Verb{"BDAT", bdat},
    Verb{"RSET", bare<Rset>},
    Verb{"VRFY", with_anything<Vrfy>},
    Verb{"EXPN", with_anything<Expn>},
    Verb{"HELP", with_anything<Help>},
    Verb{"NOOP", with_anything<Noop>},
    Verb{"QUIT", bare<Quit>},
};

}  // namespace

Command parse(std::string_view line) {
    // White space before the end of the line should be tolerated (RFC 5321 section 4.1.1).
    while (!line.empty() && grammar::is_wsp(line.back())) line.remove_suffix(1);
    const auto space = std::min(line.find(' '), line.size());
    const auto name = line.substr(0, space);
    const auto argument = space < line.size() ? line.substr(space + 1) : std::string_view{};
    for (const auto& verb : verbs)
        if (same_word(verb.name, name)) return verb.read(argument);
    return Unreadable{About::command, Errc::unsupported};
}

}  // namespace bailey::smtp
