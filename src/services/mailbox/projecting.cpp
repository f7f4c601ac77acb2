#include "services/mailbox/projecting.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "services/mailbox/snapshot_editor.hpp"

namespace bailey::mailbox {
namespace {

std::uint64_t number(std::int64_t n) { return static_cast<std::uint64_t>(n); }

std::uint64_t add(std::uint64_t hash, std::string_view text) {
    hash = Trail::mix(hash, text.size());
    for (char c : text) hash = Trail::mix(hash, static_cast<unsigned char>(c));
    return hash;
}

// RFC 8621 section 2: no two siblings have one name. Folders whose parents are not seen are all at the top.
void name_apart(std::vector<store::mailboxes::Row>& rows) {
    std::set<std::string> at_the_top;
    for (auto& row : rows) {
        if (row.parent != 0) continue;
        const auto name = row.name;
        for (int n = 2; !at_the_top.insert(row.name).second; ++n) row.name = name + " (" + std::to_string(n) + ")";
    }
}

std::vector<store::mailboxes::Row> folders(const Snapshot& whole, const View& view) {
    std::vector<store::mailboxes::Row> rows;
    for (const auto& m : whole.mailboxes()) {
        if (view.folder(m.id) == 0) continue;
        store::mailboxes::Row row;
        row.id = m.id;
        row.parent = view.folder(m.parent) != 0 ? m.parent : 0;
        row.name = m.name;
        row.role = m.role;
        row.sort_order = m.sort_order;
        rows.push_back(std::move(row));
    }
    name_apart(rows);
    return rows;
}

// Each set of the whole account as it is seen.
class SeenSets {
public:
    SeenSets(const Snapshot& whole, const View& view)
        : whole_(whole),
          view_(view),
          mailboxes_(whole.sets().mailbox_sets.size()),
          words_(whole.sets().word_sets.size()) {}

    // 0: none of them is seen.
    std::uint32_t mailboxes(std::uint32_t set) {
        auto& known = mailboxes_[set];
        if (!known) {
            std::vector<std::int64_t> seen;
            for (auto id : whole_.sets().mailboxes_of(set))
                if (view_.folder(id) != 0) seen.push_back(id);
            known = numbers_.of_mailboxes(seen);
        }
        return *known;
    }
    std::uint32_t words(std::uint32_t set) {
        auto& known = words_[set];
        if (!known) known = numbers_.of_words(whole_.sets().words_of(set));
        return *known;
    }
    const Sets& sets() const { return numbers_.sets(); }

private:
    const Snapshot& whole_;
    const View& view_;
    SetNumbers numbers_;
    std::vector<std::optional<std::uint32_t>> mailboxes_, words_;
};

}  // namespace

std::shared_ptr<const Snapshot> project(const Snapshot& whole, const View& view) {
    News news;
    news.change = whole.change();
    news.mailboxes = folders(whole, view);
    SeenSets sets(whole, view);
    for (auto email : whole.emails()) {
        email.mailbox_set = sets.mailboxes(email.mailbox_set);
        if (email.mailbox_set == 0) continue;
        email.keyword_set = sets.words(email.keyword_set);
        news.emails.push_back(email);
    }
    static const Snapshot nothing;
    return SnapshotEditor(nothing).apply(std::move(news), sets.sets());
}

std::shared_ptr<const Snapshot> with_overview(const Snapshot& part, const Overview& overview) {
    News news;
    news.change = part.change();
    news.overview = overview;
    return SnapshotEditor(part).apply(std::move(news), part.sets());
}

std::vector<Trail::Thing> emails_seen(const Snapshot& part) {
    std::vector<std::uint64_t> mailboxes, words;  // of each set
    for (std::uint32_t set = 0; set < part.sets().mailbox_sets.size(); ++set) {
        mailboxes.push_back(0);
        for (auto id : part.sets().mailboxes_of(set)) mailboxes.back() = Trail::mix(mailboxes.back(), number(id));
    }
    for (std::uint32_t set = 0; set < part.sets().word_sets.size(); ++set)
        words.push_back(add(0, part.sets().words_of(set)));
    std::vector<Trail::Thing> things;
    things.reserve(part.emails().size());
    for (auto place : part.by_id()) {
        const auto& e = part.emails()[place];
        auto look = Trail::mix(e.flags & (flag::keywords | flag::attachment), mailboxes[e.mailbox_set]);
        things.push_back({e.id, Trail::mix(look, words[e.keyword_set]), e.thread});
    }
    return things;
}

std::vector<Trail::Thing> mailboxes_seen(const Snapshot& part, const View& view) {
    std::vector<Trail::Thing> things;
    for (const auto& m : part.mailboxes()) {
        auto look = add(add(0, m.name), m.role);
        for (auto n : {number(m.parent), number(m.sort_order), std::uint64_t{view.folder(m.id)}, m.counts.emails,
                       m.counts.unread_emails, m.counts.threads, m.counts.unread_threads})
            look = Trail::mix(look, n);
        things.push_back({m.id, look, 0});
    }
    return things;
}

std::vector<Trail::Thing> threads_seen(const Snapshot& part) {
    std::vector<Trail::Thing> things;
    for (auto place : part.by_thread()) {
        const auto& e = part.emails()[place];
        if (things.empty() || things.back().id != e.thread) things.push_back({e.thread, 0, 0});
        things.back().look = Trail::mix(things.back().look, number(e.id));
    }
    return things;
}

State delivery_seen(const Snapshot& part) {
    std::pair<std::int64_t, std::int64_t> newest;
    for (const auto& e : part.emails()) newest = std::max(newest, std::pair(e.created, e.id));
    return {static_cast<std::int64_t>(Trail::mix(number(newest.first), number(newest.second)) >> 1)};
}

}  // namespace bailey::mailbox
