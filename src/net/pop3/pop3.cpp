#include "net/pop3/pop3.hpp"

#include <prometheus/counter.h>

#include "net/pop3/read_ahead.hpp"
#include "protocol/pop3/session.hpp"

namespace bailey::net {
namespace {

constexpr std::size_t keep_output = 1024;  // more room than this is given back when there is nothing to say

// The store's maildrop as the session knows it.
class Opened final : public pop3::Maildrop {
public:
    explicit Opened(std::unique_ptr<mailbox::Maildrop> drop) : drop_(std::move(drop)), reads(*drop_) {}
    std::size_t count() const override { return drop_->entries().size(); }
    Entry entry(std::size_t index) const override {
        auto& e = drop_->entries()[index];
        return {e.message, e.octets};
    }
    mailbox::Maildrop& drop() { return *drop_; }

private:
    std::unique_ptr<mailbox::Maildrop> drop_;

public:
    ReadAhead reads;
};

// One connection's conversation. on() returns whether it goes on.
class Conversation {
public:
    Conversation(const Pop3& service, Stream stream)
        : service_(service),
          stream_(std::move(stream)),
          session_({.secure = stream_.secure(), .tls_available = stream_.can_start_tls()}) {}
    ~Conversation() {
        auto& said = session_.replies();
        service_.metrics.replies_good.Increment(said.good);
        service_.metrics.replies_later.Increment(said.later);
        service_.metrics.replies_bad.Increment(said.bad);
    }

    awaitable<void> run() {
        bool going_on = true;
        while (going_on) {
            auto action = session_.next(out_);
            if (action)
                going_on = co_await perform(*action);
            else
                going_on = co_await listen();
        }
    }

private:
    using Piece = Result<ReadAhead::Piece>;

    awaitable<bool> perform(pop3::Action& action) {
        return std::visit([this](auto& a) { return on(a); }, action);
    }

    // Nothing to do: say what there is to say, and wait for the client.
    awaitable<bool> listen() {
        if (!out_.empty()) {
            bool written = co_await write();
            if (!written) co_return false;
        }
        rest();
        auto bytes = co_await stream_.read_some(deadline(), Reading::idle);
        if (bytes) {
            service_.metrics.bytes_in.Increment(static_cast<double>(bytes->size()));
            session_.feed(*bytes);
            co_return true;
        }
        // A stopping server, like a silent client, ends the session without a word (RFC 1939 section 3).
        if (bytes.error() != Errc::closed) co_await end();
        co_return false;
    }

    awaitable<bool> on(pop3::Flush&) { return write(); }

    awaitable<bool> on(pop3::StartTls&) {
        bool written = co_await write();
        if (!written) co_return false;
        auto secured = co_await stream_.start_tls(deadline());
        if (secured) session_.tls_started();
        co_return secured.has_value();
    }

    awaitable<bool> on(pop3::Authenticate& a) {
        auto opened =
            co_await on_worker(service_.workers, [&] { return service_.open(a.name, a.password, stream_.peer()); });
        (opened ? service_.metrics.signed_in : service_.metrics.sign_in_failed).Increment();
        if (opened) {
            opened_.emplace(std::move(*opened));
            session_.authenticated(&*opened_, out_);
        } else {
            session_.authenticated(opened.error(), out_);
        }
        co_return true;
    }

    awaitable<bool> on(pop3::Fetch& f) {
        whole_ = f.whole;
        if (auto ready = opened_->reads.ready(f.index)) {
            hand_over(Piece(*ready));
            co_return true;
        }
        if (stream_.draining()) {
            co_await end();
            co_return false;
        }
        hand_over(co_await on_worker(service_.workers, [&] { return opened_->reads.begin(f.index, f.whole); }));
        co_return true;
    }

    awaitable<bool> on(pop3::More&) {
        hand_over(co_await on_worker(service_.workers, [&] { return opened_->reads.more(); }));
        co_return true;
    }

    awaitable<bool> on(pop3::Remove& r) {
        auto done = co_await on_worker(service_.workers, [&] { return opened_->drop().remove(r.messages); });
        session_.removed(done, out_);
        co_return true;
    }

    awaitable<bool> on(pop3::Close&) { return end(); }
    awaitable<bool> on(pop3::Cut&) { co_return false; }

    void hand_over(const Piece& piece) {
        if (piece) {
            session_.piece(piece->bytes, piece->last, out_);
            if (piece->last && whole_) service_.metrics.messages.Increment();
        } else {
            session_.piece(piece.error(), true, out_);
            service_.metrics.messages_refused.Increment();
        }
    }

    awaitable<bool> write() {
        auto written = co_await stream_.write(out_, deadline());
        service_.metrics.bytes_out.Increment(static_cast<double>(out_.size()));
        out_.clear();
        co_return written.has_value();
    }

    awaitable<bool> end() {
        opened_.reset();  // before the last word: whoever hears it may come back at once
        bool written = true;
        if (!out_.empty()) written = co_await write();
        if (written) co_await stream_.close();
        co_return false;
    }

    // A session that waits holds no buffers.
    void rest() {
        if (out_.capacity() > keep_output) std::string().swap(out_);
        if (opened_) opened_->reads.rest();
    }

    Deadline deadline() const { return within(service_.idle); }

    const Pop3& service_;
    Stream stream_;
    std::optional<Opened> opened_;
    pop3::Session session_;
    std::string out_;
    bool whole_ = false;
};

awaitable<void> converse(std::shared_ptr<const Pop3> service, Stream stream) {
    Conversation conversation(*service, std::move(stream));
    co_await conversation.run();
}

}  // namespace

Handler pop3_handler(Pop3 service) {
    return [service = std::make_shared<const Pop3>(std::move(service))](Stream stream) {
        return converse(service, std::move(stream));
    };
}

std::string_view pop3_refusal() { return "-ERR [SYS/TEMP] too many connections: try again later\r\n"; }

}  // namespace bailey::net
