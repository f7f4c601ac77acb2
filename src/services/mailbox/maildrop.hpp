// A POP3 maildrop: the Inbox of one account, locked by one session (RFC 1939 section 3).
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "services/signin/signin.hpp"

namespace bailey::store {
class Cells;
}

namespace bailey::mailbox {

struct MaildropEntry {
    std::int64_t message;  // its unique-id for ever: UIDL shows it
    std::uint32_t octets;  // exact size as RETR sends it before dot-stuffing, CRLF line ends
};

// Hands out a message's bytes piece by piece, at most 256 KiB each, unsealed and verified.
class MessageReader {
public:
    virtual ~MessageReader() = default;
    // Appends the next piece to `out`; false when the message was complete before. Blocks: call it from a worker.
    // Errors: corrupt (nothing of the damaged chunk is handed out), not_found, try_later.
    virtual Result<bool> next(std::string& out) = 0;
};

// The open, locked maildrop. Destroying it frees the lock and changes nothing.
class Maildrop {
public:
    virtual ~Maildrop() = default;
    virtual const std::vector<MaildropEntry>& entries() const = 0;  // oldest first; fixed for the session
    virtual Result<std::unique_ptr<MessageReader>> read(std::int64_t message) = 0;  // does not block
    // Deletes all of `messages` or none (RFC 1939 section 6). Blocks.
    virtual Result<void> remove(const std::vector<std::int64_t>& messages) = 0;
};

class Maildrops {
public:
    explicit Maildrops(store::Cells& cells);
    ~Maildrops();
    // Locks and lists the account's Inbox. Blocks. Thread-safe.
    // Errors: in_use (another session has it), try_later, suspended.
    Result<std::unique_ptr<Maildrop>> open(const signin::SignedIn& who);

    struct State;  // the locks; outlives this object while a maildrop is open

private:
    std::shared_ptr<State> state_;
};

}  // namespace bailey::mailbox
