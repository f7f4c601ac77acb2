#include "services/mailbox/changes.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

#include "store/cells/cell.hpp"

namespace bailey::mailbox {
namespace {

struct Slot {
    Slot(Notifier::Listener l, Notifier::Missed m) : listener(std::move(l)), missed(std::move(m)) {}
    // Held during a call, so that a Subscription can wait for its end. A listener may end its own.
    std::recursive_mutex calling;
    bool ended = false;
    Notifier::Listener listener;
    Notifier::Missed missed;
};
using Slots = std::vector<std::shared_ptr<Slot>>;

}  // namespace

struct Notifier::State {
    std::shared_ptr<const Slots> all() {
        std::lock_guard lock(mutex);
        return slots;
    }
    template <class Edit>
    void change(Edit edit) {
        std::lock_guard lock(mutex);
        auto fresh = std::make_shared<Slots>(*slots);
        edit(*fresh);
        slots = std::move(fresh);
    }
    template <class Call>
    void each(Call call) {
        const auto told = all();
        for (auto& slot : *told) {
            std::lock_guard lock(slot->calling);
            if (!slot->ended) call(*slot);
        }
    }
    void tell(AccountId account, std::uint64_t types) {
        each([&](Slot& slot) { slot.listener(account, types); });
    }

    std::mutex mutex;
    std::shared_ptr<const Slots> slots = std::make_shared<Slots>();
};

Notifier::Notifier(store::Cells& cells) : state_(std::make_shared<State>()) {
    for (auto& cell : cells.all())
        cell->listen({[state = std::weak_ptr(state_)](AccountId account, std::uint64_t types) {
                          if (auto alive = state.lock()) alive->tell(account, types);
                      },
                      [state = std::weak_ptr(state_)] {
                          if (auto alive = state.lock()) alive->each([](Slot& slot) { slot.missed(); });
                      }});
}

Notifier::~Notifier() = default;

Notifier::Subscription Notifier::listen(Listener listener, Missed missed) {
    auto slot = std::make_shared<Slot>(std::move(listener), std::move(missed));
    state_->change([&](Slots& slots) { slots.push_back(slot); });
    Subscription subscription;
    subscription.hold_ = std::shared_ptr<void>(nullptr, [slot, state = std::weak_ptr(state_)](void*) {
        if (auto alive = state.lock()) alive->change([&](Slots& slots) { std::erase(slots, slot); });
        std::lock_guard lock(slot->calling);
        slot->ended = true;
    });
    return subscription;
}

void Notifier::tell(AccountId account, std::uint64_t types) { state_->tell(account, types); }

}  // namespace bailey::mailbox
