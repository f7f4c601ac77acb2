// Who hears of changes: after a commit of this process, every listener is told the account and which types changed.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>

#include "domain/people/people.hpp"

namespace bailey::store {
class Cells;
}

namespace bailey::mailbox {

// Types of data, as bits. `item` types have the bit of their number (services/mailbox/items.hpp).
namespace types {
constexpr std::uint64_t email = 1, mailbox = 2, thread = 4, email_delivery = 8;
constexpr std::uint64_t items = 16;  // bit of item type number 0; number n: items << n
}  // namespace types

class Notifier {
public:
    // Called on the writing thread right after the commit: be quick, do not block, write nothing.
    using Listener = std::function<void(AccountId account, std::uint64_t types)>;

    explicit Notifier(store::Cells& cells);  // hears the cells' deliveries and removals too
    ~Notifier();
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    // A listener is called until its Subscription is gone; after that destructor returned, never again. Thread-safe.
    class Subscription {
    public:
        Subscription() = default;
        Subscription(Subscription&&) noexcept = default;
        Subscription& operator=(Subscription&&) noexcept = default;
        ~Subscription() = default;

    private:
        friend class Notifier;
        std::shared_ptr<void> hold_;
    };
    [[nodiscard]] Subscription listen(Listener listener);
    void tell(AccountId account, std::uint64_t types);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bailey::mailbox
