// Folders that are shared one by one: RFC 9670 section 4 for the Mailboxes of RFC 8621.
#include "api/jmap/push/mailbox_states.hpp"
#include "api/jmap/sharing/sharing_fixture.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap::testing {
namespace {

class SharedFoldersTest : public SharingTest {
protected:
    // Names of all Mailboxes that somebody sees in Ann's account.
    std::string folders_of(AccountId person) {
        const auto response = call(person, "Mailbox/get", ann, R"("ids":null,"properties":["name"])");
        if (response.contains("error")) return std::string(text_of(response.at("error").as_string()));
        std::string all;
        for (const auto& box : response.at("list").as_array())
            all += (all.empty() ? "" : ", ") + std::string(text_of(box.at("name").as_string()));
        return all;
    }
    json::value share_with(AccountId person, std::int64_t folder) {
        const auto response =
            call(person, "Mailbox/get", ann, R"("properties":["shareWith"],"ids":[")" + mailbox_id(folder) + "\"]");
        return response.at("list").as_array().at(0).at("shareWith");
    }
};
BAILEY_ON_BOTH_ENGINES(SharedFoldersTest);

TEST_P(SharedFoldersTest, TheAccountAppearsWithWhatIsSharedOfItAlone) {
    EXPECT_EQ(folders_of(ben), "accountNotFound");
    const auto before = session(ben);
    EXPECT_EQ(share(trial, with(ben, reads)), "");
    const auto after = session(ben);
    EXPECT_NE(after.at("state"), before.at("state")) << "so that clients fetch it again";
    const auto& account = after.at("accounts").at(account_id(ann)).as_object();
    EXPECT_EQ(account.at("name"), json::value("ann@firm.com"));
    EXPECT_EQ(account.at("isPersonal"), json::value(false));
    EXPECT_EQ(account.at("isReadOnly"), json::value(true));
    const auto& offered = account.at("accountCapabilities").as_object();
    EXPECT_TRUE(offered.contains("urn:ietf:params:jmap:mail"));
    EXPECT_TRUE(offered.contains(principal_owner_uri));
    EXPECT_EQ(offered.at("urn:ietf:params:jmap:mail").at("mayCreateTopLevelMailbox"), json::value(false));
    EXPECT_FALSE(offered.contains("urn:ietf:params:jmap:contacts"));
    EXPECT_FALSE(offered.contains("urn:ietf:params:jmap:quota"));
    EXPECT_EQ(folders_of(ben), "Trial");
    EXPECT_EQ(folders_of(cy), "accountNotFound");
    EXPECT_EQ(share(trial, "null"), "");
    EXPECT_EQ(folders_of(ben), "accountNotFound");
    EXPECT_EQ(session(ben).at("state"), before.at("state"));
}

TEST_P(SharedFoldersTest, Section4ShareWithIsAMapOfRights) {
    EXPECT_EQ(share_with(ann, trial), json::value(nullptr));
    const auto old_state = state(ann, "Mailbox", ann);
    EXPECT_EQ(share(trial, with(ben, reads)), "");
    EXPECT_NE(state(ann, "Mailbox", ann), old_state);
    const auto shared = share_with(ann, trial).as_object();
    ASSERT_EQ(shared.size(), 1u);
    const auto& rights = shared.at(principal_id(ben)).as_object();
    EXPECT_EQ(rights.at("mayReadItems"), json::value(true));
    EXPECT_EQ(rights.at("mayAddItems"), json::value(false));
    // One person, one right, by a patch.
    const auto patch = [&](const std::string& path, const std::string& value) {
        return refusal(call(ann, "Mailbox/set", ann,
                            R"("update":{")" + mailbox_id(trial) + R"(":{"shareWith/)" + path + "\":" + value + "}}"),
                       "notUpdated");
    };
    EXPECT_EQ(patch(principal_id(ben) + "/mayAddItems", "true"), "");
    EXPECT_EQ(patch(principal_id(cy), std::string(reads)), "");
    EXPECT_EQ(share_with(ann, trial).at(principal_id(ben)).at("mayAddItems"), json::value(true));
    EXPECT_EQ(share_with(ann, trial).as_object().size(), 2u);
    EXPECT_EQ(patch(principal_id(cy), "null"), "");
    EXPECT_EQ(folders_of(cy), "accountNotFound");
    EXPECT_EQ(share_with(ben, trial), json::value(nullptr)) << "whom else is the owner's business";
    // A client that knows nothing of sharing is not sent it.
    const auto plain = call(ann, "Mailbox/get", ann, R"("ids":["m1"])");
    EXPECT_FALSE(plain.at("list").as_array().at(0).as_object().contains("shareWith"));
}

