#include "protocol/jscontact/card.hpp"

#include <gtest/gtest.h>

namespace bailey::jscontact {
namespace {

// The faults of a Card with these members beside the mandatory ones.
std::string faults_of(const std::string& members) {
    auto card = jmap::parse_json(R"({"@type":"Card","version":"1.0","uid":"urn:uuid:1")" +
                                 (members.empty() ? "" : "," + members) + "}");
    EXPECT_TRUE(card) << members;
    std::string all;
    for (auto& fault : faults(card->as_object())) all += (all.empty() ? "" : ", ") + fault.path + " " + fault.why;
    return all;
}

TEST(Card, SmallestIsGood) { EXPECT_EQ(faults_of(""), ""); }

TEST(Card, WithEverythingIsGood) {
    EXPECT_EQ(faults_of(R"(
        "created":"2022-09-30T14:35:10Z","updated":"2022-10-30T14:35:10Z","kind":"individual","language":"cy",
        "prodId":"ACME","relatedTo":{"urn:uuid:2":{"@type":"Relation","relation":{"friend":true}}},
        "name":{"@type":"Name","components":[{"kind":"given","value":"Jane","phonetic":"/d/"},
            {"kind":"separator","value":" "},{"kind":"surname","value":"Doe"}],"isOrdered":true,"full":"Jane Doe",
            "sortAs":{"surname":"Doe"},"phoneticScript":"Latn","phoneticSystem":"ipa","defaultSeparator":" "},
        "nicknames":{"k391":{"name":"Johnny","contexts":{"private":true},"pref":1}},
        "organizations":{"o1":{"name":"ABC, Inc.","units":[{"name":"North","sortAs":"N"}],"sortAs":"ABC"}},
        "speakToAs":{"grammaticalGender":"feminine","pronouns":{"k19":{"pronouns":"they/them","pref":2}}},
        "titles":{"le9":{"kind":"title","name":"Research Scientist","organizationId":"o1"}})"),
              "");
    EXPECT_EQ(faults_of(R"(
        "emails":{"e1":{"address":"jqpublic@xyz.example.com","contexts":{"work":true},"label":"x","pref":100}},
        "onlineServices":{"x1":{"uri":"xmpp:alice@example.com"},"x2":{"service":"Mastodon","user":"@alice@a.b"}},
        "phones":{"tel0":{"number":"tel:+1-555","features":{"voice":true},"pref":1}},
        "preferredLanguages":{"l1":{"language":"en","contexts":{"work":true},"pref":1}},
        "calendars":{"c1":{"kind":"calendar","uri":"webcal://calendar.example.com/calA.ics"}},
        "schedulingAddresses":{"s1":{"uri":"mailto:janedoe@example.com"}},
        "addresses":{"k23":{"components":[{"kind":"number","value":"54321"}],"countryCode":"US","isOrdered":true,
            "coordinates":"geo:46.7,8.0","timeZone":"Europe/London","full":"54321 Oak St","contexts":{"delivery":true}}},
        "cryptoKeys":{"k1":{"uri":"https://www.example.com/keys/alice.cer"}},
        "directories":{"d1":{"kind":"entry","uri":"https://dir.example.com/","listAs":1}},
        "links":{"l3":{"kind":"contact","uri":"mailto:contact@example.com","pref":1}},
        "media":{"m1":{"kind":"photo","uri":"data:image/jpeg;base64,AA==","mediaType":"image/jpeg"},
            "m2":{"kind":"logo","blobId":"U123"}},
        "localizations":{"jp":{"name/full":"\u5c71","titles/le9/name":"x"}},
        "anniversaries":{"k8":{"kind":"birth","date":{"year":1953,"month":4,"day":15}},
            "k9":{"kind":"death","date":{"@type":"Timestamp","utc":"2019-10-15T23:10:00Z"},"place":{"full":"Home"}}},
        "keywords":{"internet":true},
        "notes":{"n1":{"note":"Open office hours","created":"2022-11-23T15:01:32Z","author":{"name":"John"}}},
        "personalInfo":{"pi2":{"kind":"expertise","value":"chemistry","level":"high","listAs":2}})"),
              "");
}

// Section 2.1: what a Card must say.
TEST(Card, MustSayWhatItIs) {
    auto names = [](const char* text) {
        std::string all;
        for (auto& fault : faults(jmap::parse_json(text)->as_object())) all += fault.property() + " ";
        return all;
    };
    EXPECT_EQ(names("{}"), "@type version uid ");
    EXPECT_EQ(names(R"({"@type":"Group","version":"","uid":7})"), "@type version uid ");
}

// Section 2.1.6: members only of a group.
TEST(Card, OfAGroupHasMembers) {
    EXPECT_EQ(faults_of(R"("kind":"group","members":{"urn:uuid:03a0":true,"urn:uuid:b8767":true})"), "");
    EXPECT_EQ(faults_of(R"("members":{"urn:uuid:03a0":true})"), "members only a group has them");
    EXPECT_EQ(faults_of(R"("kind":"org","members":{})"), "members only a group has them");
    EXPECT_EQ(faults_of(R"("kind":"group","members":{"a":false})"), "members/a is not true");
    EXPECT_EQ(faults_of(R"("kind":"group","members":["a"])"), "members is not an object");
}

TEST(Card, TypesAreChecked) {
    const std::pair<const char*, const char*> bad[] = {
        {R"("created":"2022-09-30")", "created is not a UTCDateTime"},
        {R"("updated":"2022-10-30T14:35:10+01:00")", "updated is not a UTCDateTime"},
        {R"("kind":7)", "kind is not a String with text"},
        {R"("kind":null)", "kind is not a String with text"},
        {R"("name":"Jane")", "name is not an object"},
        {R"("name":{})", "name has too few properties"},
        {R"("name":{"components":{}})", "name/components is not an array"},
        {R"("name":{"components":[{"kind":"given"}]})", "name/components/0/value is missing"},
        {R"("name":{"full":"x","isOrdered":1})", "name/isOrdered is not a Boolean"},
        {R"("name":{"full":"x","sortAs":{"given":1}})", "name/sortAs/given is not a String"},
        {R"("name":{"@type":"Nickname","full":"x"})", "name/@type is another type"},
        {R"("nicknames":{"a b":{"name":"x"}})", "nicknames has a key that is not an Id"},
        {R"("organizations":{"o":{}})", "organizations/o has too few properties"},
        {R"("emails":{"e":{}})", "emails/e/address is missing"},
        {R"("emails":{"e":{"address":"a@b","pref":0}})", "emails/e/pref is not from 1 to 100"},
        {R"("emails":{"e":{"address":"a@b","pref":101}})", "emails/e/pref is not from 1 to 100"},
        {R"("emails":{"e":{"address":"a@b","contexts":{"work":1}}})", "emails/e/contexts/work is not true"},
        {R"("emails":[{"address":"a@b"}])", "emails is not an object"},
        {R"("phones":{"p":{"number":5}})", "phones/p/number is not a String"},
        {R"("media":{"m":{"kind":"photo"}})", "media/m has too few properties"},
        {R"("media":{"m":{"uri":"https://x"}})", "media/m/kind is missing"},
        {R"("links":{"l":{"kind":"contact"}})", "links/l/uri is missing"},
        {R"("anniversaries":{"a":{"kind":"birth","date":"1953-04-15"}})", "anniversaries/a/date is not an object"},
        {R"("anniversaries":{"a":{"kind":"birth","date":{"day":32}}})", "anniversaries/a/date is no date"},
        {R"("anniversaries":{"a":{"kind":"birth","date":{"@type":"Timestamp"}}})",
         "anniversaries/a/date/utc is missing"},
        {R"("localizations":{"cy":{"name~full":"x"}})", "localizations/cy is not a PatchObject"},
        {R"("keywords":{"x":"y"})", "keywords/x is not true"},
        {R"("notes":{"n":{"note":"x","author":"me"}})", "notes/n/author is not an object"},
        {R"("personalInfo":{"p":{"kind":"hobby"}})", "personalInfo/p/value is missing"},
        {R"("relatedTo":{"u":{"relation":["friend"]}})", "relatedTo/u/relation is not an object"},
    };
    for (auto [members, fault] : bad) EXPECT_EQ(faults_of(members), fault);
    EXPECT_EQ(faults_of(R"("kind":7,"emails":{"e":{}})"), "kind is not a String with text, emails/e/address is missing")
        << "every property that is wrong is named";
}

// Sections 1.7 and 1.8: what a vendor or a later version adds is kept.
TEST(Card, UnknownPropertiesMayBeAnything) {
    EXPECT_EQ(faults_of(R"("example.com:customprop":{"a":[1,null]},"somethingNew":null,
        "emails":{"e":{"address":"a@b","example.com:verified":7}},"name":{"full":"x","@type":"Name","new":[]})"),
              "");
}

TEST(Card, IsBounded) {
    std::string deep = "1";
    for (int n = 0; n < 15; ++n) deep = "[" + deep + "]";
    EXPECT_EQ(faults_of("\"example.com:x\":" + deep), "");
    EXPECT_EQ(faults_of("\"example.com:x\":[" + deep + "]"), "example.com:x is too deep or too large");
    std::string wide = "[0";
    for (int n = 0; n < 20'000; ++n) wide += ",0";
    EXPECT_EQ(faults_of("\"example.com:x\":" + wide + "]"), "example.com:x is too deep or too large");
}

}  // namespace
}  // namespace bailey::jscontact
