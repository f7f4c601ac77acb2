// Address books that are shared one by one: RFC 9610 section 2.
#include "api/jmap/sharing/sharing_fixture.hpp"

namespace bailey::jmap::testing {
namespace {

class SharedBooksTest : public SharingTest {
protected:
    void SetUp() override {
        SharingTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        open_book = book("Court");
        closed_book = book("Private");
    }
    std::string book(const std::string& name) {
        return made(call(ann, "AddressBook/set", ann, R"("create":{"x":{"name":")" + name + "\"}}"));
    }
    static std::string made(const json::object& response) {
        if (!response.contains("created") || !response.at("created").is_object())
            return refusal(response, "notCreated");
        return std::string(text_of(response.at("created").at("x").at("id").as_string()));
    }
    static std::string in(const std::string& book, const std::string& more = "") {
        return R"({"addressBookIds":{")" + book + R"(":true)" + (more.empty() ? "" : ",\"" + more + "\":true") +
               R"(},"name":{"full":"Cy Young"}})";
    }
    std::string card(AccountId person, const std::string& object) {
        return made(call(person, "ContactCard/set", ann, R"("create":{"x":)" + object + "}"));
    }
    std::string share_book(const std::string& book, std::string_view with) {
        return refusal(call(ann, "AddressBook/set", ann,
                            R"("update":{")" + book + R"(":{"shareWith":)" + std::string(with) + "}}"),
                       "notUpdated");
    }
    std::string set(AccountId person, const std::string& id, const std::string& patch) {
        return refusal(call(person, "ContactCard/set", ann, R"("update":{)" + quoted(id) + ":" + patch + "}"),
                       "notUpdated");
    }
    std::string destroy(AccountId person, const std::string& id) {
        return refusal(call(person, "ContactCard/set", ann, R"("destroy":[)" + quoted(id) + "]"), "notDestroyed");
    }
    std::string books_of_card(AccountId person, const std::string& id) {
        const auto got = call(person, "ContactCard/get", ann, R"("ids":[)" + quoted(id) + "]");
        if (got.at("list").as_array().empty()) return "";
        return write_json(got.at("list").as_array().at(0).at("addressBookIds"));
    }
    static constexpr std::string_view book_reads = R"({"mayRead":true})",
                                      book_writes = R"({"mayRead":true,"mayWrite":true})";

    std::string open_book, closed_book;
};
BAILEY_ON_BOTH_ENGINES(SharedBooksTest);

TEST_P(SharedBooksTest, OnlyTheSharedBookAndItsCardsAreThere) {
    const auto shown = card(ann, in(open_book)), hidden = card(ann, in(closed_book)),
               both = card(ann, in(open_book, closed_book));
    EXPECT_EQ(share_book(open_book, with(ben, book_reads)), "");
    const auto it = session(ben);
    const auto& offered = it.at("accounts").at(account_id(ann)).at("accountCapabilities").as_object();
    EXPECT_TRUE(offered.contains("urn:ietf:params:jmap:contacts"));
    EXPECT_FALSE(offered.contains("urn:ietf:params:jmap:mail"));
    const auto books = call(ben, "AddressBook/get", ann, R"("ids":null)").at("list").as_array();
    ASSERT_EQ(books.size(), 1u);
    EXPECT_EQ(books.at(0).at("name"), json::value("Court"));
    EXPECT_EQ(books.at(0).at("shareWith"), json::value(nullptr));
    EXPECT_EQ(write_json(books.at(0).at("myRights")),
              R"({"mayRead":true,"mayWrite":false,"mayShare":false,"mayDelete":false})");
    EXPECT_EQ(call(ben, "ContactCard/get", ann, R"("ids":null)").at("list").as_array().size(), 2u);
    EXPECT_EQ(books_of_card(ben, hidden), "");
    EXPECT_EQ(books_of_card(ben, both), "{\"" + open_book + "\":true}");
    EXPECT_EQ(call(ben, "ContactCard/query", ann).at("ids").as_array().size(), 2u);
    const auto found = call(ben, "ContactCard/query", ann, R"("filter":{"inAddressBook":")" + closed_book + "\"}");
    EXPECT_TRUE(found.at("ids").as_array().empty());
    EXPECT_EQ(error_of(ben, "Mailbox/get", ann, R"("ids":null)"), "accountNotSupportedByMethod");
    EXPECT_EQ(error_of(cy, "AddressBook/get", ann, R"("ids":null)"), "accountNotFound");
    EXPECT_NE(shown, hidden);
}

