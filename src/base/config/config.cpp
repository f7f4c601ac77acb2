#include "base/config/config.hpp"

// The packaged library rather than the header alone: it compiles sooner and is mended by the distribution.
#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include "base/config/nearest.hpp"
#include "base/config/quantity.hpp"
#include "base/config/settings.hpp"
#include "base/text.hpp"

namespace bailey::config {
namespace {

constexpr std::size_t largest_file = 1 * MiB;
constexpr std::string_view exception_table = "exception";

bool one_line(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7F; });
}

bool is_url(std::string_view text) {
    for (std::string_view scheme : {"sqlite:", "postgresql://"})
        if (text.starts_with(scheme) && text.size() > scheme.size()) return one_line(text);
    return false;
}

bool is_host_and_port(std::string_view text) {
    auto colon = text.rfind(':');
    if (colon == 0 || colon == text.npos || !one_line(text)) return false;
    auto host = text.substr(0, colon), port = text.substr(colon + 1);
    // An IPv6 address has colons of its own and so is written in brackets (RFC 3986 section 3.2.2).
    if (host.find(':') != host.npos && !(host.starts_with('[') && host.ends_with(']'))) return false;
    std::uint16_t number = 0;
    auto [end, ec] = std::from_chars(port.data(), port.data() + port.size(), number);
    return ec == std::errc{} && end == port.data() + port.size() && host.find(' ') == host.npos;
}

bool is_origin(std::string_view text) {
    constexpr std::string_view scheme = "https://";
    if (!text.starts_with(scheme)) return false;
    auto authority = std::string(text.substr(scheme.size()));
    if (authority.find_first_of("/?#@ ") != authority.npos) return false;
    auto behind_brackets = authority.find(']') == authority.npos ? 0 : authority.find(']');
    bool has_port = authority.find(':', behind_brackets) != authority.npos;
    return is_host_and_port(has_port ? authority : authority + ":443");
}

std::optional<std::uint32_t> line_of_bad_utf8(std::string_view text) {
    std::uint32_t line = 1;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') ++line;
        if (!next_code_point(text, at)) return line;
    }
    return {};
}

// Puts a node's value where its setting lives. Error: bad_syntax, then nothing has changed.
struct Assign {
    Config& config;
    const toml::node& node;

    Result<void> operator()(const Text& t) const {
        auto text = node.value_exact<std::string>();
        if (!text || !one_line(*text) || (text->empty() && !t.may_be_empty)) return Errc::bad_syntax;
        t.at(config) = *text;
        return {};
    }
    Result<void> operator()(const Choice& c) const {
        auto text = node.value_exact<std::string>();
        if (!text || std::ranges::find(c.choices, *text) == c.choices.end()) return Errc::bad_syntax;
        c.at(config) = *text;
        return {};
    }
    Result<void> operator()(const Origin& o) const {
        auto text = node.value_exact<std::string>();
        if (!text || !(text->empty() || is_origin(*text))) return Errc::bad_syntax;
        o.at(config) = *text;
        return {};
    }
    Result<void> operator()(const Url& u) const {
        auto text = node.value_exact<std::string>();
        if (!text || !is_url(*text)) return Errc::bad_syntax;
        u.at(config) = *text;
        return {};
    }
    Result<void> operator()(const Urls& u) const {
        BAILEY_TRY(auto urls, list(is_url));
        if (urls.empty() || std::set(urls.begin(), urls.end()).size() != urls.size()) return Errc::bad_syntax;
        u.at(config) = std::move(urls);
        return {};
    }
    Result<void> operator()(const Listen& l) const {
        BAILEY_TRY(l.at(config), list(is_host_and_port));
        return {};
    }
    Result<void> operator()(const Number& n) const {
        auto number = node.value_exact<std::int64_t>();
        if (!number || *number < 0) return Errc::bad_syntax;
        return within(n, static_cast<std::uint64_t>(*number));
    }
    Result<void> operator()(const Size& s) const {
        auto text = node.value_exact<std::string>();
        if (!text) return Errc::bad_syntax;
        BAILEY_TRY(auto octets, size_from(*text));
        return within(s, octets);
    }
    Result<void> operator()(const Duration& d) const {
        auto text = node.value_exact<std::string>();
        if (!text) return Errc::bad_syntax;
        BAILEY_TRY(auto duration, duration_from(*text));
        return within(d, duration);
    }

private:
    template <class Limits, class T>
    Result<void> within(const Limits& limits, T value) const {
        if (value < limits.low || value > limits.high) return Errc::bad_syntax;
        limits.at(config) = value;
        return {};
    }
    Result<Names> list(bool (*fits)(std::string_view)) const {
        const auto* array = node.as_array();
        if (!array) return Errc::bad_syntax;
        Names names;
        for (auto& element : *array) {
            auto text = element.value_exact<std::string>();
            if (!text || !fits(*text)) return Errc::bad_syntax;
            names.push_back(std::move(*text));
        }
        return names;
    }
};

std::string quoted(std::string_view text) {
    constexpr std::size_t enough = 40;
    std::string shown = "\"";
    for (char c : text.substr(0, enough)) shown += one_line({&c, 1}) ? c : '?';
    return shown + (text.size() > enough ? "...\"" : "\"");
}

