#include "protocol/smtp/session.hpp"

#include <cassert>

namespace bailey::smtp {
namespace {

constexpr std::size_t most_waiting = 16 * 1024;  // octets of replies before the client must take some

}  // namespace

Session::Session(const Settings& settings, bool secure, bool can_start_tls)
    : settings_(settings),
      out_(reply(Say::greeting, settings.host)),
      secure_(secure),
      can_start_tls_(can_start_tls && !secure) {}

void Session::feed(std::string_view bytes) {
    assert(asked_ == Asked::nothing);
    input_.lend(bytes);
}

std::optional<Action> Session::next() {
    if (asked_ != Asked::nothing) return std::nullopt;
    hungry_ = false;
    // Replies go out together when there is nothing more to read: RFC 2920 section 3.2.
    while (!hungry_ && !closing_ && out_.size() < most_waiting)
        if (auto action = std::visit([&](auto& state) { return step(state); }, state_)) return action;
    if (!out_.empty()) return Send{std::exchange(out_, {})};
    if (closing_ && !std::exchange(closed_, true)) return Close{};
    input_.keep();
    return std::nullopt;
}

void Session::stop() { stopping_ = true; }

void Session::timed_out() {
    if (!closing_) end(reply(Say::silent_too_long));
}

Session::Next Session::ask(Asked what, Action question) {
    asked_ = what;
    return question;
}

Session::Next Session::say(Say what, std::string_view name) {
    out_ += reply(what, name);
    return {};
}

Session::Next Session::fault(std::string line) {
    out_ += line;
    if (++errors_ >= settings_.patience.errors) return end(reply(Say::too_many_errors));
    return {};
}

Session::Next Session::end(std::string line) {
    out_ += line;
    closing_ = true;
    return {};
}

void Session::answered([[maybe_unused]] Asked what) {
    assert(asked_ == what);
    asked_ = Asked::nothing;
}

// A line that cannot be trusted ends the session: whoever disagrees with us on where lines end could make us read
// commands that somebody else wrote into a message.
std::optional<Line> Session::whole_line(std::size_t limit, About about) {
    const auto line = cut_line(input_.view(), limit);
    switch (line.state) {
    case Line::State::whole: return line;
    case Line::State::partial: wait(); break;
    case Line::State::too_long: end(refusal(about, Errc::too_long)); break;
    case Line::State::bad: end(reply(Say::bad_line_end)); break;
    }
    return std::nullopt;
}

Session::Next Session::read_command() {
    if (stopping_ && between_messages()) return end(reply(Say::shutting_down));
    const auto line = whole_line(settings_.patience.line, About::command);
    if (!line) return {};
    if (++commands_ > settings_.patience.commands) return end(reply(Say::too_many_commands));
    auto command = parse(line->text);
    if (std::holds_alternative<Auth>(command))
        input_.wipe(line->used);
    else
        input_.consume(line->used);
    return std::visit([&](auto& c) { return on(c); }, command);
}

Session::Next Session::step(SigningIn& state) {
    const auto line = whole_line(settings_.patience.sign_in_line, About::sign_in);
    if (!line) return {};
    auto step = state.exchange.answer(line->text);
    input_.wipe(line->used);
    return sign_in_step(std::move(step));
}

Session::Next Session::step(StartingTls&) {
    if (!out_.empty()) return Send{std::exchange(out_, {})};
    return ask(Asked::tls, BeginTls{});
}

// RFC 5321 section 4.1.4: EHLO and HELO clear everything, as RSET does.
Session::Next Session::hello(std::string name) {
    helo_ = std::move(name);
    return forget_message();
}

Session::Next Session::on(Ehlo& c) {
    auto action = hello(std::move(c.name));
    out_ += ehlo({.host = settings_.host,
                  .message_bytes = settings_.mail.message_bytes,
                  .starttls = can_start_tls_,
                  .auth = secure_ && !signed_in_});
    return action;
}

Session::Next Session::on(Helo& c) {
    auto action = hello(std::move(c.name));
    say(Say::hello, settings_.host);
    return action;
}

Session::Next Session::on(StartTls&) {
    if (secure_) return fault(Say::already_tls);
    if (!can_start_tls_) return say(Say::no_tls);
    // What came in clear behind STARTTLS must not be taken for something said under TLS (RFC 3207 section 4.2; the
    // command ends a pipelined group by RFC 2920 section 3.1).
    if (!input_.empty()) return end(reply(Say::nothing_after_starttls));
    state_ = StartingTls{};
    return say(Say::begin_tls);
}

void Session::tls_begun(Result<void> done) {
    answered(Asked::tls);
    if (!done) {
        closing_ = true;  // nobody is left to talk to
        return;
    }
    secure_ = true;
    can_start_tls_ = false;
    helo_.clear();  // RFC 3207 section 4.2: what was said in clear is forgotten
    state_ = Ready{};
}

Session::Next Session::on(Auth& c) {
    if (helo_.empty()) return fault(Say::hello_first);
    if (!secure_) return fault(Say::no_sign_in_in_clear);
    if (signed_in_) return fault(Say::already_signed_in);  // RFC 4954 section 4
    if (!between_messages()) return fault(Say::sign_in_between_messages);
    auto exchange = sasl::Exchange::of(c.mechanism);
    if (!exchange) return fault(refusal(About::mechanism, Errc::unsupported));
    auto step = exchange->begin(c.initial ? std::optional(c.initial->reveal()) : std::nullopt);
    state_ = SigningIn{std::move(*exchange)};
    return sign_in_step(std::move(step));
}

Session::Next Session::sign_in_step(Result<sasl::Step> step) {
    if (step)
        if (auto* challenge = std::get_if<sasl::Challenge>(&*step)) return say(Say::challenge, challenge->base64);
    state_ = Ready{};
    if (!step) return fault(refusal(About::sign_in, errc_of(step.error())));
    auto* claim = std::get_if<sasl::Credentials>(&*step);
    if (!claim) return fault(Say::sign_in_cancelled);
    if (sasl::acts_for_another(*claim)) return fault(Say::acts_for_another);
    return ask(Asked::sign_in, Authenticate{std::move(claim->name), std::move(claim->password)});
}

void Session::signed_in(Result<void> verdict) {
    answered(Asked::sign_in);
    signed_in_ = verdict.has_value();
    if (signed_in_) {
        say(Say::signed_in);
        return;
    }
    const auto why = errc_of(verdict.error());
    out_ += refusal(About::sign_in, why);
    if (why != Errc::try_later && ++failed_sign_ins_ >= settings_.patience.failed_sign_ins)
        end(reply(Say::too_many_sign_ins));
}

Session::Next Session::on(Rset&) {
    say(Say::ok);
    return forget_message();
}

Session::Next Session::on(Quit&) {
    end(reply(Say::bye));
    return forget_message();
}

Session::Next Session::on(Unreadable& c) {
    auto line = refusal(c.about, c.why);
    return c.about == About::chunk ? end(std::move(line)) : fault(std::move(line));
}

}  // namespace bailey::smtp
