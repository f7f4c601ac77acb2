// AddressBook, RFC 9610 section 2.
#include "api/jmap/testing/contacts.hpp"

namespace bailey::jmap {
namespace {

class AddressBookTest : public testing::ContactsTest {};
BAILEY_ON_BOTH_ENGINES(AddressBookTest);

TEST_P(AddressBookTest, Section141TheCapabilitySaysWhatIsAllowed) {
    auto session = api->session(caller, Origin{"https://mail.example"}).value();
    constexpr auto uri = "urn:ietf:params:jmap:contacts";
    EXPECT_EQ(write_json(session.at("capabilities").at(uri)), "{}");
    auto of = [&](AccountId account) {
        return session.at("accounts").at(account_id(account)).at("accountCapabilities");
    };
    EXPECT_EQ(write_json(of(ann).at(uri)), R"({"maxAddressBooksPerCard":null,"mayCreateAddressBook":true})");
    EXPECT_EQ(of(reading).at(uri).at("mayCreateAddressBook"), json::value(false));
    EXPECT_FALSE(of(AccountId{999}).as_object().contains(uri)) << "nothing of it is kept here";
    EXPECT_EQ(error_of("AddressBook/get", "", AccountId{999}), "accountNotSupportedByMethod");
}

TEST_P(AddressBookTest, Section2ADefaultOneIsThereFromTheFirstLook) {
    auto list = one("AddressBook/get").at("list").as_array();
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(write_json(list.at(0)),
              R"({"id":"b1","name":"Contacts","description":null,"sortOrder":0,"isDefault":true,"isSubscribed":true,)"
              R"("shareWith":null,"myRights":{"mayRead":true,"mayWrite":true,"mayShare":true,"mayDelete":false}})");
    EXPECT_EQ(one("AddressBook/get").at("list").as_array().size(), 1u) << "once";
    auto shared = one("AddressBook/get", "", reading).at("list").at(0);
    EXPECT_EQ(write_json(shared.at("myRights")),
              R"({"mayRead":true,"mayWrite":false,"mayShare":false,"mayDelete":false})");
}

TEST_P(AddressBookTest, Section23OneIsMadeChangedAndDestroyed) {
    one("AddressBook/get");
    auto before = state("AddressBook");
    auto response = one("AddressBook/set", R"("create":{"k":{"name":"Clients"}})");
    auto& made = response.at("created").at("k").as_object();
    EXPECT_EQ(made.at("isDefault"), json::value(false));
    EXPECT_EQ(made.at("isSubscribed"), json::value(true)) << "defaults are told";
    EXPECT_EQ(made.at("myRights").at("mayDelete"), json::value(true));
    auto id = text_at(response.at("created").at("k"), "id");
    EXPECT_EQ(update("AddressBook", id, R"({"name":"Clients and courts","sortOrder":7,"description":"Those we meet"})"),
              "");
    auto book = got("AddressBook", id);
    EXPECT_EQ(book.at("name"), json::value("Clients and courts"));
    EXPECT_EQ(book.at("sortOrder"), json::value(7));
    EXPECT_EQ(book.at("description"), json::value("Those we meet"));
    EXPECT_EQ(update("AddressBook", id, R"({"isSubscribed":false,"description":null})"), "");
    EXPECT_TRUE(got("AddressBook", id).at("description").is_null());
    auto changes = one("AddressBook/changes", "\"sinceState\":\"" + before + "\"");
    EXPECT_EQ(write_json(changes.at("created")), "[\"" + id + "\"]");
    EXPECT_EQ(text_at(changes, "newState"), state("AddressBook"));
    before = state("AddressBook");
    EXPECT_EQ(destroy("AddressBook", id), "");
    changes = one("AddressBook/changes", "\"sinceState\":\"" + before + "\"");
    EXPECT_EQ(write_json(changes.at("destroyed")), "[\"" + id + "\"]");
    EXPECT_EQ(error_of("AddressBook/changes", R"("sinceState":"tomorrow")"), "cannotCalculateChanges");
    EXPECT_EQ(error_of("AddressBook/changes", R"("sinceState":"99999999")"), "cannotCalculateChanges");
}

// Section 2: the name MUST NOT be empty nor greater than 255 octets; sortOrder is below 2^31.
TEST_P(AddressBookTest, Section2PropertiesAreBounded) {
    EXPECT_EQ(create("AddressBook", R"({"name":""})"), "invalidProperties");
    EXPECT_EQ(create("AddressBook", "{\"name\":\"" + std::string(255, 'x') + "\"}").front(), 'b');
    EXPECT_EQ(create("AddressBook", "{\"name\":\"" + std::string(256, 'x') + "\"}"), "invalidProperties");
    EXPECT_EQ(create("AddressBook", R"({"name":"x","sortOrder":2147483647})").front(), 'b');
    EXPECT_EQ(create("AddressBook", R"({"name":"x","sortOrder":2147483648})"), "invalidProperties");
    EXPECT_EQ(create("AddressBook", R"({"name":"x","isDefault":true})"), "invalidProperties") << "server-set";
    EXPECT_EQ(create("AddressBook", R"({"name":"x","colour":"red"})"), "invalidProperties");
    EXPECT_EQ(update("AddressBook", "b1", R"({"name":""})"), "invalidProperties");
    EXPECT_EQ(update("AddressBook", "b1", R"({"isDefault":true,"myRights/mayDelete":false})"), "") << "as it is";
    EXPECT_EQ(update("AddressBook", "b1", R"({"isDefault":false})"), "invalidProperties");
}

// Where there is nobody to share with.
TEST_P(AddressBookTest, Section2ShareWithIsForbidden) {
    EXPECT_EQ(create("AddressBook", R"({"name":"x","shareWith":{"p7":{"mayRead":true}}})"), "forbidden");
    EXPECT_EQ(create("AddressBook", R"({"name":"x","shareWith":null})").front(), 'b');
    EXPECT_EQ(update("AddressBook", "b1", R"({"shareWith":{"p7":{"mayRead":true}}})"), "forbidden");
}

TEST_P(AddressBookTest, Section23ContentsAreKeptUnlessToldOtherwise) {
    auto id = create("AddressBook", R"({"name":"Old"})");
    auto only = create("ContactCard", "{\"addressBookIds\":{\"" + id + "\":true}}");
    auto both = create("ContactCard", "{\"addressBookIds\":{\"" + id + "\":true,\"b1\":true}}");
    EXPECT_EQ(destroy("AddressBook", id), "addressBookHasContents");
    EXPECT_EQ(got("ContactCard", only).at("addressBookIds").as_object().size(), 1u);
    auto before = state("ContactCard");
    EXPECT_EQ(destroy("AddressBook", id, R"(,"onDestroyRemoveContents":true)"), "");
    EXPECT_EQ(write_json(got("ContactCard", both).at("addressBookIds")), R"({"b1":true})");
    auto changes = one("ContactCard/changes", "\"sinceState\":\"" + before + "\"");
    EXPECT_EQ(write_json(changes.at("destroyed")), "[\"" + only + "\"]");
    EXPECT_EQ(write_json(changes.at("updated")), "[\"" + both + "\"]");
}

TEST_P(AddressBookTest, Section23TheDefaultMoves) {
    auto next = create("AddressBook", R"({"name":"Next"})");
    EXPECT_EQ(destroy("AddressBook", "b1"), "forbidden") << "it is the default";
    auto before = state("AddressBook");
    auto response = one("AddressBook/set", "\"onSuccessSetIsDefault\":\"" + next + "\"");
    EXPECT_EQ(response.at("updated").at(next).at("isDefault"), json::value(true));
    EXPECT_EQ(response.at("updated").at("b1").at("isDefault"), json::value(false));
    EXPECT_EQ(text_at(response, "oldState"), before);
    EXPECT_EQ(text_at(response, "newState"), state("AddressBook"));
    EXPECT_NE(text_at(response, "newState"), before);
    EXPECT_EQ(got("AddressBook", "b1").at("isDefault"), json::value(false));
    EXPECT_EQ(destroy("AddressBook", "b1"), "");
    auto list = one("AddressBook/get").at("list").as_array();
    ASSERT_EQ(list.size(), 1u) << "and none is made anew";
    EXPECT_EQ(list.at(0).at("isDefault"), json::value(true));
}

TEST_P(AddressBookTest, Section23ANewOneCanBeTheDefault) {
    auto response = one("AddressBook/set", R"("create":{"k":{"name":"New"}},"onSuccessSetIsDefault":"#k")");
    EXPECT_EQ(response.at("created").at("k").at("isDefault"), json::value(true));
    EXPECT_EQ(response.at("updated").at("b1").at("isDefault"), json::value(false));
    int defaults = 0;
    auto list = one("AddressBook/get").at("list").as_array();
    for (auto& book : list) defaults += book.at("isDefault").as_bool();
    EXPECT_EQ(defaults, 1) << "section 2: MUST NOT be true for more than one";
}

// Section 2.3: if the id is not found, it MUST be ignored; and only if all succeeds.
TEST_P(AddressBookTest, Section23TheDefaultStaysWhereTheChangeCannotBe) {
    auto next = create("AddressBook", R"({"name":"Next"})");
    for (auto id : {"b999", "nonsense", "#nothing", "b1"}) {
        auto response = one("AddressBook/set", std::string("\"onSuccessSetIsDefault\":\"") + id + "\"");
        EXPECT_TRUE(response.at("updated").is_null()) << id;
        EXPECT_EQ(response.at("oldState"), response.at("newState")) << id;
    }
    one("AddressBook/set", R"("destroy":["b999"],"onSuccessSetIsDefault":")" + next + "\"");
    EXPECT_EQ(got("AddressBook", "b1").at("isDefault"), json::value(true));
}

TEST_P(AddressBookTest, AReadOnlyAccountIsNotWritten) {
    EXPECT_EQ(error_of("AddressBook/set", R"("create":{"k":{"name":"x"}})", reading), "accountReadOnly");
    EXPECT_EQ(error_of("ContactCard/set", R"("create":{"k":{"addressBookIds":{"b1":true}}})", reading),
              "accountReadOnly");
}

TEST_P(AddressBookTest, IfInStateIsKept) {
    auto before = state("AddressBook");
    create("AddressBook", R"({"name":"x"})");
    EXPECT_EQ(error_of("AddressBook/set", "\"ifInState\":\"" + before + "\",\"create\":{\"k\":{\"name\":\"y\"}}"),
              "stateMismatch");
}

}  // namespace
}  // namespace bailey::jmap
