#include "api/jmap/item_set.hpp"

#include <algorithm>
#include <charconv>

namespace bailey::jmap {

std::string numbered(char letter, std::int64_t number) { return letter + std::to_string(number); }

std::optional<std::int64_t> number_in(char letter, std::string_view id) {
    std::int64_t number = 0;
    if (!id.starts_with(letter)) return {};
    auto end = id.data() + id.size();
    auto read = std::from_chars(id.data() + 1, end, number);
    // One spelling an id.
    if (read.ec != std::errc{} || read.ptr != end || number <= 0 || numbered(letter, number) != id) return {};
    return number;
}

Answer<Changed> changed_items(const mailbox::Account& account, mailbox::ItemType type, char letter,
                              const std::string& since, std::size_t most) {
    auto from = state_from(since);
    if (!from) return ErrorType::cannot_calculate_changes;
    return changed_of(mailbox::item_changes(account, type, *from, most), letter);
}

Answer<Changed> changed_of(const Result<Changes>& found, char letter) {
    if (!found && found.error() == Errc::conflict) return ErrorType::cannot_calculate_changes;
    if (!found) return Error(found.error());
    Changed changed{text(found->state), found->more, {}, {}, {}};
    for (auto id : found->created) changed.created.push_back(numbered(letter, id));
    for (auto id : found->updated) changed.updated.push_back(numbered(letter, id));
    for (auto id : found->destroyed) changed.destroyed.push_back(numbered(letter, id));
    return changed;
}

Answer<void> ItemWriter::write(const mailbox::Account& account, SetAnswer& answer) {
    auto done = mailbox::set_items(account, type_, set_);
    overtaken_ = !done && done.error() == Errc::conflict;
    if (!done) return Error(done.error());
    answer.old_state = text(done->old_state);
    answer.new_state = text(done->new_state);
    std::vector<std::string> failed;
    for (std::size_t i = 0; i < set_.create.size(); ++i) {
        auto& [creation, object] = answer.created.at(i);
        if (done->created.at(i)) {
            object["id"] = numbered(letter_, *done->created[i]);
        } else {
            answer.not_created.emplace_back(creation, Error(done->created[i].error()));
            failed.push_back(creation);
        }
    }
    std::erase_if(answer.created, [&](auto& made) { return std::ranges::find(failed, made.first) != failed.end(); });
    for (std::size_t i = 0; i < set_.update.size(); ++i) {
        if (done->updated.at(i)) continue;
        auto id = numbered(letter_, set_.update[i].id);
        std::erase_if(answer.updated, [&](auto& changed) { return changed.first == id; });
        answer.not_updated.emplace_back(id, Error(done->updated[i].error()));
    }
    for (std::size_t i = 0; i < set_.destroy.size(); ++i) {
        if (done->destroyed.at(i)) continue;
        auto id = numbered(letter_, set_.destroy[i]);
        std::erase(answer.destroyed, id);
        answer.not_destroyed.emplace_back(id, Error(done->destroyed[i].error()));
    }
    return {};
}

}  // namespace bailey::jmap
