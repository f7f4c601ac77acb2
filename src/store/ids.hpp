// Ids of messages: 63 bits, 41 of them milliseconds since 2020 and 22 that differ within a millisecond, so that rows
// arrive in key order and two nodes do not meet. A message keeps its id from the queue to every mailbox.
#pragma once
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace bailey::store {

class Ids {
public:
    explicit Ids(const Clock& clock) : clock_(clock) {}
    std::int64_t next();  // thread-safe; strictly increasing within this process

private:
    const Clock& clock_;
    std::mutex mutex_;
    std::int64_t last_ = 0;
};

// The lowest id that can have been made at `time`; for telling old rows by their id.
std::int64_t first_id_at(Time time);

// As people see it: 13 characters of lower-case base 32 (RFC 4648 section 6 alphabet).
std::string id_text(std::int64_t id);
Result<std::int64_t> id_from(std::string_view text);  // bad_syntax

}  // namespace bailey::store
