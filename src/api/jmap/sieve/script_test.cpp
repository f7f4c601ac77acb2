// SieveScript, RFC 9661, over real stores.
#include "api/jmap/sieve/script.hpp"

#include <gtest/gtest.h>

#include "api/jmap/mailbox_blobs.hpp"
#include "protocol/sieve/sieve.hpp"
#include "services/mailbox/testing.hpp"
#include "services/mailbox/uploads.hpp"

namespace bailey::jmap {
namespace {

class SieveScriptTest : public mailbox::AccountsTest {
protected:
    void SetUp() override {
        AccountsTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        caller.who.account = ann;
        api = std::make_unique<Api>(Limits{}, clock, [this](const Caller&) -> Result<std::vector<Account>> {
            return std::vector{Account{ann, "ann@firm.com", true, false}};
        });
        SieveSettings settings;
        settings.max_scripts = 5;
        settings.inside = [](std::string_view address) { return address.ends_with("firm.com"); };
        add_sieve(*api, *accounts, settings);
    }
    void TearDown() override {
        api.reset();
        AccountsTest::TearDown();
    }

    std::string upload(std::string_view text) {
        return mailbox::text(mailbox::upload(accounts->open(ann).value(), text, "application/sieve").value());
    }
    std::string download(std::string_view blob_id) {
        MailboxBlobs blobs(*accounts);
        auto blob = blobs.open(caller, {ann, "ann@firm.com", true, false}, blob_id);
        return blob ? blob->read(0, blob->size).value() : "error: " + blob.error().message();
    }
    json::array responses(const std::string& calls) {
        const auto reply = api->process(caller,
                                        R"({"using":["urn:ietf:params:jmap:core","urn:ietf:params:jmap:sieve"],)"
                                        R"("methodCalls":[)" +
                                            calls + "]}",
                                        Origin{"https://mail.example"});
        EXPECT_EQ(reply.status, 200) << reply.body;
        return parse_json(reply.body).value().as_object().at("methodResponses").as_array();
    }
    // The arguments of the one response. `inside` is what stands in the arguments beside accountId.
    json::object call(std::string_view method, const std::string& inside) {
        return responses("[\"" + std::string(method) + "\",{\"accountId\":\"" + account_id(ann) + "\"" +
                         (inside.empty() ? "" : "," + inside) + "},\"0\"]")
            .at(0)
            .at(1)
            .as_object();
    }
    static std::string at(const json::value& value, std::string_view pointer) {
        boost::system::error_code none;
        const auto* found = value.find_pointer(json::string_view(pointer.data(), pointer.size()), none);
        return found ? write_json(*found) : "(none)";
    }
    // Creates a script with this content; its id.
    std::string create(const std::string& name, std::string_view text, const std::string& more = "") {
        const auto done = call("SieveScript/set", "\"create\":{\"k\":{\"name\":\"" + name + "\",\"blobId\":\"" +
                                                      upload(text) + "\"}}" + more);
        const auto* created = done.at("created").if_object();
        if (!created) {
            ADD_FAILURE() << write_json(done);
            return {};
        }
        return std::string(text_of(created->at("k").at("id").as_string()));
    }
    json::object script(const std::string& id) {
        return call("SieveScript/get", "\"ids\":[\"" + id + "\"]").at("list").at(0).as_object();
    }
    // The type of the SetError in one of the not... lists.
    static std::string error(const json::object& done, std::string_view list, const std::string& id) {
        return at(done, "/" + std::string(list) + "/" + id + "/type");
    }

