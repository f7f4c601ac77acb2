#include "net/smtp/smtp.hpp"

#include <prometheus/counter.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace bailey::net {
namespace {

using smtp::Action;

// One connection's conversation.
class Conversation {
public:
    Conversation(const Smtp& service, Stream stream)
        : service_(service),
          stream_(std::move(stream)),
          session_(service.dialogue, stream_.secure(), stream_.can_start_tls()),
          sign_in_by_(within(service.timeouts.sign_in)) {}

    awaitable<void> run() {
        for (;;) {
            auto action = session_.next();
            while (action) {
                if (perform_at_once(*action)) {
                    action = session_.next();
                    continue;
                }
                session_.keep();  // what was read lies in the loop's buffer, which others use while we wait
                action = co_await std::visit([this](auto& a) { return perform(a); }, *action);
                if (ended_) co_return;
            }
            const bool more = co_await read();
            if (!more) co_return;
        }
    }

private:
    using Next = std::optional<Action>;

    // What needs no waiting. The text of a message goes from the loop's buffer into storage without a copy between.
    bool perform_at_once(Action& action) {
        if (auto* body = std::get_if<smtp::Body>(&action)) {
            if (incoming_->blocks()) {
                waiting_text_.assign(body->bytes);
                body->bytes = waiting_text_;
                return false;
            }
            const auto done = incoming_->write(body->bytes);
            session_.body_taken(done, done ? std::string() : incoming_->about());
        } else if (auto* begin = std::get_if<smtp::BeginMessage>(&action)) {
            begin_message(*begin);
        } else if (std::holds_alternative<smtp::AbortMessage>(action)) {
            incoming_.reset();
            service_.metrics.messages_refused.Increment();
        } else {
            return false;
        }
        return true;
    }

    void begin_message(smtp::BeginMessage& begin) {
        message_by_ = within(service_.timeouts.message);
        auto begun = service_.intake.receive(*who_, std::move(begin.envelope),
                                             {.helo = std::move(begin.helo),
                                              .peer = stream_.peer(),
                                              .protocol = std::string(begin.protocol),
                                              .tls = stream_.tls()});
        if (!begun) {
            service_.metrics.messages_refused.Increment();
            session_.message_begun(begun.error());
            return;
        }
        incoming_ = std::move(*begun);
        session_.message_begun({});
    }

    awaitable<Next> perform(smtp::Send& a) {
        count_replies(a.bytes);
        service_.metrics.bytes_out.Increment(static_cast<double>(a.bytes.size()));
        auto written = co_await stream_.write(a.bytes, within(service_.timeouts.reply));
        if (!written) co_return end();
        co_return session_.next();
    }

    awaitable<Next> perform(smtp::BeginTls&) {
        session_.tls_begun(co_await stream_.start_tls(within(service_.timeouts.handshake)));
        co_return session_.next();
    }

    awaitable<Next> perform(smtp::Authenticate& a) {
        auto who =
            co_await on_worker(service_.workers, [&] { return service_.sign_in(a.name, a.password, stream_.peer()); });
        (who ? service_.metrics.signed_in : service_.metrics.sign_in_failed).Increment();
        if (who) {
            who_ = std::move(*who);
            session_.signed_in({});
        } else {
            session_.signed_in(who.error());
        }
        co_return session_.next();
    }

    awaitable<Next> perform(smtp::CheckSender& a) { return check(std::move(a)); }
    awaitable<Next> perform(smtp::CheckRecipient& a) { return check(std::move(a)); }

    // One way to a worker and back for all the checks that a pipelined group brings: the session goes along.
    awaitable<Next> check(Action first) {
        open_ = std::move(first);
        auto next = co_await on_worker(service_.workers, [this]() -> Result<Next> {
            while (open_ && answer_check(*open_)) {
                open_.reset();
                open_ = session_.next();
            }
            return std::exchange(open_, std::nullopt);
        });
        if (next) co_return std::move(*next);
        if (!open_) co_return end();
        fail_check(next.error());
        co_return session_.next();
    }

