#include "net/http/request_reader.hpp"

#include <prometheus/counter.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/log.hpp"
#include "base/text.hpp"
#include "net/http/target.hpp"

namespace bailey::net::http {
namespace {

namespace beast = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t sink_piece = 256 * 1024;  // what a sink is given at a time, about
constexpr std::uint64_t progress_step = 64 * 1024;

std::string_view view(boost::beast::string_view s) { return {s.data(), s.size()}; }

// A Beast body that collects what came, to be taken away at once: it reserves nothing for what is merely announced.
struct Inflow {
    using value_type = std::string;
    struct reader {
        template <bool is_request, class F>
        reader(beast::header<is_request, F>&, value_type& to) : to_(to) {}
        void init(const boost::optional<std::uint64_t>&, error_code& ec) { ec = {}; }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& ec) {
            ec = {};
            auto before = to_.size();
            for (auto b : boost::beast::buffers_range_ref(buffers))
                to_.append(static_cast<const char*>(b.data()), b.size());
            return to_.size() - before;
        }
        void finish(error_code& ec) { ec = {}; }

    private:
        value_type& to_;
    };
};

Method method_of(std::string_view name) {
    for (auto m :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_, Method::options})
        if (name == to_string(m)) return m;
    return Method::other;
}

Problem bad(std::string detail, int status = 400) {
    Problem p;
    p.status = status;
    p.detail = std::move(detail);
    return p;
}

Problem unreadable(const error_code& ec) {
    if (ec == beast::error::header_limit) return bad("The header is too long.", 431);
    if (ec == beast::error::bad_version) return bad("This server speaks HTTP/1.1.", 505);
    return bad("The request does not follow the grammar of HTTP/1.1: " + ec.message() + ".");
}

}  // namespace

struct RequestReader::Incoming {
    explicit Incoming(const Limits& limits) {
        parser.header_limit(static_cast<std::uint32_t>(limits.header));
        parser.body_limit(boost::none);  // whoever asks for the body says how much
        parser.eager(false);             // the header first
    }
    beast::request_parser<Inflow> parser;
    std::optional<std::uint64_t> length;
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
    std::uint64_t received = 0;
    bool wants_continue = false;  // it waits for 100 before it sends the body
};

// What the handler asks of the body.
class StreamedBody final : public RequestBody {
public:
    explicit StreamedBody(RequestReader& reader) : reader_(reader) {}
    std::optional<std::uint64_t> length() const override { return reader_.incoming_->length; }

    awaitable<Result<std::string>> whole(std::size_t most) override {
        std::string all;
        auto got = co_await take(most, all, nullptr);
        if (!got) co_return got.error();
        co_return all;
    }
    awaitable<Result<std::uint64_t>> pieces(Sink sink, std::uint64_t most) override {
        std::string piece;
        co_return co_await take(most, piece, &sink);
    }

private:
    awaitable<Result<std::uint64_t>> take(std::uint64_t most, std::string& out, Sink* sink) {
        auto announced = length();
        if (announced && *announced > most) co_return Errc::too_long;
        if (announced && !sink) out.reserve(std::min<std::uint64_t>(*announced, sink_piece));
        for (;;) {
            auto going_on = co_await reader_.pull(out);
            if (!going_on) co_return going_on.error();
            if (reader_.incoming_->received > most) co_return Errc::too_long;
            bool full = *going_on ? out.size() >= sink_piece : !out.empty();
            if (sink && full) {
                auto taken = co_await on_worker(reader_.service_.workers, [&] { return (*sink)(out); });
                if (!taken) co_return taken.error();
                out.clear();
            }
            if (!*going_on) co_return reader_.incoming_->received;
        }
    }

    RequestReader& reader_;
};

RequestReader::RequestReader(Stream& stream, const Service& service) : stream_(stream), service_(service) {}
RequestReader::~RequestReader() = default;

awaitable<Result<void>> RequestReader::more(Deadline deadline, Reading what) {
    auto bytes = co_await stream_.read_some(deadline, what);
    if (!bytes) co_return bytes.error();
    service_.metrics.bytes_in.Increment(static_cast<double>(bytes->size()));
    in_ += *bytes;
    co_return Result<void>{};
}

awaitable<Result<RequestReader::Outcome>> RequestReader::next() {
    incoming_.reset();
    if (in_.empty()) {
        std::string().swap(in_);  // an idle connection holds no buffer
        auto begun = co_await more(within(service_.limits.idle), Reading::idle);
        if (!begun) co_return begun.error();
    }
    incoming_ = std::make_unique<Incoming>(service_.limits);
    auto deadline = within(service_.limits.header_time);
    for (;;) {
        // An empty line before the request line is no mistake (RFC 9112 section 2.2).
        if (in_.starts_with("\r\n")) in_.erase(0, 2);
        error_code ec;
        if (!in_.empty() && in_ != "\r") in_.erase(0, incoming_->parser.put(boost::asio::buffer(in_), ec));
        if (incoming_->parser.is_header_done()) co_return outcome();
        if (ec && ec != beast::error::need_more) co_return Outcome{.request = {}, .refused = unreadable(ec)};
        auto got = co_await more(deadline, Reading::busy);
        if (!got && got.error() == Errc::timed_out)
            co_return Outcome{.request = {}, .refused = bad("The header did not come in time.", 408)};
        if (!got) co_return got.error();
    }
}