TEST_P(SharedFoldersTest, ANewMailboxMayBeSharedAtOnce) {
    const auto made =
        call(ann, "Mailbox/set", ann, R"("create":{"x":{"name":"Exhibits","shareWith":)" + with(ben, reads) + "}}");
    EXPECT_EQ(refusal(made, "notCreated"), "") << write_json(made);
    EXPECT_EQ(folders_of(ben), "Exhibits");
    const auto wrong = call(ann, "Mailbox/set", ann,
                            R"("create":{"x":{"name":"Other","shareWith":)" + with(AccountId{999}, reads) + "}}");
    EXPECT_EQ(refusal(wrong, "notCreated"), "invalidProperties");
    EXPECT_EQ(folders_of(ann).find("Other"), std::string::npos);
}

TEST_P(SharedFoldersTest, OnlyPeopleWhomTheCallerSeesCanBeNamed) {
    EXPECT_EQ(share(trial, with(ann, reads)), "invalidProperties") << "the owner";
    EXPECT_EQ(share(trial, with(AccountId{999}, reads)), "invalidProperties");
    EXPECT_EQ(share(trial, R"({"o1":{"mayReadItems":true}})"), "invalidProperties") << "an organisation";
    EXPECT_EQ(share(trial, R"({"nonsense":{"mayReadItems":true}})"), "invalidProperties");
    EXPECT_EQ(share(trial, with(ben, "true")), "invalidProperties");
    EXPECT_EQ(share(trial, with(ben, R"({"mayFly":true})")), "invalidProperties");
    EXPECT_EQ(share(trial, with(ben, R"({"mayAddItems":true})")), "invalidProperties") << "without reading";
    EXPECT_EQ(share(trial, with(ben, R"({"mayReadItems":true,"mayRename":true})")), "invalidProperties");
    EXPECT_EQ(share(trial, with(ben, R"({"mayReadItems":1})")), "invalidProperties");
    EXPECT_EQ(share(trial, R"("everybody")"), "invalidProperties");
    EXPECT_EQ(folders_of(ben), "accountNotFound");
    EXPECT_EQ(share(trial, with(ben, R"({"mayReadItems":false})")), "") << "no right is not shared";
    EXPECT_EQ(folders_of(ben), "accountNotFound");
}

TEST_P(SharedFoldersTest, AReaderReadsNothingElse) {
    const auto shown = email_in({trial}, "Shown"), hidden = email_in({1}, "Hidden"),
               both = email_in({trial, 1}, "Both");
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    const auto get = [&](std::string_view method, const std::string& wanted) {
        return call(ben, method, ann, R"("ids":[)" + wanted + "]");
    };
    auto got = get("Email/get", quoted(shown) + "," + quoted(hidden) + "," + quoted(both));
    EXPECT_EQ(got.at("list").as_array().size(), 2u);
    EXPECT_EQ(write_json(got.at("notFound")), "[" + quoted(hidden) + "]");
    EXPECT_EQ(write_json(got.at("list").as_array().at(1).at("mailboxIds")), "{\"" + mailbox_id(trial) + "\":true}");
    got = get("Mailbox/get", R"("m1",")" + mailbox_id(notes) + "\",\"m999\"");
    EXPECT_TRUE(got.at("list").as_array().empty()) << "nobody learns which there are";
    EXPECT_EQ(got.at("notFound").as_array().size(), 3u);
    const auto thread = call(ann, "Email/get", ann, R"("properties":["threadId"],"ids":[)" + quoted(hidden) + "]")
                            .at("list")
                            .as_array()
                            .at(0)
                            .at("threadId");
    EXPECT_TRUE(get("Thread/get", write_json(thread)).at("list").as_array().empty());
    EXPECT_EQ(call(ben, "Email/query", ann, R"("calculateTotal":true)").at("total"), json::value(2));
    const auto in_inbox = call(ben, "Email/query", ann, R"("filter":{"inMailbox":"m1"})");
    EXPECT_TRUE(in_inbox.at("ids").as_array().empty());
    for (auto filter : {R"({"text":"Hidden"})", R"({"subject":"Hidden"})", R"({"header":["Subject","Hidden"]})"}) {
        const auto found = call(ben, "Email/query", ann, R"("filter":)" + std::string(filter));
        EXPECT_TRUE(found.at("ids").as_array().empty()) << filter;
    }
    EXPECT_EQ(call(ben, "Email/query", ann, R"("filter":{"text":"Shown"})").at("ids").as_array().size(), 1u);
    const auto snippets =
        call(ben, "SearchSnippet/get", ann, R"("filter":{"text":"Hidden"},"emailIds":[)" + quoted(hidden) + "]");
    EXPECT_TRUE(snippets.at("list").as_array().empty());
    EXPECT_EQ(write_json(snippets.at("notFound")), "[" + quoted(hidden) + "]");
}