    bool answer_check(Action& action) {
        if (auto* sender = std::get_if<smtp::CheckSender>(&action))
            session_.sender_checked(service_.intake.check_sender(*who_, sender->from));
        else if (auto* recipient = std::get_if<smtp::CheckRecipient>(&action))
            session_.recipient_checked(service_.intake.check_recipient(*who_, recipient->to));
        else
            return false;
        return true;
    }

    // No worker took the question that is open, or it threw.
    void fail_check(Result<void> why) {
        if (std::holds_alternative<smtp::CheckSender>(*open_))
            session_.sender_checked(why);
        else
            session_.recipient_checked(why);
        open_.reset();
    }

    awaitable<Next> perform(smtp::Body& a) {
        auto done = co_await on_worker(service_.workers, [&] { return incoming_->write(a.bytes); });
        session_.body_taken(done, done ? std::string() : incoming_->about());
        co_return session_.next();
    }

    awaitable<Next> perform(smtp::EndMessage&) {
        auto id = co_await on_done<Result<std::string>>([this](auto done) { incoming_->finish(std::move(done)); });
        const auto about = id ? std::string() : incoming_->about();
        incoming_.reset();
        std::string().swap(waiting_text_);
        (id ? service_.metrics.messages : service_.metrics.messages_refused).Increment();
        session_.message_ended(std::move(id), about);
        co_return session_.next();
    }

    awaitable<Next> perform(smtp::Close&) {
        incoming_.reset();
        co_await stream_.close();
        co_return end();
    }

    awaitable<Next> perform(smtp::BeginMessage&) { co_return session_.next(); }  // performed at once
    awaitable<Next> perform(smtp::AbortMessage&) { co_return session_.next(); }

    Next end() {
        ended_ = true;
        return std::nullopt;
    }

    // False: the client is gone.
    awaitable<bool> read() {
        // A stopping server interrupts between messages; one that is under way may be finished.
        const auto what = session_.between_messages() ? Reading::idle : Reading::busy;
        auto bytes = co_await stream_.read_some(deadline(), what);
        if (bytes) {
            service_.metrics.bytes_in.Increment(static_cast<double>(bytes->size()));
            session_.feed(*bytes);
            co_return true;
        }
        const auto why = errc_of(bytes.error());
        if (why == Errc::try_later)
            session_.stop();
        else if (why == Errc::timed_out)
            session_.timed_out();
        else
            co_return false;
        co_return true;
    }

    Deadline deadline() const {
        const auto& t = service_.timeouts;
        if (session_.taking_text()) return std::min(within(t.text), message_by_);
        return session_.is_signed_in() ? within(t.command) : std::min(within(t.command), sign_in_by_);
    }

    void count_replies(std::string_view lines) {
        auto& m = service_.metrics;
        for (; lines.size() > 3; lines.remove_prefix(std::min(lines.find('\n') + 1, lines.size()))) {
            if (lines[3] == '-') continue;  // not the last line of its reply
            (lines[0] == '5' ? m.replies_bad : lines[0] == '4' ? m.replies_later : m.replies_good).Increment();
        }
    }

    const Smtp& service_;
    Stream stream_;
    std::optional<signin::SignedIn> who_;
    std::unique_ptr<delivery::Incoming> incoming_;
    smtp::Session session_;
    Next open_;                 // the check that is being made
    std::string waiting_text_;  // the piece of a message that a worker is writing
    Deadline sign_in_by_, message_by_ = Deadline::max();
    bool ended_ = false;
};

awaitable<void> converse(std::shared_ptr<const Smtp> service, Stream stream) {
    Conversation conversation(*service, std::move(stream));
    co_await conversation.run();
}

}  // namespace

Handler smtp_handler(Smtp service) {
    return [service = std::make_shared<const Smtp>(std::move(service))](Stream stream) {
        return converse(service, std::move(stream));
    };
}

std::string smtp_refusal() { return smtp::reply(smtp::Say::too_many_connections); }

}  // namespace bailey::net
