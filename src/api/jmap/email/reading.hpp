// Opening the messages of one call, with an end to the work (RFC 8620 section 8.5).
#pragma once
#include <cstdint>

#include "api/jmap/email/message.hpp"

namespace bailey::jmap {

class Reading {
public:
    static constexpr std::uint64_t most_octets = 512ull << 20;   // of messages, read
    static constexpr std::uint64_t most_answered = 64ull << 20;  // of text, in the answer

    explicit Reading(const mailbox::Account& account) : account_(account) {}

    // `octets` is what the message has, as far as is known. Errors: requestTooLarge (never for the first), notFound.
    Answer<Message> open(const BlobId& blob, std::uint64_t octets);
    // That much was put into the answer. Error: requestTooLarge (never for the first).
    Answer<void> answered(std::uint64_t octets);

private:
    const mailbox::Account& account_;
    std::uint64_t messages_ = 0, octets_ = 0, answered_ = 0;
};

// How large the text of a value is, roughly.
std::uint64_t text_octets(const json::value& value);

}  // namespace bailey::jmap