TEST_P(SharedFoldersTest, BlobsAreThereWhereTheirEmailsAre) {
    const auto shown = email_in({trial}), hidden = email_in({1});
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    MailboxBlobs blobs(*accounts);
    const auto account = own_and_shared_accounts(*opener, objects.get())(caller(ben)).value().at(1);
    EXPECT_TRUE(blobs.open(caller(ben), account, blob_of(shown)));
    EXPECT_EQ(blobs.open(caller(ben), account, blob_of(hidden)).error(), Errc::not_found);
    const auto parse = [&](const std::string& blob) {
        return call(ben, "Email/parse", ann, R"("blobIds":[)" + quoted(blob) + "]");
    };
    EXPECT_TRUE(parse(blob_of(shown)).at("parsed").is_object());
    EXPECT_EQ(write_json(parse(blob_of(hidden)).at("notFound")), "[" + quoted(blob_of(hidden)) + "]");
    const auto got = call(ben, "Blob/get", ann, R"("ids":[)" + quoted(blob_of(hidden)) + "]");
    EXPECT_EQ(write_json(got.at("notFound")), "[" + quoted(blob_of(hidden)) + "]");
    const auto looked = call(ben, "Blob/lookup", ann,
                             R"("typeNames":["Mailbox","Thread","Email"],"ids":[)" + quoted(blob_of(hidden)) + "]");
    EXPECT_EQ(write_json(looked.at("list").as_array().at(0).at("matchedIds")),
              R"({"Mailbox":[],"Thread":[],"Email":[]})");
    const auto copied = call(ben, "Blob/copy", ben,
                             R"("fromAccountId":")" + account_id(ann) + R"(","blobIds":[)" + quoted(blob_of(hidden)) +
                                 "," + quoted(blob_of(shown)) + "]");
    EXPECT_EQ(copied.at("copied").as_object().size(), 1u);
    EXPECT_EQ(refusal(copied, "notCopied"), "blobNotFound");
}

TEST_P(SharedFoldersTest, AReaderWritesNothing) {
    const auto id = email_in({trial});
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    const auto refused = [&](std::string_view method, const std::string& inside) {
        return error_of(ben, method, ann, inside);
    };
    EXPECT_EQ(refused("Email/set", R"("destroy":[)" + quoted(id) + "]"), "accountReadOnly");
    EXPECT_EQ(refused("Email/import", R"("emails":{})"), "accountReadOnly");
    EXPECT_EQ(refused("Mailbox/set", R"("create":{"x":{"name":"Mine"}})"), "accountReadOnly");
    EXPECT_EQ(refused("Email/copy", R"("fromAccountId":")" + account_id(ben) + R"(","create":{})"), "accountReadOnly");
    EXPECT_EQ(refused("Blob/upload", R"("create":{})"), "accountReadOnly");
    EXPECT_EQ(refused("Quota/get", R"("ids":null)"), "accountNotSupportedByMethod");
    EXPECT_EQ(refused("AddressBook/get", R"("ids":null)"), "accountNotSupportedByMethod");
    EXPECT_EQ(refused("ShareNotification/get", R"("ids":null)"), "accountNotSupportedByMethod");
}

