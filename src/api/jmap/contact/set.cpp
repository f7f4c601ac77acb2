// ContactCard/set, RFC 9610 section 3.5.
#include <algorithm>
#include <memory>
#include <set>

#include "api/jmap/contact/card_cache.hpp"
#include "api/jmap/contact/contacts.hpp"
#include "api/jmap/contact/media.hpp"
#include "api/jmap/contact/writing.hpp"
#include "api/jmap/item_set.hpp"
#include "api/jmap/mailbox_blobs.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

// Notes what the server gives a new card that the client did not.
void give(json::object& card, json::object& told, std::string_view name, const std::string& value) {
    if (card.contains(name)) return;
    card[name] = value;
    told[name] = value;
}

class CardSetter final : public Setter {
public:
    explicit CardSetter(const SearchedCards& cards)
        : mail_(cards.mail), cache_(cards.cache), blobs_(cards.mail, MailboxBlobs::a_call) {}
    bool overtaken() const { return writer_.overtaken(); }

    const Properties& properties() const override { return contact_card_properties; }
    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(opened_, mail_.open(account.number, account.view));
        if (opened_.view) {
            JMAP_TRY(seen_, cards_of(opened_));
            state_ = seen_.kept_state;
            return text(seen_.state);
        }
        JMAP_TRY(state_, mailbox::item_state(opened_, mailbox::ItemType::contact));
        return text(state_);
    }
    Answer<void> begin(Context&, const Account&, const SetRequest&) override {
        writer_.begin(state_);
        JMAP_TRY(books_, books_of(opened_));
        return {};
    }

    Answer<json::object> create(Context& context, const Account& account, json::object card) override {
        json::object told;
        std::vector<std::string> absent;
        for (const auto& [name, value] : card) {
            if (value.is_null()) absent.emplace_back(text_of(name));
        }
        for (const auto& name : absent) card.erase(name);
        give(card, told, "@type", "Card");
        give(card, told, "version", "1.0");
        give(card, told, "uid", new_uid());
        give(card, told, "created", utc_date(context.now));
        give(card, told, "updated", utc_date(context.now));
        JMAP_CHECK(check(context, account, card));
        JMAP_CHECK(check_books(opened_, card));
        JMAP_CHECK(claim_uid(card, 0));
        JMAP_CHECK(claim_room(write_json(card).size()));
        writer_.create(card);
        made_.push_back(std::move(card));
        return told;
    }

    Answer<json::object> load(Context&, const Account&, const std::string& id,
                              const std::vector<std::string>&) override {
        auto number = number_in(card_letter, id);
        if (!number) return ErrorType::not_found;
        JMAP_TRY(auto found, some_cards(opened_, books_, {*number}));
        // Of an account that is seen in part these are all that are seen.
        const auto* card = found.find(*number);
        if (!card) return ErrorType::not_found;
        return card_object(*card);
    }

    Answer<json::value> update(Context& context, const Account& account, const std::string& id,
                               const Update& update) override {
        if (update.changed.empty()) return json::value(nullptr);
        auto card = update.wanted;
        json::object told;
        const auto number = *number_in(card_letter, id);
        card.erase("id");
        if (!update.changes("updated")) {
            card["updated"] = utc_date(context.now);
            told["updated"] = card["updated"];
        }
        JMAP_CHECK(check(context, account, card));
        JMAP_CHECK(check_rights(number, card));
        if (update.changes("uid")) {
            JMAP_CHECK(claim_uid(card, number));
        }
        if (auto size = write_json(card).size(); size > large) {
            JMAP_CHECK(claim_room(size));
        }
        tell_media(card, number, member(update.wanted, "media"), told);
        keep_hidden(number, card);
        writer_.update(number, card);
        return told.empty() ? json::value(nullptr) : json::value(std::move(told));
    }

    Answer<void> destroy(Context&, const Account&, const std::string& id) override {
        auto number = number_in(card_letter, id);
        if (!number) return ErrorType::not_found;
        if (opened_.view) return destroy_seen(*number);
        JMAP_TRY(auto found, mailbox::item(opened_, mailbox::ItemType::contact, *number));
        if (!found) return ErrorType::not_found;
        writer_.destroy(*number);
        return {};
    }

    Answer<void> finish(Context&, const Account&, const SetRequest&, SetAnswer& answer) override {
        if (writer_.empty()) return {};
        const auto asked = answer.created;
        JMAP_CHECK(write(answer));
        for (auto& [creation, object] : answer.created) {
            auto same = [&name = creation](const auto& entry) { return entry.first == name; };
            auto at = std::find_if(asked.begin(), asked.end(), same) - asked.begin();
            auto& card = made_.at(static_cast<std::size_t>(at));
            auto media = card.contains("media") ? card.at("media") : json::value(nullptr);
            tell_media(card, *number_in(card_letter, text_of(object.at("id").get_string())), &media, object);
        }
        return {};
    }

