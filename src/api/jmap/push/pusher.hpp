// Sends what PushSubscriptions want to hear (RFC 8620 section 7.2): the verification first, then state changes.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "api/jmap/push/events.hpp"
#include "api/jmap/push/subscription.hpp"
#include "protocol/push/vapid.hpp"

namespace bailey::jmap {

// One POST of "application/json" with these fields in its header. `done` is told the HTTP status, 0 where there was
// none. Must not block, and must verify the server's certificate.
struct PushMessage {
    std::string url;
    std::string body;
    std::vector<std::pair<std::string, std::string>> fields;
};
// RFC 9749 section 3: the key that clients tell the push service.
Capability vapid_capability(const push::Vapid& vapid);
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
        const push::Vapid* vapid = nullptr;  // who we are, for the push services; null: nobody in particular
        // What they see of one of these, as for Interest. None: all of each.
        std::function<Result<View>(AccountId person, const std::string& credentials, AccountId account)> view = {};
    };
    explicit Pusher(Rooms rooms);
    ~Pusher() override;

    void made(const Caller& caller, const Subscription& subscription) override;
    void changed(const Caller& caller) override;

    // Something of this account changed: on its first change since the program started, its subscriptions are read, on
    // another thread. Quick.
    void woken(AccountId account);
    // Its subscriptions changed, perhaps by another process: they are read again, on another thread. Quick.
    void stale(AccountId account);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bailey::jmap
