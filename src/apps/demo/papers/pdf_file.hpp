// The objects of a PDF file, with their table of places.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace bailey::apps::demo {

class PdfFile {
public:
    int reserve();  // the number of an object that is written later
    void write(int object, std::string_view content);
    void write_stream(int object, std::string_view entries, std::string_view content);  // deflated
    std::string finish(int catalogue, int information);

private:
    std::string out_ = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";  // octets above 127 say that it is binary (7.5.2)
    std::vector<std::size_t> places_;
};

std::string pdf_string(std::string_view win_ansi);  // with its parentheses

}  // namespace bailey::apps::demo
