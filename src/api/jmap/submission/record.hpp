// One EmailSubmission as it is kept: what was asked for, and what the queue knew last of its recipients. Small enough
// for an item of services/mailbox even with as many recipients as a message may have.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "protocol/jmap/json.hpp"
#include "services/delivery/progress.hpp"

namespace bailey::jmap {

// What became of one recipient.
struct Fate {
    enum class State { waiting, delivered, failed, removed, canceled, unknown };  // the numbers are stored
    State state = State::waiting;
    std::optional<Errc> reason;  // of the last attempt
    bool displayed = false;      // a receipt says so
    bool operator==(const Fate&) const = default;
};

struct Record {
    enum class Undo { pending, final, canceled };

    std::int64_t number = 0;  // of the queue's entry, too
    std::string identity, email, thread;
    std::string message_id;   // the Message-ID field of what was sent; empty where it had none
    std::string envelope_id;  // the ENVID it has on its way, by which reports about it are found
    json::object envelope;
    Time send_at{};
    Undo undo = Undo::final;
    std::vector<Fate> fates;  // in the order of rcptTo
    std::vector<std::string> dsn, mdn;

    bool settled() const;  // no recipient waits any more
    bool operator==(const Record&) const = default;
};

std::string submission_id(std::int64_t number);  // "s" and 13 characters
std::optional<std::int64_t> submission_from(std::string_view id);
std::string_view to_string(Record::Undo undo);  // "pending" ...

std::string stored(const Record& record);
Result<Record> record_from(std::int64_t number, std::string_view stored);  // corrupt

// RFC 8621 section 7: all properties.
json::object to_json(const Record& record);

// What the queue says now. True where that is news.
bool take_over(const delivery::Progress& progress, Record& record);
// The queue does not know it any more, or never had it.
void give_up(Record& record);

}  // namespace bailey::jmap