TEST_P(SharedBooksTest, Section2ShareWithIsAMapOfRights) {
    EXPECT_EQ(share_book(open_book, with(ben, book_writes)), "");
    const auto got = call(ann, "AddressBook/get", ann, R"("ids":[)" + quoted(open_book) + "]").at("list").as_array();
    EXPECT_EQ(write_json(got.at(0).at("shareWith").at(principal_id(ben))),
              R"({"mayRead":true,"mayWrite":true,"mayShare":false,"mayDelete":false})");
    EXPECT_EQ(got.at(0).at("myRights").at("mayShare"), json::value(true));
    EXPECT_EQ(share_book(open_book, with(ann, book_reads)), "invalidProperties");
    EXPECT_EQ(share_book(open_book, with(AccountId{999}, book_reads)), "invalidProperties");
    EXPECT_EQ(share_book(open_book, with(ben, R"({"mayRead":true,"mayDelete":true})")), "invalidProperties");
    EXPECT_EQ(share_book(open_book, with(ben, R"({"mayWrite":true})")), "invalidProperties");
    const auto told = call(ben, "ShareNotification/get", ben, R"("ids":null)").at("list").as_array();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told.at(0).at("objectType"), json::value("AddressBook"));
    EXPECT_EQ(told.at(0).at("objectId"), json::value(open_book));
    EXPECT_EQ(told.at(0).at("name"), json::value("Court"));
    EXPECT_EQ(made(call(ann, "AddressBook/set", ann,
                        R"("create":{"x":{"name":"New","shareWith":)" + with(cy, book_reads) + "}}"))
                  .front(),
              'b');
    EXPECT_EQ(call(cy, "AddressBook/get", ann, R"("ids":null)").at("list").as_array().size(), 1u);
}

TEST_P(SharedBooksTest, AReaderWritesNothing) {
    const auto id = card(ann, in(open_book));
    const auto second = book("Notes");
    ASSERT_EQ(share_book(open_book, with(ben, book_reads)), "");
    EXPECT_EQ(error_of(ben, "ContactCard/set", ann, R"("destroy":[)" + quoted(id) + "]"), "accountReadOnly");
    // Also where they write in another.
    ASSERT_EQ(share_book(second, with(ben, book_writes)), "");
    EXPECT_EQ(destroy(ben, id), "forbidden");
    EXPECT_EQ(set(ben, id, R"({"notes":null,"keywords":{"x":true}})"), "forbidden");
    EXPECT_EQ(set(ben, id, R"({"addressBookIds":{")" + second + R"(":true}})"), "forbidden");
    EXPECT_EQ(set(ben, id, R"({"addressBookIds/)" + second + R"(":true})"), "forbidden");
    EXPECT_EQ(card(ben, in(open_book)), "forbidden");
    EXPECT_EQ(card(ben, in(closed_book)), "invalidProperties");
    EXPECT_EQ(card(ben, in("b999")), "invalidProperties");
    EXPECT_EQ(card(ben, in(second)).front(), 'c');
    const auto books = [&](const std::string& inside, std::string_view list) {
        return refusal(call(ben, "AddressBook/set", ann, inside), list);
    };
    EXPECT_EQ(books(R"("create":{"x":{"name":"Mine"}})", "notCreated"), "forbidden");
    EXPECT_EQ(books(R"("update":{")" + second + R"(":{"name":"Mine"}})", "notUpdated"), "forbidden");
    EXPECT_EQ(books(R"("update":{")" + second + R"(":{"shareWith":)" + with(cy, book_reads) + "}}", "notUpdated"),
              "forbidden");
    EXPECT_EQ(books(R"("destroy":[")" + second + "\"]", "notDestroyed"), "forbidden");
    EXPECT_EQ(books(R"("destroy":[")" + closed_book + "\"]", "notDestroyed"), "notFound");
}

