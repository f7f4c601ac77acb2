#include "services/mailbox/matcher.hpp"

#include <algorithm>

#include "services/mailbox/has_keyword.hpp"

namespace bailey::mailbox {
namespace {

using Kind = Filter::Kind;

bool any_condition(const Filter& filter, bool (*holds)(const Condition&)) {
    if (filter.kind == Kind::condition) return holds(filter.condition);
    return std::ranges::any_of(filter.of, [&](const Filter& f) { return any_condition(f, holds); });
}

bool is_about_thread(const Condition& c) { return c.all_in_thread || c.some_in_thread || c.none_in_thread; }

bool is_about_mailboxes(const Condition& c) { return c.in_mailbox || c.has_other_than; }

bool is_about_mutables(const Condition& c) {
    return is_about_mailboxes(c) || c.has_keyword || c.not_keyword || is_about_thread(c);
}

// Whether the emails of each set of mailboxes match, by the set's number.
std::vector<char> matching_sets(const Sets& sets, const Condition& c) {
    std::vector<char> match(sets.mailbox_sets.size());
    auto excluded = c.in_mailbox_other_than;
    std::ranges::sort(excluded);
    for (std::uint32_t n = 0; n < match.size(); ++n) {
        auto boxes = sets.mailboxes_of(n);
        const bool in = !c.in_mailbox || std::ranges::binary_search(boxes, *c.in_mailbox);
        const bool other = !c.has_other_than || std::ranges::any_of(boxes, [&](std::int64_t box) {
            return !std::ranges::binary_search(excluded, box);
        });
        match[n] = in && other;
    }
    return match;
}

}  // namespace

struct Matcher::Node {
    Node(const Snapshot& s, const Filter& f) : kind(f.kind), condition(f.condition) {
        if (kind != Kind::condition) {
            for (auto& part : f.of) of.emplace_back(s, part);
            return;
        }
        if (is_about_mailboxes(condition)) sets = matching_sets(s.sets(), condition);
        if (condition.has_keyword) has_keyword.emplace(s, *condition.has_keyword);
        if (condition.not_keyword) not_keyword.emplace(s, *condition.not_keyword);
        if (condition.all_in_thread) all_in_thread = thread_marks(s, *condition.all_in_thread);
        if (condition.some_in_thread) some_in_thread = thread_marks(s, *condition.some_in_thread);
        if (condition.none_in_thread) none_in_thread = thread_marks(s, *condition.none_in_thread);
    }

    bool matches(const Email& e, Place place) const {
        switch (kind) {
        case Kind::condition: return holds(e, place);
        case Kind::all: return std::ranges::all_of(of, [&](const Node& n) { return n.matches(e, place); });
        case Kind::any: return std::ranges::any_of(of, [&](const Node& n) { return n.matches(e, place); });
        case Kind::none: return std::ranges::none_of(of, [&](const Node& n) { return n.matches(e, place); });
        }
        return false;
    }

    bool holds(const Email& e, Place place) const {
        auto& c = condition;
        if (!sets.empty() && !sets[e.mailbox_set]) return false;
        if (c.before && e.received >= *c.before) return false;
        if (c.after && e.received < *c.after) return false;
        if (c.min_size && e.octets < *c.min_size) return false;
        if (c.max_size && e.octets >= *c.max_size) return false;
        if (has_keyword && !(*has_keyword)(e)) return false;
        if (not_keyword && (*not_keyword)(e)) return false;
        if (c.has_attachment && *c.has_attachment != ((e.flags & flag::attachment) != 0)) return false;
        if (!all_in_thread.empty() && !all_in_thread[place].all) return false;
        if (!some_in_thread.empty() && !some_in_thread[place].some) return false;
        if (!none_in_thread.empty() && none_in_thread[place].some) return false;
        return !c.among || std::ranges::binary_search(*c.among, e.id);
    }

    Kind kind;
    const Condition& condition;
    std::vector<Node> of;
    std::vector<char> sets;  // empty: any
    std::optional<HasKeyword> has_keyword, not_keyword;
    std::vector<ThreadMark> all_in_thread, some_in_thread, none_in_thread;
};

Matcher::Matcher(const Snapshot& snapshot, const Filter& filter)
    : top_(std::make_unique<Node>(snapshot, filter)), snapshot_(snapshot), filter_(filter) {}

Matcher::~Matcher() = default;

bool Matcher::operator()(Place place) const { return top_->matches(snapshot_.emails()[place], place); }

bool Matcher::matches_all() const {
    auto& c = filter_.condition;
    return filter_.kind == Kind::condition && !is_about_mutables(c) && !c.before && !c.after && !c.min_size &&
           !c.max_size && !c.has_attachment && !c.among;
}

std::optional<std::int64_t> Matcher::just_mailbox() const {
    if (filter_.kind != Kind::condition || !filter_.condition.in_mailbox) return std::nullopt;
    auto& c = filter_.condition;
    const bool more = c.has_other_than || c.before || c.after || c.min_size || c.max_size || c.has_keyword ||
                      c.not_keyword || is_about_thread(c) || c.has_attachment || c.among;
    return more ? std::nullopt : c.in_mailbox;
}

bool is_mutable(const Filter& filter) { return any_condition(filter, is_about_mutables); }
bool looks_at_threads(const Filter& filter) { return any_condition(filter, is_about_thread); }

}  // namespace bailey::mailbox
