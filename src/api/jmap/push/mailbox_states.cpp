#include "api/jmap/push/mailbox_states.hpp"

#include <array>

#include "api/jmap/contact/cards.hpp"
#include "api/jmap/quota/quota.hpp"
#include "services/mailbox/items.hpp"
#include "services/mailbox/view.hpp"

namespace bailey::jmap {
namespace {

struct MailType {
    std::uint64_t bit;
    std::string_view name;
    State mailbox::Overview::*state;
};
constexpr std::array mail_types{
    MailType{mailbox::types::email, "Email", &mailbox::Overview::email},
    MailType{mailbox::types::mailbox, "Mailbox", &mailbox::Overview::mailbox},
    MailType{mailbox::types::thread, "Thread", &mailbox::Overview::thread},
    // RFC 8621 section 1.5: moves only when new mail arrives.
    MailType{mailbox::types::email_delivery, "EmailDelivery", &mailbox::Overview::delivery},
};

struct ItemRow {
    mailbox::ItemType type;
    std::string_view name;
};
constexpr std::array item_types{
    ItemRow{mailbox::ItemType::identity, "Identity"},         ItemRow{mailbox::ItemType::submission, "EmailSubmission"},
    ItemRow{mailbox::ItemType::vacation, "VacationResponse"}, ItemRow{mailbox::ItemType::sieve_script, "SieveScript"},
    ItemRow{mailbox::ItemType::address_book, "AddressBook"},  ItemRow{mailbox::ItemType::contact, "ContactCard"},
    ItemRow{mailbox::ItemType::preferences, "Preferences"},
};

constexpr std::uint64_t mail_bits() {
    std::uint64_t bits = 0;
    for (const auto& type : mail_types) bits |= type.bit;
    return bits;
}

Result<TypeStates> states(mailbox::Accounts& accounts, AccountId id, std::uint64_t types) {
    BAILEY_TRY(auto account, accounts.open(id));
    TypeStates all;
    if (types & mail_bits()) {
        BAILEY_TRY(auto overview, mailbox::overview(account));
        for (const auto& type : mail_types) {
            if (types & type.bit) all.emplace(type.name, text(overview.*type.state));
        }
        // RFC 9425 section 6; what is used changes with the emails.
        if (types & mailbox::types::email) all.emplace("Quota", quota_state(overview));
    }
    for (const auto& row : item_types) {
        if (!(types & mailbox::type_bit(row.type))) continue;
        BAILEY_TRY(auto state, mailbox::item_state(account, row.type));
        all.emplace(row.name, text(state));
    }
    return all;
}

// Of what is shared alone: whether the rest changed is not told.
Result<TypeStates> seen_states(mailbox::Accounts& accounts, AccountId id, const View& view, std::uint64_t types) {
    BAILEY_TRY(auto account, accounts.open(id, view));
    TypeStates all;
    if ((types & mail_bits()) && !view->folders.empty()) {
        BAILEY_TRY(auto overview, mailbox::overview(account));
        for (const auto& type : mail_types) all.emplace(type.name, text(overview.*type.state));
    }
    constexpr auto contacts = type_bit(mailbox::ItemType::address_book) | type_bit(mailbox::ItemType::contact);
    if ((types & contacts) && !view->books.empty()) {
        const auto books = books_of(account);
        if (!books) return Errc::try_later;
        const auto cards = cards_of(account, *books);
        if (!cards) return Errc::try_later;
        all.emplace("AddressBook", text(books->state));
        all.emplace("ContactCard", text(cards->state));
    }
    return all;
}

}  // namespace

SeenStatesOf seen_mailbox_states(mailbox::Accounts& accounts) {
    return [&accounts](AccountId id, const View& view, std::uint64_t types) {
        return seen_states(accounts, id, view, types);
    };
}

StatesOf mailbox_states(mailbox::Accounts& accounts) {
    return [&accounts](AccountId id, std::uint64_t types) { return states(accounts, id, types); };
}

}  // namespace bailey::jmap
