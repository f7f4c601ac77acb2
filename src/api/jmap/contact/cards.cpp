#include "api/jmap/contact/cards.hpp"

#include <algorithm>

#include "api/jmap/contact/media.hpp"
#include "api/jmap/item_set.hpp"

namespace bailey::jmap {
namespace {

constexpr auto type = mailbox::ItemType::contact;
constexpr std::size_t few = 16;

std::set<std::int64_t> books_in(const json::object& kept, const Books& books) {
    std::set<std::int64_t> found;
    auto ids = member(kept, "addressBookIds");
    if (ids && ids->is_object()) {
        for (const auto& [id, is] : ids->get_object()) {
            auto number = number_in(book_letter, text_of(id));
            if (number && books.is_there(*number)) found.insert(*number);
        }
    }
    // Section 3: a card belongs to at least one at all times.
    if (auto usual = books.usual(); found.empty() && usual) found.insert(usual->id);
    return found;
}

Answer<Card> card_from(const mailbox::Item& item, const Books& books) {
    auto value = parse_json(item.json);
    if (!value || !value->is_object()) return Error(Errc::corrupt);
    Card card{item.id, std::move(value->get_object()), {}};
    for (auto id : books_in(card.kept, books)) (books.find(id) ? card.books : card.hidden).insert(id);
    return card;
}

// As somebody sees it who does not see everything.
mailbox::Trail::Thing thing_of(const mailbox::Item& item, const Card& card) {
    // What is kept also names books that are not seen, so that a change among those looks like one of the card.
    auto shown = card.kept;
    put_books(shown, card.books);
    std::uint64_t look = 0;
    for (char c : write_json(shown)) look = mailbox::Trail::mix(look, static_cast<unsigned char>(c));
    return {item.id, look, 0};
}

}  // namespace

// The Card's insides are checked by protocol/jscontact.
const Properties contact_card_properties(
    {
        {"id", Shape::id, is::server_set | is::immutable},
        {"addressBookIds", Shape::id_set, is::reference},
        {"@type", Shape::string, is::optional},
        {"version", Shape::string, is::optional},
        {"created", Shape::string, is::optional},
        {"kind", Shape::string, is::optional},
        {"language", Shape::string, is::optional},
        {"members", Shape::object, is::optional},
        {"prodId", Shape::string, is::optional},
        {"relatedTo", Shape::object, is::optional},
        {"uid", Shape::string, is::optional},
        {"updated", Shape::string, is::optional},
        {"name", Shape::object, is::optional},
        {"nicknames", Shape::object, is::optional},
        {"organizations", Shape::object, is::optional},
        {"speakToAs", Shape::object, is::optional},
        {"titles", Shape::object, is::optional},
        {"emails", Shape::object, is::optional},
        {"onlineServices", Shape::object, is::optional},
        {"phones", Shape::object, is::optional},
        {"preferredLanguages", Shape::object, is::optional},
        {"calendars", Shape::object, is::optional},
        {"schedulingAddresses", Shape::object, is::optional},
        {"addresses", Shape::object, is::optional},
        {"cryptoKeys", Shape::object, is::optional},
        {"directories", Shape::object, is::optional},
        {"links", Shape::object, is::optional},
        {"media", Shape::object, is::optional},
        {"localizations", Shape::object, is::optional},
        {"anniversaries", Shape::object, is::optional},
        {"keywords", Shape::object, is::optional},
        {"notes", Shape::object, is::optional},
        {"personalInfo", Shape::object, is::optional},
    },
    Beyond::kept);

const Card* Cards::find(std::int64_t id) const {
    auto at = std::lower_bound(list.begin(), list.end(), id, [](const Card& c, std::int64_t n) { return c.id < n; });
    return at == list.end() || at->id != id ? nullptr : &*at;
}

const Card* Cards::with_uid(std::string_view uid) const {
    auto at = std::find_if(list.begin(), list.end(), [&](const Card& card) { return uid_of(card.kept) == uid; });
    return at == list.end() ? nullptr : &*at;
}

Answer<Cards> cards_of(const mailbox::Account& account) {
    JMAP_TRY(auto books, books_of(account));
    return cards_of(account, books);
}

Answer<Cards> cards_of(const mailbox::Account& account, const Books& books) {
    JMAP_TRY(auto items, mailbox::items(account, type));
    Cards cards;
    cards.state = cards.kept_state = items.state;
    cards.list.reserve(items.list.size());
    std::vector<mailbox::Trail::Thing> things;
    for (const auto& item : items.list) {
        JMAP_TRY(auto card, card_from(item, books));
        cards.octets += item.json.size();
        if (card.books.empty() && account.view) continue;
        if (account.view) things.push_back(thing_of(item, card));
        cards.list.push_back(std::move(card));
    }
    if (account.view) {
        cards.state = account.home->views().follow(account, mailbox::Views::Of::contact, std::move(things));
    }
    return cards;
}

Answer<Cards> some_cards(const mailbox::Account& account, const Books& books, const std::vector<std::int64_t>& ids) {
    if (ids.size() > few || account.view) return cards_of(account, books);
    Cards cards;
    JMAP_TRY(cards.state, mailbox::item_state(account, type));
    cards.kept_state = cards.state;
    for (auto id : ids) {
        JMAP_TRY(auto item, mailbox::item(account, type, id));
        if (!item) continue;
        JMAP_TRY(auto card, card_from(*item, books));
        cards.list.push_back(std::move(card));
    }
    std::sort(cards.list.begin(), cards.list.end(), [](const Card& a, const Card& b) { return a.id < b.id; });
    return cards;
}

Answer<bool> sees_card(const mailbox::Account& account, std::int64_t card) {
    JMAP_TRY(const auto cards, cards_of(account));
    return cards.find(card) != nullptr;
}

void put_books(json::object& kept, const std::set<std::int64_t>& books) {
    json::object ids;
    for (auto id : books) ids[numbered(book_letter, id)] = true;
    kept["addressBookIds"] = std::move(ids);
}

std::string_view uid_of(const json::object& card) {
    auto uid = member(card, "uid");
    return uid && uid->is_string() ? text_of(uid->get_string()) : std::string_view();
}

json::object card_object(const Card& card) {
    auto object = card.kept;
    object["id"] = numbered(card_letter, card.id);
    put_books(object, card.books);
    show_media(object, card.id);
    return object;
}

}  // namespace bailey::jmap
