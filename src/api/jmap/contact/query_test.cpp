// ContactCard/query and ContactCard/queryChanges, RFC 9610 sections 3.3 and 3.4.
#include "api/jmap/contact/search.hpp"
#include "api/jmap/testing/contacts.hpp"

namespace bailey::jmap {
namespace {

using namespace std::chrono_literals;

class ContactQueryTest : public testing::ContactsTest {
protected:
    void SetUp() override {
        ContactsTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        work = create("AddressBook", R"({"name":"Work"})");
        joe = card(R"("uid":"joe","created":"2020-01-01T00:00:00Z","updated":"2021-01-01T00:00:00Z",
            "name":{"components":[{"kind":"given","value":"Joe"},{"kind":"surname","value":"Bloggs"}],"full":"Joe Bloggs"},
            "nicknames":{"n":{"name":"Joey"}},"emails":{"e":{"address":"joe@Example.com","label":"hearth"}},
            "phones":{"p":{"number":"tel:+44-1633","label":"landline"}},"keywords":{"oboe":true},
            "notes":{"n":{"note":"Met at the old mill"}})");
        sian = create("ContactCard", "{\"addressBookIds\":{\"" + work + R"(":true},"uid":"sian",
            "created":"2022-01-01T00:00:00Z","updated":"2022-06-01T00:00:00Z",
            "name":{"components":[{"kind":"given","value":"Siân"},{"kind":"surname","value":"Ábalos"},
                {"kind":"surname2","value":"Vega"}]},
            "organizations":{"o":{"name":"Kestrel Chambers"}},
            "onlineServices":{"s":{"service":"Mastodon","user":"@sian","uri":"https://m.example/@sian","label":"toots"}},
            "addresses":{"a":{"components":[{"kind":"name","value":"Stryd Fawr"},{"kind":"locality","value":"Caerdydd"}],
                "full":"1 Stryd Fawr, Caerdydd"}}})");
        group = card(R"("uid":"group","kind":"group","created":"2021-01-01T00:00:00Z",
            "updated":"2020-06-01T00:00:00Z","name":{"full":"The mill folk"},"members":{"joe":true,"other":true})");
    }
    // What a filter finds, in the order of "created".
    std::string found(const std::string& filter, const std::string& more = R"(,"sort":[{"property":"created"}])") {
        std::string names;
        auto there = one("ContactCard/query", "\"filter\":" + filter + more).at("ids").as_array();
        for (auto& id : there) {
            auto text = std::string(text_of(id.as_string()));
            names += std::string(names.empty() ? "" : " ") + (text == joe     ? "joe"
                                                              : text == sian  ? "sian"
                                                              : text == group ? "group"
                                                                              : text);
        }
        return names;
    }
    std::string sorted(const std::string& property, bool ascending = true) {
        return found("null", R"(,"sort":[{"property":")" + property + R"(","isAscending":)" +
                                 (ascending ? "true" : "false") + "}]");
    }

    std::string work, joe, sian, group;
};
BAILEY_ON_BOTH_ENGINES(ContactQueryTest);

TEST_P(ContactQueryTest, Section331ConditionsThatAreTheSameOrNot) {
    EXPECT_EQ(found("{}"), "joe group sian") << "no properties: MUST always be true";
    EXPECT_EQ(found("{\"inAddressBook\":\"" + work + "\"}"), "sian");
    EXPECT_EQ(found(R"({"inAddressBook":"b1"})"), "joe group");
    EXPECT_EQ(found(R"({"inAddressBook":"b99"})"), "");
    EXPECT_EQ(found(R"({"uid":"joe"})"), "joe");
    EXPECT_EQ(found(R"({"uid":"Joe"})"), "") << "exactly";
    EXPECT_EQ(found(R"({"hasMember":"joe"})"), "group");
    EXPECT_EQ(found(R"({"kind":"group"})"), "group");
    EXPECT_EQ(found(R"({"kind":"individual"})"), "joe sian");
    EXPECT_EQ(found("{\"kind\":\"individual\",\"inAddressBook\":\"b1\"}"), "joe") << "ALL must apply";
}

TEST_P(ContactQueryTest, Section331Dates) {
    EXPECT_EQ(found(R"({"createdBefore":"2021-01-01T00:00:00Z"})"), "joe");
    EXPECT_EQ(found(R"({"createdAfter":"2021-01-01T00:00:00Z"})"), "group sian") << "the same or after";
    EXPECT_EQ(found(R"({"updatedBefore":"2021-01-01T00:00:00Z"})"), "group");
    EXPECT_EQ(found(R"({"updatedAfter":"2021-01-01T00:00:00Z"})"), "joe sian");
}

TEST_P(ContactQueryTest, Section331TextsAreFoundWhereTheyAreLookedFor) {
    const std::pair<const char*, const char*> all[] = {
        {R"({"name":"joe"})", "joe"},
        {R"({"name":"bloggs joe"})", "joe"},
        {R"({"name":"mill"})", "group"},
        {R"({"name/given":"sian"})", "sian"},
        {R"({"name/given":"bloggs"})", ""},
        {R"({"name/surname":"abalos"})", "sian"},
        {R"({"name/surname2":"Vega"})", "sian"},
        {R"({"nickname":"joey"})", "joe"},
        {R"({"organization":"KESTREL"})", "sian"},
        {R"({"email":"EXAMPLE.com"})", "joe"},
        {R"({"email":"hearth"})", "joe"},
        {R"({"phone":"1633"})", "joe"},
        {R"({"phone":"landline"})", "joe"},
        {R"({"onlineService":"mastodon"})", "sian"},
        {R"({"onlineService":"@sian"})", "sian"},
        {R"({"onlineService":"m.example"})", "sian"},
        {R"({"onlineService":"toots"})", "sian"},
        {R"({"address":"caerdydd"})", "sian"},
        {R"({"address":"'1 stryd fawr'"})", "sian"},
        {R"({"note":"old mill"})", "joe"},
        {R"({"text":"mill"})", "joe group"},
        {R"({"text":"oboe"})", "joe"},
        {R"({"text":"joe kestrel"})", ""},
        {R"({"operator":"OR","conditions":[{"name":"joe"},{"note":"nothing"},{"organization":"kestrel"}]})",
         "joe sian"},
    };
    for (auto [filter, names] : all) EXPECT_EQ(found(filter), names) << filter;
}

