#include "net/http/exchange.hpp"

#include <array>

#include "base/text.hpp"

namespace bailey::net::http {
namespace {

class GivenBody final : public RequestBody {
public:
    explicit GivenBody(std::string text) : text_(std::move(text)) {}
    std::optional<std::uint64_t> length() const override { return text_.size(); }
    awaitable<Result<std::string>> whole(std::size_t most) override {
        if (text_.size() > most) co_return Errc::too_long;
        co_return std::move(text_);
    }
    awaitable<Result<std::uint64_t>> pieces(Sink sink, std::uint64_t most) override {
        if (text_.size() > most) co_return Errc::too_long;
        if (text_.empty()) co_return std::uint64_t{0};
        auto taken = sink(text_);
        if (!taken) co_return taken.error();
        co_return std::uint64_t{text_.size()};
    }

private:
    std::string text_;
};

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            constexpr std::string_view digits = "0123456789abcdef";
            out.append("\\u00").append(1, digits[static_cast<unsigned char>(c) >> 4]).append(1, digits[c & 0xf]);
        } else {
            out += c;
        }
    }
    return out + '"';
}

struct Phrase {
    int status;
    std::string_view text;
};
constexpr std::array phrases{
    Phrase{101, "Switching Protocols"},
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{202, "Accepted"},
    Phrase{204, "No Content"},
    Phrase{206, "Partial Content"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{307, "Temporary Redirect"},
    Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{406, "Not Acceptable"},
    Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"},
    Phrase{412, "Precondition Failed"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{416, "Range Not Satisfiable"},
    Phrase{417, "Expectation Failed"},
    Phrase{422, "Unprocessable Content"},
    Phrase{426, "Upgrade Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{503, "Service Unavailable"},
    Phrase{505, "HTTP Version Not Supported"},
    Phrase{507, "Insufficient Storage"},
};

int status_of(Errc e) {
    switch (e) {
    case Errc::bad_syntax: return 400;
    case Errc::too_long: return 413;
    case Errc::too_many: return 429;
    case Errc::denied: return 403;
    case Errc::locked: return 403;
    case Errc::suspended: return 403;
    case Errc::not_found: return 404;
    case Errc::exists: return 409;
    case Errc::outside: return 403;
    case Errc::over_quota: return 507;
    case Errc::storage_full: return 507;
    case Errc::in_use: return 409;
    case Errc::try_later: return 503;
    case Errc::corrupt: return 500;
    case Errc::conflict: return 409;
    case Errc::loop: return 400;
    case Errc::unsupported: return 501;
    case Errc::timed_out: return 408;
    case Errc::closed: return 400;
    case Errc::bad_config: return 500;
    }
    return 500;
}

}  // namespace

std::string_view to_string(Method method) {
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::delete_: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: return "";
    }
    return "";
}

std::unique_ptr<RequestBody> body_from(std::string text) { return std::make_unique<GivenBody>(std::move(text)); }

std::optional<std::string> Request::argument(std::string_view name) const {
    for (std::string_view rest = query; !rest.empty();) {
        std::string pair(rest.substr(0, rest.find('&')));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        for (char& c : pair)
            if (c == '+') c = ' ';
        auto equals = pair.find('=');
        auto key = percent_decoded(std::string_view(pair).substr(0, equals));
        if (!key || *key != name) continue;
        if (equals == std::string::npos) return std::string();
        auto value = percent_decoded(std::string_view(pair).substr(equals + 1));
        return value ? std::optional(std::move(*value)) : std::nullopt;
    }
    return std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
    auto at = parameters.find(name);
    return at == parameters.end() ? std::string_view() : at->second;
}

Response text(int status, std::string body) {
    return {.status = status, .fields = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = std::move(body)};
}

Response json(std::string body, int status) {
    return {.status = status, .fields = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

Response empty(int status) { return {.status = status}; }

Response problem(const Problem& p) {
    auto title = p.title.empty() ? std::string(reason_phrase(p.status)) : p.title;
    std::string body =
        "{\"type\":" + json_text(p.type) + ",\"status\":" + std::to_string(p.status) + ",\"title\":" + json_text(title);
    if (!p.detail.empty()) body += ",\"detail\":" + json_text(p.detail);
    for (auto& [name, value] : p.members) body += ',' + json_text(name) + ':' + json_text(value);
    return {.status = p.status, .fields = {{"Content-Type", "application/problem+json"}}, .body = body + '}'};
}

Response problem(const boost::system::error_code& error, std::string detail) {
    auto code = errc_of(error);
    auto response = problem(Problem{.status = status_of(code), .detail = std::move(detail)});
    // RFC 9110 section 10.2.3
    if (code == Errc::try_later || code == Errc::too_many) response.fields.set("Retry-After", "5");
    if (code == Errc::timed_out) response.close = true;
    return response;
}

std::string_view reason_phrase(int status) {
    for (auto& p : phrases)
        if (p.status == status) return p.text;
    return "Unknown";
}

Result<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '%') {
            if (text.size() - at < 3) return Errc::bad_syntax;
            int high = hex_digit(text[at + 1]), low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return Errc::bad_syntax;
            c = static_cast<char>(high * 16 + low);
            at += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return Errc::bad_syntax;
        out += c;
    }
    if (!valid_utf8(out)) return Errc::bad_syntax;
    return out;
}

}  // namespace bailey::net::http
