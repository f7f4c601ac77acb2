// The writers of PDF, Word, ZIP and PNG, read back by other hands than those that wrote them.
#include <gtest/gtest.h>

#include <charconv>
#include <regex>

#include "apps/demo/papers/deflate.hpp"
#include "apps/demo/papers/docx.hpp"
#include "apps/demo/papers/drawings.hpp"
#include "apps/demo/papers/pdf.hpp"
#include "apps/demo/papers/png.hpp"
#include "apps/demo/papers/typeface.hpp"
#include "apps/demo/papers/zip.hpp"

namespace bailey::apps::demo {
namespace {

Paper long_paper() {
    Paper paper{"Skeleton argument", "In Ashford Crown Court   |   R v Test", "Zo\u00EB Achterberg", {}};
    paper.blocks.push_back(Heading{"Introduction (with brackets)"});
    for (int n = 0; n < 60; ++n)
        paper.blocks.push_back(
            Numbered{"A paragraph that goes on for rather more than a line, so "
                     "that it has to be broken where its words allow it."});
    paper.blocks.push_back(Table{{1, 4}, {{"No.", "What"}, {"1", "A & B < C"}}});
    Dice dice(1);
    paper.blocks.push_back(Scan{scanned_note(dice)});
    return paper;
}

std::size_t number_at(std::string_view text, std::size_t at) {
    std::size_t n = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), n);
    return n;
}

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t n = 0;
    for (std::size_t i = 0; i < 4; ++i) n = n << 8 | static_cast<unsigned char>(bytes.at(i));
    return n;
}

TEST(Pdf, EveryObjectIsWhereTheTableSays) {
    const auto text = pdf(long_paper());
    ASSERT_TRUE(text.starts_with("%PDF-1."));
    ASSERT_TRUE(text.ends_with("%%EOF\n"));
    const auto start = number_at(text, text.rfind("startxref\n") + 10);
    ASSERT_EQ(text.substr(start, 7), "xref\n0 ");
    const auto count = number_at(text, start + 7);
    auto entry = text.find('\n', start + 5) + 1;
    ASSERT_EQ(text.substr(entry, 20), "0000000000 65535 f \n");
    for (std::size_t n = 1; n < count; ++n) {
        entry += 20;
        const auto place = number_at(text, text.find_first_not_of('0', entry));
        const auto head = std::to_string(n) + " 0 obj\n";
        EXPECT_EQ(text.substr(place, head.size()), head);
    }
    EXPECT_NE(text.find("/Size " + std::to_string(count)), std::string::npos);
}

TEST(Pdf, StreamsAreAsLongAsTheySayAndInflate) {
    const auto text = pdf(long_paper());
    int streams = 0;
    for (auto at = text.find(">>\nstream\n"); at != std::string::npos; at = text.find(">>\nstream\n", at)) {
        const auto length = number_at(text, text.rfind("/Length ", at) + 8);
        at += 10;
        EXPECT_EQ(text.substr(at + length, 11), "\nendstream\n");
        EXPECT_FALSE(from_zlib_stream(std::string_view(text).substr(at, length)).empty());
        at += length;
        ++streams;
    }
    EXPECT_GE(streams, 5);
}

TEST(Pdf, PagesAreCountedAndNumbered) {
    const auto text = pdf(long_paper());
    const std::regex page("/Type /Page ");
    const auto pages = std::distance(std::sregex_iterator(text.begin(), text.end(), page), {});
    EXPECT_GE(pages, 4);
    EXPECT_NE(text.find("/Count " + std::to_string(pages)), std::string::npos);
    const auto first = text.find(">>\nstream\n");
    ASSERT_NE(first, std::string::npos);
    const auto drawn =
        from_zlib_stream(std::string_view(text).substr(first + 10, number_at(text, text.rfind("/Length ", first) + 8)));
    EXPECT_NE(drawn.find("(Page 1 of " + std::to_string(pages) + ") Tj"), std::string::npos);
    EXPECT_NE(drawn.find("(Introduction \\(with brackets\\)) Tj"), std::string::npos);
}

TEST(Typeface, LinesFitAndNothingIsLost) {
    const std::string text = "The defendant was at the gate, and the gate was where the witness said it had been.";
    std::string joined;
    for (auto& line : wrap(text, 120, 10, false)) {
        EXPECT_LE(width_of(line, 10, false), 120);
        joined += (joined.empty() ? "" : " ") + line;
    }
    EXPECT_EQ(joined, text);
    EXPECT_EQ(win_ansi("Si\u00E2n \u0141ukasz \u2013 \u00A35"),
              "Si\xE2n Lukasz \x96 \xA3"
              "5");
}

TEST(Docx, IsAPackageWhosePartsAreNamedAndWellFormed) {
    const auto members = unzip(docx(long_paper()));
    ASSERT_EQ(members.size(), 6u);
    EXPECT_EQ(members[0].name, "[Content_Types].xml");
    for (auto& member : members) {
        EXPECT_TRUE(member.content.starts_with("<?xml ")) << member.name;
        // Every element that opens closes, in order.
        std::vector<std::string> open;
        const std::regex tag("<(/?)([A-Za-z:]+)[^>]*?(/?)>");
        for (std::sregex_iterator t(member.content.begin(), member.content.end(), tag), end; t != end; ++t) {
            if ((*t)[1] == "/") {
                ASSERT_FALSE(open.empty());
                EXPECT_EQ(open.back(), (*t)[2]) << member.name;
                open.pop_back();
            } else if ((*t)[3] != "/") {
                open.push_back((*t)[2]);
            }
        }
        EXPECT_TRUE(open.empty()) << member.name;
    }
    EXPECT_NE(members[4].content.find("A &amp; B &lt; C"), std::string::npos);
}

TEST(Zip, ADamagedArchiveIsNoArchive) {
    Zip zip;
    zip.add("one.txt", std::string(5000, 'x'));
    zip.add("two.txt", "");
    auto archive = zip.finish();
    const auto members = unzip(archive);
    ASSERT_EQ(members.size(), 2u);
    EXPECT_EQ(members[0].content, std::string(5000, 'x'));
    archive[40] ^= 1;
    EXPECT_TRUE(unzip(archive).empty());
}

TEST(Png, ChunksAndPixelsAreThere) {
    Dice dice(7);
    for (const auto& picture : {floor_plan(dice), scanned_note(dice), photograph(dice), crest(10)}) {
        const auto text = png(picture);
        ASSERT_TRUE(text.starts_with("\x89PNG\r\n\x1a\n"));
        std::string pixels;
        std::vector<std::string> types;
        for (std::size_t at = 8; at < text.size();) {
            const auto length = big_endian(std::string_view(text).substr(at));
            const auto type = text.substr(at + 4, 4);
            EXPECT_EQ(big_endian(std::string_view(text).substr(at + 8 + length)),
                      crc32_of(std::string_view(text).substr(at + 4, length + 4)));
            if (type == "IDAT") pixels = from_zlib_stream(std::string_view(text).substr(at + 8, length));
            types.push_back(type);
            at += length + 12;
        }
        EXPECT_EQ(types, (std::vector<std::string>{"IHDR", "IDAT", "IEND"}));
        EXPECT_EQ(pixels.size(), (static_cast<std::size_t>(picture.width) * picture.channels + 1) * picture.height);
    }
}

}  // namespace
}  // namespace bailey::apps::demo
