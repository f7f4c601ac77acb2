// AddressBook/get and AddressBook/changes, RFC 9610 sections 2.1 and 2.2.
#include "api/jmap/standard/get.hpp"
#include "api/jmap/addressbook/books.hpp"
#include "api/jmap/item_set.hpp"

namespace bailey::jmap {
namespace {

class BookGetter final : public Getter {
public:
    explicit BookGetter(const BookRooms& rooms) : rooms_(rooms) {}
    const Properties& properties() const override { return address_book_properties; }
    Answer<void> begin(Context&, const Account& account, Wanted& wanted) override {
        JMAP_TRY(auto opened, rooms_.mail.open(account.number, account.view));
        JMAP_TRY(books_, books_of(opened));
        if (rooms_.shares && wanted.has("shareWith")) {
            JMAP_TRY(shared_, rooms_.shares->of(account, ObjectKind::address_book));
        }
        return {};
    }
    Answer<std::string> state(Context&, const Account&) override { return text(books_.state); }
    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t) override {
        std::vector<std::string> ids;
        for (const auto& book : books_.list) ids.push_back(numbered(book_letter, book.id));
        return ids;
    }
    Answer<std::vector<json::object>> load(Context&, const Account& account, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        for (const auto& id : ids) {
            auto number = number_in(book_letter, id);
            auto book = number ? books_.find(*number) : nullptr;
            if (book) found.push_back(book_object(account, *book, shared_));
        }
        return found;
    }

private:
    const BookRooms& rooms_;
    Books books_;
    ShareWith shared_;
};

class BookChanger final : public Changer {
public:
    explicit BookChanger(const BookRooms& rooms) : rooms_(rooms) {}
    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override {
        JMAP_TRY(auto opened, rooms_.mail.open(account.number, account.view));
        if (opened.view) {
            JMAP_TRY(const auto books, books_of(opened));
            return changed_seen(opened, mailbox::Views::Of::address_book, books.state, book_letter, since, most);
        }
        return changed_items(opened, mailbox::ItemType::address_book, book_letter, since, most);
    }

private:
    const BookRooms& rooms_;
};

}  // namespace

Answer<json::object> get_address_books(const BookRooms& rooms, Context& context, json::object arguments) {
    BookGetter type(rooms);
    return get(context, std::move(arguments), type);
}

Answer<json::object> address_book_changes(const BookRooms& rooms, Context& context, json::object arguments) {
    BookChanger type(rooms);
    return changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
