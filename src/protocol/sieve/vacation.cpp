#include "protocol/sieve/vacation.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "protocol/mime/bodies.hpp"
#include "protocol/mime/build.hpp"
#include "protocol/mime/header.hpp"
#include "protocol/sieve/addresses.hpp"

namespace bailey::sieve {
namespace {

constexpr std::size_t longest_subject = 400;  // octets of the original's, in ours
constexpr std::size_t most_references = 20;
constexpr std::size_t longest_mime_header = 16 * 1024;

// Local parts of programs, section 4.6. Compared in lower case.
bool is_automatic(std::string_view address) {
    constexpr std::array<std::string_view, 8> names{"mailer-daemon", "listserv", "majordomo",    "mdaemon",
                                                    "noreply",       "no-reply", "do-not-reply", "donotreply"};
    const auto local = ascii_lower(address.substr(0, address.rfind('@')));
    return std::ranges::find(names, local) != names.end() || local.starts_with("owner-") ||
           local.ends_with("-request") || local.ends_with("-owner") || local.ends_with("-bounces");
}

bool has(const Message& message, std::string_view field) { return !message.raw(field).empty(); }

// RFC 2369 and RFC 2919.
bool is_from_list(const Message& message) {
    constexpr std::array<std::string_view, 7> fields{"list-id",   "list-help",  "list-subscribe", "list-unsubscribe",
                                                     "list-post", "list-owner", "list-archive"};
    return std::ranges::any_of(fields, [&](auto field) { return has(message, field); });
}

// RFC 3834 section 5: "no" may be followed by a comment.
bool is_auto_submitted(const Message& message) {
    return std::ranges::any_of(message.raw("auto-submitted"), [](const std::string& value) {
        return !equals_ignoring_case(trim(std::string_view(value).substr(0, value.find_first_of("(;"))), "no");
    });
}

bool is_bulk(const Message& message) {
    return std::ranges::any_of(message.raw("precedence"), [](const std::string& value) {
        return equals_ignoring_case(value, "bulk") || equals_ignoring_case(value, "list") ||
               equals_ignoring_case(value, "junk");
    });
}

bool is_one_of(const std::vector<std::string>& addresses, std::string_view address) {
    return std::ranges::any_of(addresses, [&](auto& mine) { return equals_ignoring_case(mine, address); });
}

bool is_addressed_to(const Message& message, const std::vector<std::string>& addresses) {
    constexpr std::array<std::string_view, 6> fields{"to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc"};
    for (const auto field : fields)
        for (const auto& value : message.raw(field))
            for (const auto& address : mime::as_addresses(value))
                if (is_one_of(addresses, address.email)) return true;
    return false;
}

// Whole characters.
std::string_view cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
    return text.substr(0, most);
}

std::string subject(const Vacation& vacation, const Message& message) {
    if (vacation.subject) return std::string(cut(*vacation.subject, longest_subject));
    const auto subjects = message.decoded("subject");
    if (subjects.empty()) return "Automated reply";
    return "Auto: " + std::string(cut(subjects[0], longest_subject));
}

mime::EmailAddress author(const Vacation& vacation, const Owner& owner) {
    if (vacation.from)
        if (const auto given = sieve_address(*vacation.from))
            return {given->display.empty() ? std::nullopt : std::optional(given->display), given->address.text()};
    return {owner.name.empty() ? std::nullopt : std::optional(owner.name), owner.address};
}

// RFC 5322 section 3.6.4.
void add_references(const Message& message, std::vector<mime::NewField>& fields) {
    const auto ids_of = [&](std::string_view field) -> std::vector<std::string> {
        const auto values = message.raw(field);
        return values.empty() ? std::vector<std::string>()
                              : mime::as_message_ids(values[0]).value_or(std::vector<std::string>());
    };
    const auto original = ids_of("message-id");
    if (original.empty()) return;
    auto references = ids_of("references");
    if (references.empty()) references = ids_of("in-reply-to");
    if (references.size() > most_references)
        references.erase(references.begin() + 1, references.end() - static_cast<std::ptrdiff_t>(most_references) + 1);
    references.push_back(original[0]);
    fields.push_back({"In-Reply-To", mime::MessageIds{{original[0]}}});
    fields.push_back({"References", mime::MessageIds{std::move(references)}});
}

std::vector<mime::NewField> fields_of(const Vacation& vacation, const Message& message, const Owner& owner) {
    std::vector<mime::NewField> fields;
    fields.push_back({"From", std::vector{author(vacation, owner)}});
    fields.push_back({"To", std::vector{mime::EmailAddress{std::nullopt, message.envelope().from}}});
    fields.push_back({"Subject", subject(vacation, message)});
    add_references(message, fields);
    fields.push_back({"Auto-Submitted", mime::RawValue{" auto-replied"}});
    return fields;
}

// Where there is HTML alone, its text stands beside it.
mime::NewPart with_html(const std::string& text, const std::string& html) {
    constexpr std::size_t most_text = 64 * 1024;
    mime::NewPart plain, rich, both;
    plain.text = text.empty() ? mime::html_to_text(html, most_text) : text;
    rich.type = "text/html";
    rich.text = html;
    both.type = "multipart/alternative";
    both.parts.push_back(std::move(plain));
    both.parts.push_back(std::move(rich));
    return both;
}

// The entity's own body, under our header and what its header says of the body.
Result<std::string> with_entity(std::vector<mime::NewField> fields, const Answering& answering,
                                std::string_view entity) {
    fields.push_back({"Date", answering.now});
    fields.push_back({"Message-ID", mime::MessageIds{{answering.message_id}}});
    fields.push_back({"MIME-Version", mime::RawValue{" 1.0"}});
    std::string out;
    for (const auto& field : fields) {
        BAILEY_TRY(auto text, mime::build_field(field));
        out += text;
    }
    mime::HeaderFilter filter(longest_mime_header);
    auto body = entity;
    BAILEY_TRY(const auto progress, filter.feed(body));
    if (progress == mime::HeaderFilter::need_more) filter.finish();
    const auto& header = filter.header();
    for (std::size_t n = 0; n < header.size(); ++n) {
        if (!ascii_lower(header.name(n)).starts_with("content-")) continue;
        out += std::string(header.name(n)) + ": " + std::string(header.value(n)) + "\r\n";
    }
    return out + "\r\n" + std::string(filter.body_begins()) + std::string(body);
}

}  // namespace

