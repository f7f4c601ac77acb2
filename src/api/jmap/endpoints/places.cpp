#include "api/jmap/endpoints/places.hpp"

namespace bailey::jmap {

std::shared_ptr<void> Places::enter(AccountId who, Doing what, std::size_t most) {
    std::pair key(who, what);
    {
        std::lock_guard lock(state_->mutex);
        auto& taken = state_->taken[key];
        if (taken >= most) return {};
        ++taken;
    }
    return {state_.get(), [state = state_, key](void*) {
                std::lock_guard lock(state->mutex);
                auto at = state->taken.find(key);
                if (--at->second == 0) state->taken.erase(at);
            }};
}

}  // namespace bailey::jmap
