#include "services/search/segment.hpp"

#include <algorithm>
#include <limits>
#include <queue>

#include "services/mailbox/words.hpp"

// Head:  octet 1 (version), count and messages (the first, then the distance of each to the one before), count and
// first
//        words of the blocks.
// Block: for each word: octets shared with the word before, the rest as a text, the postings as a text.
// Postings: for each the distance of the document to the one before (from -1), and its fields.
namespace bailey::search {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

}  // namespace

std::size_t Head::octets() const {
    auto all = sizeof(*this) + messages.capacity() * sizeof(messages[0]);
    for (auto& word : first_words) all += sizeof(word) + word.capacity();
    return all;
}

std::size_t Head::block_of(std::string_view word) const {
    auto after = std::upper_bound(first_words.begin(), first_words.end(), word);
    return after == first_words.begin() ? first_words.size()
                                        : static_cast<std::size_t>(after - first_words.begin()) - 1;
}

Bytes encode(const Head& head) {
    Packer out;
    out.octet(version);
    out.number(head.messages.size());
    std::int64_t last = 0;
    for (auto id : head.messages) out.number(static_cast<std::uint64_t>(id - std::exchange(last, id)));
    out.number(head.first_words.size());
    for (auto& word : head.first_words) out.text(word);
    return std::move(out.out);
}

Result<Head> decode_head(ByteView bytes) {
    Unpacker in(bytes);
    if (in.octet() != version) return Errc::corrupt;
    Head head;
    auto messages = in.number();
    if (messages > bytes.size()) return Errc::corrupt;  // each has an octet at least
    head.messages.reserve(messages);
    std::int64_t last = 0;
    for (std::uint64_t n = 0; n < messages && in.good(); ++n)
        head.messages.push_back(last += static_cast<std::int64_t>(in.number()));
    auto blocks = in.number();
    if (blocks > bytes.size()) return Errc::corrupt;
    for (std::uint64_t n = 0; n < blocks && in.good(); ++n) head.first_words.emplace_back(in.text());
    if (!in.good() || !in.at_end()) return Errc::corrupt;
    return head;
}

bool BlockReader::next() {
    if (in_.at_end()) return false;
    auto shared = in_.number();
    auto rest = in_.text();
    packed_ = in_.text();
    if (!in_.good() || shared > word_.size()) {
        in_.fail();
        return false;
    }
    word_.resize(shared);
    word_.append(rest);
    return true;
}

bool BlockReader::postings(std::vector<Posting>& out) const {
    Unpacker in(packed_);
    std::uint32_t document = nowhere;
    while (!in.at_end()) {
        document += static_cast<std::uint32_t>(in.number());
        auto fields = in.octet();
        if (in.good()) out.push_back({document, fields});
    }
    return in.good();
}

void BlockWriter::add(std::string_view word, const std::vector<Posting>& postings) {
    Packer packed;
    std::uint32_t last = nowhere;
    for (auto& p : postings) {
        packed.number(p.document - std::exchange(last, p.document));
        packed.octet(p.fields);
    }
    if (!block_.out.empty() && block_.out.size() + packed.out.size() > most_) end_block();
    if (block_.out.empty()) {
        first_words_.emplace_back(word);
        last_.clear();
    }
    auto shared = static_cast<std::size_t>(std::ranges::mismatch(word, last_).in1 - word.begin());
    block_.number(shared);
    block_.text(word.substr(shared));
    block_.text(text_of(packed.out));
    last_ = word;
}

void BlockWriter::end_block() {
    if (!block_.out.empty()) blocks_.push_back(std::exchange(block_.out, {}));
}

std::vector<Bytes> BlockWriter::finish(Head& head) {
    end_block();
    head.first_words = std::move(first_words_);
    return std::move(blocks_);
}

void Gatherer::begin(std::int64_t message) { messages_.push_back(message); }

std::string_view as_indexed(std::string_view key) {
    if (key.size() <= longest_word) return key;
    auto end = longest_word;
    while (end > 0 && (key[end] & 0xc0) == 0x80) --end;  // not within a character
    return key.substr(0, end);
}

