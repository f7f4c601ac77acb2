// SieveScript, RFC 9661 section 2.
#pragma once
#include <optional>

#include "api/jmap/object.hpp"
#include "api/jmap/sieve/sieve.hpp"
#include "services/filter/scripts.hpp"

namespace bailey::jmap {

extern const Properties script_properties;

// What the methods stand on.
struct Sieve {
    mailbox::Accounts& accounts;
    SieveSettings settings;
};

std::string script_id(std::int64_t number);  // "s17"
std::optional<std::int64_t> script_number(std::string_view id);
json::object script_object(const filter::StoredScript& script);

// A script's content is a blob of its own, which a change gives another id: "S17-" and a digest.
std::string script_blob_id(const filter::StoredScript& script);
bool is_script_blob(std::string_view blob_id);
// Errors: not_found (also: what was the script's content once).
Result<std::string> read_script_blob(const mailbox::Account& account, std::string_view blob_id);

// The text of a blob that the caller may see, if it may become a script's content. Errors: blobNotFound, tooLarge,
// invalidSieve with a description that tells line and reason.
Answer<std::string> valid_content(const Sieve& sieve, const Caller& caller, const Account& account,
                                  std::string_view blob_id);

Answer<json::object> get_scripts(const Sieve& sieve, Context& context, json::object arguments);
Answer<json::object> set_scripts(const Sieve& sieve, Context& context, json::object arguments);
Answer<json::object> query_scripts(const Sieve& sieve, Context& context, json::object arguments);
Answer<json::object> validate_script(const Sieve& sieve, Context& context, json::object arguments);

}  // namespace bailey::jmap
