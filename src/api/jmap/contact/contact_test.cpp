// ContactCard, RFC 9610 section 3: get, changes, set, copy.
#include "api/jmap/mailbox_blobs.hpp"
#include "api/jmap/testing/contacts.hpp"
#include "services/mailbox/uploads.hpp"

namespace bailey::jmap {
namespace {

using namespace std::chrono_literals;

class ContactCardTest : public testing::ContactsTest {
protected:
    std::string upload(std::string_view octets, std::string_view type) {
        auto blob = mailbox::upload(accounts->open(ann).value(), octets, type);
        EXPECT_TRUE(blob);
        return mailbox::text(*blob);
    }
    const std::string png = "\x89PNG\r\n\x1a\n and so on";
};
BAILEY_ON_BOTH_ENGINES(ContactCardTest);

TEST_P(ContactCardTest, Section3ACardIsKeptAsItIs) {
    auto id = card(R"("uid":"u1","kind":"individual","name":{"components":[{"kind":"given","value":"Joe"},)"
                   R"({"kind":"surname","value":"Bloggs"}],"isOrdered":true},)"
                   R"("emails":{"0":{"contexts":{"private":true},"address":"joe.bloggs@example.com"}},)"
                   R"("example.com:shoeSize":{"left":9,"right":[9,null]})");
    EXPECT_EQ(write_json(got("ContactCard", id)),
              R"({"addressBookIds":{"b1":true},"uid":"u1","kind":"individual","name":{"components":[{"kind":"given",)"
              R"("value":"Joe"},{"kind":"surname","value":"Bloggs"}],"isOrdered":true},"emails":{"0":{"contexts":)"
              R"({"private":true},"address":"joe.bloggs@example.com"}},"example.com:shoeSize":{"left":9,"right":)"
              R"([9,null]},"@type":"Card","version":"1.0","created":"2023-11-14T22:13:20Z",)"
              R"("updated":"2023-11-14T22:13:20Z","id":")" +
                  id + "\"}");
}

TEST_P(ContactCardTest, WhatTheServerAddsIsTold) {
    one("AddressBook/get");
    auto response = one("ContactCard/set", R"("create":{"k":{"addressBookIds":{"b1":true},"nicknames":null}})");
    auto& made = response.at("created").at("k").as_object();
    EXPECT_EQ(made.at("@type"), json::value("Card"));
    EXPECT_EQ(made.at("version"), json::value("1.0"));
    EXPECT_EQ(text_at(made, "uid").substr(0, 9), "urn:uuid:");
    EXPECT_EQ(text_at(made, "uid").size(), 45u);
    EXPECT_TRUE(made.contains("created") && made.contains("updated") && made.contains("id"));
    EXPECT_FALSE(made.contains("nicknames"));
}

TEST_P(ContactCardTest, Section31OnlyTheAskedPropertiesAreGiven) {
    auto id = card(R"("name":{"full":"Joe"},"example.com:x":1,"language":"cy")");
    auto list =
        one("ContactCard/get", R"("ids":[")" + id + R"(","c999","x"],"properties":["language","example.com:x"])");
    EXPECT_EQ(write_json(list.at("list")), R"([{"example.com:x":1,"language":"cy","id":")" + id + R"("}])");
    EXPECT_EQ(write_json(list.at("notFound")), R"(["c999","x"])");
    EXPECT_EQ(one("ContactCard/get", R"("ids":null)").at("list").as_array().size(), 1u);
}

// Section 3: there MUST NOT be more than one ContactCard with the same uid in an Account.
TEST_P(ContactCardTest, Section3AUidIsOfOneCard) {
    auto id = card(R"("uid":"u1")");
    EXPECT_EQ(card(R"("uid":"u1")"), "invalidProperties");
    auto other = card(R"("uid":"u2")");
    EXPECT_EQ(update("ContactCard", other, R"({"uid":"u1"})"), "invalidProperties");
    EXPECT_EQ(update("ContactCard", id, R"({"uid":"u1","language":"en"})"), "") << "its own";
    auto response = one("ContactCard/set", R"("create":{"a":{"uid":"u3","addressBookIds":{"b1":true}},)"
                                           R"("b":{"uid":"u3","addressBookIds":{"b1":true}}})");
    EXPECT_EQ(response.at("created").as_object().size(), 1u);
    EXPECT_EQ(response.at("notCreated").as_object().size(), 1u);
    EXPECT_EQ(card(R"("uid":"u1")", ben).front(), 'c') << "another account";
}

// Section 3: a card MUST belong to at least one AddressBook; the value for each key MUST be true.
TEST_P(ContactCardTest, Section3ACardIsInAnAddressBook) {
    one("AddressBook/get");
    for (auto books : {"{}", R"({"b1":false})", R"({"b999":true})", R"({"b1":true,"nonsense":true})", "null", "[]"}) {
        EXPECT_EQ(create("ContactCard", std::string("{\"addressBookIds\":") + books + "}"), "invalidProperties")
            << books;
    }
    EXPECT_EQ(create("ContactCard", "{}"), "invalidProperties");
    auto id = card("");
    EXPECT_EQ(update("ContactCard", id, R"({"addressBookIds/b1":null})"), "invalidProperties");
    auto next = create("AddressBook", R"({"name":"Next"})");
    EXPECT_EQ(update("ContactCard", id, "{\"addressBookIds/b1\":null,\"addressBookIds/" + next + "\":true}"), "");
    EXPECT_EQ(write_json(got("ContactCard", id).at("addressBookIds")), "{\"" + next + "\":true}");
    auto responses = calls(R"(["AddressBook/set",{"accountId":")" + account_id(ann) +
                           R"(","create":{"k":{"name":"New"}}},"0"],["ContactCard/set",{"accountId":")" +
                           account_id(ann) + R"(","create":{"c":{"addressBookIds":{"#k":true}}}},"1"])");
    EXPECT_TRUE(responses.at(1).at(1).at("created").is_object()) << "a creation id of the same request";
}

