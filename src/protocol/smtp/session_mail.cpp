// The mail transaction: from MAIL to the reply after the message.
#include "protocol/smtp/session.hpp"

namespace bailey::smtp {

std::optional<Say> Session::unfit_for_mail() const {
    if (helo_.empty()) return Say::hello_first;
    if (!secure_) return Say::tls_first;         // RFC 3207 section 4
    if (!signed_in_) return Say::sign_in_first;  // RFC 4954 section 6, RFC 6409 section 4.3
    if (std::holds_alternative<BetweenChunks>(state_)) return Say::finish_chunks;
    return std::nullopt;
}

Session::Next Session::on(Mail& c) {
    if (auto unfit = unfit_for_mail()) return fault(*unfit);
    if (!between_messages()) return fault(Say::one_sender);
    if (!c.ascii && !c.smtputf8) return fault(Say::sender_beyond_ascii);
    if (c.size > settings_.mail.message_bytes) {  // RFC 1870 section 6.1
        out_ += refusal(About::message, Errc::too_long);
        return {};
    }
    auto from = c.from;
    state_ = Opening{Envelope{.sender = std::move(c.from),
                              .recipients = {},
                              .envelope_id = std::move(c.envelope_id),
                              .return_content = c.return_content,
                              .eight_bit = c.eight_bit,
                              .smtputf8 = c.smtputf8}};
    return ask(Asked::sender, CheckSender{std::move(from)});
}

void Session::sender_checked(Result<void> verdict) {
    answered(Asked::sender);
    auto envelope = std::move(std::get<Opening>(state_).envelope);
    const auto name = envelope.sender ? envelope.sender->text() : std::string();
    if (!verdict) {
        state_ = Ready{};
        fault(refusal(About::sender, errc_of(verdict.error()), name));
        return;
    }
    state_ = Transaction{std::move(envelope)};
    say(Say::sender_ok, name);
}

Session::Next Session::on(Rcpt& c) {
    if (auto unfit = unfit_for_mail()) return fault(*unfit);
    auto* mail = std::get_if<Transaction>(&state_);
    if (!mail) return fault(Say::mail_first);
    if (!c.ascii && !mail->envelope.smtputf8) return fault(Say::recipient_beyond_ascii);
    if (!c.to) c.to = settings_.postmaster;
    if (!c.to) {
        ++mail->refused;
        return fault(refusal(About::recipient, Errc::not_found, "Postmaster"));
    }
    if (mail->envelope.recipients.size() >= settings_.mail.recipients)
        return say(Say::too_many_recipients, c.to->text());  // RFC 5321 section 4.5.3.1.10
    auto to = *c.to;
    mail->asked = Recipient{std::move(*c.to), c.notify, std::move(c.original)};
    return ask(Asked::recipient, CheckRecipient{std::move(to)});
}

void Session::recipient_checked(Result<void> verdict) {
    answered(Asked::recipient);
    auto& mail = std::get<Transaction>(state_);
    auto recipient = std::move(*mail.asked);
    mail.asked.reset();
    const auto name = recipient.address.text();
    if (verdict) {
        mail.envelope.recipients.push_back(std::move(recipient));
        say(Say::recipient_ok, name);
        return;
    }
    ++mail.refused;
    const auto said = refusal(About::recipient, errc_of(verdict.error()), name);
    out_ += said;
    if (said.front() != '5') return;  // our trouble, not the client's guessing
    if (++refused_recipients_ >= settings_.patience.refused_recipients) end(reply(Say::too_many_errors));
}

// RFC 3848 and RFC 6531 section 4.3: only messages of signed-in clients under TLS come this far.
BeginMessage Session::opening_of(Envelope envelope) const {
    const std::string_view protocol = envelope.smtputf8 ? "UTF8SMTPSA" : "ESMTPSA";
    return {std::move(envelope), helo_, protocol};
}

Session::Next Session::on(Data&) {
    if (auto unfit = unfit_for_mail()) return fault(*unfit);
    auto* mail = std::get_if<Transaction>(&state_);
    if (!mail) return fault(Say::mail_first);
    if (mail->envelope.recipients.empty())  // RFC 5321 section 3.3
        return mail->refused ? say(Say::all_recipients_refused) : fault(Say::recipients_first);
    auto opening = opening_of(std::move(mail->envelope));
    state_ = Receiving{DotReader(settings_.patience.text_line), {}};
    return ask(Asked::begin, std::move(opening));
}

// Whatever is wrong, the chunk's octets must be read before the reply (RFC 3030 section 2): they follow unasked.
Session::Next Session::on(Bdat& c) {
    Chunk chunk{ChunkReader(c.octets), LineCheck(settings_.patience.text_line), {}, c.octets, c.last};
    std::optional<BeginMessage> opening;
    if (auto* earlier = std::get_if<BetweenChunks>(&state_)) {
        chunk.lines = earlier->lines;
        chunk.content = std::move(earlier->content);
    } else if (auto unfit = unfit_for_mail()) {
        if (!signed_in_) return end(reply(*unfit));  // strangers do not get to send octets
        chunk.content.refusal = reply(*unfit);
    } else if (auto* mail = std::get_if<Transaction>(&state_); !mail) {
        chunk.content.refusal = reply(Say::mail_first);
    } else if (mail->envelope.recipients.empty()) {
        chunk.content.refusal = reply(mail->refused ? Say::all_recipients_refused : Say::recipients_first);
    } else {
        opening = opening_of(std::move(mail->envelope));
    }
    auto& here = state_.emplace<Chunk>(std::move(chunk));
    if (c.octets > settings_.mail.message_bytes - here.content.octets)
        return refuse(here.content, refusal(About::message, Errc::too_long));
    if (opening) return ask(Asked::begin, std::move(*opening));
    return {};
}

void Session::message_begun(Result<void> done) {
    answered(Asked::begin);
    auto* data = std::get_if<Receiving>(&state_);
    auto& content = data ? data->content : std::get<Chunk>(state_).content;
    content.begun = done.has_value();
    if (!done) content.refusal = refusal(About::message, errc_of(done.error()));
    if (!data) return;
    if (done) {
        say(Say::send_message);
        return;
    }
    out_ += content.refusal;
    state_ = Ready{};
}

Session::Next Session::step(Receiving& state) {
    if (input_.empty()) return wait();
    auto run = state.reader.next(input_.view());
    if (!run) {
        // Where the message ends is in doubt from here on, so no later byte is read: it could be somebody's idea of a
        // command.
        end(reply(Say::bad_line_end_in_message));
        return forget_message();
    }
    input_.consume(run->used);
    if (run->end) return end_of_message(state.content, state.reader.line_too_long());
    return take(state.content, *run);
}

Session::Next Session::step(Chunk& state) {
    if (!state.reader.done()) {
        if (input_.empty()) return wait();
        const auto run = state.reader.next(input_.view());
        input_.consume(run.used);
        if (state.content.refusal.empty() && !state.lines.take(run.bytes))
            return refuse(state.content, reply(Say::bad_line_end_in_message));
        return take(state.content, run);
    }
    if (!state.content.refusal.empty()) return end_of_message(state.content, false);
    if (!state.last) {
        say(Say::chunk_ok, std::to_string(state.size));
        state_ = BetweenChunks{state.lines, Content(std::move(state.content))};
        return {};
    }
    if (state.lines.after_cr()) return refuse(state.content, reply(Say::bad_line_end_in_message));
    if (!state.lines.at_line_start()) {  // the last line gets the end that every line of a mailbox has
        constexpr std::string_view line_end = "\r\n";
        if (auto ended = state.lines.take(line_end); ended) return ask(Asked::body, Body{line_end});
    }
    return end_of_message(state.content, state.lines.too_long());
}

Session::Next Session::take(Content& content, const Run& run) {
    content.octets += run.bytes.size();
    const auto limit = settings_.mail.message_bytes;
    Next action;
    if (content.refusal.empty() && content.octets > limit)  // RFC 1870 section 6.3
        action = refuse(content, refusal(About::message, Errc::too_long));
    if (!content.refusal.empty()) {
        // As much again as a whole message is swallowed for the sake of a reply that the client will read.
        if (content.octets / 2 > limit) end(std::move(content.refusal));
        return action;
    }
    if (run.bytes.empty()) return {};
    return ask(Asked::body, Body{run.bytes});
}

void Session::body_taken(Result<void> done, std::string_view about) {
    answered(Asked::body);
    if (done) return;
    auto* data = std::get_if<Receiving>(&state_);
    auto& content = data ? data->content : std::get<Chunk>(state_).content;
    content.refusal = refusal(About::message, errc_of(done.error()), about);
}

// The message will not be taken; the client hears it when it has sent all of it.
Session::Next Session::refuse(Content& content, std::string line) {
    if (content.refusal.empty()) content.refusal = std::move(line);
    if (std::exchange(content.begun, false)) return AbortMessage{};
    return {};
}

Session::Next Session::end_of_message(Content& content, bool line_too_long) {
    if (line_too_long && content.refusal.empty()) content.refusal = reply(Say::long_line_in_message);
    if (content.refusal.empty()) return ask(Asked::end, EndMessage{});
    out_ += content.refusal;
    return forget_message();
}

void Session::message_ended(Result<std::string> queue_id, std::string_view about) {
    answered(Asked::end);
    state_ = Ready{};
    if (!queue_id) {
        out_ += refusal(About::message, errc_of(queue_id.error()), about);
        return;
    }
    commands_ = 0;
    say(Say::accepted, *queue_id);
}

// Back to Ready; whatever there was of a message is gone.
Session::Next Session::forget_message() {
    auto* data = std::get_if<Receiving>(&state_);
    auto* chunk = std::get_if<Chunk>(&state_);
    auto* between = std::get_if<BetweenChunks>(&state_);
    const bool begun = data ? data->content.begun : chunk ? chunk->content.begun : between && between->content.begun;
    state_ = Ready{};
    if (begun) return AbortMessage{};
    return {};
}

}  // namespace bailey::smtp
