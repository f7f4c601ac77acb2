// A document of the demonstration, before it becomes PDF (pdf.hpp) or Word (docx.hpp).
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace bailey::apps::demo {

// Grey values, row by row, 0 black.
struct Picture {
    std::uint32_t width = 0, height = 0;
    std::uint32_t channels = 1;  // 1: grey, 3: red, green and blue
    std::vector<std::uint8_t> pixels = {};
};

struct Heading {
    std::string text;
};
struct Paragraph {
    std::string text;
    bool bold = false;
};
struct Numbered {  // "1." and so on through the document
    std::string text;
};
struct Table {
    std::vector<int> widths;                     // of the columns, in parts of their sum
    std::vector<std::vector<std::string>> rows;  // the first is the head
};
struct Scan {  // fills a page
    Picture picture;
};
struct PageBreak {};
using Block = std::variant<Heading, Paragraph, Numbered, Table, Scan, PageBreak>;

struct Paper {
    std::string title;
    std::string header;  // small, at the top of every page: court and case
    std::string author;
    std::vector<Block> blocks;
};

}  // namespace bailey::apps::demo
