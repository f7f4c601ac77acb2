#include "net/http/response_writer.hpp"

#include <prometheus/counter.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "net/http/range.hpp"
#include "net/http/security.hpp"

namespace bailey::net::http {
namespace {

constexpr std::size_t piece_size = 64 * 1024;

// RFC 9110 section 5.6.7
std::string http_date() {
    thread_local std::time_t of = 0;
    thread_local std::string text;
    auto now = std::time(nullptr);
    if (now != of) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        std::array<char, 40> out{};
        constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        auto day = days[static_cast<std::size_t>(parts.tm_wday)];
        auto month = months[static_cast<std::size_t>(parts.tm_mon)];
        std::snprintf(out.data(), out.size(), "%s, %02d %s %d %02d:%02d:%02d GMT", day, parts.tm_mday, month,
                      parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
        text = out.data();
        of = now;
    }
    return text;
}

// RFC 9110 section 6.4.1: these have no content, whatever the handler says.
bool has_no_content(int status) { return status < 200 || status == 204 || status == 304; }

std::string header_text(const Asked& asked, Response& response, std::optional<std::uint64_t> length, bool chunked) {
    auto& fields = response.fields;
    fields.set("Date", http_date());
    add_security(fields, asked.secure);
    if (has_no_content(response.status))
        fields.remove("Content-Length");
    else if (length)
        fields.set("Content-Length", std::to_string(*length));
    else if (chunked)
        fields.set("Transfer-Encoding", "chunked");
    if (response.status != 101) fields.set("Connection", asked.keep_alive ? "keep-alive" : "close");
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    text.append(reason_phrase(response.status)).append("\r\n");
    for (auto& [name, value] : fields) text.append(name).append(": ").append(value).append("\r\n");
    return text + "\r\n";
}

std::string chunk_size(std::size_t size) {
    std::array<char, 20> text{};
    auto n = std::snprintf(text.data(), text.size(), "%zx\r\n", size);
    return {text.data(), static_cast<std::size_t>(n)};
}

std::optional<std::uint64_t> length_of(const Response& response) {
    if (auto* text = std::get_if<std::string>(&response.body)) return text->size();
    if (auto* pieces = std::get_if<Pieces>(&response.body)) return pieces->length;
    return 0;
}

// What is to be written of the body, after Range.
struct Part {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> count;
};

Part apply_range(const Asked& asked, Response& response) {
    Part part{.first = 0, .count = length_of(response)};
    if (response.status != 200 || !part.count || !std::holds_alternative<Pieces>(response.body)) return part;
    response.fields.set("Accept-Ranges", "bytes");
    if (asked.method != Method::get) return part;
    auto whole = std::to_string(*part.count);
    auto range = range_wanted(asked.fields, response.fields.get("ETag"), *part.count);
    switch (range.kind) {
    case Range::Kind::whole: break;
    case Range::Kind::part:
        response.status = 206;
        part = {.first = range.first, .count = range.count};
        response.fields.set("Content-Range", "bytes " + std::to_string(range.first) + '-' +
                                                 std::to_string(range.first + range.count - 1) + '/' + whole);
        break;
    case Range::Kind::unsatisfiable:
        response = problem(Problem{.status = 416});
        response.fields.set("Content-Range", "bytes */" + whole);
        return {.first = 0, .count = length_of(response)};
    }
    return part;
}

}  // namespace

awaitable<bool> ResponseWriter::write(const Asked& asked, Response response) {
    if (auto* file = std::get_if<File>(&response.body)) {
        auto opened = co_await on_worker(service_.workers, [file] { return pieces_of(*file); });
        if (opened)
            response.body = std::move(*opened);
        else
            response = problem(opened.error());
    }
    bool reading = asked.method == Method::get || asked.method == Method::head;
    if (reading && response.status == 200 && already_has(asked.fields, response.fields.get("ETag"))) {
        response.status = 304;  // RFC 9110 section 15.4.5
        response.body = std::monostate();
        response.fields.remove("Content-Type");
    }
    auto part = apply_range(asked, response);
    bool chunked = !part.count && asked.chunks;
    bool no_content = asked.method == Method::head || has_no_content(response.status);
    auto header_asked = asked;
    header_asked.keep_alive = asked.keep_alive && (part.count || chunked || no_content);
    auto header = header_text(header_asked, response, part.count, chunked);
    count_reply(response.status);
    bool going_on = true;
    if (auto* pieces = std::get_if<Pieces>(&response.body); pieces && !no_content) {
        going_on = co_await stream_pieces(asked, std::move(header), std::move(*pieces), part.first, part.count);
    } else {
        if (auto* text = std::get_if<std::string>(&response.body); text && !no_content) header += *text;
        going_on = co_await bytes(header);
    }
    co_return going_on&& header_asked.keep_alive;
}

// The header goes out with the first piece.
awaitable<bool> ResponseWriter::stream_pieces(const Asked& asked, std::string out, Pieces pieces, std::uint64_t first,
                                              std::optional<std::uint64_t> count) {
    bool chunked = !count && asked.chunks;
    for (std::uint64_t at = first; !count || at < first + *count;) {
        auto most =
            count ? static_cast<std::size_t>(std::min<std::uint64_t>(piece_size, first + *count - at)) : piece_size;
        auto piece = co_await on_worker(service_.workers, [&] { return pieces.read(at, most); });
        // The client must not take a part for the whole: the connection ends here, without the rest.
        if (!piece || piece->size() > most || (count && piece->empty())) co_return false;
        if (piece->empty()) break;
        at += piece->size();
        if (chunked) out += chunk_size(piece->size());
        out += *piece;
        if (chunked) out += "\r\n";
        bool written = co_await bytes(out);
        if (!written) co_return false;
        out.clear();
    }
    if (chunked) out += "0\r\n\r\n";
    if (out.empty()) co_return true;
    co_return co_await bytes(out);
}

awaitable<bool> ResponseWriter::begin(const Asked& asked, Response& response, bool chunked) {
    auto header = header_text(asked, response, {}, chunked && asked.chunks);
    count_reply(response.status);
    co_return co_await bytes(header);
}

awaitable<bool> ResponseWriter::chunk(std::string_view text) {
    auto whole = chunk_size(text.size());
    whole.append(text).append("\r\n");
    co_return co_await bytes(whole);
}

awaitable<bool> ResponseWriter::bytes(std::string_view all) {
    while (!all.empty()) {
        auto some = all.substr(0, piece_size);
        auto written = co_await stream_.write(some, within(service_.limits.write_time));
        if (!written) co_return false;
        service_.metrics.bytes_out.Increment(static_cast<double>(some.size()));
        all.remove_prefix(some.size());
    }
    co_return true;
}

void ResponseWriter::count_reply(int status) {
    auto& m = service_.metrics;
    (status < 400 ? m.replies_good : status == 429 || status == 503 ? m.replies_later : m.replies_bad).Increment();
}

}  // namespace bailey::net::http
