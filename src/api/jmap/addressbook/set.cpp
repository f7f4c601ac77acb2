// AddressBook/set, RFC 9610 section 2.3.
#include <algorithm>

#include "api/jmap/addressbook/books.hpp"
#include "api/jmap/contact/cards.hpp"
#include "api/jmap/item_set.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

constexpr std::size_t longest_name = 255;                    // octets (section 2)
constexpr std::int64_t sort_orders = std::int64_t{1} << 31;  // section 2

Answer<void> check(const json::object& book) {
    std::vector<std::string> wrong;
    auto name = text_of(book.at("name").get_string());
    if (name.empty() || name.size() > longest_name) wrong.emplace_back("name");
    if (*unsigned_int_from(book.at("sortOrder")) >= sort_orders) wrong.emplace_back("sortOrder");
    if (!wrong.empty()) return invalid_properties(wrong);
    return {};
}

json::object kept_of(const json::object& book, bool is_default) {
    json::object kept;
    for (auto name : {"name", "description", "sortOrder", "isSubscribed"}) kept[name] = book.at(name);
    kept["isDefault"] = is_default;
    return kept;
}

class BookSetter final : public Setter {
public:
    explicit BookSetter(const BookRooms& rooms) : rooms_(rooms) {}
    bool overtaken() const { return writer_.overtaken(); }

    const Properties& properties() const override { return address_book_properties; }
    Answer<void> arguments(Context&, Arguments& arguments) override {
        JMAP_TRY(remove_contents_, arguments.boolean("onDestroyRemoveContents", false));
        // A string: it may be a creation id.
        JMAP_TRY(new_default_, arguments.string_or_null("onSuccessSetIsDefault"));
        return {};
    }
    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(opened_, rooms_.mail.open(account.number, account.view));
        JMAP_TRY(books_, books_of(opened_));
        if (rooms_.shares) {
            JMAP_TRY(shared_, rooms_.shares->of(account, ObjectKind::address_book));
        }
        return text(books_.state);
    }
    Answer<void> begin(Context&, const Account&, const SetRequest& request) override {
        writer_.begin(books_.kept_state);
        if (request.destroy.empty() || opened_.view) return {};
        JMAP_TRY(cards_, cards_of(opened_));
        return {};
    }

    Answer<json::object> create(Context& context, const Account& account, json::object object) override {
        JMAP_CHECK(check_owner());
        JMAP_CHECK(check(object));
        JMAP_TRY(auto people, people_from(context, account, object.at("shareWith"), nullptr));
        Book book{0, kept_of(object, false), false};
        if (!people.empty()) sharing_new_.push_back({made_, name_of(book.kept), std::move(people)});
        ++made_;
        writer_.create(book.kept);
        auto made = book_object(account, book, shared_);
        return json::object{{"isDefault", false}, {"myRights", made.at("myRights")}};
    }
    Answer<json::object> load(Context&, const Account& account, const std::string& id,
                              const std::vector<std::string>&) override {
        auto book = find(id);
        if (!book) return ErrorType::not_found;
        return book_object(account, *book, shared_);
    }
    Answer<json::value> update(Context& context, const Account& account, const std::string& id,
                               const Update& update) override {
        if (!update.changed.empty()) {
            JMAP_CHECK(check_owner());
        }
        JMAP_CHECK(check(update.wanted));
        auto book = find(id);
        if (update.changes("shareWith")) {
            JMAP_TRY(auto people,
                     people_from(context, account, update.wanted.at("shareWith"), update.current.at("shareWith")));
            sharing_.push_back({book->id, name_of(update.wanted), std::move(people)});
        }
        if (!update.changed.empty()) writer_.update(book->id, kept_of(update.wanted, book->is_default));
        return json::value(nullptr);
    }
    Answer<void> destroy(Context&, const Account&, const std::string& id) override {
        auto book = find(id);
        if (!book) return ErrorType::not_found;
        JMAP_CHECK(check_owner());
        if (book->is_default) return Error(ErrorType::forbidden, "it is the default");
        auto in_it = [&](const Card& card) { return card.books.contains(book->id); };
        const bool has_contents = std::any_of(cards_.list.begin(), cards_.list.end(), in_it);
        if (has_contents && !remove_contents_) return ErrorType::address_book_has_contents;
        destroyed_.push_back(book->id);
        writer_.destroy(book->id);
        return {};
    }

    Answer<void> finish(Context& context, const Account& account, const SetRequest&, SetAnswer& answer) override {
        if (opened_.view) return {};
        if (!writer_.empty()) {
            const auto asked = answer.created;
            JMAP_CHECK(writer_.write(opened_, answer));
            share(context, account, asked, answer);
            JMAP_CHECK(remove_contents());
        }
        const bool all_good = answer.not_created.empty() && answer.not_updated.empty() && answer.not_destroyed.empty();
        if (new_default_ && all_good) {
            JMAP_CHECK(set_default(account, answer));
        }
        return {};
    }

