#include "domain/mail/state.hpp"

#include <charconv>

namespace bailey {
namespace {

Result<std::int64_t> number(std::string_view digits) {
    std::int64_t n = 0;
    auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (digits.empty() || digits.front() == '-' || ec != std::errc{} || end != digits.data() + digits.size())
        return Errc::bad_syntax;
    return n;
}

}  // namespace

std::string text(State state) {
    auto out = std::to_string(state.change);
    if (state.within != State::whole) out += '-' + std::to_string(state.within);
    return out;
}

Result<State> state_from(std::string_view text) {
    State state;
    auto dash = text.find('-');
    BAILEY_TRY(state.change, number(text.substr(0, dash)));
    if (dash == std::string_view::npos) return state;
    BAILEY_TRY(state.within, number(text.substr(dash + 1)));
    return state;
}

}  // namespace bailey
