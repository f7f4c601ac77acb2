#include "protocol/pop3/stuffing.hpp"

namespace bailey::pop3 {

void DotStuffer::append(std::string_view piece, std::string& out) {
    if (piece.empty()) return;
    if (line_start_ && piece.front() == '.') out += '.';
    // Copies run by run: from one dot to be doubled to the next, not line by line.
    std::size_t from = 0;
    for (auto at = piece.find('\n'); at != std::string_view::npos; at = piece.find('\n', at + 1)) {
        if (at + 1 == piece.size() || piece[at + 1] != '.') continue;
        out.append(piece, from, at + 1 - from);
        out += '.';
        from = at + 1;
    }
    out.append(piece, from);
    before_last_ = piece.size() > 1 ? piece[piece.size() - 2] : last_;
    last_ = piece.back();
    line_start_ = last_ == '\n';
}

void DotStuffer::finish(std::string& out) {
    if (last_ != '\n' || before_last_ != '\r') out += "\r\n";
    out += ".\r\n";
}

std::string_view TopCutter::take(std::string_view piece) {
    std::size_t at = 0;
    while (!done() && at < piece.size()) {
        auto end = piece.find('\n', at);
        auto line = piece.substr(at, end - at);
        if (!line.empty() && line != "\r") line_empty_ = false;
        if (end == std::string_view::npos) return piece;
        at = end + 1;
        if (in_body_)
            --left_;
        else if (line_empty_)
            in_body_ = true;
        line_empty_ = true;
    }
    return piece.substr(0, at);
}

}  // namespace bailey::pop3