private:
    // Of somebody who sees part of the account: in every book that they see it in, and shall see it in, they may write.
    Answer<void> check_rights(std::int64_t number, const json::object& card) const {
        if (!opened_.view) return {};
        const auto* before = seen_.find(number);
        if (!before) return ErrorType::not_found;
        JMAP_CHECK(check_books(opened_, card));
        json::object was;
        put_books(was, before->books);
        return check_books(opened_, was);
    }

    // It stays in those that they do not see.
    void keep_hidden(std::int64_t number, json::object& card) const {
        const auto* before = opened_.view ? seen_.find(number) : nullptr;
        if (!before) return;
        for (auto id : before->hidden) card["addressBookIds"].as_object()[numbered(book_letter, id)] = true;
    }

    Answer<void> destroy_seen(std::int64_t number) {
        const auto* card = seen_.find(number);
        if (!card) return ErrorType::not_found;
        json::object was;
        put_books(was, card->books);
        JMAP_CHECK(check_books(opened_, was));
        if (card->hidden.empty()) {
            writer_.destroy(number);
            return {};
        }
        auto kept = card->kept;
        put_books(kept, card->hidden);
        writer_.update(number, kept);
        return {};
    }

    Answer<void> write(SetAnswer& answer) {
        if (!opened_.view) return writer_.write(opened_, answer);
        const auto old_state = text(seen_.state);
        JMAP_CHECK(writer_.write(opened_, answer));
        // What is written was written over what we read; who reads after us may read more.
        JMAP_TRY(const auto now, cards_of(opened_));
        const bool alone = text(now.kept_state) == answer.new_state;
        answer.old_state = old_state;
        answer.new_state = alone ? text(now.state) : old_state;
        return {};
    }

    Answer<void> check(Context& context, const Account& account, json::object& card) {
        OpenBlob open = [&](std::string_view id) { return blobs_.open(context.caller, account, id); };
        return check_card(card, books_, open);
    }

    // Section 3: no two cards of an account have the same uid.
    Answer<void> claim_uid(const json::object& card, std::int64_t own) {
        JMAP_CHECK(know_all());
        std::string uid(uid_of(card));
        auto other = all_->with_uid(uid);
        const bool taken = other && other->id != own;
        if (taken || !claimed_.insert(uid).second) {
            return invalid_properties({"uid"}, "another card has it");
        }
        return {};
    }

    Answer<void> claim_room(std::size_t octets) {
        JMAP_CHECK(know_all());
        added_ += octets;
        if (all_->octets + added_ > most_card_octets) return Error(ErrorType::over_quota, "contact cards");
        return {};
    }

    Answer<void> know_all() {
        if (!all_) {
            JMAP_TRY(all_, cache_.of(opened_));
        }
        return {};
    }

    // What a client sees of the media, where it is not what it sent.
    static void tell_media(const json::object& kept, std::int64_t id, const json::value* sent, json::object& told) {
        auto shown = kept;
        show_media(shown, id);
        auto media = member(shown, "media");
        if (media && (!sent || *media != *sent)) told["media"] = *media;
    }

    static constexpr std::size_t large = 16 * 1024;  // an update of less is not worth the counting

    mailbox::Accounts& mail_;
    CardCache& cache_;
    MailboxBlobs blobs_;
    mailbox::Account opened_;
    Books books_;
    State state_;  // of what is kept
    Cards seen_;   // of somebody who sees part of the account
    std::shared_ptr<const Cards> all_;
    std::size_t added_ = 0;  // octets
    std::set<std::string> claimed_;
    std::vector<json::object> made_;  // as they are kept, in the order of creates
    ItemWriter writer_{mailbox::ItemType::contact, card_letter};
};

}  // namespace

Answer<json::object> set_cards(const SearchedCards& cards, Context& context, json::object arguments) {
    return set_until_settled(arguments, [&](bool& overtaken) {
        CardSetter type(cards);
        auto answer = set(context, arguments, type);
        overtaken = type.overtaken();
        return answer;
    });
}

}  // namespace bailey::jmap
