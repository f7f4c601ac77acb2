// PushSubscriptions (RFC 8620 section 7.2): URLs that a person's devices want to be told at. This is a closed
// community: only hosts that the operator names are ever connected to, none by default.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/jmap/api.hpp"
#include "base/clock.hpp"
#include "protocol/push/encryption.hpp"

namespace bailey::jmap {

struct Subscription {
    std::string id;
    std::string credentials;  // Caller::credentials of who made it
    std::string device;       // deviceClientId
    std::string url;
    std::string code;  // what we sent; the subscription is of use once the client sent it back
    bool verified = false;
    Time expires{};
    std::optional<std::set<std::string>> types;
    std::optional<push::ClientKeys> keys = {};  // whatever is sent is encrypted under these
};

// Where they are kept. All of it blocks; thread-safe.
class SubscriptionStore {
public:
    virtual ~SubscriptionStore() = default;
    virtual Result<std::vector<Subscription>> of(AccountId person) = 0;
    // Gives it its id. Error: too_many.
    virtual Result<std::string> add(AccountId person, const Subscription& subscription) = 0;
    virtual Result<void> change(AccountId person, const Subscription& subscription) = 0;  // not_found
    virtual Result<void> remove(AccountId person, std::string_view id) = 0;               // not_found
};

struct PushRules {
    std::set<std::string> hosts;    // lower case; others are forbidden
    std::size_t most = 10;          // subscriptions of a person
    std::size_t most_an_hour = 20;  // made by a person: each makes us send a request (section 8.6)
    std::chrono::hours longest{24 * 30};
};

// Told of what is made, verified and removed, so that pushes can begin and end. Called on workers.
class PushListener {
public:
    virtual ~PushListener() = default;
    virtual void made(const Caller& caller, const Subscription& subscription) = 0;  // send the PushVerification
    virtual void changed(const Caller& caller) = 0;                                 // read them again
};

// PushSubscription/get and /set; their references must outlive the API.
std::vector<Method> push_subscription_methods(SubscriptionStore& store, PushListener& listener, PushRules rules);

// "push.example other.example", as the setting push.hosts has it.
std::set<std::string> hosts_from(std::string_view names);

// The host of an https URL without user information, in lower case; bad_syntax for anything else.
Result<std::string> https_host(std::string_view url);
// The origin of a URL that has a host: "https://push.example", with its port where that is not 443 (RFC 6454 section
// 6).
std::string https_origin(std::string_view url);

}  // namespace bailey::jmap
