// Which folders and address books of other people's accounts somebody may open, and with whom one's own are shared:
// asked at every request of the API, so answered from memory (docs/design/0008-shared-folders.md).
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "domain/people/object_rights.hpp"

namespace bailey::store {
class Community;
class Directory;
}  // namespace bailey::store

namespace bailey::sharing {

// The parts of one account that somebody may open.
struct OpenedParts {
    AccountId owner{};
    std::string address;              // its primary one
    std::vector<ObjectGrant> grants;  // by kind and object
};

// Thread-safe. A known answer costs no SQL; it is right at once after a change by this process and within a second of
// one by another.
class SharedObjects {
public:
    SharedObjects(store::Community& community, store::Directory& directory, std::size_t most = 100'000);
    ~SharedObjects();

    // By address. Accounts that are deleted or suspended, with their organisation or alone, or whose mail is kept
    // elsewhere, are not among them. Errors: try_later.
    Result<std::vector<OpenedParts>> of(AccountId person);
    // All that is shared out of this account, by kind, object and person. Errors: try_later.
    Result<std::vector<ObjectGrant>> given(AccountId owner);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::sharing
