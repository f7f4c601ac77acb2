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
    const bool writes = !account.read_only;
    return {{"mayRead", true}, {"mayWrite", writes}, {"mayShare", false}, {"mayDelete", writes && !book.is_default}};
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

Answer<Books> books_of(const mailbox::Account& account) {
    JMAP_TRY(auto items, mailbox::items(account, type));
    if (items.list.empty()) {
        JMAP_CHECK(make_first(account));
        JMAP_TRY(items, mailbox::items(account, type));
    }
    Books books;
    books.state = items.state;
    for (const auto& item : items.list) {
        auto value = parse_json(item.json);
        if (!value || !value->is_object()) return Error(Errc::corrupt);
        Book book{item.id, std::move(value->get_object()), false};
        auto is_default = member(book.kept, "isDefault");
        book.is_default = is_default && is_default->is_bool() && is_default->get_bool();
        books.list.push_back(std::move(book));
    }
    return books;
}

json::object book_object(const Account& account, const Book& book) {
    return {{"id", numbered(book_letter, book.id)},
            {"name", book.kept.at("name")},
            {"description", book.kept.at("description")},
            {"sortOrder", book.kept.at("sortOrder")},
            {"isDefault", book.is_default},
            {"isSubscribed", book.kept.at("isSubscribed")},
            {"shareWith", nullptr},
            {"myRights", rights_in(account, book)}};
}

}  // namespace bailey::jmap
