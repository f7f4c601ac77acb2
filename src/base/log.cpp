#include "base/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

namespace bailey::log {
namespace {

thread_local std::string request;

struct State {
    std::shared_ptr<spdlog::logger> logger = make(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    Format format = Format::text;

    static std::shared_ptr<spdlog::logger> make(spdlog::sink_ptr sink) {
        auto l = std::make_shared<spdlog::logger>("bailey", std::move(sink));
        l->flush_on(spdlog::level::info);
        return l;
    }
    void apply() {
        logger->set_pattern(format == Format::json ? "{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",%v}" : "%Y-%m-%dT%H:%M:%S.%eZ %v",
                            spdlog::pattern_time_type::utc);
    }
};

State& state() {
    static State s = [] {
        State made;
        made.apply();
        return made;
    }();
    return s;
}

spdlog::level::level_enum to_spdlog(Level l) {
    switch (l) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::string_view name(Level l) {
    switch (l) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    }
    return "error";
}

// RFC 8259 section 7; used for text as well, so that a line stays one line.
void quote(std::string& out, std::string_view text) {
    constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (char c : text) {
        auto u = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (u < 0x20 || u == 0x7f)
            ((out += "\\u00") += hex[u >> 4]) += hex[u & 15];
        else
            out += c;
    }
    out += '"';
}

bool plain(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                                   ".-_:/@<>+[]") == std::string_view::npos;
}

void add(std::string& out, Format format, const Field& f) {
    if (format == Format::json) {
        out += ',';
        quote(out, f.key);
        out += ':';
    } else {
        ((out += ' ') += f.key) += '=';
    }
    if (f.is_number)
        out += std::to_string(f.number);
    else if (format == Format::text && plain(f.text))
        out += f.text;
    else
        quote(out, f.text);
}

void write(Level level, std::string_view event, Fields fields) {
    auto& s = state();
    auto at = to_spdlog(level);
    if (s.logger->should_log(at)) s.logger->log(at, "{}", render(s.format, level, event, fields));
}

}  // namespace

std::string render(Format format, Level level, std::string_view event, Fields fields) {
    std::string line;
    if (format == Format::json) {
        ((line += "\"level\":\"") += name(level)) += "\",\"event\":";
        quote(line, event);
    } else {
        ((line += name(level)) += ' ') += event;
    }
    if (!request.empty()) add(line, format, Field("request", request));
    for (auto& f : fields) add(line, format, f);
    return line;
}

Result<void> configure(const Settings& settings) {
    auto& s = state();
    if (!settings.file.empty()) {
        try {
            s.logger = State::make(std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file));
        } catch (const spdlog::spdlog_ex& e) {
            error("log file cannot be opened", {{"file", settings.file}, {"detail", e.what()}});
            return Errc::bad_config;
        }
    }
    s.logger->set_level(to_spdlog(settings.level));
    s.format = settings.format;
    s.apply();
    return {};
}

void debug(std::string_view event, Fields fields) { write(Level::debug, event, fields); }
void info(std::string_view event, Fields fields) { write(Level::info, event, fields); }
void warning(std::string_view event, Fields fields) { write(Level::warning, event, fields); }
void error(std::string_view event, Fields fields) { write(Level::error, event, fields); }

Scope::Scope(std::string r) : previous_(std::exchange(request, std::move(r))) {}
Scope::~Scope() { request = std::move(previous_); }

}  // namespace bailey::log
