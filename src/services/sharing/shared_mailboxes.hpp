// Which shared mailboxes somebody may open or send as: asked at every request of the API, so answered from memory.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "domain/people/people.hpp"

namespace bailey::store {
class Community;
class Directory;
}  // namespace bailey::store

namespace bailey::sharing {

struct Opened {
    AccountId account{};
    std::string address;  // its primary one
    unsigned rights = 0;  // mailbox_right
};

// Thread-safe. A known answer costs no SQL; like the directory's, it is right at once after a change by this process
// and within a second of one by another.
class SharedMailboxes {
public:
    SharedMailboxes(store::Community& community, store::Directory& directory, std::size_t most = 100'000);
    ~SharedMailboxes();

    // By address. Those that are deleted or suspended, with their organisation or alone, or whose mail is kept
    // elsewhere, are not among them. Errors: try_later.
    Result<std::vector<Opened>> of(AccountId person);
    // Has this account its mail here?
    Result<bool> has_mail(AccountId account);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::sharing
