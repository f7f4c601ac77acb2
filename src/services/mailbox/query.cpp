#include "services/mailbox/query.hpp"

#include <algorithm>

#include "services/mailbox/results.hpp"

namespace bailey::mailbox {
namespace {

constexpr auto all = static_cast<std::size_t>(-1);

// How much of the result has to be known for the window.
std::size_t needed(const Window& window, std::size_t most, bool size_known) {
    if (window.anchor || window.position < 0 || !window.limit || (window.total && !size_known)) return all;
    const auto position = std::min(static_cast<std::uint64_t>(window.position), std::uint64_t{most});
    return position + std::min(*window.limit, most);
}

// RFC 8620 section 5.5: position, anchor and anchorOffset.
Result<std::size_t> begin_of(const Window& window, const std::vector<Place>& list, const Snapshot& snapshot) {
    auto position = window.position;
    if (window.anchor) {
        auto* anchor = snapshot.find(*window.anchor);
        auto at = anchor ? std::ranges::find(list, snapshot.place_of(*anchor)) : list.end();
        if (at == list.end()) return Errc::not_found;
        const auto before = static_cast<std::int64_t>(at - list.begin());
        // Of two numbers that a client chose; their sum may not fit.
        if (window.anchor_offset < -before) return std::size_t{0};
        const auto rest = static_cast<std::int64_t>(list.size()) - before;
        position = before + std::min(window.anchor_offset, rest);
    } else if (position < 0) {
        position = std::max<std::int64_t>(position + static_cast<std::int64_t>(list.size()), 0);
    }
    return static_cast<std::size_t>(position);
}

}  // namespace

Result<Page> query(const Account& account, const Index& index, const Query& query, const Window& window) {
    auto& from = snapshot(index);
    BAILEY_TRY(const auto results, Results::of(account, from, query));
    const auto size = results.known_size();
    const auto list = results.list(needed(window, from.emails().size(), size.has_value()));
    Page page;
    BAILEY_TRY(page.position, begin_of(window, list, from));
    const auto begin = std::min(page.position, list.size());
    const auto count = std::min(window.limit.value_or(all), list.size() - begin);
    page.ids.reserve(count);
    for (auto n = begin; n < begin + count; ++n) page.ids.push_back(from.emails()[list[n]].id);
    if (window.total) page.total = size.value_or(list.size());
    return page;
}

}  // namespace bailey::mailbox
