// AddressBook/get and AddressBook/changes, RFC 9610 sections 2.1 and 2.2.
#include "api/jmap/standard/get.hpp"
#include "api/jmap/addressbook/books.hpp"
#include "api/jmap/item_set.hpp"

namespace bailey::jmap {
namespace {

class BookGetter final : public Getter {
public:
    explicit BookGetter(mailbox::Accounts& mail) : mail_(mail) {}
    const Properties& properties() const override { return address_book_properties; }
    Answer<void> begin(Context&, const Account& account, Wanted&) override {
        JMAP_TRY(auto opened, mail_.open(account.number));
        JMAP_TRY(books_, books_of(opened));
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
            if (book) found.push_back(book_object(account, *book));
        }
        return found;
    }

private:
    mailbox::Accounts& mail_;
    Books books_;
};

class BookChanger final : public Changer {
public:
    explicit BookChanger(mailbox::Accounts& mail) : mail_(mail) {}
    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override {
        JMAP_TRY(auto opened, mail_.open(account.number));
        return changed_items(opened, mailbox::ItemType::address_book, book_letter, since, most);
    }

private:
    mailbox::Accounts& mail_;
};

}  // namespace

Answer<json::object> get_address_books(mailbox::Accounts& mail, Context& context, json::object arguments) {
    BookGetter type(mail);
    return get(context, std::move(arguments), type);
}

Answer<json::object> address_book_changes(mailbox::Accounts& mail, Context& context, json::object arguments) {
    BookChanger type(mail);
    return changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
