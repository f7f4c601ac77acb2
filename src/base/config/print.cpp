#include <fmt/format.h>

#include <utility>

#include "base/config/quantity.hpp"
#include "base/config/settings.hpp"

namespace bailey::config {
namespace {

constexpr std::size_t width = 100;

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string list(const Names& names) {
    std::string line, lines;
    for (auto& name : names) {
        line += (line.empty() ? "" : ", ") + quoted(name);
        lines += "    " + quoted(name) + ",\n";
    }
    return line.size() < width - 20 ? '[' + line + ']' : "[\n" + lines + ']';
}

struct Show {
    Config& values;
    std::string operator()(const Text& t) const { return quoted(t.at(values)); }
    std::string operator()(const Choice& c) const { return quoted(c.at(values)); }
    std::string operator()(const Origin& o) const { return quoted(o.at(values)); }
    std::string operator()(const Url& u) const { return quoted(u.at(values)); }
    std::string operator()(const Urls& u) const { return list(u.at(values)); }
    std::string operator()(const Listen& l) const { return list(l.at(values)); }
    std::string operator()(const Number& n) const { return std::to_string(n.at(values)); }
    std::string operator()(const Size& s) const { return quoted(size_text(s.at(values))); }
    std::string operator()(const Duration& d) const { return quoted(to_text(d.at(values))); }
};

// As comment lines of at most `width`.
std::string comment(std::string_view words) {
    std::string text, line = "#";
    while (!words.empty()) {
        auto end = std::min(words.find(' '), words.size());
        if (line.size() + 1 + end > width) text += std::exchange(line, "#") + '\n';
        line += ' ';
        line += words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return text + line + '\n';
}

// The sentence, then what is accepted, where that says more than the value below it.
std::string annotation(const Setting& setting) {
    auto text = comment(setting.sentence);
    if (std::holds_alternative<Text>(setting.kind)) return text;
    auto accepted = expected(setting.kind);
    accepted[0] = static_cast<char>(accepted[0] >= 'a' && accepted[0] <= 'z' ? accepted[0] - 32 : accepted[0]);
    return text + comment(accepted + '.');
}

}  // namespace

std::string print(const Config& config) {
    auto values = config;
    std::string text = comment(
        "Bailey's configuration, printed by `bailey config defaults`. Every setting is here with its default; one that "
        "is left out keeps it. Names that are not here are refused. Durations are written \"30s\", \"15m\", \"4h\" or "
        "\"5d\"; sizes \"256KB\", \"50MB\" or \"2GB\".");
    std::string_view section;
    for (auto& setting : settings()) {
        if (setting.section != section) text += fmt::format("\n[{}]\n", section = setting.section);
        text +=
            '\n' + annotation(setting) + fmt::format("{} = {}\n", setting.key, std::visit(Show{values}, setting.kind));
    }
    text +=
        "\n" + comment("A member hosted as firm.SUFFIX although its everyday domain is firm.com; one table for each.");
    if (values.exceptions.empty())
        text += "# [[exception]]\n# everyday = \"firm.com\"\n# secure = \"firm.bailey.test\"\n";
    for (auto& e : values.exceptions)
        text += fmt::format("[[exception]]\neveryday = {}\nsecure = {}\n", quoted(e.everyday), quoted(e.secure));
    return text;
}

}  // namespace bailey::config
