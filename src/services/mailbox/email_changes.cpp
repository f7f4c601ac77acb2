#include "services/mailbox/email_changes.hpp"

#include <algorithm>

#include "store/tables/summaries.hpp"

namespace bailey::mailbox {
namespace {

namespace messages = store::messages;
namespace mailboxes = store::mailboxes;
namespace summaries = store::summaries;

bool unread(std::uint32_t flags) { return (flags & flag::unread_mask) == 0; }

}  // namespace

Result<void> EmailChanges::keep(const messages::Row& row) {
    auto [at, fresh] = held_.try_emplace(row.id);
    if (!fresh) return {};
    auto& h = at->second;
    h.blob = row.blob;
    h.octets = row.octets;
    h.flags = row.flags;
    h.places = messages::places_from(row.places);
    h.keywords.flags = row.flags & flag::keywords;
    if (row.keywords) {
        h.sealed_keywords.emplace(row.keywords->begin(), row.keywords->end());
        BAILEY_TRY(auto words,
                   summaries::open(w_.keys.own, w_.account, row.id, summaries::Kind::keywords, *row.keywords));
        h.keywords.words = summaries::decode_words(words);
    }
    h.old_keywords = h.keywords;
    for (auto& place : h.places) h.mailboxes.push_back(place.mailbox);
    std::ranges::sort(h.mailboxes);
    return {};
}

Result<void> EmailChanges::load(std::span<const std::int64_t> ids) {
    Result<void> kept;
    BAILEY_CHECK(messages::rows(w_.c, w_.account, ids, [&](const messages::Row& row) {
        if (kept) kept = keep(row);
    }));
    return kept;
}

Result<void> EmailChanges::load_mailbox(std::int64_t mailbox) {
    Result<void> kept;
    BAILEY_CHECK(messages::arrived(w_.c, w_.account, mailbox, 0, [&](const messages::Row& row) {
        if (kept && !row.gone) kept = keep(row);
    }));
    return kept;
}

Result<void> EmailChanges::load_mailboxes() {
    BAILEY_TRY(heads_, mailboxes::heads(w_.c, w_.account));
    return {};
}

EmailChanges::Held* EmailChanges::find(std::int64_t id) {
    auto at = held_.find(id);
    return at == held_.end() ? nullptr : &at->second;
}

mailboxes::Head* EmailChanges::head(std::int64_t mailbox) {
    auto at = std::ranges::lower_bound(heads_, mailbox, {}, &mailboxes::Head::id);
    return at == heads_.end() || at->id != mailbox ? nullptr : &*at;
}

bool EmailChanges::has_mailbox(std::int64_t id) { return head(id) != nullptr; }

// A draft is destroyed and made anew with every change: what can be brought back is one that was thrown away.
Result<bool> EmailChanges::kept(const Held& h) {
    if (!w_.kept_at || !(h.flags & flag::draft)) return w_.kept_at.has_value();
    if (!trash_) {
        auto found = mailboxes::with_role(w_.c, w_.account, "trash");
        if (!found && found.error() != Errc::not_found) return Failure{found.error()};
        trash_ = found ? *found : 0;
    }
    return std::ranges::find(h.places, *trash_, &messages::Place::mailbox) != h.places.end();
}

Result<void> EmailChanges::destroy(std::int64_t id, const Held& h) {
    for (auto& place : h.places) {
        BAILEY_CHECK(messages::unplace(w_.c, w_.account, place));
        auto& shift = shifts_[place.mailbox];
        --shift.messages;
        shift.unread -= unread(h.flags);
    }
    w_.by.email = w_.by.thread = true;
    w_.by.octets -= static_cast<std::int64_t>(h.octets);
    BAILEY_TRY(auto keep, kept(h));
    return messages::bury(w_.c, w_.account, id, h.blob, w_.change, keep ? w_.kept_at : std::nullopt);
}

// Takes the email out of the mailboxes it shall not be in, puts it into those it is not in yet.
Result<void> EmailChanges::move(std::int64_t id, const Held& h, std::vector<messages::Place>& places) {
    auto flags = (h.flags & ~flag::keywords) | h.keywords.flags;
    // The unread threads of mailboxes may change where as many emails of them are unread as before, and those of
    // mailboxes that this email is not in (RFC 8621 section 2).
    if (unread(flags) != unread(h.flags)) w_.by.mailbox = true;
    for (auto& place : h.places) {
        auto& shift = shifts_[place.mailbox];
        shift.unread -= unread(h.flags);
        if (std::ranges::binary_search(h.mailboxes, place.mailbox)) {
            shift.unread += unread(flags);
            places.push_back(place);
        } else {
            --shift.messages;
            BAILEY_CHECK(messages::unplace(w_.c, w_.account, place));
        }
    }
    for (auto mailbox : h.mailboxes) {
        if (std::ranges::find(h.places, mailbox, &messages::Place::mailbox) != h.places.end()) continue;
        auto* to = head(mailbox);
        if (!to) return Errc::not_found;
        auto& shift = shifts_[mailbox];
        // RFC 9051 section 2.3.1.1: a message that comes to a mailbox takes its next uid, also where it was there
        // before.
        places.push_back({mailbox, to->uid_next++});
        ++shift.uids;
        ++shift.messages;
        shift.unread += unread(flags);
        BAILEY_CHECK(messages::place(w_.c, w_.account, places.back(), id, h.octets, w_.change));
    }
    return {};
}

Result<void> EmailChanges::change(std::int64_t id, const Held& h) {
    std::vector<std::int64_t> before;
    for (auto& place : h.places) before.push_back(place.mailbox);
    std::ranges::sort(before);
    if (h.keywords == h.old_keywords && h.mailboxes == before) return {};
    std::vector<messages::Place> places;
    BAILEY_CHECK(move(id, h, places));
    auto flags = (h.flags & ~flag::keywords) | (h.keywords.flags & flag::keywords);
    auto sealed = h.sealed_keywords;
    if (h.keywords.words != h.old_keywords.words) {
        sealed.reset();
        if (!h.keywords.words.empty())
            sealed = summaries::seal(w_.keys.own, w_.account, id, summaries::Kind::keywords,
                                     summaries::encode_words(h.keywords.words));
    }
    w_.by.email = true;
    return messages::set(w_.c, w_.account, id, flags, sealed, places, w_.change);
}

Result<void> EmailChanges::finish() {
    for (auto& [id, h] : held_) {
        auto written = h.destroyed ? destroy(id, h) : change(id, h);
        if (!written) return written;
    }
    for (auto& [mailbox, shift] : shifts_) {
        if (shift.uids == 0 && shift.messages == 0 && shift.unread == 0) continue;
        BAILEY_CHECK(mailboxes::shift(w_.c, w_.account, mailbox, shift, w_.change));
        w_.by.mailbox = true;
    }
    return {};
}

}  // namespace bailey::mailbox
