#include "protocol/sieve/action.hpp"

namespace bailey::sieve {

std::string_view name(const Action& action) {
    constexpr std::string_view names[] = {"fileinto", "keep", "discard", "redirect", "reject", "vacation", ""};
    static_assert(std::size(names) == std::variant_size_v<Action>);
    return names[action.index()];
}

}  // namespace bailey::sieve
