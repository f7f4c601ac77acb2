#include "net/http/operator_pages.hpp"

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "net/http/router.hpp"
#include "net/http/server.hpp"

namespace bailey::net::http {
namespace {

Response health_page(const Health& health) { return json(health.json, health.ok ? 200 : 503); }

awaitable<Response> ready(std::shared_ptr<const OperatorPages> pages) {
    auto health = co_await on_worker(pages->workers, [&]() -> Result<Health> { return pages->ready(); });
    if (health) co_return health_page(*health);
    Health overloaded{false, R"({"overloaded":true})"};
    co_return health_page(overloaded);
}

awaitable<Response> metrics_page(std::shared_ptr<const OperatorPages> pages) {
    auto all = co_await on_worker(pages->workers, [&]() -> Result<std::string> {
        if (pages->refresh) pages->refresh();
        return prometheus::TextSerializer().Serialize(pages->registry->Collect());
    });
    if (!all) co_return problem(all.error());
    auto page = text(200, std::move(*all));
    page.fields.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    co_return page;
}

awaitable<Response> live() { co_return health_page({true, R"({"live":true})"}); }

}  // namespace

net::Handler operator_pages(OperatorPages pages, ProtocolMetrics metrics) {
    auto on = std::make_shared<const OperatorPages>(std::move(pages));
    auto router = std::make_shared<Router>();
    router->get("/metrics", [on](Request&) { return metrics_page(on); });
    router->get("/health/live", [](Request&) { return live(); });
    router->get("/health/ready", [on](Request&) { return ready(on); });
    auto routed = [router, handler = router->handler()](Request& request) { return handler(request); };
    return http_handler({.workers = on->workers, .metrics = metrics, .handler = std::move(routed)});
}

}  // namespace bailey::net::http
