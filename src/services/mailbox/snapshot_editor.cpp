#include "services/mailbox/snapshot_editor.hpp"

#include <algorithm>
#include <cstring>

#include "services/mailbox/counting.hpp"

namespace bailey::mailbox {
namespace {

Piece piece(std::size_t begin, std::size_t size) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(size)};
}

auto in_time(const Email& e) { return std::pair(e.received, e.id); }

template <class T>
void sort_unique(std::vector<T>& all) {
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace

SetNumbers::SetNumbers() {
    of_mailboxes({});
    of_words({});
}

std::uint32_t SetNumbers::of_mailboxes(std::span<const std::int64_t> sorted) {
    std::string key(sorted.size_bytes(), '\0');
    if (!sorted.empty()) std::memcpy(key.data(), sorted.data(), sorted.size_bytes());
    auto [at, fresh] = mailboxes_.try_emplace(std::move(key), static_cast<std::uint32_t>(sets_.mailbox_sets.size()));
    if (fresh) {
        sets_.mailbox_sets.append(piece(sets_.mailboxes.size(), sorted.size()));
        sets_.mailboxes.append(sorted);
        key_octets_ += sorted.size_bytes();
    }
    return at->second;
}

std::uint32_t SetNumbers::of_words(std::string_view words) {
    auto [at, fresh] = words_.try_emplace(std::string(words), static_cast<std::uint32_t>(sets_.word_sets.size()));
    if (fresh) {
        sets_.word_sets.append(piece(sets_.words.size(), words.size()));
        sets_.words.append(std::span<const char>(words));
        key_octets_ += words.size();
    }
    return at->second;
}

std::size_t SetNumbers::octets() const {
    constexpr std::size_t node = 80;  // of a map, with its key's string
    return key_octets_ + (mailboxes_.size() + words_.size()) * node;
}

SnapshotEditor::SnapshotEditor(const Snapshot& base) : base_(base), next_(std::make_shared<Snapshot>(base)) {}

std::int64_t SnapshotEditor::next_uid(const Snapshot& snapshot, std::int64_t mailbox) {
    for (auto& [id, uid] : snapshot.next_uids_)
        if (id == mailbox) return uid;
    return 1;
}

std::shared_ptr<const Snapshot> SnapshotEditor::apply(News news, const Sets& sets) {
    next_->change_ = news.change;
    next_->overview_ = news.overview;
    next_->sets_ = sets;
    sort_out(news);
    const bool at_the_end =
        base_.emails_.empty() || added_.empty() || in_time(base_.emails_.back()) < in_time(added_.front());
    change_in_place();
    // A few that are newer than all go behind the others without copying those.
    constexpr std::size_t few = 16;
    if (removed_.empty() && at_the_end && added_.size() <= few)
        append();
    else if (!removed_.empty() || !added_.empty())
        rebuild();
    replace_mailboxes(news);
    count();
    return std::move(next_);
}

void SnapshotEditor::sort_out(News& news) {
    std::ranges::sort(news.emails, {}, in_time);
    auto last = std::unique(news.emails.begin(), news.emails.end(),
                            [](const Email& a, const Email& b) { return a.id == b.id; });
    news.emails.erase(last, news.emails.end());
    for (auto& e : news.emails) {
        (base_.find(e.id) ? updated_ : added_).push_back(e);
        touched_.push_back(e.thread);
    }
    for (auto id : news.gone)
        if (auto* e = base_.find(id)) {
            removed_.push_back(base_.place_of(*e));
            touched_.push_back(e->thread);
        }
    sort_unique(removed_);
    sort_unique(touched_);
}

// An email's time, id and thread stay, so it keeps its place.
void SnapshotEditor::change_in_place() {
    if (updated_.empty()) return;
    auto all = next_->emails_.detach();
    for (auto& e : updated_) all[base_.place_of(*base_.find(e.id))] = e;
}

void SnapshotEditor::append() {
    auto& s = *next_;
    for (auto& e : added_) {
        auto place = static_cast<Place>(s.emails_.size());
        s.emails_.append(e);
        s.by_id_.insert(s.rank_of_id(e.id), place);
        // Behind the others of its thread: it is the newest of all.
        auto after =
            std::ranges::upper_bound(s.by_thread_.view(), e.thread, {}, [&](Place p) { return s.emails_[p].thread; });
        s.by_thread_.insert(static_cast<std::size_t>(after - s.by_thread_.view().begin()), place);
    }
}

// Places move: the arrays are written anew, in their order, with what is added merged in.
void SnapshotEditor::rebuild() {
    auto& s = *next_;
    const auto old = s.emails_;
    constexpr auto none = static_cast<Place>(-1);
    std::vector<Place> moved(old.size()), fresh(added_.size());
    Growing<Email> emails;
    emails.reserve(old.size() + added_.size() - removed_.size());
    std::size_t n = 0, removed = 0;
    auto take = [&](const Email& e) {
        emails.append(e);
        return static_cast<Place>(emails.size() - 1);
    };
    for (std::size_t at = 0; at < old.size(); ++at) {
        for (; n < added_.size() && in_time(added_[n]) < in_time(old[at]); ++n) fresh[n] = take(added_[n]);
        const bool goes = removed < removed_.size() && removed_[removed] == at;
        removed += goes;
        moved[at] = goes ? none : take(old[at]);
    }
    for (; n < added_.size(); ++n) fresh[n] = take(added_[n]);
    s.emails_ = std::move(emails);
    auto merge = [&](Growing<Place>& places, auto key) {
        auto before = [&](Place a, Place b) { return key(a) < key(b); };
        std::ranges::sort(fresh, before);
        std::vector<Place> kept, all(s.emails_.size());
        kept.reserve(places.size());
        for (auto place : places.view())
            if (moved[place] != none) kept.push_back(moved[place]);
        std::ranges::merge(kept, fresh, all.begin(), before);
        places = {};
        places.append(all);
    };
    merge(s.by_id_, [&](Place p) { return s.emails_[p].id; });
    merge(s.by_thread_, [&](Place p) { return std::pair(s.emails_[p].thread, p); });
}

void SnapshotEditor::replace_mailboxes(const News& news) {
    if (news.mailboxes.empty() && news.gone_mailboxes.empty()) return;
    auto all = std::make_shared<std::vector<Mailbox>>(*base_.mailboxes_);
    for (auto& row : news.mailboxes) {
        auto at = std::ranges::lower_bound(*all, row.id, {}, &Mailbox::id);
        if (at == all->end() || at->id != row.id) at = all->insert(at, Mailbox());
        *at = {.id = row.id,
               .parent = row.parent,
               .name = row.name,
               .role = row.role,
               .sort_order = row.sort_order,
               .subscribed = row.subscribed,
               .created = row.created,
               .change = row.change,
               .properties_change = row.properties_change,
               .counts = at->counts};
        auto uid = std::ranges::find(next_->next_uids_, row.id, &std::pair<std::int64_t, std::int64_t>::first);
        if (uid == next_->next_uids_.end())
            next_->next_uids_.emplace_back(row.id, row.uid_next);
        else
            uid->second = row.uid_next;
    }
    for (auto id : news.gone_mailboxes) {
        std::erase_if(*all, [&](const Mailbox& m) { return m.id == id; });
        std::erase_if(next_->next_uids_, [&](auto& u) { return u.first == id; });
    }
    next_->mailboxes_ = std::move(all);
}

// Only the threads of what changed are counted again, as they were and as they are.
void SnapshotEditor::count() {
    auto fresh = std::make_shared<std::vector<Mailbox>>(*next_->mailboxes_);
    Counting before(base_, base_.mailboxes()), after(*next_, *fresh);
    const bool all = before.trash() != after.trash() || touched_.size() > base_.emails_.size() / 8;
    if (!all && touched_.empty()) return;
    if (all) {
        after.add_all();
        for (auto& m : *fresh) m.counts = after.of(m.id);
        next_->threads_ = after.threads();
    } else {
        for (auto thread : touched_) {
            before.add(base_.places_of(thread));
            after.add(next_->places_of(thread));
        }
        for (auto& m : *fresh) m.counts = sum(m.counts, after.of(m.id), before.of(m.id));
        next_->threads_ = base_.threads_ + after.threads() - before.threads();
    }
    next_->mailboxes_ = std::move(fresh);
}

}  // namespace bailey::mailbox
