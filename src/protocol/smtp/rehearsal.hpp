// A driver that plays a small community in memory: for dialogues and fuzzing.
//     ann@bailey.test signs in with "secret"; bob, carl and zoë@bailey.test take mail; full, gone and nobody do not.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "protocol/smtp/session.hpp"

namespace bailey::smtp {

class Rehearsal {
public:
    struct Taken {
        Envelope envelope;
        std::string protocol, text;
    };

    Rehearsal(const Settings& settings, bool secure) : session(settings, secure, true) {}

    // Feeds `bytes` in pieces of `step` octets and performs what the session asks for. False once it closed.
    bool feed(std::string_view bytes, std::size_t step) {
        run();
        for (std::size_t at = 0; at < bytes.size() && !closed; at += step) {
            const std::string piece(bytes.substr(at, step));  // its own memory, so that a stale view is seen
            session.feed(piece);
            run();
        }
        return !closed;
    }

    void run() {
        while (!closed) {
            auto action = session.next();
            if (!action) return;
            std::visit([&](auto& a) { perform(a); }, *action);
        }
    }

    Session session;
    std::string said;                               // all that the client heard
    std::vector<Taken> taken;                       // messages that are stored
    std::size_t questions = 0, fail_at = SIZE_MAX;  // the n-th question (from 0) is answered with `failure`
    Errc failure = Errc::try_later;
    bool closed = false;
    bool wait_for_tls = false, tls_asked = false;  // leave BeginTls unanswered until begin_tls()

    void begin_tls() {
        tls_asked = false;
        session.tls_begun({});
    }

private:
    Result<void> outcome(Result<void> otherwise = {}) {
        return questions++ == fail_at ? Result<void>(failure) : otherwise;
    }

    void perform(Send& a) { said += a.bytes; }
    void perform(Close&) {
        said += "<closed>\r\n";
        closed = true;
    }
    void perform(BeginTls&) {
        tls_asked = true;
        if (!wait_for_tls) session.tls_begun(outcome());
    }
    void perform(Authenticate& a) {
        const bool known = a.name == "ann@bailey.test" && a.password.equals("secret");
        session.signed_in(outcome(known ? Result<void>() : Errc::denied));
    }
    void perform(CheckSender& a) {
        const bool own = !a.from || a.from->text() == "ann@bailey.test" || a.from->local() == "zo\xc3\xab";
        session.sender_checked(outcome(own ? Result<void>() : Errc::denied));
    }
    void perform(CheckRecipient& a) {
        static const std::map<std::string, Errc, std::less<>> trouble{
            {"nobody", Errc::not_found}, {"full", Errc::over_quota}, {"gone", Errc::suspended}};
        Result<void> verdict;
        if (auto it = trouble.find(a.to.local()); it != trouble.end()) verdict = it->second;
        if (a.to.domain() != "bailey.test") verdict = Errc::outside;
        session.recipient_checked(outcome(verdict));
    }
    void perform(BeginMessage& a) {
        auto begun = outcome();
        if (begun) incoming_.emplace(Taken{std::move(a.envelope), std::string(a.protocol), {}});
        session.message_begun(begun);
    }
    void perform(Body& a) {
        auto taken_in = outcome();
        if (taken_in)
            incoming_.value().text += a.bytes;
        else
            spoilt_ = true;
        session.body_taken(taken_in);
    }
    void perform(EndMessage&) {
        auto stored = outcome(spoilt_ ? Result<void>(Errc::corrupt) : Result<void>());
        if (!stored) {
            incoming_.reset();
            session.message_ended(stored.error());
            return;
        }
        taken.push_back(std::move(incoming_.value()));
        incoming_.reset();
        session.message_ended("q" + std::to_string(taken.size()));
    }
    void perform(AbortMessage&) {
        incoming_.value();  // throws where there is none
        incoming_.reset();
        spoilt_ = false;
    }

    std::optional<Taken> incoming_;
    bool spoilt_ = false;
};

}  // namespace bailey::smtp
