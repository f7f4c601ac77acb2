// A POP3 session as a value: bytes go in with feed(), what to do next comes out of next(), and what to say is
// appended to the caller's buffer. RFC 1939 with the extensions that CAPA lists.
// It opens no socket and reads no store; the driver performs each Action and reports back.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/secret.hpp"
#include "protocol/pop3/command.hpp"
#include "protocol/pop3/reply.hpp"
#include "protocol/pop3/stuffing.hpp"
#include "protocol/sasl/sasl.hpp"

namespace bailey::pop3 {

// The messages of the signed-in user, oldest first, fixed for the session; the driver keeps it alive.
class Maildrop {
public:
    struct Entry {
        std::int64_t message;
        std::uint32_t octets;
    };
    virtual std::size_t count() const = 0;
    virtual Entry entry(std::size_t index) const = 0;  // counts from 0

protected:
    ~Maildrop() = default;
};

struct Settings {
    bool secure = false;         // under TLS from the first byte
    bool tls_available = false;  // STLS can be offered
};

struct Flush {};     // write what was said, then come back
struct StartTls {};  // write what was said, do the handshake, then call tls_started()
struct Authenticate {
    std::string name;
    Secret password;
};              // answer with authenticated()
struct Fetch {  // answer with piece()
    std::size_t index;
    std::int64_t message;
    bool whole;  // false: perhaps only its beginning (TOP)
};
struct More {};  // the next piece of the same message: answer with piece()
struct Remove {
    std::vector<std::int64_t> messages;
};                // answer with removed()
struct Close {};  // write what was said, then end politely
struct Cut {};    // end at once: the client must not take what it got for a whole message
using Action = std::variant<Flush, StartTls, Authenticate, Fetch, More, Remove, Close, Cut>;

struct ReplyCounts {
    std::uint32_t good = 0, later = 0, bad = 0;
};

class Session {
public:
    explicit Session(Settings settings);
    ~Session();

    void feed(std::string_view bytes) { in_ += bytes; }
    // Appends to `out`. nullopt: feed me, or answer the question asked last.
    std::optional<Action> next(std::string& out);

    void tls_started();
    void authenticated(Result<const Maildrop*> opened, std::string& out);
    // `last`: no further piece follows. After an error the message is over.
    void piece(Result<std::string_view> bytes, bool last, std::string& out);
    void removed(Result<void> done, std::string& out);

    const ReplyCounts& replies() const { return replies_; }

private:
    // What a state holds exists only in that state: no half-reset session can be spelled.
    struct Authorization {
        std::string name = {};                        // given with USER
        std::optional<sasl::Exchange> exchange = {};  // AUTH waits for the client's line
        int failures = 0;
        bool utf8 = false;
    };
    struct Listing {
        bool unique_ids;
        std::size_t at = 0;
    };
    struct Reading {
        DotStuffer stuffer;
        std::optional<TopCutter> cutter;
        bool begun = false;  // something of it has been said
    };
    struct Transaction {
        const Maildrop* drop;
        std::vector<bool> deleted;
        std::size_t left;      // messages not deleted
        std::uint64_t octets;  // of those
        std::optional<Listing> listing = {};
        std::optional<Reading> reading = {};
    };
    struct Update {};
    using Next = std::optional<Action>;

    std::optional<std::string_view> cut_line(std::string& out);
    Next obey(std::string_view line, std::string& out);

    template <class C>
    Next on(Authorization&, const C&, std::string& out) {
        return say(Say::sign_in_first, out);
    }
    Next on(Authorization&, const User&, std::string& out);
    Next on(Authorization&, const Pass&, std::string& out);
    Next on(Authorization&, const Auth&, std::string& out);
    Next on(Authorization&, const Stls&, std::string& out);
    Next on(Authorization&, const Utf8&, std::string& out);
    Next on(Authorization&, const Quit&, std::string& out);

    template <class C>
    Next on(Transaction&, const C&, std::string& out) {
        return say(Say::already_signed_in, out);
    }
    Next on(Transaction&, const Stat&, std::string& out);
    Next on(Transaction&, const List&, std::string& out);
    Next on(Transaction&, const Uidl&, std::string& out);
    Next on(Transaction&, const Retr&, std::string& out);
    Next on(Transaction&, const Top&, std::string& out);
    Next on(Transaction&, const Dele&, std::string& out);
    Next on(Transaction&, const Rset&, std::string& out);
    Next on(Transaction&, const Noop&, std::string& out);
    Next on(Transaction&, const Quit&, std::string& out);

    template <class C>
    Next on(Update&, const C&, std::string&) {
        return std::nullopt;
    }  // the session is over

    Next step(Authorization&, Result<sasl::Step> step, std::string& out);
    Next list_one(Transaction&, std::uint32_t number, bool unique_id, std::string& out);
    Next fetch(Transaction&, std::uint32_t number, std::optional<TopCutter> cutter, std::string& out);
    void go_on_listing(Transaction&, std::string& out);
    void capabilities(std::string& out);
    Next say(Say what, std::string& out);
    Next ask(Action question);
    void fail(Say what, std::string& out);  // the last words
    void count(Outcome outcome);

    Settings settings_;
    std::variant<Authorization, Transaction, Update> state_;
    std::string in_;
    std::size_t taken_ = 0;  // of in_
    ReplyCounts replies_;
    int errors_ = 0;
    bool greeted_ = false, asked_ = false, more_ = false, closing_ = false, cut_ = false;
};

}  // namespace bailey::pop3
