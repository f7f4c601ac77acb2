#include "services/search/segment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace bailey::search {
namespace {

using Found = std::map<std::string, std::map<std::int64_t, std::uint8_t>>;  // word -> message -> fields

SegmentReader reader(const Segment& s) {
    return SegmentReader(s.blocks.size(), [&s](std::size_t n) -> Result<Bytes> { return s.blocks[n]; });
}

Found all(const Segment& s) {
    Found found;
    auto in = reader(s);
    while (true) {
        auto more = in.next();
        EXPECT_TRUE(more);
        if (!more || !*more) return found;
        auto postings = in.postings();
        EXPECT_TRUE(postings);
        for (auto& p : *postings) found[in.word()][s.head.messages.at(p.document)] = p.fields;
    }
}

// Messages of random words, a few common and many rare.
Segment random_segment(std::mt19937& random, const std::vector<std::int64_t>& ids, Found& expected) {
    Gatherer gathered;
    for (auto id : ids) {
        gathered.begin(id);
        for (int n = 0; n < 60; ++n) {
            auto word = "w" + std::to_string(random() % (n < 20 ? 10 : 5000));
            auto field = static_cast<std::uint8_t>(1u << random() % 7);
            gathered.add(word, field);
            expected[word][id] |= field;
        }
    }
    return gathered.finish();
}

TEST(SearchSegment, HoldsEveryWordOfEveryMessageWithItsFields) {
    std::mt19937 random(7);
    Found expected;
    std::vector<std::int64_t> ids;
    for (std::int64_t n = 0; n < 500; ++n) ids.push_back(1'000'000'000'000 + n * 977);
    auto segment = random_segment(random, ids, expected);
    EXPECT_GT(segment.blocks.size(), 3u);
    EXPECT_EQ(segment.head.messages, ids);
    EXPECT_EQ(all(segment), expected);
}

TEST(SearchSegment, TheHeadTellsTheBlockOfAWord) {
    std::mt19937 random(8);
    Found expected;
    auto segment =
        random_segment(random, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, expected);
    auto head = decode_head(encode(segment.head));
    ASSERT_TRUE(head);
    EXPECT_EQ(head->messages, segment.head.messages);
    for (auto& [word, where] : expected) {
        auto block = head->block_of(word);
        ASSERT_LT(block, segment.blocks.size());
        BlockReader in(segment.blocks[block]);
        bool there = false;
        while (in.next()) there = there || in.word() == word;
        EXPECT_TRUE(there) << word;
    }
    EXPECT_EQ(head->block_of("a"), segment.blocks.size());  // before all words
}

TEST(SearchSegment, MergingKeepsAllButWhatIsGone) {
    std::mt19937 random(9);
    Found expected;
    std::vector<Segment> parts;
    for (std::int64_t part = 0; part < 5; ++part) {
        std::vector<std::int64_t> ids;
        for (std::int64_t n = 0; n < 40; ++n) ids.push_back(n * 5 + part);  // ids of the parts lie between each other
        parts.push_back(random_segment(random, ids, expected));
    }
    std::vector<const Head*> heads;
    std::vector<SegmentReader> readers;
    for (auto& part : parts) {
        heads.push_back(&part.head);
        readers.push_back(reader(part));
    }
    auto wanted = [](std::int64_t id) { return id % 3 != 0; };
    for (auto at = expected.begin(); at != expected.end();) {
        std::erase_if(at->second, [&](auto& entry) { return !wanted(entry.first); });
        at = at->second.empty() ? expected.erase(at) : std::next(at);
    }
    auto merged = merge(heads, std::move(readers), wanted);
    ASSERT_TRUE(merged);
    EXPECT_EQ(all(*merged), expected);
    EXPECT_TRUE(std::ranges::is_sorted(merged->head.messages));
}

TEST(SearchSegment, DamagedBytesAreReportedAndNeverReadBeyond) {
    std::mt19937 random(10);
    Found expected;
    auto segment = random_segment(random, {1, 2, 3}, expected);
    auto head = encode(segment.head);
    for (int n = 0; n < 2000; ++n) {
        auto block = segment.blocks[0];
        auto bad = head;
        block[random() % block.size()] = static_cast<std::uint8_t>(random());
        bad[random() % bad.size()] = static_cast<std::uint8_t>(random());
        block.resize(block.size() - random() % 3);
        bad.resize(bad.size() - random() % 3);
        BlockReader in(block);
        std::vector<Posting> postings;
        while (in.next()) {
            postings.clear();
            if (!in.postings(postings)) break;
        }
        if (auto decoded = decode_head(bad)) {
            EXPECT_LE(decoded->messages.size(), bad.size());
        }
    }
    EXPECT_FALSE(decode_head({}));
}

}  // namespace
}  // namespace bailey::search
