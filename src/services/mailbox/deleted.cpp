#include "services/mailbox/deleted.hpp"

#include <algorithm>

#include "services/mailbox/transaction.hpp"
#include "store/tables/blobs.hpp"
#include "store/tables/deleted.hpp"
#include "store/tables/mailboxes.hpp"
#include "store/tables/summaries.hpp"

namespace bailey::mailbox {
namespace {

namespace rows = store::deleted;

std::string text(const rows::Mark& mark) { return std::to_string(mark.newest) + '-' + std::to_string(mark.count); }

Result<DeletedEmail> email_of(const Account& account, const Reading& r, const rows::Row& row) {
    DeletedEmail email{.id = row.id,
                       .octets = row.octets,
                       .received = row.received,
                       .deleted = row.deleted,
                       .expires = row.deleted + account.cell->recoverable_for(),
                       .mailboxes = {},
                       .has_attachment = (row.flags & flag::attachment) != 0,
                       .summary = {}};
    for (auto& place : store::messages::places_from(row.places)) email.mailboxes.push_back(place.mailbox);
    std::ranges::sort(email.mailboxes);
    if (!row.summary) return email;
    BAILEY_TRY(auto plain,
               store::summaries::open(r.keys.own, account.id, row.id, store::summaries::Kind::summary, *row.summary));
    BAILEY_TRY(email.summary, store::summaries::decode(plain));
    return email;
}

}  // namespace

Result<std::string> deleted_state(const Account& account) {
    BAILEY_TRY(auto c, account.cell->readers().borrow());
    BAILEY_TRY(auto mark, rows::mark(*c, account.id));
    return text(mark);
}

Result<DeletedEmails> deleted_emails(const Account& account) {
    BAILEY_TRY(auto r, read(account));
    DeletedEmails found;
    // First: what comes meanwhile is told again rather than never.
    BAILEY_TRY(auto mark, rows::mark(r.c(), account.id));
    found.state = text(mark);
    BAILEY_TRY(auto heads, store::mailboxes::heads(r.c(), account.id));
    Result<void> opened;
    auto since = account.home->rooms().clock.now() - account.cell->recoverable_for();
    BAILEY_CHECK(rows::list(r.c(), account.id, since, [&](const rows::Row& row) {
        auto email = email_of(account, r, row);
        if (email)
            found.list.push_back(std::move(*email));
        else
            opened = email.error();
    }));
    BAILEY_CHECK(opened);
    for (auto& email : found.list)
        std::erase_if(email.mailboxes, [&](std::int64_t id) {
            return !std::ranges::binary_search(heads, id, {}, &store::mailboxes::Head::id);
        });
    return found;
}

Result<void> forget_deleted(const Account& account, std::int64_t id) {
    auto since = account.home->rooms().clock.now() - account.cell->recoverable_for();
    return write(account, [&](Writing& w) -> Result<void> {
        std::int64_t blob = 0;
        BAILEY_TRY(auto there, rows::find(w.c, w.account, id, since, [&](const rows::Row& row) { blob = row.blob; }));
        if (!there) return w.refuse(Errc::not_found);
        BAILEY_TRY(auto taken, rows::take(w.c, w.account, id));
        if (taken) BAILEY_CHECK(store::blobs::release(w.c, blob));
        return {};
    });
}

}  // namespace bailey::mailbox
