// A message in the queue, as its store sees it.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/seal.hpp"
#include "domain/mail/envelope.hpp"
#include "domain/people/people.hpp"

namespace bailey::store {

// removed: by an operator; canceled: by the sender, of a held message.
enum class RecipientState { waiting = 0, delivered = 1, failed = 2, removed = 3, canceled = 4 };

// Where a message came from; kept sealed, for its trace.
struct Origin {
    std::string peer;        // IP address of the client; empty for messages of our own
    std::string protocol;    // "ESMTPSA" ...
    std::string message_id;  // its Message-ID field
};

// What is accepted (state S1): made by intake, or by delivery for its own reports.
struct NewEntry {
    std::int64_t id = 0;
    Time accepted{};
    std::optional<AccountId> sender_account;
    Envelope envelope;
    Origin origin;
    Key key = Key::random();
    std::uint64_t octets = 0;
    std::uint32_t chunks = 1;
    // All chunks, or empty ones where put_chunks() has stored them already.
    std::shared_ptr<const std::vector<Bytes>> boxes;
    std::vector<std::optional<AccountId>> accounts;  // of each recipient, where it is local
};

struct EntryRecipient {
    std::size_t number = 0;  // in the envelope
    std::optional<AccountId> account;
    RecipientState state = RecipientState::waiting;
    int attempts = 0;
    std::optional<Time> next_attempt;
    bool leased = false;  // a node is delivering it, or died over it
    bool delay_told = false;
    Time changed{};
    std::optional<Errc> reason;
};

struct Entry {
    std::int64_t id = 0;
    Time accepted{};
    std::optional<Time> finished;
    std::optional<AccountId> sender_account;
    Envelope envelope;
    Origin origin;
    Key key = Key::random();
    std::uint64_t octets = 0;
    std::uint32_t chunks = 1;
    std::vector<EntryRecipient> recipients;
};

// Envelope and origin as bytes, to be sealed. decode: corrupt.
Bytes encode(const Envelope& envelope, const Origin& origin);
Result<std::pair<Envelope, Origin>> decode(ByteView bytes);

}  // namespace bailey::store