// What stands there, for the message. A database's URL may hold a password and is not shown.
std::string found(const Kind& kind, const toml::node& node) {
    bool private_text = std::holds_alternative<Url>(kind) || std::holds_alternative<Urls>(kind);
    if (auto text = node.value_exact<std::string>()) return private_text ? "something else" : quoted(*text);
    if (auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
    if (auto yes = node.value_exact<bool>()) return *yes ? "true" : "false";
    if (node.is_table()) return "a table";
    const auto* array = node.as_array();
    if (!array || private_text) return "something else";
    if (array->empty()) return "an empty list";
    std::string all;
    for (auto& element : *array) all += (all.empty() ? "[" : ", ") + found(Text{}, element);
    return all.size() > 80 ? "another list" : all + ']';
}

std::optional<std::uint64_t> comparable(const Kind& kind, Config& config) {
    if (auto* number = std::get_if<Number>(&kind)) return number->at(config);
    if (auto* duration = std::get_if<Duration>(&kind)) return duration->at(config).count();
    return {};
}

const Setting* find_setting(std::string_view section, std::string_view key) {
    for (auto& setting : settings())
        if (setting.section == section && setting.key == key) return &setting;
    return nullptr;
}

class Reader {
public:
    Reader(std::string file, std::vector<ConfigError>& errors) : file_(std::move(file)), errors_(errors) {}

    Result<Config> read(const toml::table& root) {
        for (auto&& [key, node] : root) {
            if (key.str() == exception_table)
                read_exceptions(node);
            else
                read_section(key, node);
        }
        if (mistakes_.empty()) check_orders();
        if (mistakes_.empty()) return config_;
        std::ranges::stable_sort(mistakes_, {}, &ConfigError::line);
        errors_.insert(errors_.end(), mistakes_.begin(), mistakes_.end());
        return Errc::bad_config;
    }

    Errc refuse(std::uint32_t line, std::string message) {
        errors_.push_back({file_, line, std::move(message)});
        return Errc::bad_config;
    }

private:
    void mistake(const toml::source_region& where, std::string message) {
        mistakes_.push_back({file_, where.begin.line, std::move(message)});
    }

    void read_section(const toml::key& key, const toml::node& node) {
        std::vector<std::string_view> known{exception_table}, keys;
        for (auto& setting : settings()) {
            known.push_back(setting.section);
            if (setting.section == key.str()) keys.push_back(setting.key);
        }
        if (keys.empty())
            return mistake(key.source(), quoted(key.str()) + ": unknown section" + did_you_mean(key, known));
        const auto* table = node.as_table();
        if (!table) return mistake(node.source(), name(key, "") + ": expected a section, found " + found(Text{}, node));
        for (auto&& [setting, value] : *table) read_setting(key.str(), setting, value, keys);
    }

    void read_setting(std::string_view section, const toml::key& key, const toml::node& node,
                      const std::vector<std::string_view>& keys) {
        const auto* setting = find_setting(section, key.str());
        if (!setting)
            return mistake(key.source(), quoted(name(section, key)) + ": unknown setting" + did_you_mean(key, keys));
        lines_[name(section, key)] = node.source().begin.line;
        if (!std::visit(Assign{config_, node}, setting->kind))
            mistake(node.source(), name(section, key) + ": expected " + expected(setting->kind) + ", found " +
                                       found(setting->kind, node));
    }

    void read_exceptions(const toml::node& node) {
        const auto* array = node.as_array();
        if (!array || !array->is_homogeneous<toml::table>())
            return mistake(node.source(), "exception: expected [[exception]] with \"everyday\" and \"secure\"");
        for (auto& element : *array) {
            auto& table = *element.as_table();
            auto everyday = table["everyday"].value_exact<std::string>();
            auto secure = table["secure"].value_exact<std::string>();
            if (table.size() == 2 && everyday && secure && one_line(*everyday + *secure))
                config_.exceptions.push_back({*everyday, *secure});
            else
                mistake(element.source(), "exception: expected \"everyday\" and \"secure\", two domains, alone");
        }
    }

    void check_orders() {
        for (auto& order : orders()) {
            auto value = [&](std::string_view key) {
                return comparable(find_setting(order.section, key)->kind, config_).value_or(0);
            };
            if (value(order.small) <= value(order.large)) continue;
            auto small = name(order.section, order.small), large = name(order.section, order.large);
            mistakes_.push_back(
                {file_, std::max(lines_[small], lines_[large]), small + ": expected no more than " + large});
        }
    }

    static std::string name(std::string_view section, std::string_view key) {
        return std::string(section) + (key.empty() ? "" : ".") + std::string(key);
    }

    std::string file_;
    std::vector<ConfigError>& errors_;
    std::vector<ConfigError> mistakes_;
    std::map<std::string, std::uint32_t> lines_;  // where each named setting stands
    Config config_;
};

}  // namespace

std::string ConfigError::text() const {
    return file + ':' + (line == 0 ? "" : std::to_string(line) + ':') + ' ' + message;
}

Result<Config> parse(std::string_view text, const std::string& file, std::vector<ConfigError>& errors) {
    Reader reader(file, errors);
    if (text.size() > largest_file) return reader.refuse(0, "expected a file of at most 1MB");
    if (auto line = line_of_bad_utf8(text)) return reader.refuse(*line, "expected UTF-8 text");
    try {
        return reader.read(toml::parse(text, file));
    } catch (const toml::parse_error& e) {
        return reader.refuse(e.source().begin.line, std::string(e.description()));
    }
}

Result<Config> load(const std::string& path, std::vector<ConfigError>& errors) {
    Reader reader(path, errors);
    std::ifstream file(path, std::ios::binary);
    if (!file) return reader.refuse(0, std::string("cannot be read: ") + std::strerror(errno));
    std::string text(largest_file + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) return reader.refuse(0, std::string("cannot be read: ") + std::strerror(errno));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return parse(text, path, errors);
}

}  // namespace bailey::config
