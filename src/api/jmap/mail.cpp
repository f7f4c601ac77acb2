#include "api/jmap/mail.hpp"

#include <array>

#include "api/jmap/email/methods.hpp"
#include "api/jmap/email/sorts.hpp"
#include "api/jmap/mailbox/methods.hpp"
#include "api/jmap/thread/methods.hpp"
#include "services/mailbox/view.hpp"

namespace bailey::jmap {
namespace {

struct Row {
    std::string_view name;
    MailMethod run;
};
constexpr std::array methods{
    Row{"Mailbox/get", get_mailboxes},
    Row{"Mailbox/changes", mailbox_changes},
    Row{"Mailbox/query", query_mailboxes},
    Row{"Mailbox/queryChanges", mailbox_query_changes},
    Row{"Mailbox/set", set_mailboxes},
    Row{"Thread/get", get_threads},
    Row{"Thread/changes", thread_changes},
    Row{"Email/get", get_emails},
    Row{"Email/changes", email_changes},
    Row{"Email/query", query_emails},
    Row{"Email/queryChanges", email_query_changes},
    Row{"Email/set", set_emails},
    Row{"Email/copy", copy_emails},
    Row{"Email/import", import_emails},
    Row{"Email/parse", parse_emails},
    Row{"SearchSnippet/get", get_snippets},
};

// Section 1.3.1.
json::object of_account(const Mail& mail, const Account& account) {
    const auto& limits = mail.accounts.limits();
    return {{"maxMailboxesPerEmail", limits.mailboxes_an_email},
            {"maxMailboxDepth", limits.depth},
            {"maxSizeMailboxName", limits.name_octets},
            {"maxSizeAttachmentsPerEmail", mail.settings.max_attachments},
            {"emailQuerySortOptions", array_of(email_sorts())},
            {"mayCreateTopLevelMailbox", !account.read_only && !account.view}};
}

}  // namespace

Answer<mailbox::Account> open_account(const Mail& mail, const Account& account) {
    auto opened = mail.accounts.open(account.number, account.view);
    if (opened) return *opened;
    if (errc_of(opened.error()) == Errc::not_found) return ErrorType::account_not_found;
    return Error(opened.error());
}

Answer<Opened> open(const Mail& mail, const Account& account) {
    JMAP_TRY(auto opened, open_account(mail, account));
    JMAP_TRY(auto index, mailbox::index(opened));
    return Opened{opened, std::move(index)};
}

void add_mail(Api& api, mailbox::Accounts& accounts, MailSettings settings,
              std::unique_ptr<const mailbox::TextSearch> search, const Shares* shares) {
    if (!search) search = mailbox::scanning_search(settings.search);
    auto mail = std::make_shared<const Mail>(Mail{accounts, settings, std::move(search), shares});
    Capability capability{std::string(mail_uri), {}, [mail](const Account& account) -> std::optional<json::object> {
                              if (!account.has_mail || (account.view && account.view->folders.empty())) return {};
                              return of_account(*mail, account);
                          }};
    capability.in_part = true;
    api.add(std::move(capability));
    for (const auto& row : methods) {
        api.add(Method{std::string(row.name), std::string(mail_uri),
                       [mail, run = row.run](Context& context, json::object arguments) {
                           return run(*mail, context, std::move(arguments));
                       }});
    }
}

}  // namespace bailey::jmap
