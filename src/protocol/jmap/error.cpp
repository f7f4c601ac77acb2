#include "protocol/jmap/error.hpp"

#include <array>
#include <stdexcept>

namespace bailey::jmap {
namespace {

struct Row {
    ErrorType type;
    std::string_view name;
};
constexpr std::array rows{
    Row{ErrorType::server_unavailable, "serverUnavailable"},
    Row{ErrorType::server_fail, "serverFail"},
    Row{ErrorType::server_partial_fail, "serverPartialFail"},
    Row{ErrorType::unknown_method, "unknownMethod"},
    Row{ErrorType::invalid_arguments, "invalidArguments"},
    Row{ErrorType::invalid_result_reference, "invalidResultReference"},
    Row{ErrorType::forbidden, "forbidden"},
    Row{ErrorType::account_not_found, "accountNotFound"},
    Row{ErrorType::account_not_supported_by_method, "accountNotSupportedByMethod"},
    Row{ErrorType::account_read_only, "accountReadOnly"},
    Row{ErrorType::request_too_large, "requestTooLarge"},
    Row{ErrorType::cannot_calculate_changes, "cannotCalculateChanges"},
    Row{ErrorType::state_mismatch, "stateMismatch"},
    Row{ErrorType::from_account_not_found, "fromAccountNotFound"},
    Row{ErrorType::from_account_not_supported_by_method, "fromAccountNotSupportedByMethod"},
    Row{ErrorType::anchor_not_found, "anchorNotFound"},
    Row{ErrorType::unsupported_sort, "unsupportedSort"},
    Row{ErrorType::unsupported_filter, "unsupportedFilter"},
    Row{ErrorType::too_many_changes, "tooManyChanges"},
    Row{ErrorType::over_quota, "overQuota"},
    Row{ErrorType::too_large, "tooLarge"},
    Row{ErrorType::rate_limit, "rateLimit"},
    Row{ErrorType::not_found, "notFound"},
    Row{ErrorType::invalid_patch, "invalidPatch"},
    Row{ErrorType::will_destroy, "willDestroy"},
    Row{ErrorType::invalid_properties, "invalidProperties"},
    Row{ErrorType::singleton, "singleton"},
    Row{ErrorType::already_exists, "alreadyExists"},
    Row{ErrorType::mailbox_has_child, "mailboxHasChild"},
    Row{ErrorType::mailbox_has_email, "mailboxHasEmail"},
    Row{ErrorType::blob_not_found, "blobNotFound"},
    Row{ErrorType::too_many_keywords, "tooManyKeywords"},
    Row{ErrorType::too_many_mailboxes, "tooManyMailboxes"},
    Row{ErrorType::invalid_email, "invalidEmail"},
    Row{ErrorType::too_many_recipients, "tooManyRecipients"},
    Row{ErrorType::no_recipients, "noRecipients"},
    Row{ErrorType::invalid_recipients, "invalidRecipients"},
    Row{ErrorType::forbidden_mail_from, "forbiddenMailFrom"},
    Row{ErrorType::forbidden_from, "forbiddenFrom"},
    Row{ErrorType::forbidden_to_send, "forbiddenToSend"},
    Row{ErrorType::cannot_unsend, "cannotUnsend"},
    Row{ErrorType::mdn_already_sent, "mdnAlreadySent"},
    Row{ErrorType::unknown_data_type, "unknownDataType"},
    Row{ErrorType::invalid_sieve, "invalidSieve"},
    Row{ErrorType::sieve_is_active, "sieveIsActive"},
    Row{ErrorType::address_book_has_contents, "addressBookHasContents"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<std::size_t>(rows[i].type) != i) return false;
    }
    return static_cast<std::size_t>(ErrorType::address_book_has_contents) + 1 == rows.size();
}
static_assert(in_order(), "one row an error type, in the enum's order");

ErrorType type_of(Errc code) {
    switch (code) {
    case Errc::bad_syntax: return ErrorType::invalid_properties;
    case Errc::too_long: return ErrorType::too_large;
    case Errc::too_many: return ErrorType::over_quota;
    case Errc::denied:
    case Errc::locked:
    case Errc::suspended:
    case Errc::outside: return ErrorType::forbidden;
    case Errc::not_found: return ErrorType::not_found;
    case Errc::exists: return ErrorType::already_exists;
    case Errc::over_quota:
    case Errc::storage_full: return ErrorType::over_quota;
    case Errc::conflict: return ErrorType::state_mismatch;
    case Errc::in_use:
    case Errc::try_later:
    case Errc::timed_out:
    case Errc::closed: return ErrorType::server_unavailable;
    case Errc::corrupt:
    case Errc::loop:
    case Errc::unsupported:
    case Errc::bad_config: return ErrorType::server_fail;
    }
    return ErrorType::server_fail;
}

}  // namespace

std::string_view to_string(ErrorType type) { return rows[static_cast<std::size_t>(type)].name; }

Error::Error(const boost::system::error_code& code) : type(type_of(errc_of(code))) {
    if (type == ErrorType::server_fail) description = code.message();  // section 3.6.2 asks for one
}

json::object to_json(const Error& error) {
    json::object object;
    object.reserve(2 + error.more.size());
    object["type"] = to_string(error.type);
    if (!error.description.empty()) object["description"] = error.description;
    for (const auto& [name, value] : error.more) object[name] = value;
    return object;
}

Error invalid_arguments(std::string_view argument, std::string_view why) {
    Error error(ErrorType::invalid_arguments, std::string(argument).append(": ").append(why));
    error.more["arguments"] = json::array{json::string(argument)};
    return error;
}

Error invalid_properties(const std::vector<std::string>& names, std::string why) {
    Error error(ErrorType::invalid_properties, std::move(why));
    error.more["properties"] = array_of(names);
    return error;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::logic_error("an Answer without a value was opened: " + std::string(to_string(error.type)));
}

}  // namespace bailey::jmap
