// The Email that is to be sent, as far as sending looks into it: its header section, and its bytes as they are needed.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/submission/sending.hpp"
#include "protocol/mime/build.hpp"
#include "protocol/mime/structure.hpp"

namespace bailey::jmap {

class Letter {
public:
    // Errors: not_found, corrupt.
    static Result<Letter> open(const mailbox::Account& account, std::int64_t email, std::size_t header_octets);

    std::uint64_t octets() const { return bytes_->info().octets; }
    // The values of the header fields of that name, in their order.
    std::vector<std::string_view> fields(std::string_view name) const;
    std::string message_id() const;  // with its "<>"; empty where there is none

    // Gives all of it to the intake.
    Answer<void> write_to(delivery::Incoming& incoming, const MailLimits& limits) const;
    mime::Pieces pieces() const;  // while the letter lives

private:
    Letter() = default;
    std::unique_ptr<mailbox::BlobReader> bytes_;
    std::string head_;
    mime::Structure structure_;
};

// The authors (the From field): one field with at least one address. Error: invalidEmail.
Answer<std::vector<Address>> authors_of(const Letter& letter);
// The one address of the Sender, else of the From field, that an envelope of our own begins with (RFC 8621 section 7,
// envelope). Error: invalidEmail (several of them).
Answer<Address> default_sender(const Letter& letter);
// The addresses of To, Cc and Bcc, each once, in their order and as they are written there; malformed ones, too.
std::vector<std::string> default_recipients(const Letter& letter);

}  // namespace bailey::jmap
