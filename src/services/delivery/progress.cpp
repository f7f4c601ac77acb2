#include "services/delivery/progress.hpp"

#include <algorithm>

#include "services/delivery/deliverer.hpp"

namespace bailey::delivery {
namespace {

Progress::State state_of(store::RecipientState state) {
    switch (state) {
    case store::RecipientState::waiting: return Progress::State::waiting;
    case store::RecipientState::delivered: return Progress::State::delivered;
    case store::RecipientState::failed: return Progress::State::failed;
    case store::RecipientState::removed: return Progress::State::removed;
    case store::RecipientState::canceled: return Progress::State::canceled;
    }
    return Progress::State::waiting;
}

bool untouched(const store::EntryRecipient& r) {
    return r.state == store::RecipientState::waiting && !r.leased && r.attempts == 0;
}

}  // namespace

Result<Progress> Deliverer::progress(std::int64_t id) {
    BAILEY_TRY(auto entry, rooms_.queue.load(id));
    Progress progress;
    progress.recipients.resize(entry.recipients.size());
    for (auto& r : entry.recipients) {
        if (r.number >= progress.recipients.size()) return Errc::corrupt;
        progress.recipients[r.number] = {state_of(r.state), r.reason};
        progress.canceled |= r.state == store::RecipientState::canceled;
    }
    progress.cancelable = entry.envelope.hold_until && std::ranges::all_of(entry.recipients, untouched);
    return progress;
}

bool accepted_before(std::int64_t message, Time time) { return message < store::first_id_at(time); }

}  // namespace bailey::delivery
