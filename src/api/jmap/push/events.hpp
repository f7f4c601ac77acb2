// Who listens to which accounts, and what they are told when something changes (RFC 8620 section 7.1).
//
// A commit tells an account and bits that stand for types; the states are read on a worker, one account at a time, and
// whatever changes meanwhile is told together after that. An account nobody listens to costs one look-up.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/jmap/account.hpp"
#include "protocol/jmap/json.hpp"

namespace bailey::jmap {

using TypeStates = std::map<std::string, std::string>;  // "Email": its state, as Email/get says it
inline constexpr std::uint64_t all_types = ~std::uint64_t{0};

// The states of the types that `types` stands for. Blocks.
using StatesOf = std::function<Result<TypeStates>(AccountId account, std::uint64_t types)>;
// The same of an account of which somebody sees part, as they see it.
using View = std::shared_ptr<const mailbox::View>;
using SeenStatesOf = std::function<Result<TypeStates>(AccountId account, const View& view, std::uint64_t types)>;
// Runs a job soon, on another thread.
using Post = std::function<void(std::function<void()> job)>;

// What one push says. `push_state` stands for all that the listener can see (RFC 8887 section 4.3.5.1).
struct StateChange {
    std::map<AccountId, TypeStates> changed;
    std::string push_state;
};
json::object to_json(const StateChange& change);  // @type, changed; without push_state

struct Interest {
    std::vector<AccountId> accounts;
    std::optional<std::set<std::string>> types;  // none: all
    std::function<bool(AccountId)> may = {};     // asked on a worker before each push; none: always
    // What the listener sees of an account; null: all of it. Errors: nothing is told. Asked likewise; none: all.
    std::function<Result<View>(AccountId)> view = {};
    std::string since = {};  // the push_state seen last; what differs from it is told at once
};

class Events {
public:
    Events(StatesOf states, Post post, SeenStatesOf seen = {});
    ~Events();  // jobs that still run finish without it
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;

    // Quick, does not block: for the thread that commits.
    void changed(AccountId account, std::uint64_t types);
    // Anything may have changed in any account. Quick likewise.
    void missed();

    // `tell` is called on workers, never two at once, until the handle is gone; it must not block. With an
    // Interest::since, it is called once soon where that is not the present state.
    using Tell = std::function<void(const StateChange&)>;
    [[nodiscard]] std::shared_ptr<void> listen(Interest interest, Tell tell);

    std::size_t listeners() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bailey::jmap
