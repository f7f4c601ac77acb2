// The limits the service keeps, each the default of a documented setting.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bailey {

struct MailLimits {
    std::uint64_t message_bytes = 50 * 1024 * 1024;  // SIZE (RFC 1870)
    std::size_t recipients = 1000;                   // a message; RFC 5321 section 4.5.3.1.8 asks for at least 100
    std::size_t header_bytes = 256 * 1024;           // the header section of a message
    std::size_t hops = 50;  // Received fields before a message counts as looping (RFC 5321 6.3)
    std::uint64_t mailbox_bytes = 2ull * 1024 * 1024 * 1024;          // a new mailbox's capacity
    std::chrono::seconds longest_hold = std::chrono::hours(24 * 60);  // a message for later (RFC 4865 section 4.1)
};

struct QueueLimits {
    std::chrono::seconds lifetime = std::chrono::hours(24 * 5);  // then a failure report to the sender
    std::chrono::seconds delay_notice = std::chrono::hours(4);   // then a delay report, once
    std::chrono::seconds first_retry = std::chrono::minutes(1);  // doubled up to last_retry
    std::chrono::seconds last_retry = std::chrono::hours(1);
    std::chrono::seconds safety_net = std::chrono::hours(24 * 7);  // a finished message stays, to refill a lost cell
};

}  // namespace bailey
