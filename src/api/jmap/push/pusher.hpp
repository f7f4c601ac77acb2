// Sends what PushSubscriptions want to hear (RFC 8620 section 7.2): the verification first, then state changes.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "api/jmap/push/events.hpp"
#include "api/jmap/push/subscription.hpp"

namespace bailey::jmap {

// One POST of "application/json" with a TTL (RFC 8030 section 5.2). `done` is told the HTTP status, 0 where there was
// none. Must not block, and must verify the server's certificate.
struct PushMessage {
    std::string url;
    std::string body;
};
using Send = std::function<void(PushMessage message, std::function<void(int status)> done)>;

class Pusher final : public PushListener {
public:
    struct Rooms {
        SubscriptionStore& store;
        Events& events;
        const Clock& clock;
        Post post;
        Send send;
        // The accounts a subscription's maker may listen to. Blocks. Errors: where the credentials are no longer good:
        // then the subscription is removed.
        std::function<Result<std::vector<AccountId>>(AccountId person, const std::string& credentials)> accounts;
    };
    explicit Pusher(Rooms rooms);
    ~Pusher() override;

    void made(const Caller& caller, const Subscription& subscription) override;
    void changed(const Caller& caller) override;

    // Something of this account changed: on its first change since the program started, its subscriptions are read, on
    // another thread. Quick.
    void woken(AccountId account);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bailey::jmap
