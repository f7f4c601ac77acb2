// The one way Bailey says "it did not work": a code a caller can switch on, never a bare bool or a string.
// What a peer hears is looked up from the code (one table a protocol); what the operator reads is logged where
// the detail is known.
#pragma once
#include <boost/system/result.hpp>
#include <system_error>

namespace bailey {

enum class Errc {
    bad_syntax = 1,  // the input does not follow its grammar
    too_long,        // a line, name, message or list beyond its limit
    too_many,        // more items (recipients, errors, connections) than allowed
    denied,          // not signed in, wrong password, or no right to do this
    locked,          // the account is locked; the owner or an administrator can unlock it
    suspended,       // the account or its organisation is suspended
    not_found,       // no such account, message, mailbox, organisation ...
    exists,          // it is there already
    outside,         // an address outside the community
    over_quota,      // the mailbox is full
    storage_full,    // the disk or database has no room; the operator must act
    in_use,          // another session holds it
    try_later,       // a passing failure: database away, shutting down, overloaded
    corrupt,         // stored bytes fail their check: never served as if whole
    conflict,        // somebody else changed it meanwhile
    loop,            // the message has passed through too many servers
    unsupported,     // understood, not offered
    timed_out,       // the peer was silent for too long
    closed,          // the peer went away
    bad_config,      // the configuration or command line is wrong
};

const boost::system::error_category& errc_category() noexcept;
inline boost::system::error_code make_error_code(Errc e) noexcept { return {static_cast<int>(e), errc_category()}; }

template <class T>
using Result = boost::system::result<T>;

// The Errc inside an error of ours; try_later for an error of somebody else's category.
Errc errc_of(const boost::system::error_code& e) noexcept;

}  // namespace bailey

template <>
struct boost::system::is_error_code_enum<bailey::Errc> : std::true_type {};

namespace bailey {

// An error on its way up, of whatever Result the caller returns (Result<bool> takes no bare error_code: that converts
// to bool).
struct Failure {
    boost::system::error_code error;
    template <class T>
    operator Result<T>() const {
        return {boost::system::in_place_error, error};
    }
};

}  // namespace bailey

// Evaluates an expression of type Result<T>; returns its error from the enclosing function, else names its value.
#define BAILEY_TRY_CAT2(a, b) a##b
#define BAILEY_TRY_CAT(a, b) BAILEY_TRY_CAT2(a, b)
#define BAILEY_TRY(decl, expr) BAILEY_TRY_IMPL(BAILEY_TRY_CAT(tried_, __LINE__), decl, expr)
#define BAILEY_TRY_IMPL(tmp, decl, expr)             \
    auto tmp = (expr);                               \
    if (!tmp) return ::bailey::Failure{tmp.error()}; \
    decl = std::move(*tmp)
// The same for Result<void>.
#define BAILEY_CHECK(expr)                                            \
    if (auto checked_ = (expr); !checked_) return ::bailey::Failure { \
            checked_.error()                                          \
        }
