#include "protocol/sieve/decisions.hpp"

#include <algorithm>

namespace bailey::sieve {

template <class A>
std::size_t Decisions::count() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(actions_, [](auto& a) { return std::holds_alternative<A>(a); }));
}
template <class A>
bool Decisions::has() const {
    return count<A>() > 0;
}

// RFC 5429 section 2.4, RFC 5230 section 4.7.
std::optional<std::string> Decisions::conflict(const Action& action) const {
    const bool delivers = std::holds_alternative<Keep>(action) || std::holds_alternative<FileInto>(action) ||
                          std::holds_alternative<Redirect>(action);
    if (std::holds_alternative<Reject>(action)) {
        if (has<Reject>()) return "A message can be rejected only once.";
        if (has<Keep>() || has<FileInto>() || has<Redirect>())
            return "A message cannot be rejected and delivered as well.";
        if (has<Vacation>()) return "A message cannot be rejected and answered as well.";
    }
    if (delivers && has<Reject>()) return "A message cannot be rejected and delivered as well.";
    if (std::holds_alternative<Vacation>(action)) {
        if (has<Reject>()) return "A message cannot be rejected and answered as well.";
        if (has<Vacation>()) return "\"vacation\" can be used only once for a message.";
    }
    return std::nullopt;
}

// Into an action that is there (RFC 5228 section 2.10.3). The last flags win (RFC 5232 section 3).
bool Decisions::merge(Action& action) {
    for (auto& present : actions_) {
        if (auto* keep = std::get_if<Keep>(&present); keep && std::holds_alternative<Keep>(action)) {
            *keep = std::get<Keep>(std::move(action));
            return true;
        }
        auto *old = std::get_if<FileInto>(&present), *filed = std::get_if<FileInto>(&action);
        if (old && filed && old->mailbox == filed->mailbox && old->mailbox_id == filed->mailbox_id &&
            old->special_use == filed->special_use) {
            old->flags = std::move(filed->flags);
            old->create = old->create || filed->create;
            return true;
        }
        if (present == action) return true;
    }
    return false;
}

std::optional<std::string> Decisions::add(Action action, const Limits& limits) {
    if (auto fault = conflict(action)) return fault;
    if (merge(action)) return std::nullopt;
    if (actions_.size() >= limits.actions)
        return "The script decides on more than " + std::to_string(limits.actions) + " actions for one message.";
    if (std::holds_alternative<Redirect>(action) && count<Redirect>() >= limits.redirects)
        return "The script redirects one message more than " + std::to_string(limits.redirects) + " times.";
    actions_.push_back(std::move(action));
    return std::nullopt;
}

}  // namespace bailey::sieve
