// ContactCard/get and ContactCard/changes, RFC 9610 sections 3.1 and 3.2.
#include "api/jmap/standard/get.hpp"
#include "api/jmap/contact/cards.hpp"
#include "api/jmap/contact/contacts.hpp"
#include "api/jmap/item_set.hpp"

namespace bailey::jmap {
namespace {

class CardGetter final : public Getter {
public:
    explicit CardGetter(mailbox::Accounts& mail) : mail_(mail) {}
    const Properties& properties() const override { return contact_card_properties; }
    Answer<void> begin(Context&, const Account& account, Wanted&) override {
        JMAP_TRY(opened_, mail_.open(account.number, account.view));
        JMAP_TRY(books_, books_of(opened_));
        return {};
    }
    Answer<std::string> state(Context&, const Account&) override {
        if (opened_.view) {
            JMAP_TRY(all_, cards_of(opened_, books_));
            return text(all_->state);
        }
        JMAP_TRY(auto state, mailbox::item_state(opened_, mailbox::ItemType::contact));
        return text(state);
    }
    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t) override {
        JMAP_TRY(all_, cards_of(opened_, books_));
        std::vector<std::string> ids;
        for (const auto& card : all_->list) ids.push_back(numbered(card_letter, card.id));
        return ids;
    }
    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<std::int64_t> numbers;
        for (const auto& id : ids) {
            if (auto number = number_in(card_letter, id)) numbers.push_back(*number);
        }
        if (!all_) {
            JMAP_TRY(all_, some_cards(opened_, books_, numbers));
        }
        std::vector<json::object> found;
        for (auto number : numbers) {
            if (auto card = all_->find(number)) found.push_back(card_object(*card));
        }
        return found;
    }

private:
    mailbox::Accounts& mail_;
    mailbox::Account opened_;
    Books books_;
    std::optional<Cards> all_;
};

class CardChanger final : public Changer {
public:
    explicit CardChanger(mailbox::Accounts& mail) : mail_(mail) {}
    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override {
        JMAP_TRY(auto opened, mail_.open(account.number, account.view));
        if (opened.view) {
            JMAP_TRY(const auto cards, cards_of(opened));
            return changed_seen(opened, mailbox::Views::Of::contact, cards.state, card_letter, since, most);
        }
        return changed_items(opened, mailbox::ItemType::contact, card_letter, since, most);
    }

private:
    mailbox::Accounts& mail_;
};

}  // namespace

Answer<json::object> get_cards(mailbox::Accounts& mail, Context& context, json::object arguments) {
    CardGetter type(mail);
    return get(context, std::move(arguments), type);
}

Answer<json::object> card_changes(mailbox::Accounts& mail, Context& context, json::object arguments) {
    CardChanger type(mail);
    return changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
