// Counts what one person does at the same time, and says whether there is room for one more: maxConcurrentRequests,
// maxConcurrentUpload, listeners.
#pragma once
#include <array>
#include <map>
#include <memory>
#include <mutex>

#include "domain/people/people.hpp"

namespace bailey::jmap {

enum class Doing { request, upload, listening };

class Places {
public:
    // Null where `most` are taken already. The place is free again when the handle goes. Thread-safe.
    std::shared_ptr<void> enter(AccountId who, Doing what, std::size_t most);

private:
    struct State {
        std::mutex mutex;
        std::map<std::pair<AccountId, Doing>, std::size_t> taken;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace bailey::jmap
