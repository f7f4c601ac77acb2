// A submission session (RFC 6409) as a value: bytes go in with feed(), what to do next comes out of next(). It opens
// no socket, reads no store and asks no clock; the driver performs each Action and answers the questions among them.
//     session.feed(bytes);
//     while (auto action = session.next()) ...   // perform it; answer it where it is a question
//     // nullopt: read more
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "domain/limits/limits.hpp"
#include "domain/mail/envelope.hpp"
#include "protocol/sasl/sasl.hpp"
#include "protocol/smtp/command.hpp"
#include "protocol/smtp/input.hpp"
#include "protocol/smtp/text.hpp"

namespace bailey::smtp {

// What a client may do before it is turned away.
struct Patience {
    std::size_t line = 2048;           // octets of a command; RFC 5321 section 4.5.3.1.4 and its extensions need 1,700
    std::size_t sign_in_line = 12288;  // RFC 4954 section 4
    // RFC 5321 section 4.5.3.1.6 asks for 1,000; programs that write a paragraph as one line are many.
    std::size_t text_line = 64 * 1024;
    std::size_t errors = 20;               // commands that cannot be read or are out of order
    std::size_t refused_recipients = 200;  // in one session
    std::size_t failed_sign_ins = 3;
    std::size_t commands = 4000;  // since the last message; must leave room for all its recipients
};

// What all sessions of a listener share; outlives them.
struct Settings {
    std::string host;                   // our name, for the greeting
    std::optional<Address> postmaster;  // who RCPT TO:<Postmaster> means; nullopt: it is not known here
    MailLimits mail;
    Patience patience{};
};

struct Send {
    std::string bytes;
};
struct BeginTls {};    // a question: tls_begun()
struct Authenticate {  // a question: signed_in()
    std::string name;
    Secret password;
};
struct CheckSender {  // a question: sender_checked()
    std::optional<Address> from;
};
struct CheckRecipient {  // a question: recipient_checked()
    Address to;
};
struct BeginMessage {  // a question: message_begun()
    Envelope envelope;
    std::string helo;           // for the Received field: the name the client gave,
    std::string_view protocol;  // and RFC 3848's or RFC 6531's word for how it came
};
struct Body {                // a question: body_taken()
    std::string_view bytes;  // of the message, CRLF line ends, dots unstuffed; until the session's next member call
};
struct EndMessage {};    // a question: message_ended()
struct AbortMessage {};  // the message begun is off; forget it
struct Close {};         // end the connection; nothing comes after it
using Action = std::variant<Send, BeginTls, Authenticate, CheckSender, CheckRecipient, BeginMessage, Body, EndMessage,
                            AbortMessage, Close>;

// A message being taken in.
struct Content {
    std::uint64_t octets = 0;  // received
    bool begun = false;        // the driver has it
    std::string refusal = {};  // what the client will hear when all of it is in; empty: nothing is wrong
};

// The states. What a state holds exists only in that state; a mail transaction goes with it, whole.
struct Ready {};  // between messages
struct SigningIn {
    sasl::Exchange exchange;
};
struct StartingTls {};
struct Opening {  // the sender is being asked about
    Envelope envelope;
};
struct Transaction {
    Envelope envelope;
    std::optional<Recipient> asked = {};  // about this one
    std::size_t refused = 0;              // recipients
};
struct Receiving {  // after DATA
    DotReader reader;
    Content content;
};
struct Chunk {  // in a BDAT
    ChunkReader reader;
    LineCheck lines;
    Content content;
    std::uint64_t size;
    bool last;
};
struct BetweenChunks {
    LineCheck lines;
    Content content;
};
using State = std::variant<Ready, SigningIn, StartingTls, Opening, Transaction, Receiving, Chunk, BetweenChunks>;

class Session {
public:
    // `secure`: under TLS already; `can_start_tls`: STARTTLS may be offered. Says the greeting first.
    Session(const Settings& settings, bool secure, bool can_start_tls);

    // Gives more input: only when next() gave nullopt and no question is open. `bytes` are borrowed until next() gives
    // nullopt again, or keep() is called.
    void feed(std::string_view bytes);
    void keep() { input_.keep(); }  // the buffer last fed is about to be reused: copies what has not been read yet
    std::optional<Action> next();   // nullopt: feed me, or answer the question I asked last

    void tls_begun(Result<void> done);
    void signed_in(Result<void> verdict);
    void sender_checked(Result<void> verdict);
    void recipient_checked(Result<void> verdict);
    void message_begun(Result<void> done);
    // An error refuses the message; what is left of it is swallowed. `about`: the recipients that it names.
    void body_taken(Result<void> done, std::string_view about = {});
    void message_ended(Result<std::string> queue_id, std::string_view about = {});

    void stop();       // the service stops: 421 as soon as no message is under way
    void timed_out();  // the client was silent for too long: 421 and the end

    bool between_messages() const { return std::holds_alternative<Ready>(state_); }
    bool taking_text() const {
        return std::holds_alternative<Receiving>(state_) || std::holds_alternative<Chunk>(state_);
    }
    bool is_signed_in() const { return signed_in_; }

private:
    enum class Asked { nothing, tls, sign_in, sender, recipient, begin, body, end };
    using Next = std::optional<Action>;  // nullopt: nothing for the driver to do, go on

    // One step in a state: reads some input, or says hungry_.
    Next step(Ready&) { return read_command(); }
    Next step(SigningIn&);
    Next step(StartingTls&);
    Next step(Opening&) { return wait(); }
    Next step(Transaction&) { return read_command(); }
    Next step(Receiving&);
    Next step(Chunk&);
    Next step(BetweenChunks&) { return read_command(); }
    Next read_command();
    Next wait() {
        hungry_ = true;
        return {};
    }
    std::optional<Line> whole_line(std::size_t limit, About about);

    Next on(Ehlo&);
    Next on(Helo&);
    Next on(StartTls&);
    Next on(Auth&);
    Next on(Mail&);
    Next on(Rcpt&);
    Next on(Data&);
    Next on(Bdat&);
    Next on(Rset&);
    Next on(Vrfy&) { return say(Say::not_verified); }
    Next on(Expn&) { return fault(Say::no_expansion); }
    Next on(Help&) { return say(Say::help); }
    Next on(Noop&) { return say(Say::ok); }
    Next on(Quit&);
    Next on(Unreadable&);

    std::optional<Say> unfit_for_mail() const;
    Next hello(std::string name);
    Next sign_in_step(Result<sasl::Step> step);
    BeginMessage opening_of(Envelope envelope) const;
    Next take(Content& content, const Run& run);
    Next refuse(Content& content, std::string line);
    Next end_of_message(Content& content, bool line_too_long);
    Next forget_message();

    Next ask(Asked what, Action question);
    Next say(Say what, std::string_view name = {});
    Next fault(Say what) { return fault(reply(what)); }  // a client's mistake: so many are borne
    Next fault(std::string line);
    Next end(std::string line);
    void answered(Asked what);

    const Settings& settings_;
    State state_;
    Input input_;
    std::string out_;   // replies that wait for company (RFC 2920 section 3.2)
    std::string helo_;  // empty: no EHLO or HELO yet
    std::size_t errors_ = 0, commands_ = 0, failed_sign_ins_ = 0, refused_recipients_ = 0;
    Asked asked_ = Asked::nothing;
    bool secure_, can_start_tls_;
    bool signed_in_ = false, hungry_ = false, stopping_ = false, closing_ = false, closed_ = false;
};

}  // namespace bailey::smtp
