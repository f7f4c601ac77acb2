#include "api/jmap/service.hpp"

#include <boost/asio/post.hpp>

#include "api/jmap/mailbox_blobs.hpp"
#include "api/jmap/push/item_subscriptions.hpp"
#include "api/jmap/push/mailbox_states.hpp"
#include "net/workers.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {
namespace {

// Straight to the pool: a full queue must not lose an event, and there is at most one job an account.
Post post_to(net::Workers& workers) {
    return [&workers](std::function<void()> job) { boost::asio::post(workers.pool(), std::move(job)); };
}

Result<std::vector<AccountId>> listened(const Accounts& accounts, AccountId person, const std::string& credentials) {
    Caller caller;
    caller.who.account = person;
    caller.credentials = credentials;
    BAILEY_TRY(auto all, accounts(caller));
    std::vector<AccountId> numbers;
    for (const auto& account : all) numbers.push_back(account.number);
    return numbers;
}

Result<View> seen_part(const Accounts& accounts, AccountId person, const std::string& credentials, AccountId id) {
    Caller caller;
    caller.who.account = person;
    caller.credentials = credentials;
    BAILEY_TRY(auto all, accounts(caller));
    for (auto& account : all) {
        if (account.number == id) return std::move(account.view);
    }
    return Errc::denied;
}

StatesOf states_of(const Service::Rooms& rooms) {
    return [mailboxes = mailbox_states(rooms.mail), more = rooms.more_states](
               AccountId account, std::uint64_t types) -> Result<TypeStates> {
        BAILEY_TRY(auto states, mailboxes(account, types));
        if (!more) return states;
        BAILEY_TRY(auto others, more(account, types));
        states.merge(std::move(others));
        return states;
    };
}

}  // namespace

struct Service::State {
    State(Rooms rooms, Settings settings, Accounts accounts)
        : api(settings.limits, rooms.clock, accounts),
          blobs(rooms.mail),
          subscriptions(rooms.mail),
          vapid(std::move(settings.vapid)),
          events(states_of(rooms), post_to(rooms.workers), seen_mailbox_states(rooms.mail)),
          pusher({subscriptions, events, rooms.clock, post_to(rooms.workers),
                  settings.send ? settings.send : [](PushMessage, std::function<void(int)> done) { done(0); },
                  [accounts](AccountId person, const std::string& credentials) {
                      return listened(accounts, person, credentials);
                  },
                  vapid.get(),
                  [accounts](AccountId person, const std::string& credentials, AccountId id) {
                      return seen_part(accounts, person, credentials, id);
                  }}),
          endpoints{api, blobs, events, rooms.workers, rooms.signed_in, rooms.identify, settings.public_url} {
        api.add(web_socket_capability());
        bool pushes = !settings.push.hosts.empty();
        if (pushes && vapid) api.add(vapid_capability(*vapid));
        api.add(push_subscription_methods(subscriptions, pusher, std::move(settings.push)));
        listening = rooms.mail.notifier().listen(
            [this, pushes](AccountId account, std::uint64_t types) {
                if (pushes) pusher.woken(account);
                if (pushes && (types & mailbox::type_bit(mailbox::ItemType::push_subscription))) pusher.stale(account);
                events.changed(account, types);
            },
            [this] { events.missed(); });
    }

    Api api;
    MailboxBlobs blobs;
    ItemSubscriptions subscriptions;
    std::shared_ptr<const push::Vapid> vapid;
    Events events;
    Pusher pusher;
    Endpoints endpoints;
    mailbox::Notifier::Subscription listening;  // last: it uses the others
};

Service::Service(Rooms rooms, Settings settings, Accounts accounts)
    : state_(std::make_unique<State>(rooms, std::move(settings), accounts ? std::move(accounts) : own_account())) {}
Service::~Service() = default;

Api& Service::api() { return state_->api; }
Events& Service::events() { return state_->events; }
void Service::add_routes(net::http::Router& router) { jmap::add_routes(router, state_->endpoints); }

Accounts own_account() {
    return [](const Caller& caller) -> Result<std::vector<Account>> {
        return std::vector{Account{caller.who.account, caller.who.address, true, false}};
    };
}

}  // namespace bailey::jmap
