#include "apps/demo/papers/pdf_file.hpp"

#include "apps/demo/papers/deflate.hpp"

namespace bailey::apps::demo {

int PdfFile::reserve() {
    places_.push_back(0);
    return static_cast<int>(places_.size());
}

void PdfFile::write(int object, std::string_view content) {
    places_[static_cast<std::size_t>(object - 1)] = out_.size();
    out_ += std::to_string(object) + " 0 obj\n";
    out_ += content;
    out_ += "\nendobj\n";
}

void PdfFile::write_stream(int object, std::string_view entries, std::string_view content) {
    const auto packed = zlib_stream(content);
    std::string stream = "<< ";
    stream += entries;
    stream += " /Filter /FlateDecode /Length " + std::to_string(packed.size()) + " >>\nstream\n";
    stream += packed;
    stream += "\nendstream";
    write(object, stream);
}

std::string PdfFile::finish(int catalogue, int information) {
    const auto start = out_.size();
    const auto size = std::to_string(places_.size() + 1);
    out_ += "xref\n0 " + size + "\n0000000000 65535 f \n";
    for (auto place : places_) {  // 20 octets each (7.5.4)
        auto digits = std::to_string(place);
        out_ += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    out_ += "trailer\n<< /Size " + size + " /Root " + std::to_string(catalogue) + " 0 R /Info " +
            std::to_string(information) + " 0 R >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
    return std::move(out_);
}

std::string pdf_string(std::string_view win_ansi) {
    std::string out = "(";
    for (char c : win_ansi) {
        if (c == '(' || c == ')' || c == '\\') out += '\\';
        out += c;
    }
    return out + ')';
}

}  // namespace bailey::apps::demo
