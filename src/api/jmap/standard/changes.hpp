// Foo/changes, RFC 8620 section 5.2.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/jmap/context.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {

// Together at most as many ids as were asked for; none in two lists.
struct Changed {
    std::string new_state;
    bool more = false;
    std::vector<std::string> created, updated, destroyed;
};

class Changer {
public:
    virtual ~Changer() = default;
    virtual Answer<void> arguments(Context&, Arguments&) { return {}; }
    // Error: cannotCalculateChanges (a state that is unknown, malformed or too old).
    virtual Answer<Changed> changes(Context&, const Account&, const std::string& since, std::size_t most) = 0;
    // Members of the response beside the standard ones: updatedProperties of Mailbox/changes.
    virtual void finish(Context&, json::object& /*response*/) {}
};

Answer<json::object> changes(Context& context, json::object arguments, Changer& type);

}  // namespace bailey::jmap
