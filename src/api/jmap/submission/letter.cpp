#include "api/jmap/submission/letter.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "protocol/mime/forms.hpp"
#include "protocol/mime/header.hpp"
#include "protocol/mime/mailboxes.hpp"

namespace bailey::jmap {
namespace {

constexpr std::uint64_t at_once = 256 * 1024;  // a chunk of what is stored

// Two spellings of one mailbox, where a client may use either.
std::string key_of(const std::string& email) {
    auto address = Address::parse(email);
    return address ? address->folded().text() : email;
}

}  // namespace

Result<Letter> Letter::open(const mailbox::Account& account, std::int64_t email, std::size_t header_octets) {
    Letter letter;
    BAILEY_TRY(letter.bytes_, mailbox::open_blob(account, {mailbox::BlobRef::Kind::email, email}));
    auto& head = letter.head_;
    // A header beyond the limit is cut here, and refused by the intake.
    auto most = std::min<std::uint64_t>(letter.octets(), header_octets + 1);
    BAILEY_CHECK(letter.bytes_->read(0, most, head));
    if (auto end = head.find("\r\n\r\n"); end != std::string::npos) head.resize(end + 2);
    letter.structure_ = mime::parse(head);
    return letter;
}

std::vector<std::string_view> Letter::fields(std::string_view name) const {
    return mime::all_fields(head_, structure_, structure_.root(), name);
}

std::string Letter::message_id() const {
    auto all = fields("Message-ID");
    return all.empty() ? std::string() : std::string(trim(mime::unfolded(all.back())));
}

Answer<void> Letter::write_to(delivery::Incoming& incoming, const MailLimits& limits) const {
    for (std::uint64_t at = 0; at < octets(); at += at_once) {
        std::string piece;
        JMAP_CHECK(bytes_->read(at, std::min(octets(), at + at_once), piece));
        if (auto taken = incoming.write(piece); !taken) return refused(errc_of(taken.error()), limits);
    }
    return {};
}

mime::Pieces Letter::pieces() const {
    auto held = std::make_shared<std::string>();
    return [this, held, at = std::uint64_t{0}]() mutable -> Result<std::string_view> {
        held->clear();
        auto end = std::min(octets(), at + at_once);
        BAILEY_CHECK(bytes_->read(at, end, *held));
        at = end;
        return std::string_view(*held);
    };
}

Answer<std::vector<Address>> authors_of(const Letter& letter) {
    auto fields = letter.fields("From");
    if (fields.size() != 1) return invalid_email({"from"}, "a message has one From field (RFC 5322 section 3.6)");
    auto mailboxes = mime::parse_mailboxes(fields.front());
    if (!mailboxes || mailboxes->empty()) return invalid_email({"from"}, "the From field has no address, or a bad one");
    std::vector<Address> authors;
    for (auto& one : *mailboxes) authors.push_back(std::move(one.address));
    return authors;
}

Answer<Address> default_sender(const Letter& letter) {
    auto senders = letter.fields("Sender");
    if (senders.empty()) {
        JMAP_TRY(auto authors, authors_of(letter));
        if (authors.size() == 1) return std::move(authors.front());
        return invalid_email({"from", "sender"}, "several authors, and no Sender field to say whose envelope it is");
    }
    auto mailboxes = mime::parse_mailboxes(senders.back());
    if (senders.size() == 1 && mailboxes && mailboxes->size() == 1) return std::move(mailboxes->front().address);
    return invalid_email({"sender"}, "the Sender field is to have one address (RFC 5322 section 3.6.2)");
}

std::vector<std::string> default_recipients(const Letter& letter) {
    std::vector<std::string> all;
    std::set<std::string> seen;
    for (auto name : {"To", "Cc", "Bcc"}) {
        for (auto field : letter.fields(name)) {
            for (auto& address : mime::as_addresses(field)) {
                if (seen.insert(key_of(address.email)).second) all.push_back(std::move(address.email));
            }
        }
    }
    return all;
}

}  // namespace bailey::jmap
