// What a sender should know of an address before writing to it: no more than sending would tell, and than the
// directory shows to everybody.
#pragma once
#include <optional>
#include <string>

#include "domain/address/canonical.hpp"
#include "services/correspondents/correspondents.hpp"
#include "services/delivery/intake.hpp"
#include "services/directory/directory.hpp"
#include "services/directory/search.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::store {
class Community;
class Directory;
}  // namespace bailey::store

namespace bailey::recipients {

struct Facts {
    std::string secure;                                  // the address in its secure form
    std::optional<Errc> refused = {};                    // why mail to it is not taken
    std::optional<int> ceiling = {};                     // where there is such an account
    bool suspended = false;                              // it, or its organisation
    std::shared_ptr<const directory::Entry> entry = {};  // where the viewer may see it
    bool away = false;                                   // out of office, and seen
    std::optional<Time> away_until = {};
    // There is no such account, and the domain is this organisation's.
    std::optional<std::string> organisation = {};
    Connection connection{};
};

// Made once a process. Thread-safe; blocks.
class Recipients {
public:
    struct Rooms {
        delivery::Intake& intake;
        store::Community& community;
        store::Directory& addresses;
        directory::Directory& directory;
        mailbox::Accounts& mail;
        const Canonicaliser& names;
        const Clock& clock;
    };
    explicit Recipients(Rooms rooms) : rooms_(rooms), correspondents_(rooms.names) {}

    // Errors: try_later.
    Result<Facts> look(const signin::SignedIn& who, const directory::Viewer& viewer, const Address& address);
    // Whom the account has written to and heard from.
    Result<std::shared_ptr<const correspondents::Known>> known_to(AccountId account);
    // The highest protective marking the account may be sent; where that cannot be known just now, no limit.
    int ceiling(AccountId account);
    const Markings& markings() const { return rooms_.intake.markings(); }

private:
    Result<void> look_at_domain(const Address& secure, Facts& facts);
    Result<void> look_at_account(const Address& secure, const directory::Viewer& viewer, Facts& facts);

    Rooms rooms_;
    correspondents::Correspondents correspondents_;
};

}  // namespace bailey::recipients
