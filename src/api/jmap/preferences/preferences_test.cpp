#include "api/jmap/preferences/preferences.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/post_office.hpp"
#include "services/preferences/preferences.hpp"

namespace bailey::jmap {
namespace {

class PreferencesApi : public testing::PostOffice {
protected:
    void SetUp() override {
        PostOffice::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        add_preferences(*api, *accounts);
        uses.emplace_back(preferences_uri);
    }
    json::object get() {
        auto got = call(ann, "Preferences/get", {{"ids", nullptr}});
        state = text_of(got.at("state").as_string());
        return got.at("list").at(0).as_object();
    }
    json::object set(std::string_view patch) {
        return call(ann, "Preferences/set", {{"update", json::object{{"singleton", testing::parsed(patch)}}}});
    }
    json::value refused(std::string_view patch) {
        auto answer = set(patch);
        EXPECT_TRUE(answer.at("updated").is_null()) << patch;
        auto& error = answer.at("notUpdated").at("singleton").as_object();
        return error.contains("properties") ? error.at("properties") : error.at("type");
    }
    std::string state;
};
BAILEY_ON_BOTH_ENGINES(PreferencesApi);

TEST_P(PreferencesApi, whoever_chose_nothing_has_the_defaults) {
    auto all = get();
    EXPECT_EQ(all.at("id"), "singleton");
    EXPECT_EQ(all.at("language"), "en");
    EXPECT_EQ(all.at("undoSendSeconds"), 10);
    EXPECT_EQ(all.at("readingPane"), "right");
    EXPECT_EQ(all.at("timeZone"), "Europe/London");
    EXPECT_EQ(all.at("personalWords"), json::object{});
    EXPECT_EQ(preferences::language_of(*accounts, ann), "en");
}

TEST_P(PreferencesApi, what_is_chosen_stays_and_is_told_as_a_change) {
    get();
    auto before = state;
    auto done = set(R"({"language":"cy","density":"compact","undoSendSeconds":0,"timeZone":"Europe/Paris"})");
    EXPECT_TRUE(done.at("notUpdated").is_null()) << write_json(done);
    auto all = get();
    EXPECT_EQ(all.at("language"), "cy");
    EXPECT_EQ(all.at("density"), "compact");
    EXPECT_EQ(all.at("undoSendSeconds"), 0);
    EXPECT_EQ(all.at("conversations"), true);
    EXPECT_EQ(state, text_of(done.at("newState").as_string()));
    auto changes = call(ann, "Preferences/changes", {{"sinceState", before}});
    EXPECT_EQ(changes.at("updated"), json::array{"singleton"});
    EXPECT_EQ(changes.at("created"), json::array{});
    EXPECT_EQ(preferences::language_of(*accounts, ann), "cy");
    EXPECT_EQ(preferences::time_zone(accounts->open(ann).value()).value(), "Europe/Paris");
    EXPECT_EQ(preferences::language_of(*accounts, ben), "en") << "everybody has their own";
}

TEST_P(PreferencesApi, a_word_is_added_and_taken_away_by_itself) {
    set(R"({"personalWords/mandamus":true,"personalWords/Llanelli":true})");
    set(R"({"personalWords/mandamus":null})");
    EXPECT_EQ(get().at("personalWords"), testing::parsed(R"({"Llanelli":true})"));
    set(R"({"remoteContentTrusted":{"ben@firm.com":true}})");
    EXPECT_EQ(get().at("remoteContentTrusted"), testing::parsed(R"({"ben@firm.com":true})"));
}

TEST_P(PreferencesApi, what_is_not_known_or_out_of_range_is_refused) {
    EXPECT_EQ(refused(R"({"colour":"pink"})"), json::array{"colour"});
    EXPECT_EQ(refused(R"({"language":"fr"})"), json::array{"language"});
    EXPECT_EQ(refused(R"({"undoSendSeconds":61})"), json::array{"undoSendSeconds"});
    EXPECT_EQ(refused(R"({"messagesPerPage":5,"density":""})"), (json::array{"density", "messagesPerPage"}));
    EXPECT_EQ(refused(R"({"conversations":"yes"})"), json::array{"conversations"});
    EXPECT_EQ(refused(R"({"timeZone":"Europe/Llanelli"})"), json::array{"timeZone"});
    EXPECT_EQ(refused(R"({"personalWords/two words":true})"), json::array{"personalWords"});
    EXPECT_EQ(refused(R"({"personalWords/no":false})"), json::array{"personalWords"});
    EXPECT_EQ(refused(R"({"remoteContentTrusted/Ben":true})"), json::array{"remoteContentTrusted"});
    EXPECT_EQ(get().at("undoSendSeconds"), 10);
}

TEST_P(PreferencesApi, personal_words_have_a_limit) {
    json::object words;
    for (int n = 0; n < 5000; ++n) words["word" + std::to_string(n)] = true;
    auto patch = json::object{{"personalWords", words}};
    EXPECT_TRUE(set(write_json(patch)).at("notUpdated").is_null());
    EXPECT_EQ(refused(R"({"personalWords/onemore":true})"), json::array{"personalWords"});
}

TEST_P(PreferencesApi, is_neither_made_nor_destroyed_and_a_shared_mailbox_has_none) {
    auto made = call(ann, "Preferences/set", {{"create", json::object{{"k", json::object{}}}}});
    EXPECT_EQ(made.at("notCreated").at("k").at("type"), "singleton");
    auto gone = call(ann, "Preferences/set", {{"destroy", json::array{"singleton"}}});
    EXPECT_EQ(gone.at("notDestroyed").at("singleton").at("type"), "singleton");
    shared.push_back({cy, "cy@firm.com", false, false});
    auto answer = calls(ann, R"(["Preferences/get",{"accountId":")" + account_id(cy) + R"(","ids":null},"0"])");
    EXPECT_EQ(answer.at(0).at(1).at("type"), "accountNotSupportedByMethod");
}

}  // namespace
}  // namespace bailey::jmap