TEST_P(SharedFoldersTest, AReaderOfOneFolderWhoWritesInAnotherIsRefusedByName) {
    const auto id = email_in({trial}), hidden = email_in({1});
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    ASSERT_EQ(share(notes, with(ben, writes)), "");
    const auto set = [&](const std::string& email, const std::string& patch) {
        return refusal(call(ben, "Email/set", ann, R"("update":{)" + quoted(email) + ":" + patch + "}"), "notUpdated");
    };
    const auto box = [](std::int64_t number) { return "\"" + mailbox_id(number) + "\""; };
    EXPECT_EQ(set(id, R"({"keywords/$seen":true})"), "forbidden");
    EXPECT_EQ(set(id, R"({"keywords":{"$flagged":true}})"), "forbidden");
    EXPECT_EQ(set(id, R"({"mailboxIds":{)" + box(notes) + ":true}}"), "forbidden");
    EXPECT_EQ(set(id, R"({"mailboxIds/)" + mailbox_id(notes) + R"(":true})"), "") << "adding there needs no more";
    EXPECT_EQ(set(id, R"({"mailboxIds":{"m1":true}})"), "invalidProperties");
    EXPECT_EQ(set(id, R"({"mailboxIds":{"m999":true}})"), "invalidProperties");
    EXPECT_EQ(set(hidden, R"({"keywords/$seen":true})"), "notFound");
    const auto destroy = [&](const std::string& email) {
        return refusal(call(ben, "Email/set", ann, R"("destroy":[)" + quoted(email) + "]"), "notDestroyed");
    };
    EXPECT_EQ(destroy(id), "forbidden");
    EXPECT_EQ(destroy(hidden), "notFound");
    const auto create = [&](const std::string& in) {
        return refusal(
            call(ben, "Email/set", ann, R"("create":{"x":{"mailboxIds":{)" + in + R"(:true},"subject":"a"}})"),
            "notCreated");
    };
    EXPECT_EQ(create(box(trial)), "forbidden");
    EXPECT_EQ(create("\"m1\""), "invalidProperties");
    EXPECT_EQ(create("\"m999\""), "invalidProperties");
    EXPECT_EQ(create(box(notes)), "");
}

TEST_P(SharedFoldersTest, TheTreeOfFoldersIsItsOwners) {
    ASSERT_EQ(share(trial, with(ben, writes)), "");
    const auto set = [&](const std::string& inside, std::string_view list) {
        return refusal(call(ben, "Mailbox/set", ann, inside), list);
    };
    const auto id = mailbox_id(trial);
    EXPECT_EQ(set(R"("create":{"x":{"name":"Mine"}})", "notCreated"), "forbidden");
    EXPECT_EQ(set(R"("create":{"x":{"name":"Mine","parentId":")" + id + "\"}}", "notCreated"), "forbidden");
    EXPECT_EQ(set(R"("update":{")" + id + R"(":{"name":"Mine"}})", "notUpdated"), "forbidden");
    EXPECT_EQ(set(R"("update":{")" + id + R"(":{"shareWith":)" + with(cy, reads) + "}}", "notUpdated"), "forbidden");
    EXPECT_EQ(set(R"("destroy":[")" + id + "\"]", "notDestroyed"), "forbidden");
    EXPECT_EQ(set(R"("destroy":["m1"])", "notDestroyed"), "notFound");
    EXPECT_EQ(set(R"("update":{"m1":{"name":"Mine"}})", "notUpdated"), "notFound");
    const auto rights = call(ben, "Mailbox/get", ann, R"("ids":null)").at("list").as_array().at(0).at("myRights");
    for (auto name : {"mayReadItems", "mayAddItems", "mayRemoveItems", "maySetSeen", "maySetKeywords"})
        EXPECT_EQ(rights.at(name), json::value(true)) << name;
    for (auto name : {"mayCreateChild", "mayRename", "mayDelete", "maySubmit", "mayShare"})
        EXPECT_EQ(rights.at(name), json::value(false)) << name;
}

TEST_P(SharedFoldersTest, EmailsAreCopiedOutOnlyWhereTheyAreSeen) {
    const auto shown = email_in({trial}), hidden = email_in({1});
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    (void)call(ben, "Mailbox/get", ben, R"("ids":null)");
    const auto copy = [&](const std::string& id) {
        return call(ben, "Email/copy", ben,
                    R"("fromAccountId":")" + account_id(ann) + R"(","create":{"x":{"id":)" + quoted(id) +
                        R"(,"mailboxIds":{"m1":true}}})");
    };
    EXPECT_EQ(refusal(copy(shown), "notCreated"), "");
    EXPECT_EQ(refusal(copy(hidden), "notCreated"), "notFound");
}

