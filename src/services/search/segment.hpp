// A part of an account's search index: which words some of its messages have, and where. Once written it never changes;
// several become one now and then, as a log-structured index does. Sorted words in blocks of some 16 KB, so that
// looking a word up opens one block; a head that says which messages and where each block begins. Bytes only: the store
// seals and keeps them.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/packed.hpp"
#include "base/result.hpp"

namespace bailey::search {

struct Posting {
    std::uint32_t document = 0;  // place in Head::messages
    std::uint8_t fields = 0;     // bits of message_words.hpp
    bool operator==(const Posting&) const = default;
};

struct Head {
    std::vector<std::int64_t> messages;    // ascending
    std::vector<std::string> first_words;  // of each block
    std::size_t octets() const;            // of memory

    // The block where `word` is, if it is anywhere; none: before all.
    std::size_t block_of(std::string_view word) const;
};
Bytes encode(const Head& head);
Result<Head> decode_head(ByteView bytes);  // corrupt

// Reads the entries of one block in their order.
class BlockReader {
public:
    explicit BlockReader(ByteView block) : in_(block) {}
    bool next();  // false at the end, and where the bytes are no block: good() tells
    const std::string& word() const { return word_; }
    // Appends; false where they are malformed.
    bool postings(std::vector<Posting>& out) const;
    bool good() const { return in_.good(); }

private:
    Unpacker in_;
    std::string word_;
    std::string_view packed_;
};

// Makes blocks of words that come in order.
class BlockWriter {
public:
    explicit BlockWriter(std::size_t block_octets = 16 * 1024) : most_(block_octets) {}
    void add(std::string_view word, const std::vector<Posting>& postings);  // postings by document, at least one
    // The blocks; fills `first_words` of the head.
    std::vector<Bytes> finish(Head& head);

private:
    void end_block();
    std::size_t most_;
    Packer block_;
    std::string last_;
    std::vector<std::string> first_words_;
    std::vector<Bytes> blocks_;
};

struct Segment {
    Head head;
    std::vector<Bytes> blocks;
};

// A word as the index has it: a longer one is known by its beginning.
constexpr std::size_t longest_word = 64;
std::string_view as_indexed(std::string_view key);

// Gathers the words of messages, which come by id, lowest first.
class Gatherer {
public:
    void begin(std::int64_t message);
    void add(std::string_view text, std::uint8_t field);  // of the message begun last
    Segment finish();
    std::size_t messages() const { return messages_.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
    };
    std::vector<std::int64_t> messages_;
    std::unordered_map<std::string, std::vector<Posting>, Hash, std::equal_to<>> words_;
};

// Reads a whole segment in order of its words, a block at a time.
class SegmentReader {
public:
    using Fetch = std::function<Result<Bytes>(std::size_t block)>;
    SegmentReader(std::size_t blocks, Fetch fetch) : blocks_(blocks), fetch_(std::move(fetch)) {}
    Result<bool> next();  // false at the end; corrupt, and those of `fetch`
    const std::string& word() const { return reader_.word(); }
    Result<std::vector<Posting>> postings() const;

private:
    std::size_t blocks_, at_ = 0;
    Fetch fetch_;
    Bytes block_;
    BlockReader reader_{ByteView()};
};

// One segment of several, without the messages that `wanted` refuses. `heads` and `readers` belong together.
Result<Segment> merge(const std::vector<const Head*>& heads, std::vector<SegmentReader> readers,
                      const std::function<bool(std::int64_t message)>& wanted);

}  // namespace bailey::search
