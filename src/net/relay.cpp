#include "net/relay.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <istream>
#include <optional>

#include "base/log.hpp"
#include "protocol/sasl/sasl.hpp"

namespace bailey::net {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using Socket = asio::ip::tcp::socket;

constexpr std::size_t longest_reply = 64 * 1024;

struct Reply {
    int code = 0;
    std::string text;  // of all its lines
    bool good() const { return code >= 200 && code < 400; }
};

// What went wrong, for the log and the caller.
struct Wrong {
    Errc code;
    std::string detail;
};

Wrong refused(const Reply& reply, std::string_view about) {
    return {reply.code >= 500 ? Errc::denied : Errc::try_later, std::string(about) + ": " + reply.text};
}

// One end of the dialogue, in clear or under TLS. Throws Wrong, and what Asio throws.
template <class Stream>
class Dialogue {
public:
    explicit Dialogue(Stream& stream) : stream_(stream), buffer_(longest_reply) {}

    // RFC 5321 section 4.2.1: "250-..." goes on, "250 ..." is the last.
    awaitable<Reply> hear() {
        Reply reply;
        while (true) {
            co_await asio::async_read_until(stream_, buffer_, "\r\n", use_awaitable);
            std::istream in(&buffer_);
            std::string line;
            std::getline(in, line);
            if (line.size() < 4 || line.find_first_not_of("0123456789") != 3)
                throw Wrong{Errc::try_later, "no reply of SMTP"};
            reply.code = std::stoi(line.substr(0, 3));
            reply.text += line.substr(0, line.size() - 1) + '\n';
            if (line[3] != '-') co_return reply;
            if (reply.text.size() > longest_reply) throw Wrong{Errc::try_later, "a reply without end"};
        }
    }
    awaitable<Reply> say(std::string line) {
        line += "\r\n";
        co_await asio::async_write(stream_, asio::buffer(line), use_awaitable);
        auto reply = co_await hear();
        co_return reply;
    }
    awaitable<Reply> must(std::string line, std::string_view about) {
        auto reply = co_await say(std::move(line));
        if (!reply.good()) throw refused(reply, about);
        co_return reply;
    }
    bool more_was_said() const { return buffer_.size() > 0; }

private:
    Stream& stream_;
    asio::streambuf buffer_;
};

// RFC 5321 section 4.5.2: a line that begins with a dot gets another.
std::string stuffed(std::string_view message) {
    std::string text;
    bool line_begins = true;
    for (char c : message) {
        if (line_begins && c == '.') text += '.';
        text += c;
        line_begins = c == '\n';
    }
    if (!text.ends_with("\r\n")) text += "\r\n";
    return text + ".";
}

struct Letter {
    const std::string &from, &to;
    std::string_view message;
    bool& taken;  // it is the server's
};

template <class Stream>
awaitable<void> hand_over(Dialogue<Stream>& with, const Relay& relay, const Letter& letter) {
    if (!relay.user.empty()) {
        // A wrong password is the operator's to mend: the letter waits.
        auto line = "AUTH PLAIN " + sasl::encode_plain(relay.user, relay.password);
        auto reply = co_await with.say(std::move(line));
        if (!reply.good()) throw Wrong{Errc::try_later, "AUTH: " + reply.text};
    }
    co_await with.must("MAIL FROM:<" + letter.from + ">", "MAIL FROM");
    co_await with.must("RCPT TO:<" + letter.to + ">", "RCPT TO");
    auto go_on = co_await with.say("DATA");
    if (go_on.code != 354) throw refused(go_on, "DATA");
    co_await with.must(stuffed(letter.message), "the message");
    letter.taken = true;
    co_await with.say("QUIT");
}

template <class Stream>
awaitable<void> greet(Dialogue<Stream>& with, const Relay& relay) {
    auto greeting = co_await with.hear();
    if (!greeting.good()) throw Wrong{Errc::try_later, greeting.text};
    auto hello = co_await with.say("EHLO " + relay.hostname);
    if (!hello.good()) throw Wrong{Errc::try_later, "EHLO: " + hello.text};
}

awaitable<void> under_tls(Socket& socket, const Relay& relay, const Letter& letter, bool greeted) {
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    if (relay.authorities.empty())
        tls.set_default_verify_paths();
    else
        tls.load_verify_file(relay.authorities);
    asio::ssl::stream<Socket&> stream(socket, tls);
    stream.set_verify_mode(asio::ssl::verify_peer);
    stream.set_verify_callback(asio::ssl::host_name_verification(relay.host));
    auto name = relay.host;
    SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
    Dialogue with(stream);
    if (greeted) {
        auto hello = co_await with.say("EHLO " + relay.hostname);  // RFC 3207 section 4.2: anew
        if (!hello.good()) throw Wrong{Errc::try_later, "EHLO: " + hello.text};
    } else {
        co_await greet(with, relay);
    }
    co_await hand_over(with, relay, letter);
}

awaitable<void> give(const Relay& relay, Letter letter) {
    auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver(executor);
    auto addresses = co_await resolver.async_resolve(relay.host, relay.port, use_awaitable);
    Socket socket(executor);
    co_await asio::async_connect(socket, addresses, use_awaitable);
    if (relay.tls == RelayTls::implicit) {
        co_await under_tls(socket, relay, letter, false);
        co_return;
    }
    Dialogue in_clear(socket);
    co_await greet(in_clear, relay);
    if (relay.tls == RelayTls::none) {
        co_await hand_over(in_clear, relay, letter);
        co_return;
    }
    auto ready = co_await in_clear.say("STARTTLS");
    // RFC 3207 section 6: what was said in clear behind it is somebody else's.
    if (!ready.good() || in_clear.more_was_said()) throw Wrong{Errc::try_later, "STARTTLS: " + ready.text};
    co_await under_tls(socket, relay, letter, true);
}

}  // namespace

Result<void> give_to_relay(const Relay& relay, const std::string& from, const std::string& to,
                           std::string_view message) {
    asio::io_context loop(1);
    bool taken = false;
    std::optional<Wrong> wrong{Wrong{Errc::timed_out, "no answer in time"}};
    asio::co_spawn(loop, give(relay, {from, to, message, taken}), [&](std::exception_ptr failed) {
        wrong.reset();
        try {
            if (failed) std::rethrow_exception(failed);
        } catch (const Wrong& w) {
            wrong = w;
        } catch (const std::exception& e) {
            wrong = Wrong{Errc::try_later, e.what()};
        }
    });
    loop.run_for(relay.patience);
    if (!wrong || taken) return {};  // how it took leave changes nothing
    log::warning("relay.failed", {{"host", relay.host}, {"detail", wrong->detail}});
    return wrong->code;
}

}  // namespace bailey::net
