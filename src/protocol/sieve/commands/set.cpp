// set: RFC 5229 section 4.
#include <algorithm>

#include "base/text.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/commands/commands.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {
namespace {

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::string escaped(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

struct Set final : Command {
    std::string name;
    Text value;
    bool lower = false, upper_ = false, lower_first = false, upper_first = false;
    bool quote_wildcard = false, quote_regex = false, length = false;

    // By precedence, the highest first (section 4.1).
    Flow run(Run& run) const override {
        auto text = value.expand(run);
        if (lower) text = ascii_lower(text);
        if (upper_) std::ranges::transform(text, text.begin(), upper);
        if (lower_first && !text.empty()) text[0] = ascii_lower(text[0]);
        if (upper_first && !text.empty()) text[0] = upper(text[0]);
        if (quote_wildcard) text = escaped(text, "*?\\");
        if (quote_regex) text = escaped(text, "\\^$.[]|()*+?{}");
        if (length) text = std::to_string(characters(text));
        run.set(name, std::move(text));
        return Flow::next;
    }
};

}  // namespace

CommandPtr make_set(Checker& checker, Arguments& arguments) {
    const auto& given = arguments.text(0);
    auto name = variable_name(given.source(), checker.required("include"));
    if (!name || !given.is_constant() || name->size() > checker.rules().limits.name_octets) {
        checker.problem(arguments.line, '"' + given.source() + "\" cannot be the name of a variable.");
        return nullptr;
    }
    auto made = std::make_unique<Set>();
    made->line = arguments.line;
    made->name = std::move(*name);
    made->value = arguments.text(1);
    made->lower = arguments.has("lower");
    made->upper_ = arguments.has("upper");
    made->lower_first = arguments.has("lowerfirst");
    made->upper_first = arguments.has("upperfirst");
    made->quote_wildcard = arguments.has("quotewildcard");
    made->quote_regex = arguments.has("quoteregex");
    made->length = arguments.has("length");
    return made;
}

}  // namespace bailey::sieve
