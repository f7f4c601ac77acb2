#include <algorithm>

#include "services/mailbox/email_changes.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/views.hpp"

namespace bailey::mailbox {
namespace {

using Ids = std::vector<std::int64_t>;

// The mailboxes of an email, as those see them whose eyes `view` are; null: everybody who sees the account.
Ids seen_of(const Ids& mailboxes, const View* view) {
    auto seen = mailboxes;
    if (view) std::erase_if(seen, [&](std::int64_t id) { return view->folder(id) == 0; });
    return seen;
}
// The rest.
Ids hidden_of(const Ids& mailboxes, const View* view) {
    auto hidden = mailboxes;
    std::erase_if(hidden, [&](std::int64_t id) { return !view || view->folder(id) != 0; });
    return hidden;
}

bool may_in_all(const Ids& mailboxes, const View& view, unsigned right) {
    return std::ranges::all_of(mailboxes, [&](std::int64_t id) { return (view.folder(id) & right) != 0; });
}

bool differ_in_seen(const Keywords& a, const Keywords& b) { return ((a.flags ^ b.flags) & flag::seen) != 0; }
bool differ_in_others(Keywords a, Keywords b) {
    a.flags &= ~flag::seen;
    b.flags &= ~flag::seen;
    return a != b;
}

// RFC 8621 section 2, MailboxRights. Mailboxes that are not seen have no say: a refusal would tell of them.
Result<void> check_rights(const View& view, const Ids& before, const Ids& after, const Keywords& old_keywords,
                          const Keywords& keywords) {
    Ids added, removed;
    std::ranges::set_difference(after, before, std::back_inserter(added));
    std::ranges::set_difference(before, after, std::back_inserter(removed));
    const bool good = may_in_all(added, view, folder_right::add) && may_in_all(removed, view, folder_right::remove) &&
                      (!differ_in_seen(old_keywords, keywords) || may_in_all(before, view, folder_right::seen)) &&
                      (!differ_in_others(old_keywords, keywords) || may_in_all(before, view, folder_right::keywords));
    if (!good) return Errc::denied;
    return {};
}

// Sets what `email` shall be, or leaves it and says why not: an update is made whole or not at all.
Result<void> apply(const EmailChange& wanted, EmailChanges& changes, EmailChanges::Held& email,
                   const MailboxLimits& limits, const View* view) {
    const auto before = seen_of(email.mailboxes, view);
    if (before.empty()) return Errc::not_found;
    auto mailboxes = wanted.mailboxes.value_or(before);
    for (auto id : wanted.add_mailboxes) mailboxes.push_back(id);
    std::erase_if(mailboxes, [&](std::int64_t id) {
        return std::ranges::find(wanted.remove_mailboxes, id) != wanted.remove_mailboxes.end();
    });
    std::ranges::sort(mailboxes);
    mailboxes.erase(std::ranges::unique(mailboxes).begin(), mailboxes.end());
    for (auto id : mailboxes)
        if (!changes.has_mailbox(id) || (view && view->folder(id) == 0)) return Errc::outside;
    // RFC 8621 section 4.1.1: "An Email in the mail store MUST belong to one or more Mailboxes at all times."
    if (mailboxes.empty()) return Errc::bad_syntax;
    if (mailboxes.size() > limits.mailboxes_an_email) return Errc::too_many;

    auto keywords = wanted.keywords.value_or(email.keywords);
    keywords.add(wanted.add_keywords);
    keywords.remove(wanted.remove_keywords);
    if (keywords.words.size() > Keywords::most_words) return Errc::too_many;

    if (view) {
        BAILEY_CHECK(check_rights(*view, before, mailboxes, email.keywords, keywords));
        const auto hidden = hidden_of(email.mailboxes, view);
        mailboxes.insert(mailboxes.end(), hidden.begin(), hidden.end());
        std::ranges::sort(mailboxes);
    }
    email.mailboxes = std::move(mailboxes);
    email.keywords = std::move(keywords);
    return {};
}

// For somebody who sees part of the account it goes from there; in what they do not see it stays.
Result<void> destroy(EmailChanges::Held* email, const View* view) {
    const auto seen = email && !email->destroyed ? seen_of(email->mailboxes, view) : Ids();
    if (seen.empty()) return Errc::not_found;
    if (view && !may_in_all(seen, *view, folder_right::remove)) return Errc::denied;
    const auto hidden = hidden_of(email->mailboxes, view);
    if (hidden.empty())
        email->destroyed = true;
    else
        email->mailboxes = hidden;
    return {};
}

Result<void> set_in(Writing& w, const EmailSet& set, const MailboxLimits& limits, const View* view,
                    EmailSetDone& done) {
    std::vector<std::int64_t> ids = set.destroy;
    for (auto& change : set.update) ids.push_back(change.id);
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());

    EmailChanges changes(w);
    BAILEY_CHECK(changes.load(ids));
    BAILEY_CHECK(changes.load_mailboxes());
    for (auto& change : set.update) {
        auto* email = changes.find(change.id);
        done.updated.push_back(email ? apply(change, changes, *email, limits, view) : Errc::not_found);
    }
    for (auto id : set.destroy) done.destroyed.push_back(destroy(changes.find(id), view));
    BAILEY_CHECK(changes.finish());
    if (w.by.email) done.new_state = {w.change};
    return {};
}

Result<EmailSetDone> set_whole(const Account& account, const EmailSet& set, const std::optional<State>& if_in_state) {
    bool smaller = false;
    auto outcome = write(account, [&](Writing& w) -> Result<EmailSetDone> {
        EmailSetDone done{{w.before.email}, {w.before.email}, {}, {}};
        if (if_in_state && *if_in_state != done.old_state) return w.refuse(Errc::conflict);
        BAILEY_CHECK(set_in(w, set, account.home->limits(), account.view.get(), done));
        smaller = w.by.octets < 0;
        return done;
    });
    if (outcome && smaller) account.cell->has_room(account.id);
    return outcome;
}

}  // namespace

Result<EmailSetDone> set_emails(const Account& account, const EmailSet& set) {
    if (!account.view) return set_whole(account, set, set.if_in_state);
    return write_seen(account, set.if_in_state,
                      [&](const std::optional<State>& expected) { return set_whole(account, set, expected); });
}

}  // namespace bailey::mailbox
