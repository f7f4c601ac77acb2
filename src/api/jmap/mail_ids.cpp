#include "api/jmap/mail_ids.hpp"

#include <charconv>

#include "services/mailbox/emails.hpp"

namespace bailey::jmap {
namespace {

// As blobIds are, with another first letter.
std::string long_id(char letter, std::int64_t number) {
    auto id = mailbox::text(mailbox::BlobRef{mailbox::BlobRef::Kind::email, number});
    id.front() = letter;
    return id;
}

std::optional<std::int64_t> long_from(char letter, std::string_view id) {
    if (!id.starts_with(letter)) return {};
    const auto blob = mailbox::blob_from("M" + std::string(id.substr(1)));
    if (!blob || long_id(letter, blob->id) != id) return {};
    return blob->id;
}

template <class Text>
std::vector<std::string> all(const std::vector<std::int64_t>& numbers, Text text) {
    std::vector<std::string> ids;
    ids.reserve(numbers.size());
    for (auto number : numbers) ids.push_back(text(number));
    return ids;
}

}  // namespace

std::string mailbox_id(std::int64_t number) { return "m" + std::to_string(number); }
std::string email_id(std::int64_t number) { return long_id('e', number); }
std::string thread_id(std::int64_t number) { return long_id('t', number); }

std::optional<std::int64_t> mailbox_from(std::string_view id) {
    if (!id.starts_with('m')) return {};
    std::int64_t number = 0;
    const auto* end = id.data() + id.size();
    const auto read = std::from_chars(id.data() + 1, end, number);
    if (read.ec != std::errc{} || read.ptr != end || number <= 0 || mailbox_id(number) != id) return {};
    return number;
}
std::optional<std::int64_t> email_from(std::string_view id) { return long_from('e', id); }
std::optional<std::int64_t> thread_from(std::string_view id) { return long_from('t', id); }

std::vector<std::string> mailbox_ids(const std::vector<std::int64_t>& numbers) { return all(numbers, mailbox_id); }
std::vector<std::string> email_ids(const std::vector<std::int64_t>& numbers) { return all(numbers, email_id); }
std::vector<std::string> thread_ids(const std::vector<std::int64_t>& numbers) { return all(numbers, thread_id); }

}  // namespace bailey::jmap
