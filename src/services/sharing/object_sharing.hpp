// Sharing one folder or one address book of an account with other people (service.md section 8), and telling them of
// it.
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/people/object_rights.hpp"
#include "services/audit/acting.hpp"
#include "store/community/community.hpp"

namespace bailey::sharing {

// Thread-safe; blocks. Whether the actor may is the caller's question: an account is its owner's, and a shared mailbox
// is theirs who manage it.
class ObjectSharing {
public:
    ObjectSharing(store::Community& community, const Clock& clock) : community_(community), clock_(clock) {}

    static constexpr std::size_t most_people = 100;    // an object is shared with
    static constexpr std::size_t most_grants = 5'000;  // of an account

    struct Object {
        AccountId owner{};
        ObjectKind kind{};
        std::int64_t id = 0;
        std::string name = {};  // as those are told whom it is shared with
    };
    struct Share {
        AccountId person{};
        unsigned rights = 0;  // at least `read`, and no others than the kind has
    };
    // With these people and nobody else from now on. Returns whose rights changed; each is told by a notification, and
    // the audit has it. Errors: bad_syntax (the rights, or a person twice), outside (somebody is the owner, is not
    // there, was deleted, or is no person), too_many.
    Result<std::vector<AccountId>> share(const Acting& acting, const Object& object, const std::vector<Share>& with);

private:
    store::Community& community_;
    const Clock& clock_;
};

}  // namespace bailey::sharing
