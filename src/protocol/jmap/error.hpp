// Every error type of JMAP in one enum and one table: of methods (RFC 8620 section 3.6.2 and those of section 5) and of
// single objects in /set and /copy (SetError, section 5.3), with those that the object types define for themselves.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "protocol/jmap/json.hpp"

namespace bailey::jmap {

enum class ErrorType {
    // methods, RFC 8620 section 3.6.2
    server_unavailable,
    server_fail,
    server_partial_fail,
    unknown_method,
    invalid_arguments,
    invalid_result_reference,
    forbidden,  // also a SetError
    account_not_found,
    account_not_supported_by_method,
    account_read_only,
    // standard methods, section 5
    request_too_large,
    cannot_calculate_changes,
    state_mismatch,
    from_account_not_found,
    from_account_not_supported_by_method,
    anchor_not_found,
    unsupported_sort,
    unsupported_filter,
    too_many_changes,
    // SetErrors, sections 5.3 and 5.4
    over_quota,
    too_large,
    rate_limit,
    not_found,
    invalid_patch,
    will_destroy,
    invalid_properties,
    singleton,
    already_exists,
    // RFC 8621: Mailbox, Email, EmailSubmission
    mailbox_has_child,
    mailbox_has_email,
    blob_not_found,
    too_many_keywords,
    too_many_mailboxes,
    invalid_email,
    too_many_recipients,
    no_recipients,
    invalid_recipients,
    forbidden_mail_from,
    forbidden_from,
    forbidden_to_send,
    cannot_unsend,
    // RFC 9007: MDN
    mdn_already_sent,
    // RFC 9404: Blob
    unknown_data_type,
    // RFC 9661: SieveScript
    invalid_sieve,
    sieve_is_active,
    // RFC 9610: AddressBook
    address_book_has_contents,
};

std::string_view to_string(ErrorType type);  // "invalidArguments"

// What goes to the client in place of a method's response or of an object. `description` is for its programmer.
struct Error {
    ErrorType type = ErrorType::server_fail;
    std::string description = {};
    json::object more = {};  // further members: properties, existingId, maxSize ...

    Error() = default;
    Error(ErrorType t, std::string words = {}) : type(t), description(std::move(words)) {}  // NOLINT: meant to convert
    // A failure of ours: denied is forbidden, not_found notFound, over_quota overQuota, try_later serverUnavailable ...
    Error(const boost::system::error_code& code);       // NOLINT
    Error(Errc code) : Error(make_error_code(code)) {}  // NOLINT
};
json::object to_json(const Error& error);

Error invalid_arguments(std::string_view argument, std::string_view why);  // names the argument
Error invalid_properties(const std::vector<std::string>& names, std::string why = {});

// What a method, or one object's create, update or destroy, comes to.
template <class T>
using Answer = boost::system::result<T, Error>;

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace bailey::jmap

// As BAILEY_TRY and BAILEY_CHECK, in functions that return an Answer; the expression is an Answer or a Result.
#define JMAP_TRY(decl, expr) JMAP_TRY_IMPL(BAILEY_TRY_CAT(tried_, __LINE__), decl, expr)
#define JMAP_TRY_IMPL(tmp, decl, expr)                              \
    auto tmp = (expr);                                              \
    if (!tmp) return ::bailey::jmap::Error(std::move(tmp).error()); \
    decl = std::move(*tmp)
#define JMAP_CHECK(expr)                                                  \
    if (auto checked_ = (expr); !checked_) return ::bailey::jmap::Error { \
            std::move(checked_).error()                                   \
        }
