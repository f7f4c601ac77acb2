// Time is an argument: whoever needs it is given a Clock, so that tests decide what time it is.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

namespace bailey {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    Time now() const override;
};

// For tests: stands still until moved, by any thread.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Time start) : now_(start.time_since_epoch().count()) {}
    Time now() const override { return Time(std::chrono::milliseconds(now_.load())); }
    void advance(std::chrono::milliseconds by) { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_;  // milliseconds since 1970
};

inline std::int64_t to_millis(Time t) { return t.time_since_epoch().count(); }
inline Time from_millis(std::int64_t ms) { return Time{std::chrono::milliseconds{ms}}; }

}  // namespace bailey