private:
    // The address books of an account are its owner's, whoever may write in some of them.
    Answer<void> check_owner() const {
        if (opened_.view) return Error(ErrorType::forbidden, "it is somebody else's");
        return {};
    }
    static std::string name_of(const json::object& book) { return std::string(text_of(book.at("name").get_string())); }
    Answer<Shares::People> people_from(const Context& context, const Account& account, const json::value& wanted,
                                       const json::value& before) const {
        if (wanted.is_null() && before.is_null()) return Shares::People();
        if (!rooms_.shares) return Error(ErrorType::forbidden, "address books are not shared one by one");
        return rooms_.shares->read(context, account, ObjectKind::address_book, wanted, before);
    }

    // After the books, which are in another database: what cannot be shared then is not, and it is said. `asked`: what
    // was to be created.
    void share(const Context& context, const Account& account,
               const std::vector<std::pair<std::string, json::object>>& asked, SetAnswer& answer) const {
        const auto object = [&](std::int64_t id, const std::string& name) {
            return sharing::ObjectSharing::Object{account.number, ObjectKind::address_book, id, name};
        };
        for (const auto& [n, name, people] : sharing_new_) {
            const auto& creation = asked.at(static_cast<std::size_t>(n)).first;
            for (auto& [made, told] : answer.created) {
                if (made != creation) continue;
                const auto id = number_in(book_letter, text_of(told.at("id").get_string()));
                if (!rooms_.shares->write(context, object(*id, name), people)) told["shareWith"] = nullptr;
            }
        }
        for (const auto& [number, name, people] : sharing_) {
            const auto id = numbered(book_letter, number);
            const auto at = std::ranges::find(answer.updated, id, [](const auto& entry) { return entry.first; });
            if (at == answer.updated.end()) continue;
            auto shared = rooms_.shares->write(context, object(number, name), people);
            if (shared) continue;
            answer.updated.erase(at);
            answer.not_updated.emplace_back(id, std::move(shared).error());
        }
        for (auto number : destroyed_) {
            // Where this fails nobody sees more for it: there is no such book, and never will be again.
            if (shared_.contains(number)) {
                (void)rooms_.shares->write(context, object(number, name_of(books_.find(number)->kept)), {});
            }
        }
    }

    const Book* find(const std::string& id) const {
        auto number = number_in(book_letter, id);
        return number ? books_.find(*number) : nullptr;
    }

    // After the books: a card that names one which is gone is in those that are left (contact/cards.hpp), so that a
    // crash in between leaves nothing that cannot be read.
    Answer<void> remove_contents() {
        mailbox::ItemSet set;
        for (auto& card : cards_.list) {
            auto left = card.books;
            for (auto id : destroyed_) left.erase(id);
            if (left.size() == card.books.size()) continue;
            if (left.empty()) {
                set.destroy.push_back(card.id);
            } else {
                put_books(card.kept, left);
                set.update.push_back({card.id, write_json(card.kept)});
            }
        }
        if (set.update.empty() && set.destroy.empty()) return {};
        JMAP_CHECK(mailbox::set_items(opened_, mailbox::ItemType::contact, set));
        return {};
    }

    // "If the id is not found ... it MUST be ignored": so is one that is the default already.
    Answer<void> set_default(const Account& account, SetAnswer& answer) {
        auto id = *new_default_;
        if (id.starts_with('#')) {
            auto made = [&](auto& created) { return "#" + created.first == id; };
            auto at = std::find_if(answer.created.begin(), answer.created.end(), made);
            if (at == answer.created.end()) return {};
            id = text_of(at->second.at("id").get_string());
        }
        JMAP_TRY(books_, books_of(opened_));
        auto next = find(id);
        if (!next || next->is_default) return {};
        mailbox::ItemSet set;
        set.if_in_state = books_.state;
        for (auto book : {books_.default_book(), next}) {
            if (book) set.update.push_back({book->id, write_json(kept_of(book->kept, book == next))});
        }
        auto done = mailbox::set_items(opened_, mailbox::ItemType::address_book, set);
        if (!done) return {};  // somebody else changed them meanwhile
        answer.new_state = text(done->new_state);
        if (answer.old_state.empty()) answer.old_state = text(done->old_state);
        for (const auto& changed : set.update) {
            tell(account, answer, numbered(book_letter, changed.id), changed.id == next->id);
        }
        return {};
    }

    // Any changed objects are reported in "created" or "updated", with the value that the server set.
    static void tell(const Account& account, SetAnswer& answer, const std::string& id, bool is_default) {
        for (auto& [creation, object] : answer.created) {
            if (object.at("id") != json::value(id)) continue;
            object["isDefault"] = is_default;
            object["myRights"].as_object()["mayDelete"] = !is_default;
            return;
        }
        auto at = std::find_if(answer.updated.begin(), answer.updated.end(), [&](auto& u) { return u.first == id; });
        if (at == answer.updated.end()) at = answer.updated.emplace(at, id, nullptr);
        if (!at->second.is_object()) at->second = json::object{};
        at->second.get_object()["isDefault"] = is_default;
        at->second.get_object()["myRights"] = json::object{
            {"mayRead", true}, {"mayWrite", true}, {"mayShare", account.may_share}, {"mayDelete", !is_default}};
    }

    const BookRooms& rooms_;
    mailbox::Account opened_;
    Books books_;
    Cards cards_;
    ItemWriter writer_{mailbox::ItemType::address_book, book_letter};
    std::vector<std::int64_t> destroyed_;
    struct Sharing {
        std::int64_t book;  // its id; of new ones, which of them
        std::string name;
        Shares::People people;
    };
    std::vector<Sharing> sharing_, sharing_new_;
    std::int64_t made_ = 0;  // so far
    ShareWith shared_;       // before
    bool remove_contents_ = false;
    std::optional<std::string> new_default_;
};

}  // namespace

Answer<json::object> set_address_books(const BookRooms& rooms, Context& context, json::object arguments) {
    return set_until_settled(arguments, [&](bool& overtaken) {
        BookSetter type(rooms);
        auto answer = set(context, arguments, type);
        overtaken = type.overtaken();
        return answer;
    });
}

}  // namespace bailey::jmap
