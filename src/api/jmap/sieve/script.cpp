#include "api/jmap/sieve/script.hpp"

#include <charconv>

#include "api/jmap/mailbox_blobs.hpp"
#include "protocol/sieve/sieve.hpp"

namespace bailey::jmap {
namespace {

constexpr char id_letter = 's', blob_letter = 'S';

std::optional<std::int64_t> number_behind(char letter, std::string_view text) {
    std::int64_t number = 0;
    if (!text.starts_with(letter)) return std::nullopt;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + 1, end, number);
    // One spelling a number.
    if (read.ec != std::errc{} || read.ptr != end || number <= 0 || letter + std::to_string(number) != text)
        return std::nullopt;
    return number;
}

// Errors: not_found, too_long.
Result<std::string> read_text(const Sieve& sieve, const Caller& caller, const Account& account,
                              std::string_view blob_id, std::size_t most) {
    BAILEY_TRY(const auto blob, MailboxBlobs(sieve.accounts).open(caller, account, blob_id));
    if (blob.size > most) return Errc::too_long;
    return blob.read(0, most);
}

}  // namespace

const Properties script_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"name", Shape::string, is::nullable},
    {"blobId", Shape::id},
    {"isActive", Shape::boolean, is::server_set, "false"},
};

std::string script_id(std::int64_t number) { return id_letter + std::to_string(number); }
std::optional<std::int64_t> script_number(std::string_view id) { return number_behind(id_letter, id); }

json::object script_object(const filter::StoredScript& script) {
    return {{"id", script_id(script.id)},
            {"name", script.name},
            {"blobId", script_blob_id(script)},
            {"isActive", script.active}};
}

std::string script_blob_id(const filter::StoredScript& script) {
    return blob_letter + std::to_string(script.id) + '-' + filter::digest(script.text);
}

bool is_script_blob(std::string_view blob_id) { return blob_id.starts_with(blob_letter); }

Result<std::string> read_script_blob(const mailbox::Account& account, std::string_view blob_id) {
    const auto number = number_behind(blob_letter, blob_id.substr(0, blob_id.find('-')));
    if (!number) return Errc::not_found;
    BAILEY_TRY(auto item, mailbox::item(account, mailbox::ItemType::sieve_script, *number));
    if (!item) return Errc::not_found;
    BAILEY_TRY(auto script, filter::script_from(*item));
    if (script_blob_id(script) != blob_id) return Errc::not_found;
    return std::move(script.text);
}

Answer<std::string> valid_content(const Sieve& sieve, const Caller& caller, const Account& account,
                                  std::string_view blob_id) {
    const sieve::Rules rules{{}, sieve.settings.inside};
    auto text = read_text(sieve, caller, account, blob_id, rules.limits.script_octets);
    if (!text && text.error() == Errc::not_found) return Error(ErrorType::blob_not_found);
    if (!text && text.error() == Errc::too_long) return Error(ErrorType::too_large);
    if (!text) return Error(text.error());
    const auto problems = sieve::validate(*text, rules);
    if (problems.empty()) return std::move(*text);
    Error error(ErrorType::invalid_sieve);
    for (const auto& problem : problems)
        error.description +=
            (error.description.empty() ? "line " : "\nline ") + std::to_string(problem.line) + ": " + problem.text;
    return error;
}

}  // namespace bailey::jmap