void Gatherer::add(std::string_view text, std::uint8_t field) {
    auto document = static_cast<std::uint32_t>(messages_.size() - 1);
    for (auto& found : mailbox::words_of(text)) {
        auto word = as_indexed(found.key);
        auto at = words_.find(word);
        if (at == words_.end()) at = words_.emplace(std::string(word), std::vector<Posting>()).first;
        auto& postings = at->second;
        if (postings.empty() || postings.back().document != document)
            postings.push_back({document, field});
        else
            postings.back().fields |= field;
    }
}

Segment Gatherer::finish() {
    std::vector<const std::pair<const std::string, std::vector<Posting>>*> sorted;
    sorted.reserve(words_.size());
    for (auto& entry : words_) sorted.push_back(&entry);
    std::ranges::sort(sorted, {}, [](auto* entry) -> const std::string& { return entry->first; });
    Segment made;
    BlockWriter writer;
    for (auto* entry : sorted) writer.add(entry->first, entry->second);
    made.head.messages = std::move(messages_);
    made.blocks = writer.finish(made.head);
    words_.clear();
    messages_.clear();
    return made;
}

Result<bool> SegmentReader::next() {
    while (!reader_.next()) {
        if (!reader_.good()) return Failure{Errc::corrupt};
        if (at_ == blocks_) return false;
        BAILEY_TRY(block_, fetch_(at_));
        ++at_;
        reader_ = BlockReader(block_);
    }
    return true;
}

Result<std::vector<Posting>> SegmentReader::postings() const {
    std::vector<Posting> out;
    if (!reader_.postings(out)) return Errc::corrupt;
    return out;
}

namespace {

// Where the documents of each old segment go in the new one; `nowhere` for those that are gone.
std::vector<std::vector<std::uint32_t>> renumber(const std::vector<const Head*>& heads,
                                                 const std::function<bool(std::int64_t)>& wanted,
                                                 std::vector<std::int64_t>& messages) {
    for (auto* head : heads)
        for (auto id : head->messages)
            if (wanted(id)) messages.push_back(id);
    std::ranges::sort(messages);
    messages.erase(std::unique(messages.begin(), messages.end()), messages.end());
    std::vector<std::vector<std::uint32_t>> places;
    for (auto* head : heads) {
        auto& of = places.emplace_back(head->messages.size(), nowhere);
        for (std::size_t n = 0; n < of.size(); ++n) {
            auto at = std::ranges::lower_bound(messages, head->messages[n]);
            if (at != messages.end() && *at == head->messages[n])
                of[n] = static_cast<std::uint32_t>(at - messages.begin());
        }
    }
    return places;
}

}  // namespace

Result<Segment> merge(const std::vector<const Head*>& heads, std::vector<SegmentReader> readers,
                      const std::function<bool(std::int64_t message)>& wanted) {
    Segment made;
    auto places = renumber(heads, wanted, made.head.messages);
    auto later = [&](std::size_t a, std::size_t b) { return readers[a].word() > readers[b].word(); };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> next(later);
    auto step = [&](std::size_t n) -> Result<void> {
        BAILEY_TRY(bool more, readers[n].next());
        if (more) next.push(n);
        return {};
    };
    for (std::size_t n = 0; n < readers.size(); ++n) BAILEY_CHECK(step(n));
    BlockWriter writer;
    std::vector<Posting> together;
    while (!next.empty()) {
        const std::string word = readers[next.top()].word();
        together.clear();
        while (!next.empty() && readers[next.top()].word() == word) {
            auto n = next.top();
            next.pop();
            BAILEY_TRY(auto postings, readers[n].postings());
            for (auto& p : postings) {
                if (p.document >= places[n].size()) return Errc::corrupt;
                if (auto to = places[n][p.document]; to != nowhere) together.push_back({to, p.fields});
            }
            BAILEY_CHECK(step(n));
        }
        std::ranges::sort(together, {}, &Posting::document);
        if (!together.empty()) writer.add(word, together);
    }
    made.blocks = writer.finish(made.head);
    return made;
}

}  // namespace bailey::search
