// Reads a maildrop's messages for one session. A program that collects its mail in order gets the next messages read
// in the same go: one trip to a worker for many small messages, in pieces of bounded size for large ones.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/mailbox/maildrop.hpp"

namespace bailey::net {

class ReadAhead {
public:
    struct Piece {
        std::string_view bytes;  // valid until the next begin() or more()
        bool last;
    };

    explicit ReadAhead(mailbox::Maildrop& drop) : drop_(drop) {}

    // The message at `index`, where it was read ahead. Does not block.
    std::optional<Piece> ready(std::size_t index);
    // The first piece of the message at `index`; `whole`: more than its beginning is wanted. Blocks.
    // Errors: those of mailbox::MessageReader.
    Result<Piece> begin(std::size_t index, bool whole);
    // The next piece of the message begun last. Blocks.
    Result<Piece> more();
    // Gives back memory that is not needed any more.
    void rest();

private:
    struct Read {
        std::size_t index, from, octets;
    };
    Result<bool> read_piece(mailbox::MessageReader& reader, std::size_t index, std::size_t enough);
    void read_following(std::size_t index);
    bool read_whole(std::size_t index);

    mailbox::Maildrop& drop_;
    std::string bytes_;
    std::vector<Read> ahead_;  // messages in bytes_, whole
    std::unique_ptr<mailbox::MessageReader> reader_;
    std::size_t index_ = 0;     // of the message being read
    std::uint64_t octets_ = 0;  // of it, so far
    std::size_t expected_ = 0;  // the index that continues the sequence
    std::size_t window_ = 1;    // messages to read in one go
};

}  // namespace bailey::net
