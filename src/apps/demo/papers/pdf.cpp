#include "apps/demo/papers/pdf.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "apps/demo/papers/pdf_file.hpp"
#include "apps/demo/papers/typeface.hpp"

namespace bailey::apps::demo {
namespace {

// Points.
constexpr double page_width = 595, page_height = 842, margin = 64, top = 770, bottom = 72;
constexpr double text_size = 10.5, leading = 14.5, table_size = 9, table_leading = 12, padding = 4;
constexpr double body_width = page_width - 2 * margin;

std::string points(double n) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", n);
    return text;
}

class Writer {
public:
    explicit Writer(const Paper& paper) : paper_(paper) { new_page(); }

    std::string finish() {
        if (!paper_.title.empty()) title();
        for (auto& block : paper_.blocks) std::visit([&](auto& b) { put(b); }, block);
        const auto catalogue = file_.reserve(), tree = file_.reserve(), regular = file_.reserve(),
                   bold = file_.reserve(), information = file_.reserve();
        font(regular, "Helvetica");
        font(bold, "Helvetica-Bold");
        std::string kids;
        for (std::size_t n = 0; n < pages_.size(); ++n) {
            furnish(n);
            kids += std::to_string(write_page(pages_[n], tree, regular, bold)) + " 0 R ";
        }
        file_.write(tree, "<< /Type /Pages /Kids [ " + kids + "] /Count " + std::to_string(pages_.size()) + " >>");
        file_.write(catalogue, "<< /Type /Catalog /Pages " + std::to_string(tree) + " 0 R >>");
        file_.write(information, "<< /Title " + pdf_string(win_ansi(paper_.title)) + " /Author " +
                                     pdf_string(win_ansi(paper_.author)) + " /Producer (Bailey demonstration) >>");
        return file_.finish(catalogue, information);
    }

private:
    struct Page {
        std::string drawing;
        const Picture* picture = nullptr;
    };

    void new_page() {
        pages_.emplace_back();
        y_ = top;
    }
    std::string& drawing() { return pages_.back().drawing; }
    void need(double height) {
        if (y_ - height < bottom) new_page();
    }
    void text(std::string& to, double x, double y, double size, bool bold, const std::string& line) {
        to += "BT /" + std::string(bold ? "B " : "R ") + points(size) + " Tf " + points(x) + ' ' + points(y) + " Td " +
              pdf_string(line) + " Tj ET\n";
    }
    void lines(const std::string& utf8, double x, double width, double size, double step, bool bold) {
        for (auto& line : wrap(win_ansi(utf8), width, size, bold)) {
            need(step);
            y_ -= step;
            text(drawing(), x, y_, size, bold, line);
        }
    }

