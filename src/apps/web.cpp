#include "apps/web.hpp"

#include <filesystem>

#include "api/signin/endpoints.hpp"
#include "api/spelling/endpoints.hpp"
#include "apps/jmap.hpp"
#include "base/log.hpp"
#include "net/http/caller.hpp"
#include "net/http/rate_limits.hpp"
#include "net/http/router.hpp"
#include "net/http/server.hpp"
#include "net/http/static_files.hpp"
#include "net/workers.hpp"
#include "services/signin/app_passwords.hpp"
#include "services/signin/entrance.hpp"
#include "services/spelling/spelling.hpp"

namespace bailey::apps {
namespace {

namespace http = net::http;

http::Rates rates(const config::Https& c) {
    auto rate = [](std::uint64_t a_second) {
        auto tokens = static_cast<double>(a_second);
        return http::Rate{.a_second = tokens, .burst = 10 * tokens};
    };
    return {.address = rate(c.requests_per_address), .person = rate(c.requests_per_person)};
}

// Before signing in: an office of hundreds in the morning, no more.
constexpr http::Rate tries{.a_second = 5, .burst = 300};

http::Limits limits(const config::Https& c) {
    http::Limits l;
    l.header = static_cast<std::size_t>(c.header_size);
    l.idle = c.idle_timeout;
    l.header_time = c.header_timeout;
    l.body_time = c.body_timeout;
    return l;
}

}  // namespace

// Members in the order they are made; destroyed in reverse.
struct Web::State {
    State(const Rooms& r, signin::Conditions c)
        : rooms(r),
          conditions(std::move(c)),
          sessions(*r.stores.community, *r.stores.directory, r.stores.clock, r.stores.ring.purpose("sessions")),
          second_factor(*r.stores.community, r.notices, r.stores.clock, r.stores.ring, r.stores.config.service.name),
          recovery(*r.stores.community, *r.stores.directory, r.signin, second_factor, r.notices, r.stores.names,
                   r.stores.clock, r.stores.ring),
          entering(*r.stores.community, *r.stores.directory, r.stores.clock, r.stores.ring.purpose("entering"),
                   r.signin, sessions, second_factor, conditions),
          requests(rates(r.stores.config.https)),
          first_requests(http::Rates{.address = tries}),
          callers(r.workers, r.signin, sessions, requests, r.metrics),
          entrance{r.workers,     r.signin, sessions,   r.app_passwords,     entering,
                   second_factor, recovery, conditions, *r.stores.community, callers,
                   first_requests},
          dictionaries(r.stores.config.spelling.dictionaries),
          speller{r.workers, callers, dictionaries},
          files(r.stores.config.https.pages) {
        if (!dictionaries.has("en"))
            log::info("spelling.no_dictionary", {{"folder", r.stores.config.spelling.dictionaries}});
    }

    // A folder that is not there is no mistake: the API alone is served.
    Result<void> add_pages() {
        std::error_code e;
        const auto& folder = rooms.stores.config.https.pages;
        if (folder.empty() || !std::filesystem::exists(folder, e)) {
            log::info("web.no_pages", {{"folder", folder}});
            return {};
        }
        if (!files.load()) return Errc::bad_config;
        has_pages = true;
        router.get("/{file*}",
                   [this](http::Request& request) -> http::awaitable<http::Response> { return page(request); });
        return {};
    }
    http::awaitable<http::Response> page(http::Request& request) { co_return files.respond(request); }

    const Rooms rooms;
    const signin::Conditions conditions;
    signin::Sessions sessions;
    signin::SecondFactor second_factor;
    signin::Recovery recovery;
    signin::Entrance entering;
    http::RateLimits requests, first_requests;
    http::Callers callers;
    std::unique_ptr<Jmap> jmap;
    signin_pages::Endpoints entrance;
    spelling::Spelling dictionaries;
    spelling::Endpoints speller;
    http::StaticFiles files;
    bool has_pages = false;
    http::Router router;
};

Web::Web(std::unique_ptr<State> state) : state_(std::move(state)) {}
Web::~Web() = default;

Result<std::unique_ptr<Web>> Web::open(const Rooms& rooms) {
    BAILEY_TRY(auto conditions, signin::Conditions::load(rooms.stores.config.signin.conditions));
    auto state = std::make_unique<State>(rooms, std::move(conditions));
    BAILEY_TRY(state->jmap,
               Jmap::create({rooms.stores, rooms.mail, rooms.intake, rooms.workers, rooms.loops, state->callers}));
    state->jmap->add_routes(state->router);
    signin_pages::add_routes(state->router, state->entrance);
    spelling::add_routes(state->router, state->speller);
    BAILEY_CHECK(state->add_pages());
    return std::unique_ptr<Web>(new Web(std::move(state)));
}

net::Handler Web::handler() {
    return http::http_handler({.workers = state_->rooms.workers,
                               .metrics = state_->rooms.metrics,
                               .handler = state_->router.handler(),
                               .limits = limits(state_->rooms.stores.config.https),
                               .rates = &state_->requests});
}

void Web::reload() {
    if (state_->has_pages) (void)state_->files.load();  // it has said why not; what it had is served on
}

}  // namespace bailey::apps
