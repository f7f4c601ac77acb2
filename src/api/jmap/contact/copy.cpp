// ContactCard/copy, RFC 9610 section 3.6.
#include "api/jmap/standard/copy.hpp"

#include "api/jmap/contact/cards.hpp"
#include "api/jmap/contact/contacts.hpp"
#include "api/jmap/contact/writing.hpp"
#include "api/jmap/item_set.hpp"
#include "api/jmap/mailbox_blobs.hpp"

namespace bailey::jmap {
namespace {

class CardCopier final : public Copier {
public:
    CardCopier(mailbox::Accounts& mail, const Caller& caller) : mail_(mail), blobs_(mail), caller_(caller) {}

    std::string_view type_name() const override { return "ContactCard"; }
    const Properties& properties() const override { return contact_card_properties; }
    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(auto opened, mail_.open(account.number, account.view));
        if (opened.view) {
            JMAP_TRY(const auto cards, cards_of(opened));
            return text(cards.state);
        }
        JMAP_TRY(auto state, mailbox::item_state(opened, mailbox::ItemType::contact));
        return text(state);
    }

    Answer<json::object> copy(Context&, const Account& from, const Account& to, const std::string& id,
                              json::object overrides) override {
        JMAP_TRY(auto card, original(from, id));
        // Its address books are those of the other account.
        card.erase("addressBookIds");
        for (auto& [name, value] : overrides) {
            if (value.is_null()) {
                card.erase(name);
            } else {
                card[name] = std::move(value);
            }
        }
        JMAP_TRY(auto target, mail_.open(to.number, to.view));
        // The uid must still be free when it is written: else somebody else's write came between.
        for (int tries = 1;; ++tries) {
            auto number = write(target, to, card);
            const bool again = !number && number.error().type == ErrorType::state_mismatch && tries < 10;
            if (again) continue;
            JMAP_TRY(auto made, std::move(number));
            return json::object{{"id", numbered(card_letter, made)}};
        }
    }

private:
    Answer<json::object> original(const Account& from, const std::string& id) {
        auto number = number_in(card_letter, id);
        if (!number) return ErrorType::not_found;
        JMAP_TRY(auto source, mail_.open(from.number, from.view));
        if (from.view) {
            JMAP_TRY(const auto seen, sees_card(source, *number));
            if (!seen) return ErrorType::not_found;
        }
        JMAP_TRY(auto item, mailbox::item(source, mailbox::ItemType::contact, *number));
        if (!item) return ErrorType::not_found;
        JMAP_TRY(auto card, parse_json(item->json));
        if (!card.is_object()) return Error(Errc::corrupt);
        return std::move(card.get_object());
    }

    Answer<std::int64_t> write(const mailbox::Account& target, const Account& to, json::object card) {
        JMAP_TRY(auto books, books_of(target));
        JMAP_TRY(auto cards, cards_of(target, books));
        JMAP_CHECK(check_card(card, books, [&](std::string_view blob) { return blobs_.open(caller_, to, blob); }));
        JMAP_CHECK(check_books(target, card));
        if (auto existing = cards.with_uid(uid_of(card))) {
            // RFC 8620 section 5.4.
            Error error(ErrorType::already_exists);
            error.more["existingId"] = numbered(card_letter, existing->id);
            return error;
        }
        mailbox::ItemSet set;
        set.if_in_state = cards.kept_state;
        set.create.push_back({write_json(card), 0});
        if (cards.octets + set.create.back().json.size() > most_card_octets) {
            return Error(ErrorType::over_quota, "contact cards");
        }
        JMAP_TRY(auto done, mailbox::set_items(target, mailbox::ItemType::contact, set));
        JMAP_TRY(auto number, std::move(done.created.at(0)));
        return number;
    }

    mailbox::Accounts& mail_;
    MailboxBlobs blobs_;
    const Caller& caller_;
};

}  // namespace

Answer<json::object> copy_cards(mailbox::Accounts& mail, Context& context, json::object arguments) {
    CardCopier type(mail, context.caller);
    return copy(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