    void title() {
        lines(paper_.title, margin, body_width, 16, 20, true);
        y_ -= 12;
    }
    void put(const Heading& h) {
        need(56);  // not alone at the foot of a page
        y_ -= 10;
        lines(h.text, margin, body_width, 12, 15, true);
        y_ -= 4;
    }
    void put(const Paragraph& p) {
        lines(p.text, margin, body_width, text_size, leading, p.bold);
        y_ -= 7;
    }
    void put(const Numbered& n) {
        constexpr double indent = 28;
        need(leading);
        text(drawing(), margin, y_ - leading, text_size, false, std::to_string(++number_) + '.');
        lines(n.text, margin + indent, body_width - indent, text_size, leading, false);
        y_ -= 7;
    }
    void put(const Table& t) {
        for (std::size_t n = 0; n < t.rows.size(); ++n) row(t, n);
        y_ -= 12;
    }
    void row(const Table& t, std::size_t n) {
        const bool head = n == 0;
        const auto sum = std::accumulate(t.widths.begin(), t.widths.end(), 0);
        auto width = [&](std::size_t c) { return body_width * t.widths[c] / sum; };
        std::vector<std::vector<std::string>> cells;
        std::size_t most = 1;
        for (std::size_t c = 0; c < t.widths.size(); ++c) {
            auto cell = c < t.rows[n].size() ? t.rows[n][c] : std::string();
            cells.push_back(wrap(win_ansi(cell), width(c) - 2 * padding, table_size, head));
            most = std::max(most, cells.back().size());
        }
        const auto height = static_cast<double>(most) * table_leading + padding;
        if (y_ - height < bottom) {
            new_page();
            if (!head) row(t, 0);  // the head again
        }
        double x = margin;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (head) drawing() += "0.9 g " + box(x, y_ - height, width(c), height) + " f 0 g\n";
            drawing() += "0.5 w " + box(x, y_ - height, width(c), height) + " S\n";
            for (std::size_t l = 0; l < cells[c].size(); ++l)
                text(drawing(), x + padding, y_ - static_cast<double>(l + 1) * table_leading + 2, table_size, head,
                     cells[c][l]);
            x += width(c);
        }
        y_ -= height;
    }
    static std::string box(double x, double y, double width, double height) {
        return points(x) + ' ' + points(y) + ' ' + points(width) + ' ' + points(height) + " re";
    }
    void put(const Scan& s) {
        if (!drawing().empty() || pages_.back().picture) new_page();
        pages_.back().picture = &s.picture;
        const auto scale = std::min(body_width / s.picture.width, (top - bottom) / s.picture.height);
        const auto width = s.picture.width * scale, height = s.picture.height * scale;
        drawing() += "q " + points(width) + " 0 0 " + points(height) + ' ' + points((page_width - width) / 2) + ' ' +
                     points(top - height) + " cm /P Do Q\n";
        y_ = bottom;
    }
    void put(const PageBreak&) { new_page(); }

    // What stands on every page.
    void furnish(std::size_t n) {
        auto& to = pages_[n].drawing;
        const auto foot = "Page " + std::to_string(n + 1) + " of " + std::to_string(pages_.size());
        text(to, (page_width - width_of(foot, 8.5, false)) / 2, 40, 8.5, false, foot);
        if (!paper_.header.empty()) text(to, margin, 800, 8.5, false, win_ansi(paper_.header));
    }
    void font(int object, const std::string& name) {
        file_.write(object, "<< /Type /Font /Subtype /Type1 /BaseFont /" + name + " /Encoding /WinAnsiEncoding >>");
    }
    int write_page(const Page& page, int tree, int regular, int bold) {
        const auto object = file_.reserve(), content = file_.reserve();
        std::string pictures;
        if (page.picture) pictures = " /XObject << /P " + std::to_string(write_picture(*page.picture)) + " 0 R >>";
        file_.write_stream(content, "", page.drawing);
        file_.write(object, "<< /Type /Page /Parent " + std::to_string(tree) +
                                " 0 R /MediaBox [ 0 0 595 842 ] /Contents " + std::to_string(content) +
                                " 0 R /Resources << /Font << /R " + std::to_string(regular) + " 0 R /B " +
                                std::to_string(bold) + " 0 R >>" + pictures + " >> >>");
        return object;
    }
    int write_picture(const Picture& p) {
        const auto object = file_.reserve();
        file_.write_stream(object,
                           "/Type /XObject /Subtype /Image /Width " + std::to_string(p.width) + " /Height " +
                               std::to_string(p.height) + " /BitsPerComponent 8 /ColorSpace /" +
                               (p.channels == 3 ? "DeviceRGB" : "DeviceGray"),
                           {reinterpret_cast<const char*>(p.pixels.data()), p.pixels.size()});
        return object;
    }

    const Paper& paper_;
    PdfFile file_;
    std::vector<Page> pages_;
    double y_ = top;
    int number_ = 0;
};

}  // namespace

std::string pdf(const Paper& paper) { return Writer(paper).finish(); }

}  // namespace bailey::apps::demo
