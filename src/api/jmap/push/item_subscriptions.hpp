// PushSubscriptions kept among a person's own items, sealed under the account's key.
#pragma once
#include "api/jmap/push/subscription.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

class ItemSubscriptions final : public SubscriptionStore {
public:
    explicit ItemSubscriptions(mailbox::Accounts& accounts) : accounts_(accounts) {}
    Result<std::vector<Subscription>> of(AccountId person) override;
    Result<std::string> add(AccountId person, const Subscription& subscription) override;
    Result<void> change(AccountId person, const Subscription& subscription) override;
    Result<void> remove(AccountId person, std::string_view id) override;

private:
    mailbox::Accounts& accounts_;
};

}  // namespace bailey::jmap
