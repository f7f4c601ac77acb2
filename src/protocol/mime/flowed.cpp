// format=flowed, RFC 3676.
#include <algorithm>

#include "protocol/mime/bodies.hpp"

namespace bailey::mime {
namespace {

class Flow {
public:
    explicit Flow(bool delsp) : delsp_(delsp) {}

    void line(std::string_view text) {
        const auto depth = std::min(text.find_first_not_of('>'), text.size());
        text.remove_prefix(depth);
        if (text.starts_with(' ')) text.remove_prefix(1);  // space-stuffing, section 4.4
        const bool signature = text == "-- ";              // section 4.3
        // Section 4.5: a change of depth, and a signature, end a paragraph that did not end itself.
        if (in_paragraph_ && (depth != depth_ || signature)) end_paragraph();
        if (!in_paragraph_) begin_paragraph(depth);
        const bool flows = text.ends_with(' ') && !signature;
        if (flows && delsp_) text.remove_suffix(1);
        out_ += text;
        if (!flows) end_paragraph();
    }
    std::string finish() { return std::move(out_); }

private:
    void begin_paragraph(std::size_t depth) {
        constexpr std::size_t deepest = 100;
        depth_ = depth;
        in_paragraph_ = true;
        out_.append(std::min(depth, deepest), '>');
        if (depth > 0) out_ += ' ';
    }
    void end_paragraph() {
        out_ += '\n';
        in_paragraph_ = false;
    }

    bool delsp_, in_paragraph_ = false;
    std::size_t depth_ = 0;
    std::string out_;
};

}  // namespace

std::string flowed_to_text(std::string_view text, bool delsp) {
    Flow flow(delsp);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        flow.line(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return flow.finish();
}

}  // namespace bailey::mime
