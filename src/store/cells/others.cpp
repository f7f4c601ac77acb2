// What other processes change in this cell. An announcement: origin SP account SP types, in decimals.
#include <algorithm>
#include <charconv>

#include "base/log.hpp"
#include "store/cells/cell.hpp"

namespace bailey::store {
namespace {

// Takes the number before the next space, and that; false where there is none.
template <class Number>
bool take(std::string_view& text, Number& number) {
    auto word = text.substr(0, text.find(' '));
    auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    return read.ec == std::errc{} && read.ptr == word.data() + word.size();
}

}  // namespace

Result<void> Cell::announce(sql::Connection& c, AccountId account, std::uint64_t types) {
    return c.announce(origin_ + ' ' + std::to_string(static_cast<std::int64_t>(account)) + ' ' + std::to_string(types));
}

void Cell::heard(std::string_view announced) {
    auto origin = announced.substr(0, announced.find(' '));
    if (origin == origin_) return;  // told right after the commit
    auto rest = announced.substr(std::min(origin.size() + 1, announced.size()));
    std::int64_t account = 0;
    std::uint64_t types = 0;
    if (!take(rest, account) || !take(rest, types)) {
        log::warning("cell.announcement", {{"cell", number_}, {"detail", "another version's? taken for any change"}});
        return ears_.missed();
    }
    has_room(AccountId{account});  // perhaps
    ears_.changed(AccountId{account}, types);
}

Result<void> Cell::hear_others() {
    if (!ears_.changed || !ears_.missed) return {};
    auto missed = [this] {
        log::warning("cell.announcements_missed", {{"cell", number_}});
        ears_.missed();
    };
    BAILEY_TRY(listener_, sql::listen(url_, {[this](std::string_view text) { heard(text); }, std::move(missed)}));
    return {};
}

void Cell::hear_no_more() { listener_.reset(); }

Result<void> Cells::hear_others() {
    for (auto& cell : cells_) BAILEY_CHECK(cell->hear_others());
    return {};
}

void Cells::hear_no_more() {
    for (auto& cell : cells_) cell->hear_no_more();
}

}  // namespace bailey::store
