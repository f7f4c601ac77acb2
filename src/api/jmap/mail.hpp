// JMAP Mail, RFC 8621: the capability and the methods of Mailbox, Thread, Email and SearchSnippet over
// services/mailbox.
#pragma once
#include <memory>

#include "api/jmap/api.hpp"
#include "services/mailbox/index.hpp"
#include "services/mailbox/search.hpp"

namespace bailey::jmap {

inline constexpr std::string_view mail_uri = "urn:ietf:params:jmap:mail";

class Shares;

struct MailSettings {
    // maxSizeAttachmentsPerEmail (section 1.3.1), unencoded: base64 makes of it what a message may have.
    std::uint64_t max_attachments = 35 * 1024 * 1024;
    mailbox::ScanLimits search = {};
};

// What the methods stand on; it lives as long as they do.
struct Mail {
    mailbox::Accounts& accounts;
    MailSettings settings;
    std::unique_ptr<const mailbox::TextSearch> search;
    const Shares* shares = nullptr;  // null: folders are not shared one by one
};
using MailMethod = Answer<json::object> (*)(const Mail& mail, Context& context, json::object arguments);

// An account with its index: one call of a method sees one state.
struct Opened {
    mailbox::Account account;
    std::shared_ptr<const mailbox::Index> index;
};
Answer<mailbox::Account> open_account(const Mail& mail, const Account& account);
Answer<Opened> open(const Mail& mail, const Account& account);

// `accounts` and `shares` outlive `api`. `search` answers conditions on text; null: everything is looked through.
void add_mail(Api& api, mailbox::Accounts& accounts, MailSettings settings = {},
              std::unique_ptr<const mailbox::TextSearch> search = nullptr, const Shares* shares = nullptr);

}  // namespace bailey::jmap
