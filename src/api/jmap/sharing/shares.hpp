// The shareWith of Mailboxes and AddressBooks, RFC 9670 section 4.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "api/jmap/context.hpp"
#include "api/jmap/sharing/rights.hpp"
#include "services/mailbox/changes.hpp"
#include "services/sharing/object_sharing.hpp"

namespace bailey::directory {
class Directory;
}
namespace bailey::sharing {
class SharedObjects;
}

namespace bailey::jmap {

// Of the objects of one kind in an account, by number; those that are shared with nobody are not in it.
using ShareWith = std::map<std::int64_t, json::object>;
json::value share_with(const ShareWith& all, std::int64_t object);  // null: with nobody

class Shares {
public:
    // All of them outlive it.
    struct Rooms {
        sharing::SharedObjects& objects;
        sharing::ObjectSharing& sharing;
        directory::Directory& directory;
        mailbox::Notifier& notifier;
    };
    explicit Shares(const Rooms& rooms) : rooms_(rooms) {}

    // Empty where the caller may not share them: whom else something is shared with is its owner's business.
    Answer<ShareWith> of(const Account& account, ObjectKind kind) const;

    using People = std::vector<sharing::ObjectSharing::Share>;
    // The shareWith that a client wants; `before` is the present one. Only people whom the caller sees in the directory
    // can be named, beside those who are in it. Errors: forbidden, invalidProperties.
    Answer<People> read(const Context& context, const Account& account, ObjectKind kind, const json::value& wanted,
                        const json::value& before) const;
    // Shares it with these people and nobody else, and has them told.
    Answer<void> write(const Context& context, const sharing::ObjectSharing::Object& object,
                       const People& people) const;

private:
    const Rooms rooms_;
};

}  // namespace bailey::jmap
