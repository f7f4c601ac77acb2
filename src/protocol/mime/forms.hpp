// The parsed forms of a header field, RFC 8621 section 4.1.2. Each takes the value as it stands in the message, folds
// and all. None fails: what a form calls null is nullopt. All text is valid UTF-8 without NUL.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bailey::mime {

struct EmailAddress {
    std::optional<std::string> name;
    std::string email;  // may lack its "@": drafts are half done (RFC 8621 section 4.1.2.3)
    bool operator==(const EmailAddress&) const = default;
};

struct EmailAddressGroup {
    std::optional<std::string> name;
    std::vector<EmailAddress> addresses;
    bool operator==(const EmailAddressGroup&) const = default;
};

struct DateTime {
    std::chrono::sys_seconds time;
    std::chrono::minutes offset{};  // of the sender's clock, east positive
    bool operator==(const DateTime&) const = default;
};

std::string as_raw(std::string_view value);
std::string as_text(std::string_view value);
// At most `most` addresses, ids or URLs; those beyond are left out.
std::vector<EmailAddress> as_addresses(std::string_view value, std::size_t most = 10000);
std::vector<EmailAddressGroup> as_grouped_addresses(std::string_view value, std::size_t most = 10000);
std::optional<std::vector<std::string>> as_message_ids(std::string_view value, std::size_t most = 10000);
std::optional<DateTime> as_date(std::string_view value);
std::optional<std::vector<std::string>> as_urls(std::string_view value, std::size_t most = 10000);

// "2014-10-30T14:12:00+08:00" (RFC 8620 section 1.4, Date), "Z" for an offset of none.
std::string text(const DateTime& date);
// RFC 5322 section 3.3, with the sender's offset.
std::string field_text(const DateTime& date);

enum class Form { raw, text, addresses, grouped_addresses, message_ids, date, urls };
std::optional<Form> form_named(std::string_view name);  // "asText" ...: case matters
// Whether the form may be fetched or set for the field (each subsection's list).
bool allowed(Form form, std::string_view field_name);

}  // namespace bailey::mime
