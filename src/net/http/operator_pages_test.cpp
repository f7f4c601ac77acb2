#include "net/http/operator_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include "net/metrics.hpp"
#include "net/testing/client.hpp"

namespace bailey::net::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class OperatorPagesTest : public ::testing::Test {
protected:
    OperatorPagesTest() {
        loops.start();
        EXPECT_TRUE(listeners.open(
            {.name = "operator",
             .addresses = {"127.0.0.1:0"},
             .handler = operator_pages({workers, registry, [this] { return health; }}, metrics.protocol("operator"))}));
        listeners.start();
    }
    std::string get(const std::string& request) {
        net::testing::Client client(listeners.ports("operator").at(0));
        client.send(request);
        client.end();
        return client.rest();
    }

    std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
    Health health{true, R"({"cells":4})"};
    Workers workers{1};
    Loops loops{1};
    Metrics metrics{registry};
    Listeners listeners{loops, metrics, {}};
};

TEST_F(OperatorPagesTest, ShowsTheMetrics) {
    metrics.protocol("pop3s").signed_in.Increment();
    auto page = get("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(page, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(page, HasSubstr("bailey_sign_ins_total{outcome=\"ok\",protocol=\"pop3s\"} 1"));
}

TEST_F(OperatorPagesTest, SaysWhetherItLivesAndIsReady) {
    EXPECT_THAT(get("GET /health/live HTTP/1.0\r\n\r\n"), EndsWith("\r\n\r\n{\"live\":true}"));
    EXPECT_THAT(get("GET /health/ready HTTP/1.0\r\n\r\n"), EndsWith("\r\n\r\n{\"cells\":4}"));
    health = {false, R"({"cells":3})"};
    EXPECT_THAT(get("GET /health/ready HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.1 503 "));
}

TEST_F(OperatorPagesTest, HasNothingElse) {
    EXPECT_THAT(get("GET /secret HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
    EXPECT_THAT(get("DELETE /metrics HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 405 "));
}

}  // namespace
}  // namespace bailey::net::http