TEST_P(SharedFoldersTest, ChangesNeverNameWhatIsNotSeen) {
    const auto shown = email_in({trial});
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    const auto email = state(ben, "Email", ann), boxes = state(ben, "Mailbox", ann), thread = state(ben, "Thread", ann);
    const auto hidden = email_in({1}), later = email_in({notes});
    EXPECT_EQ(state(ben, "Email", ann), email);
    EXPECT_EQ(state(ben, "Mailbox", ann), boxes);
    EXPECT_EQ(state(ben, "Thread", ann), thread);
    // The state of the owner is none here.
    for (auto method : {"Email/changes", "Mailbox/changes", "Thread/changes"}) {
        EXPECT_EQ(error_of(ben, method, ann, R"("sinceState":"0")"), "cannotCalculateChanges") << method;
        EXPECT_EQ(error_of(ben, method, ann, R"("sinceState":)" + quoted(state(ann, "Email", ann))),
                  "cannotCalculateChanges")
            << method;
    }
    // What is withdrawn is destroyed for them; the rest is not told of.
    ASSERT_EQ(share(notes, with(ben, reads)), "");
    ASSERT_EQ(share(trial, "null"), "");
    const auto changes = call(ben, "Email/changes", ann, R"("sinceState":)" + quoted(email));
    EXPECT_EQ(write_json(changes.at("created")), "[" + quoted(later) + "]");
    EXPECT_EQ(write_json(changes.at("destroyed")), "[" + quoted(shown) + "]");
    EXPECT_EQ(write_json(changes).find(hidden), std::string::npos);
    const auto folders = call(ben, "Mailbox/changes", ann, R"("sinceState":)" + quoted(boxes));
    EXPECT_EQ(write_json(folders.at("created")), "[\"" + mailbox_id(notes) + "\"]");
    EXPECT_EQ(write_json(folders.at("destroyed")), "[\"" + mailbox_id(trial) + "\"]");
}

TEST_P(SharedFoldersTest, QueryChangesNeverNameWhatIsNotSeen) {
    const auto shown = email_in({trial});
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    const std::string since(text_of(call(ben, "Email/query", ann).at("queryState").as_string()));
    const std::string asked = R"("sinceQueryState":)" + quoted(since);
    const auto hidden = email_in({1}), comes = email_in({trial});
    for (auto more : {"", R"(,"collapseThreads":true)", R"(,"sort":[{"property":"subject"}])"}) {
        const auto changes = call(ben, "Email/queryChanges", ann, asked + more);
        EXPECT_EQ(changes.at("added").as_array().size(), 1u) << write_json(changes);
        EXPECT_EQ(changes.at("added").as_array().at(0).at("id"), json::value(comes));
        EXPECT_EQ(write_json(changes).find(hidden), std::string::npos);
    }
    const std::string folders(text_of(call(ben, "Mailbox/query", ann).at("queryState").as_string()));
    ASSERT_EQ(share(notes, with(ben, reads)), "");
    const auto changes = call(ben, "Mailbox/queryChanges", ann, R"("sinceQueryState":)" + quoted(folders));
    EXPECT_EQ(changes.at("added").as_array().size(), 1u);
    EXPECT_NE(shown, comes);
}

TEST_P(SharedFoldersTest, AFolderThatIsDestroyedIsSharedNoMore) {
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    EXPECT_EQ(refusal(call(ann, "Mailbox/set", ann, R"("destroy":[")" + mailbox_id(trial) + "\"]"), "notDestroyed"),
              "");
    EXPECT_EQ(folders_of(ben), "accountNotFound");
    EXPECT_TRUE(objects->given(ann).value().empty());
}

