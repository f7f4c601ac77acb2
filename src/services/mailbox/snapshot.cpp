#include "services/mailbox/snapshot.hpp"

#include <algorithm>

namespace bailey::mailbox {

std::size_t Snapshot::rank_of_id(std::int64_t id) const {
    auto all = by_id_.view();
    auto at = std::ranges::lower_bound(all, id, {}, [&](Place p) { return emails_[p].id; });
    return static_cast<std::size_t>(at - all.begin());
}

const Email* Snapshot::find(std::int64_t email) const {
    auto rank = rank_of_id(email);
    if (rank == by_id_.size()) return nullptr;
    auto& found = emails_[by_id_[rank]];
    return found.id == email ? &found : nullptr;
}

std::vector<std::string> Snapshot::keywords_of(const Email& email) const {
    Keywords keywords{email.flags & flag::keywords, {}};
    for (auto rest = sets_.words_of(email.keyword_set); !rest.empty();) {
        auto end = std::min(rest.find(' '), rest.size());
        keywords.words.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return names(keywords);
}

std::span<const Place> Snapshot::places_of(std::int64_t thread) const {
    auto found = std::ranges::equal_range(by_thread_.view(), thread, {}, [&](Place p) { return emails_[p].thread; });
    return {found.begin(), found.end()};
}

std::vector<std::int64_t> Snapshot::thread(std::int64_t thread) const {
    std::vector<std::int64_t> ids;
    for (auto place : places_of(thread)) ids.push_back(emails_[place].id);
    return ids;
}

const Mailbox* Snapshot::mailbox(std::int64_t id) const {
    auto at = std::ranges::lower_bound(*mailboxes_, id, {}, &Mailbox::id);
    return at != mailboxes_->end() && at->id == id ? &*at : nullptr;
}

std::size_t Snapshot::octets() const {
    auto total = sizeof *this + emails_.octets() + by_id_.octets() + by_thread_.octets() + sets_.octets();
    for (auto& m : *mailboxes_) total += sizeof m + m.name.size() + m.role.size() + sizeof next_uids_.front();
    return total;
}

}  // namespace bailey::mailbox
