#include "services/mailbox/mailbox_plan.hpp"

#include <algorithm>
#include <limits>

#include "domain/mail/mailbox_name.hpp"
#include "services/mailbox/index.hpp"

namespace bailey::mailbox {
namespace {

// RFC 8621 section 2: 0 <= sortOrder < 2^31.
bool good_sort_order(std::int64_t order) { return order >= 0 && order <= std::numeric_limits<std::int32_t>::max(); }
bool good_role(const std::string& role) { return role.empty() || registered_role(role); }

}  // namespace

MailboxPlan::MailboxPlan(const MailboxSet& set, const std::vector<Row>& rows, std::int64_t first_id,
                         const MailboxLimits& limits)
    : set_(set), limits_(limits), first_id_(first_id) {
    for (auto& row : rows) rows_.emplace(row.id, row);
    created.resize(set.create.size());
    updated.resize(set.update.size());
    destroyed.resize(set.destroy.size());
    // RFC 8620 section 5.3: where the final state is valid it does not matter what lies between (A is called B, and B
    // is called A). Otherwise each is accepted or rejected by itself.
    auto before = rows_;
    if (all_at_once()) return;
    rows_ = std::move(before);
    one_by_one(Kind::create, created.size());
    one_by_one(Kind::update, updated.size());
    one_by_one(Kind::destroy, destroyed.size());
    for (std::size_t n = 0; n < created.size(); ++n)
        if (created[n].fault != MailboxFault::none) created[n].id = 0;
}

std::int64_t MailboxPlan::id_of(const Step& s) const {
    switch (s.kind) {
    case Kind::create: return first_id_ + static_cast<std::int64_t>(s.n);
    case Kind::update: return set_.update[s.n].id;
    case Kind::destroy: return set_.destroy[s.n];
    }
    return 0;
}

MailboxFault& MailboxPlan::outcome(const Step& s) {
    switch (s.kind) {
    case Kind::create: return created[s.n].fault;
    case Kind::update: return updated[s.n];
    case Kind::destroy: return destroyed[s.n];
    }
    return created[s.n].fault;
}

bool MailboxPlan::all_at_once() {
    auto steps = [&](Kind kind, std::size_t count) {
        for (std::size_t n = 0; n < count; ++n)
            if (step({kind, n}) != MailboxFault::none) return false;
        return true;
    };
    if (!steps(Kind::create, created.size()) || !steps(Kind::update, updated.size()) ||
        !steps(Kind::destroy, destroyed.size()))
        return false;
    for (auto& made : created)
        if (rows_.contains(made.id) && fit(made.id) != MailboxFault::none) return false;
    for (auto& change : set_.update)
        if (rows_.contains(change.id) && fit(change.id) != MailboxFault::none) return false;
    return std::ranges::none_of(set_.destroy, [&](std::int64_t id) { return has_child(id); });
}

// What fails for now is tried again after the others: the order of a set says nothing (a parent may come after its
// child).
void MailboxPlan::one_by_one(Kind kind, std::size_t count) {
    std::vector<Step> waiting;
    for (std::size_t n = 0; n < count; ++n) waiting.push_back({kind, n});
    for (bool progress = true; progress && !waiting.empty();) {
        progress = std::erase_if(waiting, [&](const Step& s) {
                       outcome(s) = checked_step(s);
                       return outcome(s) == MailboxFault::none;
                   }) > 0;
    }
}

MailboxFault MailboxPlan::step(const Step& s) {
    switch (s.kind) {
    case Kind::create: return create(s.n);
    case Kind::update: return update(s.n);
    case Kind::destroy: return destroy(s.n);
    }
    return MailboxFault::none;
}

MailboxFault MailboxPlan::checked_step(const Step& s) {
    auto id = id_of(s);
    auto at = rows_.find(id);
    auto before = at == rows_.end() ? std::nullopt : std::optional(at->second);
    auto fault = step(s);
    if (fault != MailboxFault::none) return fault;
    fault = s.kind == Kind::destroy ? (has_child(id) ? MailboxFault::has_child : MailboxFault::none) : fit(id);
    if (fault == MailboxFault::none) return fault;
    if (before)
        rows_.insert_or_assign(id, *before);
    else
        rows_.erase(id);
    return fault;
}

// "-1" is the first of those created.
std::int64_t MailboxPlan::parent(std::int64_t wanted) const { return wanted < 0 ? first_id_ - wanted - 1 : wanted; }

MailboxFault MailboxPlan::create(std::size_t n) {
    auto& wanted = set_.create[n];
    auto name = mailbox_name(wanted.name, limits_.name_octets);
    if (!name) return MailboxFault::bad_name;
    if (!good_role(wanted.role)) return MailboxFault::bad_role;
    if (!good_sort_order(wanted.sort_order)) return MailboxFault::bad_sort_order;
    Row row;
    row.id = created[n].id = id_of({Kind::create, n});
    row.parent = parent(wanted.parent);
    row.name = std::move(*name);
    row.role = wanted.role;
    row.sort_order = wanted.sort_order;
    row.subscribed = wanted.subscribed;
    rows_.insert_or_assign(row.id, std::move(row));
    return MailboxFault::none;
}

MailboxFault MailboxPlan::update(std::size_t n) {
    auto& wanted = set_.update[n];
    auto at = rows_.find(wanted.id);
    if (at == rows_.end()) return MailboxFault::not_found;
    auto row = at->second;
    if (wanted.name) {
        auto name = mailbox_name(*wanted.name, limits_.name_octets);
        if (!name) return MailboxFault::bad_name;
        row.name = std::move(*name);
    }
    if (wanted.role) {
        if (row.id == inbox && *wanted.role != row.role) return MailboxFault::protected_;
        if (!good_role(*wanted.role)) return MailboxFault::bad_role;
        row.role = *wanted.role;
    }
    if (wanted.sort_order) {
        if (!good_sort_order(*wanted.sort_order)) return MailboxFault::bad_sort_order;
        row.sort_order = *wanted.sort_order;
    }
    if (wanted.parent) row.parent = parent(*wanted.parent);
    if (wanted.subscribed) row.subscribed = *wanted.subscribed;
    at->second = std::move(row);
    return MailboxFault::none;
}

MailboxFault MailboxPlan::destroy(std::size_t n) {
    auto id = set_.destroy[n];
    auto at = rows_.find(id);
    if (at == rows_.end()) return MailboxFault::not_found;
    if (id == inbox) return MailboxFault::protected_;
    if (at->second.messages > 0 && !set_.remove_emails) return MailboxFault::has_email;
    rows_.erase(at);
    return MailboxFault::none;
}

std::size_t MailboxPlan::depth(std::int64_t id) const {
    for (std::size_t levels = 1; levels <= rows_.size(); ++levels) {
        auto at = rows_.find(id);
        if (at == rows_.end()) return 0;
        id = at->second.parent;
        if (id == 0) return levels;
    }
    return 0;
}

bool MailboxPlan::has_child(std::int64_t id) const {
    return std::ranges::any_of(rows_, [&](auto& entry) { return entry.second.parent == id; });
}

// Does the mailbox go with the others?
MailboxFault MailboxPlan::fit(std::int64_t id) const {
    auto& mine = rows_.at(id);
    if (rows_.size() > limits_.mailboxes && id >= first_id_) return MailboxFault::too_many;
    auto levels = depth(id);
    if (levels == 0) return MailboxFault::bad_parent;
    if (levels > limits_.depth) return MailboxFault::too_deep;
    bool has_children = false;
    for (auto& [other, row] : rows_) {
        if (other == id) continue;
        has_children = has_children || row.parent == id;
        // RFC 8621 section 2: no two siblings of one name, no two mailboxes of one role.
        if (row.parent == mine.parent && row.name == mine.name) return MailboxFault::name_taken;
        if (!mine.role.empty() && row.role == mine.role) return MailboxFault::role_taken;
    }
    // What is below moves with it.
    bool too_deep =
        has_children && std::ranges::any_of(rows_, [&](auto& entry) { return depth(entry.first) > limits_.depth; });
    return too_deep ? MailboxFault::too_deep : MailboxFault::none;
}

}  // namespace bailey::mailbox
