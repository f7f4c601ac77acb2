#include "protocol/sieve/lexer.hpp"
#include "protocol/sieve/syntax.hpp"

namespace bailey::sieve {
namespace {

class Parser {
public:
    Parser(std::string_view script, const Limits& limits) : lexer_(script), limits_(limits), token_(lexer_.next()) {}

    // commands, up to the end of the script or of the block
    bool commands(std::vector<Node>& into, bool in_block);
    const Problem& problem() const { return problem_; }

private:
    bool command(Node& into);
    bool test(Node& into);
    bool arguments(Node& into);
    bool strings(Argument& into);
    bool tests(Node& into);
    bool name(Node& into, std::string_view wanted);

    void take() { token_ = lexer_.next(); }
    bool take(char mark) {
        if (!token_.is(mark)) return false;
        take();
        return true;
    }
    bool fail(std::size_t line, std::string text) {
        problem_ = {line, std::move(text)};
        return false;
    }
    bool unexpected(std::string_view wanted);

    Lexer lexer_;
    const Limits& limits_;
    Token token_;
    std::size_t blocks_ = 0, tests_ = 0, nodes_ = 0;
    Problem problem_;
};

std::string shown(const Token& token) {
    switch (token.kind) {
    case TokenKind::identifier:
    case TokenKind::punctuation: return '"' + token.text + '"';
    case TokenKind::tag: return "\":" + token.text + '"';
    case TokenKind::number: return "a number";
    case TokenKind::string: return "a text in quotes";
    case TokenKind::end:
    case TokenKind::bad: break;
    }
    return "the end of the script";
}

bool Parser::unexpected(std::string_view wanted) {
    if (token_.kind == TokenKind::bad) return fail(token_.line, token_.text);
    return fail(token_.line, "Here must be " + std::string(wanted) + ", not " + shown(token_) + '.');
}

bool Parser::commands(std::vector<Node>& into, bool in_block) {
    while (!(in_block ? token_.is('}') : token_.kind == TokenKind::end)) {
        if (!in_block && token_.is('}')) return fail(token_.line, "This \"}\" closes nothing.");
        if (in_block && token_.kind == TokenKind::end) return unexpected("\"}\"");
        if (!command(into.emplace_back())) return false;
    }
    return true;
}

bool Parser::name(Node& into, std::string_view wanted) {
    if (token_.kind != TokenKind::identifier) return unexpected(wanted);
    if (++nodes_ > limits_.commands)
        return fail(token_.line,
                    "The script is too long: it may have " + std::to_string(limits_.commands) + " commands and tests.");
    into.name = std::move(token_.text);
    into.line = token_.line;
    take();
    return true;
}

// command = identifier arguments (";" / block)
bool Parser::command(Node& into) {
    if (!name(into, "a command") || !arguments(into)) return false;
    if (take(';')) return true;
    if (!token_.is('{')) return unexpected("\";\" or \"{\"");
    if (++blocks_ > limits_.nesting) return fail(token_.line, "Too many blocks stand within each other.");
    take();
    into.has_block = true;
    if (!commands(into.block, true)) return false;
    take();
    --blocks_;
    return true;
}

// test = identifier arguments
bool Parser::test(Node& into) {
    if (++tests_ > limits_.nesting) return fail(token_.line, "Too many tests stand within each other.");
    if (!name(into, "a test") || !arguments(into)) return false;
    --tests_;
    return true;
}

// arguments = *argument [ test / test-list ]
bool Parser::arguments(Node& into) {
    for (;;) {
        if (token_.kind == TokenKind::tag || token_.kind == TokenKind::number) {
            auto& argument = into.arguments.emplace_back();
            argument.kind = token_.kind == TokenKind::tag ? Argument::Kind::tag : Argument::Kind::number;
            argument.line = token_.line;
            argument.tag = std::move(token_.text);
            argument.number = token_.number;
            take();
        } else if (token_.kind == TokenKind::string || token_.is('[')) {
            if (!strings(into.arguments.emplace_back())) return false;
        } else {
            break;
        }
    }
    if (token_.is('(')) return tests(into);
    if (token_.kind == TokenKind::identifier) return test(into.tests.emplace_back());
    return true;
}

// string-list = "[" string *("," string) "]" / string
bool Parser::strings(Argument& into) {
    into.kind = Argument::Kind::strings;
    into.line = token_.line;
    into.is_list = take('[');
    if (into.is_list && take(']')) return fail(into.line, "A list must have something in it.");
    for (;;) {
        if (token_.kind != TokenKind::string) return unexpected("a text in quotes");
        if (into.strings.size() == limits_.list_items)
            return fail(token_.line, "A list may have " + std::to_string(limits_.list_items) + " texts.");
        into.strings.push_back(std::move(token_.text));
        take();
        if (!into.is_list || take(']')) return true;
        if (!take(',')) return unexpected("\",\" or \"]\"");
    }
}

// test-list = "(" test *("," test) ")"
bool Parser::tests(Node& into) {
    into.has_test_list = true;
    do {
        take();
        if (!test(into.tests.emplace_back())) return false;
    } while (token_.is(','));
    return take(')') || unexpected("\",\" or \")\"");
}

}  // namespace

std::optional<std::vector<Node>> parse(std::string_view script, const Limits& limits, std::vector<Problem>& problems) {
    if (script.size() > limits.script_octets) {
        problems.push_back(
            {1, "The script is too long: it may have " + std::to_string(limits.script_octets) + " octets."});
        return std::nullopt;
    }
    if (const auto line = unreadable(script)) {
        problems.push_back({line, "This line is not text in UTF-8."});
        return std::nullopt;
    }
    std::vector<Node> commands;
    Parser parser(script, limits);
    if (parser.commands(commands, false)) return commands;
    problems.push_back(parser.problem());
    return std::nullopt;
}

}  // namespace bailey::sieve
