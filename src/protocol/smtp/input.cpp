#include "protocol/smtp/input.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cassert>

namespace bailey::smtp {

void Input::lend(std::string_view bytes) {
    if (borrowing_) keep();
    if (used_ == kept_.size()) {
        borrowed_ = bytes;
        borrowing_ = true;
        return;
    }
    kept_.erase(0, used_);
    used_ = 0;
    kept_.append(bytes);
}

void Input::keep() {
    if (borrowing_) {
        kept_.assign(borrowed_);
        used_ = 0;
        borrowing_ = false;
        borrowed_ = {};
    }
    if (used_ == kept_.size()) {
        std::string().swap(kept_);  // an idle connection holds no memory
        used_ = 0;
    }
}

void Input::consume(std::size_t count) {
    assert(count <= view().size());
    if (borrowing_)
        borrowed_.remove_prefix(count);
    else
        used_ += count;
}

void Input::wipe(std::size_t count) {
    if (!borrowing_) OPENSSL_cleanse(kept_.data() + used_, count);
    consume(count);
}

// A line whose ends are in doubt is refused whole and never cut elsewhere: what one server takes for two lines and
// another for one is how mail is smuggled (RFC 5321 section 2.3.8).
Line cut_line(std::string_view text, std::size_t limit) {
    const auto lf = text.substr(0, limit).find('\n');
    if (lf == std::string_view::npos) return {text.size() >= limit ? Line::State::too_long : Line::State::partial, {}};
    const auto line = text.substr(0, lf);
    const bool good = line.find('\r') + 1 == line.size() && !line.empty() && line.find('\0') == std::string_view::npos;
    if (!good) return {Line::State::bad, {}, lf + 1};
    return {Line::State::whole, line.substr(0, line.size() - 1), lf + 1};
}

}  // namespace bailey::smtp
