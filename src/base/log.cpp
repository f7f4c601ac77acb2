#include "base/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <sstream>

#include "base/clock.hpp"
#include "base/text.hpp"

namespace bailey::log {
namespace {

std::string_view name_of(Level level) {
    switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    }
    return "error";
}

// A sink of spdlog's that writes the line as it is: the line is ours, the file handling is spdlog's.
std::shared_ptr<spdlog::sinks::sink> bare(std::shared_ptr<spdlog::sinks::sink> sink) {
    sink->set_pattern("%v");
    return sink;
}

struct Output {
    std::mutex mutex;
    std::shared_ptr<spdlog::sinks::sink> sink = bare(std::make_shared<spdlog::sinks::stderr_sink_st>());
    std::atomic<Level> level = Level::info;
    std::atomic<Format> format = Format::text;
};

Output& output() {
    static auto* const it = new Output;  // never destroyed: threads may log until the process ends
    return *it;
}

thread_local std::string current_request;

// U+2028 and the C1 controls break lines on some terminals; the rest would not be JSON (RFC 8259 section 7).
bool must_escape(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029; }

void append_escaped(std::string& line, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto start = at;
        auto c = next_code_point(text, at);
        if (!c) {
            // JSON has no way to write a lone octet; shown as the code point of the same number.
            fmt::format_to(std::back_inserter(line), "\\u00{:02x}", static_cast<unsigned char>(text[at++]));
        } else if (*c == '"' || *c == '\\') {
            line += '\\';
            line += static_cast<char>(*c);
        } else if (must_escape(*c)) {
            fmt::format_to(std::back_inserter(line), "\\u{:04x}", static_cast<std::uint32_t>(*c));
        } else {
            line += text.substr(start, at - start);
        }
    }
}

void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    append_escaped(line, text);
    line += '"';
}

// In text form a value without spaces or anything to escape stands bare.
void append_text(std::string& line, std::string_view text) {
    auto plain = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '='; };
    if (!text.empty() && std::ranges::all_of(text, plain))
        line += text;
    else
        append_quoted(line, text);
}

std::string timestamp() {
    auto now = SystemClock().now();
    auto day = std::chrono::floor<std::chrono::days>(now);
    std::chrono::year_month_day date(day);
    std::chrono::hh_mm_ss time(now - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::string json_line(Level level, std::string_view event, Fields fields) {
    std::string line = fmt::format(R"({{"time":"{}","level":"{}","event":)", timestamp(), name_of(level));
    append_quoted(line, event);
    auto member = [&](std::string_view name) {
        line += ',';
        append_quoted(line, name);
        line += ':';
    };
    if (!current_request.empty()) {
        member("request");
        append_quoted(line, current_request);
    }
    for (auto& field : fields) {
        member(field.name);
        if (auto* number = field.value.number())
            line += std::to_string(*number);
        else
            append_quoted(line, field.value.text());
    }
    line += '}';
    return line;
}

std::string text_line(Level level, std::string_view event, Fields fields) {
    std::string line = fmt::format("{} {:7} ", timestamp(), name_of(level));
    append_escaped(line, event);
    auto member = [&](std::string_view name) {
        line += ' ';
        append_escaped(line, name);
        line += '=';
    };
    if (!current_request.empty()) {
        member("request");
        append_text(line, current_request);
    }
    for (auto& field : fields) {
        member(field.name);
        if (auto* number = field.value.number())
            line += std::to_string(*number);
        else
            append_text(line, field.value.text());
    }
    return line;
}

}  // namespace

Result<void> configure(const Settings& settings) {
    std::shared_ptr<spdlog::sinks::sink> sink;
    try {
        if (settings.file.empty())
            sink = std::make_shared<spdlog::sinks::stderr_sink_st>();
        else
            sink = std::make_shared<spdlog::sinks::basic_file_sink_st>(settings.file);
    } catch (const spdlog::spdlog_ex& e) {
        error("log.no_file", {{"file", settings.file}, {"detail", e.what()}});
        return Errc::bad_config;
    }
    auto& out = output();
    out.level = settings.level;
    out.format = settings.format;
    std::lock_guard lock(out.mutex);
    out.sink = bare(std::move(sink));
    return {};
}

std::string_view Value::text() const {
    if (auto* view = std::get_if<std::string_view>(&value_)) return *view;
    if (auto* own = std::get_if<std::string>(&value_)) return *own;
    return {};
}

bool enabled(Level level) { return level >= output().level.load(std::memory_order_relaxed); }

void write(Level level, std::string_view event, Fields fields) {
    if (!enabled(level)) return;
    auto& out = output();
    auto line = out.format == Format::json ? json_line(level, event, fields) : text_line(level, event, fields);
    std::lock_guard lock(out.mutex);
    try {
        out.sink->log(spdlog::details::log_msg("", spdlog::level::info, line));
        out.sink->flush();
    } catch (const spdlog::spdlog_ex&) {
        // A full disk must not stop the mail; there is nobody left to tell.
    }
}

Scope::Scope(std::string_view request_id) : outer_(std::exchange(current_request, std::string(request_id))) {}
Scope::~Scope() { current_request = std::move(outer_); }

std::string_view request_id() { return current_request; }

std::string new_request_id() {
    std::array<std::uint8_t, 10> octets;
    random_bytes(octets);
    return base32(octets);
}

struct Capture::State {
    std::ostringstream text;
    std::shared_ptr<spdlog::sinks::sink> outer;
    Level level;
    Format format;
};

Capture::Capture(Format format) : state_(new State) {
    auto& out = output();
    std::lock_guard lock(out.mutex);
    state_->level = out.level.exchange(Level::debug);
    state_->format = out.format.exchange(format);
    state_->outer = std::exchange(out.sink, bare(std::make_shared<spdlog::sinks::ostream_sink_st>(state_->text)));
}

Capture::~Capture() {
    auto& out = output();
    std::lock_guard lock(out.mutex);
    out.level = state_->level;
    out.format = state_->format;
    out.sink = state_->outer;
}

std::vector<std::string> Capture::lines() const {
    std::lock_guard lock(output().mutex);
    std::istringstream text(state_->text.str());
    std::vector<std::string> found;
    for (std::string line; std::getline(text, line);) found.push_back(line);
    return found;
}

bool Capture::saw(std::string_view text) const {
    for (auto& line : lines())
        if (line.find(text) != std::string::npos) return true;
    return false;
}

}  // namespace bailey::log
