#include "net/https_post.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "net/loop.hpp"

namespace bailey::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
constexpr std::size_t most_at_once = 100;

struct Target {
    std::string host, port = "443", path = "/";
};

Result<Target> target_of(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    if (!url.starts_with(scheme)) return Errc::bad_syntax;
    url.remove_prefix(scheme.size());
    Target target;
    auto end = std::min(url.find_first_of("/?#"), url.size());
    auto authority = url.substr(0, end);
    auto rest = url.substr(end, url.find('#') - end);
    if (!rest.empty()) target.path = (rest[0] == '/' ? "" : "/") + std::string(rest);
    auto colon = authority.find(':');
    target.host = authority.substr(0, colon);
    if (colon != authority.npos) target.port = authority.substr(colon + 1);
    if (target.host.empty() || authority.find('@') != authority.npos) return Errc::bad_syntax;
    return target;
}

beast::http::request<beast::http::string_body> request_for(const Target& target, HttpsPost::Message message) {
    beast::http::request<beast::http::string_body> request(beast::http::verb::post, target.path, 11);
    request.set(beast::http::field::host, target.port == "443" ? target.host : target.host + ":" + target.port);
    request.set(beast::http::field::content_type, "application/json");
    for (const auto& [name, value] : message.fields) request.set(name, value);
    request.set(beast::http::field::connection, "close");
    request.body() = std::move(message.body);
    request.prepare_payload();
    return request;
}

// Throws what went wrong.
asio::awaitable<int> exchange(asio::ssl::context& tls, Target target, HttpsPost::Message message) {
    auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver(executor);
    auto addresses = co_await resolver.async_resolve(target.host, target.port, asio::use_awaitable);
    beast::ssl_stream<beast::tcp_stream> stream(executor, tls);
    stream.set_verify_mode(asio::ssl::verify_peer);
    stream.set_verify_callback(asio::ssl::host_name_verification(target.host));
    SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, target.host.data());
    beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(30));
    co_await beast::get_lowest_layer(stream).async_connect(addresses, asio::use_awaitable);
    co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
    auto request = request_for(target, std::move(message));
    co_await beast::http::async_write(stream, request, asio::use_awaitable);
    beast::flat_buffer buffer(16 * 1024);
    beast::http::response_parser<beast::http::empty_body> answer;  // its header says all we ask for
    co_await beast::http::async_read_header(stream, buffer, answer, asio::use_awaitable);
    co_return answer.get().result_int();
}

}  // namespace

struct HttpsPost::State {
    explicit State(Loops& l) : loops(l) {}
    Loops& loops;
    asio::ssl::context tls{asio::ssl::context::tls_client};
    std::atomic<std::size_t> under_way = 0;
};

Result<std::unique_ptr<HttpsPost>> HttpsPost::create(Loops& loops, const std::string& authorities) {
    auto state = std::make_shared<State>(loops);
    boost::system::error_code error;
    state->tls.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, error);
    if (authorities.empty()) {
        state->tls.set_default_verify_paths(error);
    } else {
        state->tls.load_verify_file(authorities, error);
    }
    if (error) return Errc::bad_config;
    return std::unique_ptr<HttpsPost>(new HttpsPost(std::move(state)));
}

HttpsPost::~HttpsPost() = default;

void HttpsPost::send(Message message, std::function<void(int)> done) {
    auto& context = state_->loops.least_loaded().context();
    auto target = target_of(message.url);
    if (!target || state_->under_way.fetch_add(1) >= most_at_once) {
        if (target) state_->under_way.fetch_sub(1);
        asio::post(context, [done = std::move(done)] { done(0); });
        return;
    }
    asio::co_spawn(context, exchange(state_->tls, std::move(*target), std::move(message)),
                   [state = state_, done = std::move(done)](std::exception_ptr failed, int status) {
                       state->under_way.fetch_sub(1);
                       done(failed ? 0 : status);
                   });
}

}  // namespace bailey::net
