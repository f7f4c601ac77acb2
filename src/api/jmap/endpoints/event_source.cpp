// text/event-stream, RFC 8620 section 7.3.
#include <algorithm>
#include <charconv>

#include "api/jmap/endpoints/handlers.hpp"
#include "net/workers.hpp"

namespace bailey::jmap {
namespace {

struct Wish {
    std::optional<std::set<std::string>> types;  // none: "*"
    bool close_after_state = false;
    Pinging ping;
};

std::optional<std::set<std::string>> types_from(std::string_view list) {
    if (list == "*") return {};
    std::set<std::string> types;
    while (!list.empty()) {
        auto comma = std::min(list.find(','), list.size());
        if (comma > 0) types.emplace(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return types;
}

// Errors: bad_syntax.
Result<Wish> wish_from(const http::Request& request) {
    Wish wish;
    wish.types = types_from(request.argument("types").value_or("*"));
    auto close = request.argument("closeafter").value_or("no");
    if (close != "no" && close != "state") return Errc::bad_syntax;
    wish.close_after_state = close == "state";
    BAILEY_TRY(wish.ping, pinging_from(request.argument("ping").value_or("0")));
    return wish;
}

Events::Tell teller(const std::shared_ptr<http::Channel>& channel, bool once) {
    return [weak = std::weak_ptr(channel), once](const StateChange& change) {
        auto open = weak.lock();
        if (!open) return;
        std::string data;
        write_json(to_json(change), data);
        if (open->push(http::event_text("state", data, change.push_state)) && once) open->end();
    };
}

}  // namespace

Result<Pinging> pinging_from(std::string_view asked) {
    constexpr std::uint32_t shortest = 10, longest = 3600;  // the RFC: at most 30, at least 300
    std::uint32_t seconds = 0;
    auto read = std::from_chars(asked.data(), asked.data() + asked.size(), seconds);
    if (read.ec == std::errc::result_out_of_range)
        seconds = longest;
    else if (read.ec != std::errc{} || read.ptr != asked.data() + asked.size())
        return Errc::bad_syntax;
    if (seconds == 0) return Pinging{};
    seconds = std::clamp(seconds, shortest, longest);
    return Pinging{std::chrono::seconds(seconds),
                   http::event_text("ping", "{\"interval\":" + std::to_string(seconds) + "}")};
}

awaitable<http::Response> event_source(Endpoints& on, http::Request& request, const http::Caller& who) {
    auto wish = wish_from(request);
    if (!wish)
        co_return http::problem({400, "about:blank", {}, "closeafter is state or no, ping a number of seconds."});
    auto place = on.places.enter(who.who.account, Doing::listening, on.api.limits().max_listeners);
    if (!place) co_return http::problem({429, "about:blank", {}, "Too many listeners at the same time."});
    auto caller = caller_of(who);
    auto interest = co_await net::on_worker(on.workers, [&] { return interest_of(on.api, caller); });
    if (!interest) co_return http::problem(interest.error());
    interest->types = std::move(wish->types);
    interest->since = request.field("Last-Event-ID");
    auto channel = std::make_shared<http::Channel>();
    auto listening = on.events.listen(std::move(*interest), teller(channel, wish->close_after_state));
    // Both are given back when the listener is gone.
    channel->on_closed([listening, place]() mutable {
        listening.reset();
        place.reset();
    });
    http::Events events{channel};
    if (wish->ping.every.count() > 0) {
        events.ping = wish->ping.every;
        events.ping_text = std::move(wish->ping.text);
    }
    http::Response response{200, {}, std::move(events)};
    response.fields.set("Cache-Control", "no-store");
    co_return response;
}

}  // namespace bailey::jmap
