// POP3 sessions: the first byte chooses TLS, the size of the pieces and which answers are errors; the rest is what the
// client says. Whatever it says, the session must stay within its bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "protocol/pop3/session.hpp"

namespace {

using namespace bailey;
using namespace bailey::pop3;

struct Two final : Maildrop {
    std::size_t count() const override { return 2; }
    Entry entry(std::size_t i) const override { return {static_cast<std::int64_t>(i) + 1, 40}; }
};

struct Driver {
    Session session;
    bool errors, open = true;
    std::string out = {};
    Two drop = {};

    void act(Flush&) {}
    void act(StartTls&) { session.tls_started(); }
    void act(Authenticate& a) {
        if (errors && a.name.size() % 2)
            session.authenticated(make_error_code(Errc::denied), out);
        else
            session.authenticated(&drop, out);
    }
    void act(Fetch& f) { session.piece(std::string_view("A: b\r\n\r\n.x\r\n"), f.index == 0, out); }
    void act(More&) {
        if (errors)
            session.piece(make_error_code(Errc::corrupt), true, out);
        else
            session.piece(std::string_view("..\r"), true, out);
    }
    void act(Remove& r) {
        if (r.messages.empty() || r.messages.size() > 2) std::abort();
        session.removed({}, out);
    }
    void act(Close&) { open = false; }
    void act(Cut&) { open = false; }

    void run() {
        while (open) {
            auto action = session.next(out);
            if (!action) break;
            std::visit([this](auto& a) { act(a); }, *action);
            if (out.size() > 70'000) std::abort();
            out.clear();
        }
        out.clear();
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    auto choice = data[0];
    Driver driver{Session({.secure = (choice & 1) != 0, .tls_available = true}), (choice & 2) != 0};
    std::size_t step = (choice >> 2) + 1u;
    std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    driver.run();
    for (std::size_t at = 0; at < text.size() && driver.open; at += step) {
        driver.session.feed(text.substr(at, step));
        driver.run();
    }
    return 0;
}