TEST_P(SharedBooksTest, AWriterChangesWhatIsThereAndNothingElse) {
    const auto both = card(ann, in(open_book, closed_book)), hidden = card(ann, in(closed_book));
    ASSERT_EQ(share_book(open_book, with(ben, book_writes)), "");
    EXPECT_EQ(set(ben, both, R"({"keywords":{"court":true}})"), "");
    EXPECT_EQ(set(ben, hidden, R"({"keywords":{"court":true}})"), "notFound");
    const auto second = card(ann, in(open_book));
    EXPECT_EQ(set(ben, second, R"({"keywords":{"list":true}})"), "");
    EXPECT_EQ(books_of_card(ann, second), "{\"" + open_book + "\":true}") << "it is this one that changed";
    EXPECT_EQ(destroy(ben, hidden), "notFound");
    const auto everything = "{\"" + open_book + "\":true,\"" + closed_book + "\":true}";
    EXPECT_EQ(books_of_card(ann, both), everything) << "it stays in the book that they do not see";
    EXPECT_EQ(destroy(ben, both), "");
    EXPECT_EQ(books_of_card(ben, both), "");
    EXPECT_EQ(books_of_card(ann, both), "{\"" + closed_book + "\":true}");
    const auto own = card(ben, in(open_book));
    EXPECT_EQ(destroy(ben, own), "");
    EXPECT_EQ(books_of_card(ann, own), "");
}

TEST_P(SharedBooksTest, AUidThatIsNotSeenIsNotTold) {
    const auto with_uid = [&](const std::string& book) {
        return R"({"addressBookIds":{")" + book + R"(":true},"uid":"urn:uuid:1","name":{"full":"Cy"}})";
    };
    ASSERT_EQ(card(ann, with_uid(closed_book)).front(), 'c');
    ASSERT_EQ(share_book(open_book, with(ben, book_writes)), "");
    EXPECT_EQ(card(ben, with_uid(open_book)).front(), 'c');
    EXPECT_EQ(card(ben, with_uid(open_book)), "invalidProperties") << "one that they see";
}

TEST_P(SharedBooksTest, ChangesTellOfWhatIsSeen) {
    const auto shown = card(ann, in(open_book));
    ASSERT_EQ(share_book(open_book, with(ben, book_reads)), "");
    const auto cards = state(ben, "ContactCard", ann), books = state(ben, "AddressBook", ann);
    const auto hidden = card(ann, in(closed_book));
    EXPECT_EQ(state(ben, "ContactCard", ann), cards);
    const auto comes = card(ann, in(open_book));
    ASSERT_EQ(set(ann, shown, R"({"addressBookIds":{")" + closed_book + R"(":true}})"), "");
    const auto changes = call(ben, "ContactCard/changes", ann, R"("sinceState":)" + quoted(cards));
    EXPECT_EQ(write_json(changes.at("created")), "[" + quoted(comes) + "]");
    EXPECT_EQ(write_json(changes.at("destroyed")), "[" + quoted(shown) + "]");
    EXPECT_EQ(write_json(changes).find(hidden), std::string::npos);
    EXPECT_EQ(error_of(ben, "ContactCard/changes", ann, R"("sinceState":"0")"), "cannotCalculateChanges");
    EXPECT_EQ(error_of(ben, "AddressBook/changes", ann, R"("sinceState":)" + quoted(state(ann, "AddressBook", ann))),
              "cannotCalculateChanges");
    ASSERT_EQ(share_book(closed_book, with(ben, book_reads)), "");
    ASSERT_EQ(share_book(open_book, "null"), "");
    const auto which = call(ben, "AddressBook/changes", ann, R"("sinceState":)" + quoted(books));
    EXPECT_EQ(write_json(which.at("created")), "[" + quoted(closed_book) + "]");
    EXPECT_EQ(write_json(which.at("destroyed")), "[" + quoted(open_book) + "]");
}

TEST_P(SharedBooksTest, CardsAreCopiedOutOnlyWhereTheyAreSeen) {
    const auto shown = card(ann, in(open_book)), hidden = card(ann, in(closed_book));
    ASSERT_EQ(share_book(open_book, with(ben, book_reads)), "");
    const std::string own(
        text_of(call(ben, "AddressBook/get", ben, R"("ids":null)").at("list").as_array().at(0).at("id").as_string()));
    const auto copy = [&](const std::string& id) {
        return refusal(call(ben, "ContactCard/copy", ben,
                            R"("fromAccountId":")" + account_id(ann) + R"(","create":{"x":{"id":)" + quoted(id) +
                                R"(,"addressBookIds":{")" + own + R"(":true}}})"),
                       "notCreated");
    };
    EXPECT_EQ(copy(shown), "");
    EXPECT_EQ(copy(hidden), "notFound");
}

}  // namespace
}  // namespace bailey::jmap::testing
