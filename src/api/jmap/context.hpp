// What a method knows of the request it is part of. One request is worked on by one thread at a time.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/jmap/account.hpp"
#include "api/jmap/limits.hpp"
#include "base/clock.hpp"
#include "protocol/jmap/error.hpp"
#include "protocol/jmap/request.hpp"

namespace bailey::jmap {

struct Capability;

enum class Access { read, write };

class Context {
public:
    Context(const Caller& who, const std::vector<Account>& all, const Limits& l, Time at)
        : caller(who), accounts(all), limits(l), now(at) {}

    const Caller& caller;
    const std::vector<Account>& accounts;
    const Limits& limits;
    const Time now;                          // of the request
    std::vector<std::string> uses;           // the capabilities that the request uses
    CreatedIds created_ids;                  // read and written by the frames of /set and /copy
    const Capability* capability = nullptr;  // of the method that runs
    std::uint64_t blob_octets = 0;           // that Blob/upload and Blob/copy have made

    // The account of that id, for the method that runs. Errors: accountNotFound, accountNotSupportedByMethod,
    // accountReadOnly (where `access` is write).
    Answer<const Account*> account(std::string_view id, Access access) const;
    // The same for fromAccountId: fromAccountNotFound, fromAccountNotSupportedByMethod.
    Answer<const Account*> from_account(std::string_view id) const;

    // Has the dispatcher call this method right after the one that runs, under the same call id (RFC 8620 section 5.4
    // onSuccessDestroyOriginal, RFC 8621 section 7.5 onSuccessUpdateEmail).
    void then(std::string method, json::object arguments);
    std::vector<Invocation> take_implicit() { return std::exchange(implicit_, {}); }

private:
    std::vector<Invocation> implicit_;
};

}  // namespace bailey::jmap
