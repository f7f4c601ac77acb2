#include "protocol/pop3/session.hpp"

#include "protocol/grammar/characters.hpp"

namespace bailey::pop3 {
namespace {

// Of a command or an answer to a challenge, with its CRLF. RFC 2449 section 4 asks for 255; the longest base 64 of
// PLAIN (RFC 4616 section 2) is what sets it.
constexpr std::size_t max_line = 2048;
constexpr std::size_t flush_at = std::size_t{64} * 1024;
constexpr std::size_t keep_input = 512;  // more room than this is given back when there is no input
constexpr int max_failures = 3;          // sign-ins
constexpr int max_errors = 30;           // refused commands in a row

}  // namespace

Session::Session(Settings settings) : settings_(settings), state_(Authorization{}) {}
Session::~Session() = default;

std::optional<Action> Session::next(std::string& out) {
    if (!greeted_) {
        greeted_ = true;
        say(Say::greeting, out);
    }
    for (;;) {
        if (cut_) return Cut{};
        if (closing_) return Close{};
        if (out.size() >= flush_at) return Flush{};
        if (more_) {
            more_ = false;
            return ask(More{});
        }
        if (asked_) return std::nullopt;
        if (auto* tx = std::get_if<Transaction>(&state_); tx && tx->listing) {
            go_on_listing(*tx, out);
            continue;
        }
        auto line = cut_line(out);
        if (!line) {
            if (closing_) continue;
            return std::nullopt;
        }
        if (auto action = obey(*line, out)) return action;
    }
}

// Lone CR, LF and NUL are refused: a peer that sees line ends where we do not could be made to believe in commands
// that were never given.
std::optional<std::string_view> Session::cut_line(std::string& out) {
    auto left = std::string_view(in_).substr(taken_);
    auto end = left.find('\n');
    // Judged alike whether the line came whole or in pieces.
    if (end == std::string_view::npos ? left.size() >= max_line : end >= max_line) {
        fail(Say::line_too_long, out);
        return std::nullopt;
    }
    if (end == std::string_view::npos) {
        in_.erase(0, taken_);
        taken_ = 0;
        if (in_.empty() && in_.capacity() > keep_input) std::string().swap(in_);
        return std::nullopt;
    }
    taken_ += end + 1;
    auto line = left.substr(0, end);
    using namespace std::string_view_literals;
    if (!line.ends_with('\r') || line.find_first_of("\r\0"sv) != line.size() - 1) {
        fail(Say::bad_line_end, out);
        return std::nullopt;
    }
    line.remove_suffix(1);
    return line;
}

Session::Next Session::obey(std::string_view line, std::string& out) {
    if (auto* auth = std::get_if<Authorization>(&state_); auth && auth->exchange)
        return step(*auth, auth->exchange->answer(line), out);
    auto command = parse(line);
    if (!command) {
        auto unknown = command.error() == Errc::unsupported;
        return say(unknown ? Say::unknown_command : Say::bad_arguments, out);
    }
    if (std::holds_alternative<Capa>(*command)) {
        capabilities(out);
        return std::nullopt;
    }
    return std::visit([&](auto& state, const auto& c) { return on(state, c, out); }, state_, *command);
}

// RFC 2449 section 5; what is listed depends on the state of TLS only.
void Session::capabilities(std::string& out) {
    count(Outcome::good);
    out +=
        "+OK this is what Bailey can do\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\n"
        "EXPIRE NEVER\r\nUTF8\r\n";
    if (settings_.secure)
        out += "USER\r\nSASL PLAIN\r\n";  // RFC 8314 section 3.1: no passwords in clear
    else if (settings_.tls_available)
        out += "STLS\r\n";
    out += "IMPLEMENTATION Bailey\r\n.\r\n";
}

Session::Next Session::say(Say what, std::string& out) {
    out += line(what);
    count(outcome_of(what));
    if (errors_ >= max_errors && !closing_) fail(Say::too_many_errors, out);
    return std::nullopt;
}

void Session::fail(Say what, std::string& out) {
    closing_ = true;
    say(what, out);
}

Session::Next Session::ask(Action question) {
    asked_ = true;
    return question;
}

void Session::count(Outcome outcome) {
    errors_ = outcome == Outcome::good ? 0 : errors_ + 1;
    switch (outcome) {
    case Outcome::good: ++replies_.good; break;
    case Outcome::later: ++replies_.later; break;
    case Outcome::bad: ++replies_.bad; break;
    }
}

// Authorization state (RFC 1939 section 4)

Session::Next Session::on(Authorization&, const Quit&, std::string& out) {
    fail(Say::bye, out);
    return std::nullopt;
}

Session::Next Session::on(Authorization& auth, const User& c, std::string& out) {
    if (!settings_.secure) return say(Say::tls_first, out);
    auth.name = c.name;
    return say(Say::name_taken, out);
}

Session::Next Session::on(Authorization& auth, const Pass& c, std::string& out) {
    if (!settings_.secure) return say(Say::tls_first, out);
    if (auth.name.empty()) return say(Say::name_first, out);
    return ask(Authenticate{std::exchange(auth.name, {}), c.password});
}

Session::Next Session::on(Authorization& auth, const Auth& c, std::string& out) {
    if (!settings_.secure) return say(Say::tls_first, out);
    if (!grammar::same_word(c.mechanism, "PLAIN")) return say(Say::bad_arguments, out);
    auto exchange = sasl::Exchange::of(c.mechanism);
    if (!exchange) return say(Say::bad_arguments, out);
    auth.exchange = std::move(*exchange);
    auto initial = c.initial ? std::optional(c.initial->reveal()) : std::nullopt;
    return step(auth, auth.exchange->begin(initial), out);
}

Session::Next Session::step(Authorization& auth, Result<sasl::Step> step, std::string& out) {
    if (step)
        if (auto* challenge = std::get_if<sasl::Challenge>(&*step)) {
            out.append("+ ").append(challenge->base64).append("\r\n");  // RFC 5034 section 4
            return std::nullopt;
        }
    auth.exchange.reset();
    if (!step) return say(Say::bad_credentials, out);
    if (std::holds_alternative<sasl::Cancelled>(*step)) return say(Say::sign_in_cancelled, out);
    auto& credentials = std::get<sasl::Credentials>(*step);
    if (sasl::acts_for_another(credentials)) {
        authenticated(make_error_code(Errc::denied), out);
        return std::nullopt;
    }
    return ask(Authenticate{std::move(credentials.name), std::move(credentials.password)});
}

Session::Next Session::on(Authorization& auth, const Stls&, std::string& out) {
    if (settings_.secure) return say(Say::already_tls, out);
    if (!settings_.tls_available) return say(Say::no_tls, out);
    if (auth.utf8) return say(Say::no_tls_after_utf8, out);  // RFC 6856 section 2.1
    if (taken_ != in_.size()) {
        // What came in clear must not be taken for what comes under TLS.
        fail(Say::nothing_after_stls, out);
        return std::nullopt;
    }
    say(Say::begin_tls, out);
    return ask(StartTls{});
}

void Session::tls_started() {
    asked_ = false;
    settings_.secure = true;
    state_ = Authorization{};  // RFC 2595 section 4: what was learnt before is forgotten
}

// RFC 6856 section 2.1: the messages are sent as they are in either mode. A program that never says UTF8 should be
// refused a message with UTF-8 in its header; but programs stop at the first message refused, and everything after
// it would be out of their reach.
Session::Next Session::on(Authorization& auth, const Utf8&, std::string& out) {
    auth.utf8 = true;
    return say(Say::utf8, out);
}

void Session::authenticated(Result<const Maildrop*> opened, std::string& out) {
    asked_ = false;
    if (!opened) {
        auto why = errc_of(opened.error());
        out += sign_in_refusal(why);
        count(outcome_of(why));
        closing_ = ++std::get<Authorization>(state_).failures >= max_failures;
        return;
    }
    auto count = (*opened)->count();
    Transaction tx{*opened, std::vector<bool>(count), count, 0};
    for (std::size_t i = 0; i < count; ++i) tx.octets += tx.drop->entry(i).octets;
    state_ = std::move(tx);
    say(Say::signed_in, out);
}

// Transaction state (section 5) is in transaction.cpp.

}  // namespace bailey::pop3
