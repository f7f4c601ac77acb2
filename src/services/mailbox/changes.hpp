// Who hears of changes: after a commit, every listener is told the account and which types changed. Commits of other
// processes are heard, too, from Cells::hear_others() on.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>

#include "domain/mail/data_types.hpp"
#include "domain/people/people.hpp"

namespace bailey::store {
class Cells;
}

namespace bailey::mailbox {

namespace types = bailey::types;

class Notifier {
public:
    // Called on the writing thread right after the commit: be quick, do not block, write nothing.
    using Listener = std::function<void(AccountId account, std::uint64_t types)>;
    // Likewise: anything may have changed, in any account; what other processes did was not heard for a while.
    using Missed = std::function<void()>;

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
    [[nodiscard]] Subscription listen(
        Listener listener, Missed missed = [] {});
    void tell(AccountId account, std::uint64_t types);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bailey::mailbox