// RFC 9670 section 3.
TEST_P(SharedFoldersTest, EachIsNotified) {
    std::map<AccountId, std::uint64_t> heard;
    auto hold = accounts->notifier().listen([&](AccountId account, std::uint64_t types) { heard[account] |= types; });
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    EXPECT_TRUE(heard[ben] & mailbox::type_bit(mailbox::ItemType::share_notification));
    EXPECT_FALSE(heard.contains(cy));
    ASSERT_EQ(share(trial, "null"), "");
    const auto list = call(ben, "ShareNotification/get", ben, R"("ids":null)").at("list").as_array();
    ASSERT_EQ(list.size(), 2u);
    const auto& first = list.at(0).as_object();
    EXPECT_EQ(first.at("objectType"), json::value("Mailbox"));
    EXPECT_EQ(first.at("objectAccountId"), json::value(account_id(ann)));
    EXPECT_EQ(first.at("objectId"), json::value(mailbox_id(trial)));
    EXPECT_EQ(first.at("name"), json::value("Trial"));
    EXPECT_EQ(first.at("oldRights"), json::value(nullptr));
    EXPECT_EQ(first.at("newRights").at("mayReadItems"), json::value(true));
    EXPECT_EQ(first.at("changedBy").at("principalId"), json::value(principal_id(ann)));
    EXPECT_EQ(list.at(1).at("newRights"), json::value(nullptr));
    const auto before = principal_states({*people, *notifications})(ben, all_types).value();
    EXPECT_EQ(before.at("ShareNotification"), state(ben, "ShareNotification", ben));
    EXPECT_EQ(before.at("Principal"), state(ben, "Principal", ben));
    heard.clear();
    (void)call(ben, "ShareNotification/set", ben, R"("destroy":[)" + write_json(first.at("id")) + "]");
    EXPECT_TRUE(heard[ben] & mailbox::type_bit(mailbox::ItemType::share_notification));
}

TEST_P(SharedFoldersTest, SharingAndChangingAreOneCall) {
    const auto response =
        call(ann, "Mailbox/set", ann,
             R"("update":{")" + mailbox_id(trial) + R"(":{"name":"Retrial","shareWith":)" + with(ben, reads) + "}}");
    EXPECT_EQ(refusal(response, "notUpdated"), "");
    EXPECT_EQ(folders_of(ben), "Retrial");
    EXPECT_EQ(notifications->notifications(ben).value().list.at(0).name, "Retrial");
    // Where the one cannot be, the other is not.
    const auto wrong =
        call(ann, "Mailbox/set", ann,
             R"("update":{")" + mailbox_id(notes) + R"(":{"name":"Retrial","shareWith":)" + with(ben, reads) + "}}");
    EXPECT_EQ(refusal(wrong, "notUpdated"), "alreadyExists");
    EXPECT_EQ(folders_of(ben), "Retrial");
}

// What is pushed to whom: only what they see.
TEST_P(SharedFoldersTest, ListenersHearOfWhatTheySee) {
    std::vector<std::function<void()>> jobs;
    const auto run = [&] {
        while (!jobs.empty()) std::exchange(jobs.front(), nullptr)(), jobs.erase(jobs.begin());
    };
    Events events(
        mailbox_states(*accounts), [&](std::function<void()> job) { jobs.push_back(std::move(job)); },
        seen_mailbox_states(*accounts));
    auto hold = accounts->notifier().listen([&](AccountId a, std::uint64_t types) { events.changed(a, types); });
    ASSERT_EQ(share(trial, with(ben, reads)), "");
    const auto accounts_of = own_and_shared_accounts(*opener, objects.get());
    Interest interest{{ben, ann}, {}};
    interest.view = [&](AccountId id) -> Result<View> {
        BAILEY_TRY(auto all, accounts_of(caller(ben)));
        for (auto& account : all)
            if (account.number == id) return account.view;
        return Errc::denied;
    };
    std::vector<TypeStates> told;
    const auto listening = events.listen(std::move(interest), [&](const StateChange& change) {
        if (change.changed.contains(ann)) told.push_back(change.changed.at(ann));
    });
    run();
    email_in({1});
    run();
    EXPECT_TRUE(told.empty()) << "mail in a folder that they do not see";
    email_in({trial});
    run();
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.back().at("Email"), state(ben, "Email", ann));
    EXPECT_EQ(told.back().at("Mailbox"), state(ben, "Mailbox", ann));
    EXPECT_FALSE(told.back().contains("Quota"));
    EXPECT_FALSE(told.back().contains("Identity"));
    told.clear();
    ASSERT_EQ(share(trial, "null"), "");
    run();
    email_in({trial});
    run();
    EXPECT_TRUE(told.empty()) << "withdrawn";
}

}  // namespace
}  // namespace bailey::jmap::testing