TEST_P(ContactQueryTest, Section331WhatIsNotUnderstoodIsRefused) {
    EXPECT_EQ(error_of("ContactCard/query", R"("filter":{"shoeSize":"9"})"), "unsupportedFilter");
    for (auto bad :
         {R"({"name":7})", R"({"createdBefore":"today"})", R"({"inAddressBook":"b 1"})", R"({"uid":null})"}) {
        EXPECT_EQ(error_of("ContactCard/query", std::string("\"filter\":") + bad), "invalidArguments") << bad;
    }
    EXPECT_EQ(error_of("ContactCard/query", R"("sort":[{"property":"uid"}])"), "unsupportedSort");
}

// Section 3.3.2: "created" and "updated" MUST be supported.
TEST_P(ContactQueryTest, Section332Sorts) {
    EXPECT_EQ(sorted("created"), "joe group sian");
    EXPECT_EQ(sorted("created", false), "sian group joe");
    EXPECT_EQ(sorted("updated"), "group joe sian");
    EXPECT_EQ(sorted("name/given"), "group joe sian") << "without one first";
    EXPECT_EQ(sorted("name/surname", false), "sian joe group") << "by case folding, accents after";
    EXPECT_EQ(sorted("name/surname2", false).substr(0, 4), "sian");
}

TEST_P(ContactQueryTest, WhatChangedIsFoundAsItIsNow) {
    EXPECT_EQ(found(R"({"name":"joe"})"), "joe");
    EXPECT_EQ(update("ContactCard", joe, R"({"name":{"full":"Joseph Smith"}})"), "");
    EXPECT_EQ(found(R"({"name":"bloggs"})"), "");
    EXPECT_EQ(found(R"({"name":"smith"})"), "joe");
    EXPECT_EQ(destroy("AddressBook", work, R"(,"onDestroyRemoveContents":true)"), "");
    EXPECT_EQ(found("{}"), "joe group");
}

TEST_P(ContactQueryTest, Section34ChangesToAResult) {
    auto query = std::string(R"("filter":{"kind":"individual"},"sort":[{"property":"created"}])");
    auto since = text_at(one("ContactCard/query", query), "queryState");
    EXPECT_EQ(destroy("ContactCard", joe), "");
    auto next = card(R"("uid":"next","created":"2019-01-01T00:00:00Z")");
    auto response = one("ContactCard/queryChanges", query + ",\"sinceQueryState\":\"" + since + "\"");
    EXPECT_EQ(write_json(response.at("removed")), "[\"" + joe + "\"]");
    EXPECT_EQ(write_json(response.at("added")), "[{\"id\":\"" + next + "\",\"index\":0}]");
    EXPECT_EQ(error_of("ContactCard/queryChanges", query + R"(,"sinceQueryState":"x")"), "cannotCalculateChanges");
}

std::string parts(std::string_view typed) {
    std::string out;
    for (auto& part : search_text(typed).parts) out += (part.phrase ? "<" + part.text + ">" : part.text) + "|";
    return out;
}

// Section 3.3.1: phrases in matched quotes, with \", \' and \\ for literal ones; words apart by white space.
TEST(ContactSearch, Section331WordsAndPhrases) {
    EXPECT_EQ(parts("joe  BLOGGS\t"), "joe|bloggs|");
    EXPECT_EQ(parts(R"("Joe  Bloggs" x)"), "<joe bloggs>|x|");
    EXPECT_EQ(parts("'it is'\"so\""), "<it is>|<so>|");
    EXPECT_EQ(parts(R"("a \"b\" \\ c")"), R"(<a "b" \ c>|)");
    EXPECT_EQ(parts("'o\\'clock'"), "<o'clock>|");
    EXPECT_EQ(parts("o'clock"), "o'clock|");
    EXPECT_EQ(parts("\"open"), "\"open|") << "not matched";
    EXPECT_EQ(parts("''"), "");
    EXPECT_EQ(parts(""), "");
}

TEST(ContactSearch, Section331APhraseIsThatSequenceOfWords) {
    auto has = [](const char* typed, std::vector<std::string> texts) { return matches(search_text(typed), texts); };
    EXPECT_TRUE(has("'old mill'", {"met at the old mill, once"}));
    EXPECT_FALSE(has("'mill old'", {"met at the old mill"}));
    EXPECT_FALSE(has("'old mil'", {"the old mill"})) << "whole words";
    EXPECT_FALSE(has("'old mill'", {"old", "mill"}));
    EXPECT_TRUE(has("old mill", {"mill", "old"})) << "words may be apart";
    EXPECT_FALSE(has("old mill", {"old"})) << "but must all be there";
    EXPECT_TRUE(has("", {}));
}

}  // namespace
}  // namespace bailey::jmap
