// What a list of messages shows, taken from a message once and kept beside it, so that listing opens no message.
// The fields are the properties of an Email with their meaning and their null, RFC 8621 section 4.1.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bailey {

struct Summary {
    struct Address {
        std::optional<std::string> name;
        std::string email;
        bool operator==(const Address&) const = default;
    };
    using Addresses = std::optional<std::vector<Address>>;
    using MessageIds = std::optional<std::vector<std::string>>;
    struct Sent {
        std::chrono::sys_seconds time{};
        std::chrono::minutes offset{};  // of the sender's clock, east positive
        bool operator==(const Sent&) const = default;
    };

    std::optional<std::string> subject;
    std::string base_subject;  // RFC 5256 section 2.1: the sort key "subject"
    Addresses from, sender, to, cc, bcc, reply_to;
    MessageIds message_id, in_reply_to, references;
    std::optional<Sent> sent;
    std::string preview;
    bool has_attachment = false;
    // Some list or text was too long to keep whole: whoever needs `partial` fields exactly reads the message.
    bool partial = false;
    bool operator==(const Summary&) const = default;
};

// What joins a message to a thread (RFC 8621 section 3): two messages that share an id and the subject are one thread.
struct ThreadLinks {
    std::string subject;           // without prefixes, white space and case
    std::vector<std::string> ids;  // of Message-ID, References and In-Reply-To; its own first
    bool operator==(const ThreadLinks&) const = default;
};

// What is kept of a message beside its bytes.
struct Abstract {
    Summary summary;
    ThreadLinks thread;
};

}  // namespace bailey