    Caller caller;
    std::unique_ptr<Api> api;
};

INSTANTIATE_TEST_SUITE_P(Engines, SieveScriptTest, ::testing::Values(sql::Engine::sqlite), sql::engine_name);

TEST_P(SieveScriptTest, Rfc9661Section131TheCapabilityTellsTheLimits) {
    const auto session = api->session(caller, Origin{"https://mail.example"}).value();
    EXPECT_EQ(at(session, "/capabilities/urn:ietf:params:jmap:sieve/implementation"), "\"Bailey\"");
    const auto of_account = "/accounts/" + account_id(ann) + "/accountCapabilities/urn:ietf:params:jmap:sieve";
    EXPECT_EQ(at(session, of_account + "/maxSizeScriptName"), "512");
    EXPECT_EQ(at(session, of_account + "/maxNumberScripts"), "5");
    EXPECT_EQ(at(session, of_account + "/sieveExtensions/0"), "\"body\"");
    EXPECT_EQ(at(session, of_account + "/externalLists"), "null");
}

TEST_P(SieveScriptTest, AScriptIsMadeReadAndItsContentDownloaded) {
    const auto id = create("Court", "keep;");
    const auto object = script(id);
    EXPECT_EQ(at(object, "/name"), "\"Court\"");
    EXPECT_EQ(at(object, "/isActive"), "false");
    const std::string blob(text_of(object.at("blobId").as_string()));
    EXPECT_EQ(download(blob), "keep;");
    EXPECT_NE(download(blob.substr(0, blob.size() - 1) + "0"), "keep;");
    EXPECT_NE(download("S99-x"), "keep;");
}

TEST_P(SieveScriptTest, AScriptWithoutANameGetsOne) {
    const auto blob = upload("keep;");
    const auto done = call("SieveScript/set", "\"create\":{\"a\":{\"blobId\":\"" + blob +
                                                  "\"},\"b\":{\"name\":null,\"blobId\":\"" + blob + "\"}}");
    EXPECT_EQ(at(done, "/created/a/name"), "\"Filter 1\"");
    EXPECT_EQ(at(done, "/created/b/name"), "\"Filter 2\"");
    EXPECT_EQ(at(done, "/created/b/isActive"), "false");
    EXPECT_NE(at(done, "/created/b/blobId"), "\"" + blob + "\"");  // its content is a blob of its own
}

TEST_P(SieveScriptTest, Section23WhatIsNoSieveIsRefusedAndSaidWhy) {
    const auto done = call("SieveScript/set", "\"create\":{\"k\":{\"name\":\"a\",\"blobId\":\"" +
                                                  upload("keep;\nfileinto \"x\";\nredirect \"a@out.test\";") + "\"}}");
    EXPECT_EQ(error(done, "notCreated", "k"), "\"invalidSieve\"");
    EXPECT_EQ(at(done, "/notCreated/k/description"),
              "\"line 2: \\\"fileinto\\\" needs this line at the beginning: require \\\"fileinto\\\";\\n"
              "line 3: \\\"a@out.test\\\" is outside the community: mail cannot be redirected there.\"");
    EXPECT_EQ(at(done, "/oldState"), at(done, "/newState"));
}

TEST_P(SieveScriptTest, Section23OtherErrors) {
    const auto id = create("taken", "keep;");
    const auto blob = upload("keep;");
    const auto done =
        call("SieveScript/set",
             R"("create":{"a":{"name":"taken","blobId":")" + blob + R"("},"b":{"name":"","blobId":")" + blob +
                 R"("},"c":{"name":"c","blobId":"Unothing"},"d":{"name":"d"},"e":{"name":"e","blobId":")" +
                 upload(std::string(70'000, ' ')) + R"("}},"update":{"s77":{"name":"x"}},"destroy":["s78"])");
    EXPECT_EQ(error(done, "notCreated", "a"), "\"alreadyExists\"");
    EXPECT_EQ(at(done, "/notCreated/a/existingId"), "\"" + id + "\"");
    EXPECT_EQ(error(done, "notCreated", "b"), "\"invalidProperties\"");
    EXPECT_EQ(error(done, "notCreated", "c"), "\"blobNotFound\"");
    EXPECT_EQ(error(done, "notCreated", "d"), "\"invalidProperties\"");
    EXPECT_EQ(error(done, "notCreated", "e"), "\"tooLarge\"");
    EXPECT_EQ(error(done, "notUpdated", "s77"), "\"notFound\"");
    EXPECT_EQ(error(done, "notDestroyed", "s78"), "\"notFound\"");
}

TEST_P(SieveScriptTest, AnAccountMayHaveSoManyScripts) {
    for (int n = 0; n < 5; ++n) create("script " + std::to_string(n), "keep;");
    const auto done = call("SieveScript/set", "\"create\":{\"k\":{\"blobId\":\"" + upload("keep;") + "\"}}");
    EXPECT_EQ(error(done, "notCreated", "k"), "\"overQuota\"");
}

TEST_P(SieveScriptTest, Section23ActivationIsToldOfBothScripts) {
    const auto first = create("first", "keep;", ",\"onSuccessActivateScript\":\"#k\"");
    EXPECT_EQ(at(script(first), "/isActive"), "true");
    const auto second = create("second", "discard;");
    const auto done = call("SieveScript/set", "\"onSuccessActivateScript\":\"" + second + "\"");
    EXPECT_EQ(at(done, "/updated/" + first), "{\"isActive\":false}");
    EXPECT_EQ(at(done, "/updated/" + second), "{\"isActive\":true}");
    EXPECT_NE(at(done, "/oldState"), at(done, "/newState"));
    EXPECT_EQ(at(script(first), "/isActive"), "false");
    const auto none = call("SieveScript/set", "\"onSuccessDeactivateScript\":true");
    EXPECT_EQ(at(none, "/updated/" + second), "{\"isActive\":false}");
    EXPECT_EQ(at(script(second), "/isActive"), "false");
}

TEST_P(SieveScriptTest, Section23NothingIsActivatedWhereSomethingFailed) {
    const auto id = create("one", "keep;");
    const auto done = call("SieveScript/set", "\"destroy\":[\"s99\"],\"onSuccessActivateScript\":\"" + id + "\"");
    EXPECT_EQ(at(done, "/updated"), "null");
    EXPECT_EQ(at(script(id), "/isActive"), "false");
    call("SieveScript/set", "\"onSuccessActivateScript\":\"" + id + "\"");
    call("SieveScript/set", "\"onSuccessActivateScript\":\"s99\"");  // no such script: it stays as it was
    EXPECT_EQ(at(script(id), "/isActive"), "true");
}

TEST_P(SieveScriptTest, Section23TheActiveScriptIsNotDestroyed) {
    const auto id = create("one", "keep;", ",\"onSuccessActivateScript\":\"#k\"");
    EXPECT_EQ(error(call("SieveScript/set", "\"destroy\":[\"" + id + "\"]"), "notDestroyed", id), "\"sieveIsActive\"");
    call("SieveScript/set", "\"onSuccessDeactivateScript\":true");
    EXPECT_EQ(at(call("SieveScript/set", "\"destroy\":[\"" + id + "\"]"), "/destroyed/0"), "\"" + id + "\"");
    EXPECT_EQ(at(call("SieveScript/get", "\"ids\":null"), "/list"), "[]");
}

TEST_P(SieveScriptTest, AnUpdateChangesNameAndContent) {
    const auto id = create("one", "keep;", ",\"onSuccessActivateScript\":\"#k\"");
    const std::string before(text_of(script(id).at("blobId").as_string()));
    const auto done = call("SieveScript/set",
                           "\"update\":{\"" + id + "\":{\"name\":\"two\",\"blobId\":\"" + upload("discard;") + "\"}}");
    EXPECT_NE(at(done, "/updated/" + id), "(none)") << write_json(done);
    const auto object = script(id);
    EXPECT_EQ(at(object, "/name"), "\"two\"");
    EXPECT_EQ(at(object, "/isActive"), "true");
    EXPECT_EQ(at(done, "/updated/" + id + "/blobId"), at(object, "/blobId"));
    EXPECT_EQ(download(text_of(object.at("blobId").as_string())), "discard;");
    EXPECT_NE(download(before), "keep;");
    const auto server_set = call("SieveScript/set", "\"update\":{\"" + id + "\":{\"isActive\":false}}");
    EXPECT_EQ(error(server_set, "notUpdated", id), "\"invalidProperties\"");
}

TEST_P(SieveScriptTest, AScriptsContentMayBecomeAnothers) {
    const auto one = create("one", "keep;");
    const std::string blob(text_of(script(one).at("blobId").as_string()));
    const auto done = call("SieveScript/set", "\"create\":{\"k\":{\"name\":\"two\",\"blobId\":\"" + blob + "\"}}");
    EXPECT_NE(at(done, "/created/k/id"), "(none)");
    EXPECT_EQ(download(text_of(done.at("created").at("k").at("blobId").as_string())), "keep;");
}

TEST_P(SieveScriptTest, AStateIsAsked) {
    const auto state = at(call("SieveScript/get", "\"ids\":[]"), "/state");
    create("one", "keep;");
    const auto done = call("SieveScript/set", "\"ifInState\":" + state + ",\"onSuccessDeactivateScript\":true");
    EXPECT_EQ(at(done, "/type"), "\"stateMismatch\"");
}

TEST_P(SieveScriptTest, Section24Query) {
    const auto b = create("beta", "keep;"), a = create("alpha", "keep;");
    call("SieveScript/set", "\"onSuccessActivateScript\":\"" + b + "\"");
    EXPECT_EQ(at(call("SieveScript/query", R"("sort":[{"property":"name"}])"), "/ids"),
              "[\"" + a + "\",\"" + b + "\"]");
    EXPECT_EQ(at(call("SieveScript/query", R"("filter":{"isActive":true})"), "/ids"), "[\"" + b + "\"]");
    EXPECT_EQ(at(call("SieveScript/query", R"("filter":{"name":"lph"})"), "/ids"), "[\"" + a + "\"]");
    EXPECT_EQ(at(call("SieveScript/query", R"("sort":[{"property":"isActive","isAscending":false}])"), "/ids/0"),
              "\"" + b + "\"");
    EXPECT_EQ(at(call("SieveScript/query", R"("filter":{"size":1})"), "/type"), "\"unsupportedFilter\"");
    EXPECT_EQ(at(call("SieveScript/query", R"("sort":[{"property":"blobId"}])"), "/type"), "\"unsupportedSort\"");
}

TEST_P(SieveScriptTest, Section25Validate) {
    EXPECT_EQ(at(call("SieveScript/validate", "\"blobId\":\"" + upload("keep;") + "\""), "/error"), "null");
    const auto bad = call("SieveScript/validate", "\"blobId\":\"" + upload("keep") + "\"");
    EXPECT_EQ(at(bad, "/error/type"), "\"invalidSieve\"");
    EXPECT_EQ(at(bad, "/error/description"),
              "\"line 1: Here must be \\\";\\\" or \\\"{\\\", not the end of the script.\"");
    EXPECT_EQ(at(call("SieveScript/validate", "\"blobId\":\"Unothing\""), "/error/type"), "\"blobNotFound\"");
}

}  // namespace
}  // namespace bailey::jmap
