#include <algorithm>

#include "services/mailbox/email_changes.hpp"
#include "services/mailbox/emails.hpp"

namespace bailey::mailbox {
namespace {

// Sets what `email` shall be, or leaves it and says why not: an update is made whole or not at all.
Result<void> apply(const EmailChange& wanted, EmailChanges& changes, EmailChanges::Held& email,
                   const MailboxLimits& limits) {
    auto mailboxes = wanted.mailboxes.value_or(email.mailboxes);
    for (auto id : wanted.add_mailboxes) mailboxes.push_back(id);
    std::erase_if(mailboxes, [&](std::int64_t id) {
        return std::ranges::find(wanted.remove_mailboxes, id) != wanted.remove_mailboxes.end();
    });
    std::ranges::sort(mailboxes);
    mailboxes.erase(std::ranges::unique(mailboxes).begin(), mailboxes.end());
    for (auto id : mailboxes)
        if (!changes.has_mailbox(id)) return Errc::outside;
    // RFC 8621 section 4.1.1: "An Email in the mail store MUST belong to one or more Mailboxes at all times."
    if (mailboxes.empty()) return Errc::bad_syntax;
    if (mailboxes.size() > limits.mailboxes_an_email) return Errc::too_many;

    auto keywords = wanted.keywords.value_or(email.keywords);
    keywords.add(wanted.add_keywords);
    keywords.remove(wanted.remove_keywords);
    if (keywords.words.size() > Keywords::most_words) return Errc::too_many;

    email.mailboxes = std::move(mailboxes);
    email.keywords = std::move(keywords);
    return {};
}

Result<void> set_in(Writing& w, const EmailSet& set, const MailboxLimits& limits, EmailSetDone& done) {
    std::vector<std::int64_t> ids = set.destroy;
    for (auto& change : set.update) ids.push_back(change.id);
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());

    EmailChanges changes(w);
    BAILEY_CHECK(changes.load(ids));
    BAILEY_CHECK(changes.load_mailboxes());
    for (auto& change : set.update) {
        auto* email = changes.find(change.id);
        done.updated.push_back(email ? apply(change, changes, *email, limits) : Errc::not_found);
    }
    for (auto id : set.destroy) {
        auto* email = changes.find(id);
        bool there = email && !email->destroyed;
        if (there) email->destroyed = true;
        done.destroyed.push_back(there ? Result<void>() : Errc::not_found);
    }
    BAILEY_CHECK(changes.finish());
    if (w.by.email) done.new_state = {w.change};
    return {};
}

}  // namespace

Result<EmailSetDone> set_emails(const Account& account, const EmailSet& set) {
    bool smaller = false;
    auto outcome = write(account, [&](Writing& w) -> Result<EmailSetDone> {
        EmailSetDone done{{w.before.email}, {w.before.email}, {}, {}};
        if (set.if_in_state && *set.if_in_state != done.old_state) return w.refuse(Errc::conflict);
        BAILEY_CHECK(set_in(w, set, account.home->limits(), done));
        smaller = w.by.octets < 0;
        return done;
    });
    if (outcome && smaller) account.cell->has_room(account.id);
    return outcome;
}

}  // namespace bailey::mailbox