std::optional<std::string_view> why_silent(const Vacation& vacation, const Message& message, const Owner& owner) {
    const auto& envelope = message.envelope();
    auto mine = owner.addresses;
    mine.push_back(owner.address);
    mine.push_back(envelope.to);
    if (envelope.from.empty()) return "the sender is the null reverse-path";
    if (is_one_of(mine, envelope.from)) return "the sender is the owner";
    if (is_automatic(envelope.from)) return "the sender is a program";
    if (is_auto_submitted(message)) return "the message was sent by a program";
    if (is_from_list(message) || is_bulk(message)) return "the message came by a mailing list";
    for (const auto& further : vacation.addresses)
        if (const auto address = sieve_address(further)) mine.push_back(address->address.text());
    if (!is_addressed_to(message, mine)) return "the message is not addressed to the owner";
    return std::nullopt;
}

Result<std::string> answer_text(const Vacation& vacation, const Message& message, const Owner& owner,
                                const Answering& answering) {
    auto fields = fields_of(vacation, message, owner);
    if (vacation.mime) return with_entity(std::move(fields), answering, vacation.reason);
    mime::NewMessage out{std::move(fields), {}, answering.now, answering.message_id, answering.unique};
    if (vacation.html)
        out.body = with_html(vacation.reason, *vacation.html);
    else
        out.body.text = vacation.reason;
    std::string text;
    BAILEY_CHECK(mime::build(out, [&](std::string_view piece) -> Result<void> {
        text += piece;
        return {};
    }));
    return text;
}

}  // namespace bailey::sieve