// RFC 9553: the types of a Card's properties.
TEST_P(ContactCardTest, ACardThatIsNoneIsRefusedByName) {
    one("AddressBook/get");
    auto response =
        one("ContactCard/set", R"("create":{"k":{"addressBookIds":{"b1":true},"emails":{"e":{}},"name":{"full":7}}})");
    auto& error = response.at("notCreated").at("k").as_object();
    EXPECT_EQ(error.at("type"), json::value("invalidProperties"));
    EXPECT_EQ(write_json(error.at("properties")), R"(["emails","name"])");
    EXPECT_EQ(text_at(error, "description"), "emails/e/address is missing; name/full is not a String");
    EXPECT_EQ(card(R"("members":{"u9":true})"), "invalidProperties") << "no group";
    EXPECT_EQ(card(R"("@type":"Group")"), "invalidProperties");
    EXPECT_EQ(card(R"("created":"yesterday")"), "invalidProperties");
    EXPECT_EQ(card("\"notes\":{\"n\":{\"note\":\"" + std::string(300'000, 'x') + "\"}}"), "tooLarge");
}

TEST_P(ContactCardTest, Section3AGroupKeepsMembersThatAreNotFound) {
    auto id = card(R"("kind":"group","name":{"full":"Friends"},"members":{"u1":true,"gone":true})");
    EXPECT_EQ(update("ContactCard", id, R"({"members/u2":true,"members/u1":null})"), "");
    EXPECT_EQ(write_json(got("ContactCard", id).at("members")), R"({"gone":true,"u2":true})");
}

TEST_P(ContactCardTest, Section35PatchesReachInside) {
    auto id = card(R"("emails":{"e1":{"address":"a@b.example"}},"language":"en","name":{"full":"Joe"})");
    clock.advance(1h);
    auto response = one("ContactCard/set", "\"update\":{\"" + id +
                                               R"(":{"emails/e1/label":"home","emails/e2":{"address":"c@d.example"},)"
                                               R"("language":null,"example.com:x":[1]}})");
    EXPECT_EQ(write_json(response.at("updated").at(id)), R"({"updated":"2023-11-14T23:13:20Z"})");
    auto now = got("ContactCard", id);
    EXPECT_EQ(write_json(now.at("emails")),
              R"({"e1":{"address":"a@b.example","label":"home"},"e2":{"address":"c@d.example"}})");
    EXPECT_FALSE(now.contains("language"));
    EXPECT_TRUE(now.contains("example.com:x"));
    EXPECT_EQ(now.at("updated"), json::value("2023-11-14T23:13:20Z"));
    EXPECT_EQ(now.at("created"), json::value("2023-11-14T22:13:20Z"));
    EXPECT_EQ(update("ContactCard", id, R"({"emails/e1/address":null})"), "invalidProperties");
    EXPECT_EQ(update("ContactCard", id, R"({"phones/p1/number":"1"})"), "invalidPatch");
    EXPECT_EQ(update("ContactCard", id, R"({"id":"c5"})"), "invalidProperties");
    EXPECT_EQ(update("ContactCard", id, R"({"updated":"2024-01-01T00:00:00Z"})"), "");
    EXPECT_EQ(got("ContactCard", id).at("updated"), json::value("2024-01-01T00:00:00Z")) << "what the client says";
    EXPECT_EQ(update("ContactCard", "c999", "{}"), "notFound");
}

TEST_P(ContactCardTest, Section32ChangesAreTold) {
    auto a = card(R"("uid":"a")"), b = card(R"("uid":"b")");
    auto since = state("ContactCard");
    auto c = card(R"("uid":"c")");
    EXPECT_EQ(update("ContactCard", a, R"({"language":"cy"})"), "");
    EXPECT_EQ(destroy("ContactCard", b), "");
    auto changes = one("ContactCard/changes", "\"sinceState\":\"" + since + "\"");
    EXPECT_EQ(write_json(changes.at("created")), "[\"" + c + "\"]");
    EXPECT_EQ(write_json(changes.at("updated")), "[\"" + a + "\"]");
    EXPECT_EQ(write_json(changes.at("destroyed")), "[\"" + b + "\"]");
    EXPECT_EQ(destroy("ContactCard", b), "notFound");
    EXPECT_EQ(error_of("ContactCard/changes", R"("sinceState":"x")"), "cannotCalculateChanges");
}

TEST_P(ContactCardTest, ManyAreImportedAtOnce) {
    one("AddressBook/get");
    std::string all;
    for (int n = 0; n < 300; ++n) {
        auto number = std::to_string(n);
        all += (n ? "," : "") + ("\"k" + number + "\":{\"addressBookIds\":{\"b1\":true},\"uid\":\"u" + number + "\"}");
    }
    auto before = state("ContactCard");
    auto response = one("ContactCard/set", "\"create\":{" + all + "}");
    EXPECT_EQ(response.at("created").as_object().size(), 300u);
    auto id = text_at(response.at("created").at("k299"), "id");
    EXPECT_EQ(got("ContactCard", id).at("uid"), json::value("u299")) << "each has its own id";
    EXPECT_EQ(text_at(response, "oldState"), before);
    EXPECT_EQ(text_at(response, "newState"), state("ContactCard"));
}

// Section 3: a "data:" URI is returned as a blobId, with its mediaType; a blobId may be sent in place of a uri.
TEST_P(ContactCardTest, Section3APhotoIsABlob) {
    auto blob = upload(png, "image/png");
    one("AddressBook/get");
    auto response =
        one("ContactCard/set", R"("create":{"k":{"addressBookIds":{"b1":true},"media":{"m":{"kind":"photo",)"
                               R"("blobId":")" +
                                   blob + R"("}}}})");
    ASSERT_TRUE(response.at("created").is_object()) << write_json(response);
    auto told = response.at("created").at("k").at("media").at("m");
    auto id = text_at(response.at("created").at("k"), "id");
    auto media = got("ContactCard", id).at("media").at("m");
    EXPECT_EQ(told, media);
    EXPECT_EQ(text_at(media, "mediaType"), "image/png");
    EXPECT_FALSE(media.as_object().contains("uri"));
    // It is downloaded like any other, long after the upload is gone.
    MailboxBlobs blobs(*accounts);
    auto opened = blobs.open(caller, {ann, "ann@firm.com", true, false}, text_at(media, "blobId"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->size, png.size());
    EXPECT_EQ(opened->read(0, 1000).value(), png);
    EXPECT_EQ(opened->read(8, 4).value(), " and");
    EXPECT_FALSE(blobs.open(caller, {ben, "ben@firm.com", false, false}, text_at(media, "blobId")));
    EXPECT_FALSE(blobs.open(caller, {ann, "ann@firm.com", true, false}, "K1-aaaaaaaaaaaaaaaaaaaa"));
    // What is around it changes without it.
    EXPECT_EQ(update("ContactCard", id, R"({"media/m/label":"At the seaside"})"), "");
    auto after = got("ContactCard", id).at("media").at("m");
    EXPECT_EQ(text_at(after, "blobId"), text_at(media, "blobId"));
    EXPECT_EQ(text_at(after, "label"), "At the seaside");
    // And another takes its place.
    EXPECT_EQ(update("ContactCard", id, R"({"media/m/uri":"https://example.com/joe.png"})"), "");
    after = got("ContactCard", id).at("media").at("m");
    EXPECT_EQ(text_at(after, "uri"), "https://example.com/joe.png");
    EXPECT_FALSE(after.as_object().contains("blobId"));
}

TEST_P(ContactCardTest, Section3ADataUriIsShownAsABlob) {
    auto id =
        card(R"("media":{"m":{"kind":"photo","uri":"data:image/gif;base64,R0lGODlhAQABAAAAACw="},)"
             R"("s":{"kind":"sound","uri":"data:,hello%20there"},"l":{"kind":"logo","uri":"https://x.example/l"}})");
    auto media = got("ContactCard", id).at("media");
    EXPECT_EQ(text_at(media.at("m"), "mediaType"), "image/gif");
    EXPECT_TRUE(media.at("m").as_object().contains("blobId"));
    EXPECT_EQ(text_at(media.at("s"), "mediaType"), "text/plain");
    EXPECT_EQ(text_at(media.at("l"), "uri"), "https://x.example/l") << "elsewhere";
    MailboxBlobs blobs(*accounts);
    auto sound = blobs.open(caller, {ann, "ann@firm.com", true, false}, text_at(media.at("s"), "blobId"));
    ASSERT_TRUE(sound);
    EXPECT_EQ(sound->read(0, 100).value(), "hello there");
}

// Section 3.5: the server MUST reject attempts to set a file that is not a recognised image type as the photo.
TEST_P(ContactCardTest, Section35APhotoIsAnImage) {
    auto with = [&](const std::string& media) { return card("\"media\":{\"m\":" + media + "}"); };
    auto text = upload("#!/bin/sh", "image/png");
    EXPECT_EQ(with("{\"kind\":\"photo\",\"blobId\":\"" + text + "\"}"), "invalidProperties")
        << "whatever it says it is";
    EXPECT_EQ(with("{\"kind\":\"sound\",\"mediaType\":\"audio/ogg\",\"blobId\":\"" + text + "\"}").front(), 'c');
    EXPECT_EQ(with(R"({"kind":"photo","uri":"data:text/html,<script>"})"), "invalidProperties");
    EXPECT_EQ(with(R"({"kind":"photo","uri":"https://x.example/a.pdf","mediaType":"application/pdf"})"),
              "invalidProperties");
    EXPECT_EQ(with(R"({"kind":"photo","blobId":"U0000000000000"})"), "blobNotFound");
    auto large = upload(png + std::string(200'000, 'x'), "image/png");
    EXPECT_EQ(with("{\"kind\":\"photo\",\"blobId\":\"" + large + "\"}"), "tooLarge");
}

TEST_P(ContactCardTest, Section36ACardIsCopied) {
    auto id = card(R"("uid":"u1","name":{"full":"Joe"},"media":{"m":{"kind":"photo",)"
                   R"("uri":"data:image/gif;base64,R0lGODlhAQABAAAAACw="}})");
    one("AddressBook/get", "", ben);
    auto copy = [&](const std::string& object, const std::string& more = "") {
        return call("ContactCard/copy",
                    "\"fromAccountId\":\"" + account_id(ann) + "\",\"create\":{\"k\":" + object + "}" + more, ben);
    };
    EXPECT_EQ(text_at(copy("{\"id\":\"" + id + "\"}").at(1).at("notCreated").at("k"), "type"), "invalidProperties")
        << "its address books are not those of the other account";
    auto response =
        copy("{\"id\":\"" + id + R"(","addressBookIds":{"b1":true},"name":{"full":"Joseph"},"language":null})").at(1);
    ASSERT_TRUE(response.at("created").is_object()) << write_json(response);
    auto made = got("ContactCard", text_at(response.at("created").at("k"), "id"), ben);
    EXPECT_EQ(made.at("uid"), json::value("u1"));
    EXPECT_EQ(made.at("name").at("full"), json::value("Joseph"));
    EXPECT_TRUE(made.at("media").at("m").as_object().contains("blobId"));
    // RFC 8620 section 5.4.
    response = copy("{\"id\":\"" + id + R"(","addressBookIds":{"b1":true}})").at(1);
    EXPECT_EQ(text_at(response.at("notCreated").at("k"), "type"), "alreadyExists");
    EXPECT_EQ(text_at(response.at("notCreated").at("k"), "existingId"), text_at(made, "id"));
    response = copy(R"({"id":"c999","addressBookIds":{"b1":true}})").at(1);
    EXPECT_EQ(text_at(response.at("notCreated").at("k"), "type"), "notFound");
}

TEST_P(ContactCardTest, Section36TheOriginalIsDestroyedOnRequest) {
    auto id = card(R"("uid":"u1")");
    one("AddressBook/get", "", ben);
    auto responses = calls(R"(["ContactCard/copy",{"fromAccountId":")" + account_id(ann) + R"(","accountId":")" +
                           account_id(ben) + R"(","onSuccessDestroyOriginal":true,"create":{"k":{"id":")" + id +
                           R"(","addressBookIds":{"b1":true}}}},"0"])");
    ASSERT_EQ(responses.size(), 2u);
    EXPECT_EQ(write_json(responses.at(1).at(1).at("destroyed")), "[\"" + id + "\"]");
    EXPECT_TRUE(one("ContactCard/get").at("list").as_array().empty());
}

TEST_P(ContactCardTest, SurvivesANewStart) {
    auto id = card(R"("uid":"u1","name":{"full":"Siân"})");
    api.reset();
    start();
    api = std::make_unique<Api>(Limits{}, clock, [this](const Caller&) -> Result<std::vector<Account>> {
        return std::vector{Account{ann, "ann@firm.com", true, false}};
    });
    add_contacts(*api, *accounts);
    EXPECT_EQ(got("ContactCard", id).at("name").at("full"), json::value("Siân"));
}

}  // namespace
}  // namespace bailey::jmap
