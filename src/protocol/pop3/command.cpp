#include "protocol/pop3/command.hpp"

#include <array>
#include <charconv>

#include "protocol/grammar/characters.hpp"
#include "protocol/grammar/utf8.hpp"

namespace bailey::pop3 {
namespace {

using Reader = Result<Command> (*)(std::string_view);

Result<std::uint32_t> number(std::string_view text) {
    std::uint32_t n = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (ec != std::errc{} || end != text.data() + text.size()) return Errc::bad_syntax;
    return n;
}

// Message numbers count from 1 (RFC 1939 section 5).
Result<std::uint32_t> message_number(std::string_view text) {
    BAILEY_TRY(auto n, number(text));
    if (n == 0) return Errc::bad_syntax;
    return n;
}

// Some programs send a space after a command without arguments.
std::string_view without_trailing_spaces(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

template <class T>
Result<Command> bare(std::string_view arguments) {
    if (!without_trailing_spaces(arguments).empty()) return Errc::bad_syntax;
    return Command{T{}};
}

template <class T>
Result<Command> numbered(std::string_view arguments) {
    BAILEY_TRY(auto n, message_number(without_trailing_spaces(arguments)));
    return Command{T{n}};
}

template <class T>
Result<Command> maybe_numbered(std::string_view arguments) {
    if (without_trailing_spaces(arguments).empty()) return Command{T{std::nullopt}};
    return numbered<T>(arguments);
}

template <class T, class Text>
Result<Command> text(std::string_view arguments) {
    if (arguments.empty() || !grammar::is_utf8(arguments)) return Errc::bad_syntax;
    return Command{T{Text(arguments)}};
}

Result<Command> top(std::string_view arguments) {
    arguments = without_trailing_spaces(arguments);
    auto space = arguments.find(' ');
    if (space == std::string_view::npos) return Errc::bad_syntax;
    BAILEY_TRY(auto n, message_number(arguments.substr(0, space)));
    BAILEY_TRY(auto lines, number(arguments.substr(space + 1)));
    return Command{Top{n, lines}};
}

Result<Command> auth(std::string_view arguments) {
    arguments = without_trailing_spaces(arguments);
    auto space = arguments.find(' ');
    Auth made{std::string(arguments.substr(0, space)), std::nullopt};
    if (made.mechanism.empty()) return Errc::bad_syntax;
    if (space != std::string_view::npos) made.initial = Secret(arguments.substr(space + 1));
    return Command{std::move(made)};
}

struct Keyword {
    std::string_view name;
    Reader read;
};
constexpr std::array keywords{
    Keyword{"USER", text<User, std::string>},
    Keyword{"PASS", text<Pass, Secret>},
    Keyword{"AUTH", auth},
    Keyword{"CAPA", bare<Capa>},
    Keyword{"STLS", bare<Stls>},
    Keyword{"UTF8", bare<Utf8>},
    Keyword{"STAT", bare<Stat>},
    Keyword{"LIST", maybe_numbered<List>},
    Keyword{"UIDL", maybe_numbered<Uidl>},
    Keyword{"RETR", numbered<Retr>},
    Keyword{"TOP", top},
    Keyword{"DELE", numbered<Dele>},
    Keyword{"RSET", bare<Rset>},
    Keyword{"NOOP", bare<Noop>},
    Keyword{"QUIT", bare<Quit>},
};

}  // namespace

Result<Command> parse(std::string_view line) {
    auto space = line.find(' ');
    auto name = line.substr(0, space);
    auto arguments = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    for (auto& keyword : keywords)
        if (grammar::same_word(keyword.name, name)) return keyword.read(arguments);
    return Errc::unsupported;
}

}  // namespace bailey::pop3
