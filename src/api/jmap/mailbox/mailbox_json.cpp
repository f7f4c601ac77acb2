#include "api/jmap/mailbox/mailbox_json.hpp"

#include "api/jmap/mail_ids.hpp"
#include "services/mailbox/view.hpp"

namespace bailey::jmap {

json::object mailbox_rights(const Account& account, std::int64_t id) {
    if (account.view) return rights_json(ObjectKind::folder, account.view->folder(id));
    const bool writes = !account.read_only;
    return {{"mayReadItems", true},          {"mayAddItems", writes},
            {"mayRemoveItems", writes},      {"maySetSeen", writes},
            {"maySetKeywords", writes},      {"mayCreateChild", writes},
            {"mayRename", writes},           {"mayDelete", writes && id != mailbox::inbox},
            {"maySubmit", account.may_send}, {"mayShare", writes && account.may_share}};
}

json::object mailbox_json(const Account& account, const mailbox::Mailbox& mailbox, const ShareWith& shared) {
    json::object object;
    object["id"] = mailbox_id(mailbox.id);
    object["name"] = mailbox.name;
    object["parentId"] = mailbox.parent == 0 ? json::value(nullptr) : json::value(mailbox_id(mailbox.parent));
    object["role"] = mailbox.role.empty() ? json::value(nullptr) : json::value(mailbox.role);
    object["sortOrder"] = mailbox.sort_order;
    object["totalEmails"] = mailbox.counts.emails;
    object["unreadEmails"] = mailbox.counts.unread_emails;
    object["totalThreads"] = mailbox.counts.threads;
    object["unreadThreads"] = mailbox.counts.unread_threads;
    object["myRights"] = mailbox_rights(account, mailbox.id);
    object["isSubscribed"] = mailbox.subscribed;
    object["shareWith"] = share_with(shared, mailbox.id);
    return object;
}

}  // namespace bailey::jmap
