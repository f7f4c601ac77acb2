#include "net/http.hpp"

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <optional>

namespace bailey::net {
namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::empty_body>;

constexpr std::chrono::seconds patience{30};
constexpr std::uint32_t most_header = 8 * 1024;

struct Page {
    std::string_view status = "200 OK";
    std::string_view type = "text/plain; charset=utf-8";
    std::string body;
};

constexpr std::string_view json = "application/json";

Page health_page(const Health& health) { return {health.ok ? "200 OK" : "503 Service Unavailable", json, health.json}; }

Page page_for(const OperatorPages& pages, http::verb method, std::string_view target) {
    if (method != http::verb::get && method != http::verb::head)
        return {.status = "405 Method Not Allowed", .body = "only GET\n"};
    target = target.substr(0, target.find('?'));
    if (target == "/health/live") return health_page({true, R"({"live":true})"});
    if (target == "/health/ready") return health_page(pages.ready());
    if (target == "/metrics") {
        if (pages.refresh) pages.refresh();
        return {.type = "text/plain; version=0.0.4; charset=utf-8",
                .body = prometheus::TextSerializer().Serialize(pages.registry->Collect())};
    }
    return {.status = "404 Not Found", .body = "here are /metrics, /health/live and /health/ready\n"};
}

std::string answer(const Page& page, bool with_body, bool keep_alive) {
    std::string text = "HTTP/1.1 ";
    text.append(page.status).append("\r\nContent-Type: ").append(page.type);
    text.append("\r\nContent-Length: ").append(std::to_string(page.body.size()));
    text.append("\r\nCache-Control: no-store\r\nConnection: ").append(keep_alive ? "keep-alive" : "close");
    if (page.status.starts_with("405")) text.append("\r\nAllow: GET, HEAD");  // RFC 9110 section 15.5.6
    text.append("\r\n\r\n");
    if (with_body) text += page.body;
    return text;
}

// Reads one request into `parser`; what was read beyond it stays in `in`.
awaitable<Result<void>> read_request(Stream& stream, std::string& in, Parser& parser) {
    parser.header_limit(most_header);
    for (;;) {
        boost::system::error_code ec;
        in.erase(0, parser.put(boost::asio::buffer(in), ec));
        if (parser.is_done()) co_return Result<void>{};
        if (ec && ec != http::error::need_more) co_return Errc::bad_syntax;
        auto bytes = co_await stream.read_some(within(patience), in.empty() ? Reading::idle : Reading::busy);
        if (!bytes) co_return bytes.error();
        in += *bytes;
    }
}

awaitable<void> converse(std::shared_ptr<const OperatorPages> pages, Stream stream) {
    std::string in;
    for (bool keep_alive = true; keep_alive;) {
        Parser parser;
        auto got = co_await read_request(stream, in, parser);
        std::string text;
        if (got) {
            auto& request = parser.get();
            auto target = request.target();
            auto page = co_await on_worker(pages->workers, [&]() -> Result<Page> {
                return page_for(*pages, request.method(), {target.data(), target.size()});
            });
            if (!page) page = health_page({false, R"({"overloaded":true})"});
            keep_alive = request.keep_alive();
            text = answer(*page, request.method() != http::verb::head, keep_alive);
        } else if (got.error() == Errc::bad_syntax) {
            keep_alive = false;
            text =
                answer({.status = "400 Bad Request", .body = "not a request this server understands\n"}, true, false);
        } else {
            break;
        }
        auto written = co_await stream.write(text, within(patience));
        if (!written) co_return;
    }
    co_await stream.close();
}

}  // namespace

Handler operator_pages(OperatorPages pages) {
    return [pages = std::make_shared<const OperatorPages>(std::move(pages))](Stream stream) {
        return converse(pages, std::move(stream));
    };
}

}  // namespace bailey::net
