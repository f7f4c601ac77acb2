// The actions of a run so far: equal ones merged, those that exclude each other refused.
#pragma once
#include "protocol/sieve/sieve.hpp"

namespace bailey::sieve {

class Decisions {
public:
    std::vector<std::string> flags = {};  // the internal variable of RFC 5232 section 3

    // A sentence where the action cannot be: too many, or with those that are there.
    std::optional<std::string> add(Action action, const Limits& limits);
    void cancel_implicit_keep() { implicit_keep_ = false; }
    bool implicit_keep() const { return implicit_keep_; }

    const std::vector<Action>& actions() const { return actions_; }
    std::vector<Action> take() { return std::move(actions_); }

private:
    template <class A>
    bool has() const;
    template <class A>
    std::size_t count() const;
    std::optional<std::string> conflict(const Action& action) const;
    bool merge(Action& action);

    std::vector<Action> actions_;
    bool implicit_keep_ = true;
};

}  // namespace bailey::sieve
