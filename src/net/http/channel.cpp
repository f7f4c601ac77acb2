#include "net/http/channel.hpp"

#include "net/http/channel_state.hpp"

#include <boost/asio/post.hpp>

namespace bailey::net::http {

Channel::Channel(std::size_t most) : state_(std::make_shared<State>(most)) {}
Channel::~Channel() = default;

Result<void> Channel::push(std::string text) { return state_->push(std::move(text)); }
void Channel::end() { state_->end(); }
bool Channel::closed() const { return state_->closed(); }
void Channel::on_closed(std::function<void()> call) { state_->on_closed(std::move(call)); }

Result<void> Channel::State::push(std::string text) {
    std::lock_guard lock(mutex_);
    if (closed_ || ending_) return Errc::closed;
    waiting_octets_ += text.size();
    if (waiting_octets_ > most_) {
        closed_ = true;
        waiting_.clear();
        wake();
        return Errc::too_many;
    }
    waiting_.push_back(std::move(text));
    wake();
    return {};
}

void Channel::State::end() {
    std::lock_guard lock(mutex_);
    ending_ = true;
    wake();
}

bool Channel::State::closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
}

void Channel::State::on_closed(std::function<void()> call) {
    {
        std::lock_guard lock(mutex_);
        if (!gone_) {
            calls_.push_back(std::move(call));
            return;
        }
    }
    call();
}

void Channel::State::attach(Loop& loop, Stream& stream) {
    std::lock_guard lock(mutex_);
    loop_ = &loop;
    stream_ = &stream;
}

void Channel::State::detach() {
    std::vector<std::function<void()>> calls;
    {
        std::lock_guard lock(mutex_);
        loop_ = nullptr;
        stream_ = nullptr;
        closed_ = gone_ = true;
        waiting_.clear();
        calls.swap(calls_);
    }
    for (auto& call : calls) call();
}

// With the mutex held. At most one wake is under way, however many texts come meanwhile.
void Channel::State::wake() {
    if (!loop_ || woken_) return;
    woken_ = true;
    boost::asio::post(loop_->context(), [self = shared_from_this()] {
        Stream* stream;
        {
            std::lock_guard lock(self->mutex_);
            self->woken_ = false;
            stream = self->stream_;  // it goes on this thread alone
        }
        if (stream) stream->wake();
    });
}

Channel::State::Taken Channel::State::take() {
    std::lock_guard lock(mutex_);
    Taken taken{.texts = {}, .ended = ending_, .slow = closed_};
    taken.texts.swap(waiting_);
    waiting_octets_ = 0;
    return taken;
}

std::string event_text(std::string_view event, std::string_view data, std::string_view id) {
    std::string out;
    if (!id.empty()) out.append("id: ").append(id).append("\n");
    if (!event.empty()) out.append("event: ").append(event).append("\n");
    for (;;) {
        auto end = data.find('\n');
        out.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == std::string_view::npos) break;
        data.remove_prefix(end + 1);
    }
    return out + '\n';
}

}  // namespace bailey::net::http
