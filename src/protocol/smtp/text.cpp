#include "protocol/smtp/text.hpp"

#include <algorithm>

namespace bailey::smtp {
namespace {

constexpr auto npos = std::string_view::npos;

}  // namespace

Result<void> LineCheck::take(std::string_view bytes) {
    if (bytes.find('\0') != npos) return Errc::bad_syntax;
    while (!bytes.empty()) {
        const auto lf = bytes.find('\n');
        const auto line = bytes.substr(0, lf);  // without its LF, or all there is
        const auto cr = line.find('\r');
        const bool ends_in_cr = line.empty() ? after_cr_ : cr + 1 == line.size();
        const bool bare_cr = (after_cr_ && !line.empty()) || (cr != npos && cr + 1 != line.size());
        if (bare_cr || (lf != npos && !ends_in_cr)) return Errc::bad_syntax;
        column_ += line.size() + (lf == npos ? 0 : 1);
        too_long_ = too_long_ || column_ > longest_;
        if (lf == npos) {
            after_cr_ = ends_in_cr;
            return {};
        }
        column_ = 0;
        after_cr_ = false;
        bytes.remove_prefix(lf + 1);
    }
    return {};
}

Result<Run> DotReader::next(std::string_view input) {
    if (dot_) return after_dot(input);
    if (lines_.at_line_start() && input[0] == '.') {
        dot_ = true;
        return Run{{}, 1, false};
    }
    return run(input, 0);
}

Result<Run> DotReader::after_dot(std::string_view input) {
    if (dot_cr_) return input[0] == '\n' ? Result<Run>(Run{{}, 1, true}) : Errc::bad_syntax;
    if (input[0] == '\r') {
        dot_cr_ = true;
        return Run{{}, 1, false};
    }
    dot_ = false;  // it was stuffed
    return run(input, 0);
}

// Everything up to the next line that begins with a dot.
Result<Run> DotReader::run(std::string_view input, std::size_t start) {
    auto end = input.find("\n.", start);
    end = end == npos ? input.size() : end + 1;
    const auto bytes = input.substr(start, end - start);
    if (auto checked = lines_.take(bytes); !checked) return checked.error();
    return Run{bytes, end, false};
}

Run ChunkReader::next(std::string_view input) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
    left_ -= count;
    return {input.substr(0, count), count, left_ == 0};
}

}  // namespace bailey::smtp
