#include "api/jmap/addressbook/books.hpp"

#include <algorithm>

#include "api/jmap/item_set.hpp"

namespace bailey::jmap {
namespace {

constexpr auto type = mailbox::ItemType::address_book;

// Section 2: one address book is the default. Two first looks at once make one: the number can be given only once.
Answer<void> make_first(const mailbox::Account& account) {
    json::object book{
        {"name", "Contacts"}, {"description", nullptr}, {"sortOrder", 0}, {"isSubscribed", true}, {"isDefault", true}};
    mailbox::ItemSet set;
    set.create.push_back({write_json(book), 1});
    JMAP_CHECK(mailbox::set_items(account, type, set));
    return {};
}

json::object rights_in(const Account& account, const Book& book) {
    if (account.view) return rights_json(ObjectKind::address_book, account.view->book(book.id));
    const bool writes = !account.read_only;
    return {{"mayRead", true},
            {"mayWrite", writes},
            {"mayShare", writes && account.may_share},
            {"mayDelete", writes && !book.is_default}};
}

}  // namespace

const Properties address_book_properties{
    {"id", Shape::id, is::server_set | is::immutable}, {"name", Shape::string},
    {"description", Shape::string, is::nullable},      {"sortOrder", Shape::unsigned_integer, 0, "0"},
    {"isDefault", Shape::boolean, is::server_set},     {"isSubscribed", Shape::boolean, 0, "true"},
    {"shareWith", Shape::object, is::nullable},        {"myRights", Shape::object, is::server_set},
};

const Book* Books::find(std::int64_t id) const {
    auto at = std::find_if(list.begin(), list.end(), [&](const Book& book) { return book.id == id; });
    return at == list.end() ? nullptr : &*at;
}

const Book* Books::default_book() const {
    auto at = std::find_if(list.begin(), list.end(), [](const Book& book) { return book.is_default; });
    return at == list.end() ? nullptr : &*at;
}

bool Books::is_there(std::int64_t id) const {
    return find(id) || std::ranges::find(hidden, id, &Book::id) != hidden.end();
}

const Book* Books::usual() const {
    if (const auto* seen = default_book()) return seen;
    auto at = std::ranges::find_if(hidden, &Book::is_default);
    return at == hidden.end() ? nullptr : &*at;
}

namespace {

std::uint64_t look_of(std::string_view text) {
    std::uint64_t look = text.size();
    for (char c : text) look = mailbox::Trail::mix(look, static_cast<unsigned char>(c));
    return look;
}

// Leaves those that are seen.
void hide(const mailbox::Account& account, Books& books) {
    std::vector<Book> seen;
    std::vector<mailbox::Trail::Thing> things;
    for (auto& book : books.list) {
        const auto rights = account.view->book(book.id);
        if (rights == 0) {
            books.hidden.push_back(std::move(book));
            continue;
        }
        things.push_back({book.id, mailbox::Trail::mix(look_of(write_json(book.kept)), rights), 0});
        seen.push_back(std::move(book));
    }
    books.list = std::move(seen);
    books.state = account.home->views().follow(account, mailbox::Views::Of::address_book, std::move(things));
}

}  // namespace

Answer<Books> books_of(const mailbox::Account& account) {
    JMAP_TRY(auto items, mailbox::items(account, type));
    if (items.list.empty()) {
        JMAP_CHECK(make_first(account));
        JMAP_TRY(items, mailbox::items(account, type));
    }
    Books books;
    books.state = books.kept_state = items.state;
    for (const auto& item : items.list) {
        auto value = parse_json(item.json);
        if (!value || !value->is_object()) return Error(Errc::corrupt);
        Book book{item.id, std::move(value->get_object()), false};
        auto is_default = member(book.kept, "isDefault");
        book.is_default = is_default && is_default->is_bool() && is_default->get_bool();
        books.list.push_back(std::move(book));
    }
    if (account.view) hide(account, books);
    return books;
}

bool writes_in(const mailbox::Account& account, std::int64_t book) {
    return !account.view || (account.view->book(book) & book_right::write) != 0;
}

Answer<Changed> changed_seen(const mailbox::Account& account, mailbox::Views::Of of, State now, char letter,
                             const std::string& since, std::size_t most) {
    const auto from = state_from(since);
    if (!from) return ErrorType::cannot_calculate_changes;
    return changed_of(account.home->views().changes(account, of, *from, now, most), letter);
}

json::object book_object(const Account& account, const Book& book, const ShareWith& shared) {
    return {{"id", numbered(book_letter, book.id)},
            {"name", book.kept.at("name")},
            {"description", book.kept.at("description")},
            {"sortOrder", book.kept.at("sortOrder")},
            {"isDefault", book.is_default},
            {"isSubscribed", book.kept.at("isSubscribed")},
            {"shareWith", share_with(shared, book.id)},
            {"myRights", rights_in(account, book)}};
}

}  // namespace bailey::jmap
