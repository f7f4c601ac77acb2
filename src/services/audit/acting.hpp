// Who acts: every act names somebody, is allowed or refused by domain's may(), and is written to the audit.
#pragma once
#include <string>
#include <utility>

#include "domain/people/people.hpp"

namespace bailey {

struct Acting {
    // `from` is the IP address the act came from; empty for the command line.
    Acting(Actor who, std::string from = {}) : actor(std::move(who)), peer(std::move(from)) {}
    Actor actor;
    std::string peer;
};

// The operator at the command line, who can read the keys and the databases anyway, and the service itself: account 0,
// which is nobody's, may do everything everywhere but read mail.
Actor system_actor();

}  // namespace bailey
