#include "net/https_post.hpp"

#include <arpa/inet.h>

#include <future>
#include <thread>

#include "net/loop.hpp"
#include "net/testing/client.hpp"

namespace bailey::net {
namespace {

// Takes one TLS connection, answers one request, and keeps it.
class PushServer {
public:
    explicit PushServer(std::string name) {
        testing::write_certificate(folder.file("c.pem"), folder.file("k.pem"), name);
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof any;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&any), size), 0);
        ::listen(listener_, 1);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&any), &size);
        port = ntohs(any.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~PushServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    testing::Folder folder;
    std::uint16_t port = 0;
    std::string request;  // read it after the answer came

private:
    void serve() {
        int peer = ::accept(listener_, nullptr, nullptr);
        if (peer < 0) return;
        SSL_CTX* context = SSL_CTX_new(TLS_server_method());
        SSL_CTX_use_certificate_file(context, folder.file("c.pem").c_str(), SSL_FILETYPE_PEM);
        SSL_CTX_use_PrivateKey_file(context, folder.file("k.pem").c_str(), SSL_FILETYPE_PEM);
        SSL* tls = SSL_new(context);
        SSL_set_fd(tls, peer);
        if (SSL_accept(tls) == 1) {
            char piece[4096];
            int n;
            while (request.find("{}") == std::string::npos && (n = SSL_read(tls, piece, sizeof piece)) > 0) {
                request.append(piece, static_cast<std::size_t>(n));
            }
            std::string answer = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
            SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
        }
        SSL_free(tls);
        SSL_CTX_free(context);
        ::close(peer);
    }
    int listener_ = -1;
    std::thread thread_;
};

int posted(HttpsPost& post, std::string url) {
    std::promise<int> status;
    post.send({std::move(url), "{}", {{"TTL", "60"}, {"Urgency", "low"}}}, [&](int s) { status.set_value(s); });
    return status.get_future().get();
}

TEST(HttpsPost, sends_json_and_fields_of_the_header_to_a_server_it_can_trust) {
    PushServer server("localhost");
    Loops loops(1);
    loops.start();
    auto post = HttpsPost::create(loops, server.folder.file("c.pem")).value();
    EXPECT_EQ(posted(*post, "https://localhost:" + std::to_string(server.port) + "/push?x=1"), 201);
    EXPECT_TRUE(server.request.starts_with("POST /push?x=1 HTTP/1.1\r\n"));
    EXPECT_NE(server.request.find("Content-Type: application/json\r\n"), std::string::npos);
    EXPECT_NE(server.request.find("TTL: 60\r\nUrgency: low\r\n"), std::string::npos);
}

TEST(HttpsPost, tells_nothing_to_a_server_whose_certificate_is_for_another_host) {
    PushServer server("push.example");
    Loops loops(1);
    loops.start();
    auto post = HttpsPost::create(loops, server.folder.file("c.pem")).value();
    EXPECT_EQ(posted(*post, "https://localhost:" + std::to_string(server.port) + "/"), 0);
    EXPECT_EQ(server.request, "");
}

TEST(HttpsPost, gives_up_where_there_is_no_server) {
    Loops loops(1);
    loops.start();
    auto post = HttpsPost::create(loops).value();
    EXPECT_EQ(posted(*post, "http://localhost/"), 0);
    EXPECT_EQ(posted(*post, "https://user@localhost/"), 0);
    EXPECT_EQ(posted(*post, "https://localhost:1/"), 0);
}

}  // namespace
}  // namespace bailey::net