// The body's framing must be beyond doubt (RFC 9112 sections 6.1 and 6.3), and so must the host.
std::optional<Problem> RequestReader::fault() const {
    auto& head = incoming_->parser.get();
    if (head.version() != 11 && head.version() != 10) return bad("This server speaks HTTP/1.1.", 505);
    std::size_t fields = 0, hosts = 0, lengths = 0, codings = 0;
    for (auto& f : head) {
        ++fields;
        hosts += f.name() == beast::field::host;
        lengths += f.name() == beast::field::content_length;
        codings += f.name() == beast::field::transfer_encoding;
    }
    if (fields > service_.limits.fields) return bad("There are too many header fields.", 431);
    if (hosts > 1 || (hosts == 0 && head.version() == 11)) return bad("There must be one Host field.");
    if (lengths > 1) return bad("There is more than one Content-Length.");
    if (lengths &&
        !std::ranges::all_of(view(head[beast::field::content_length]), [](char c) { return c >= '0' && c <= '9'; }))
        return bad("The Content-Length is not a number.");
    if (codings && lengths) return bad("There is a Content-Length beside Transfer-Encoding.");
    if (codings && head.version() == 10) return bad("HTTP/1.0 has no Transfer-Encoding.");
    if (codings && (codings > 1 || !equals_ignoring_case(view(head[beast::field::transfer_encoding]), "chunked")))
        return bad("The only Transfer-Encoding is chunked.", 501);
    auto expect = view(head[beast::field::expect]);
    if (!expect.empty() && !equals_ignoring_case(expect, "100-continue"))
        return bad("The only expectation is 100-continue.", 417);
    if (view(head.method_string()) == "CONNECT") return bad("This is no proxy.", 501);
    return {};
}

RequestReader::Outcome RequestReader::outcome() {
    Outcome o;
    if (auto wrong = fault()) {
        o.refused = std::move(*wrong);
        return o;
    }
    auto& head = incoming_->parser.get();
    auto parts = parse_target(view(head.target()));
    Request request;
    request.method_name = view(head.method_string());
    request.method = method_of(request.method_name);
    if (!parts || (parts->path == "*" && request.method != Method::options)) {
        o.refused = bad("The target is not a path this server takes.");
        return o;
    }
    for (auto& f : head) request.fields.add(view(f.name_string()), view(f.value()));
    request.path = parts->path == "*" ? "/" : std::move(parts->path);
    request.query = std::move(parts->query);
    request.host = parts->host.empty() ? std::string(request.fields.get("Host")) : parts->host;
    request.peer = stream_.peer();
    request.secure = stream_.secure();
    request.id = log::new_request_id();
    if (incoming_->parser.content_length()) incoming_->length = *incoming_->parser.content_length();
    if (incoming_->parser.is_done()) incoming_->length = 0;
    o.chunks = head.version() == 11;
    incoming_->wants_continue = o.chunks && request.fields.has("Expect") && !incoming_->parser.is_done();
    o.keep_alive = head.keep_alive();
    incoming_->began = std::chrono::steady_clock::now();
    request.body = std::make_unique<StreamedBody>(*this);
    o.request = std::move(request);
    return o;
}

// Appends what came of the body; false where that was its end.
awaitable<Result<bool>> RequestReader::pull(std::string& out) {
    auto& i = *incoming_;
    i.parser.eager(true);
    auto& came = i.parser.get().body();
    for (;;) {
        std::size_t used = 0;
        error_code ec;
        if (!in_.empty() && !i.parser.is_done()) {
            used = i.parser.put(boost::asio::buffer(in_), ec);
            in_.erase(0, used);
        }
        if (ec && ec != beast::error::need_more) co_return Errc::bad_syntax;
        i.received += came.size();
        if (!came.empty()) {
            out += came;
            came.clear();
            co_return true;
        }
        if (i.parser.is_done()) co_return false;
        if (used && !in_.empty()) continue;
        // A chunk's extension or a trailer that does not end.
        if (in_.size() > service_.limits.header) co_return Errc::bad_syntax;
        if (std::exchange(i.wants_continue, false)) {
            auto told = co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n", within(service_.limits.write_time));
            if (!told) co_return Failure{told.error()};
        }
        auto steps = static_cast<int>(1 + i.received / progress_step);
        auto got = co_await more(i.began + service_.limits.body_time * steps, Reading::busy);
        if (!got) co_return Failure{got.error()};
    }
}

awaitable<bool> RequestReader::discard() {
    auto& i = *incoming_;
    if (i.parser.is_done()) co_return true;
    if (i.wants_continue) co_return false;  // it may send the body or not: nobody can tell
    if (i.length && *i.length - i.received > service_.limits.unread) co_return false;
    std::string thrown_away;
    auto most = i.received + service_.limits.unread;
    while (i.received <= most) {
        auto going_on = co_await pull(thrown_away);
        if (!going_on) co_return false;
        if (!*going_on) co_return true;
        thrown_away.clear();
    }
    co_return false;
}

std::string RequestReader::take_rest() {
    incoming_.reset();
    return std::exchange(in_, {});
}

}  // namespace bailey::net::http
