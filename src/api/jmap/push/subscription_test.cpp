// RFC 8620 section 7.2.
#include "api/jmap/push/subscription.hpp"

#include <gtest/gtest.h>

#include "api/jmap/push/pusher.hpp"
#include "api/jmap/testing/notes.hpp"
#include "base/text.hpp"

namespace bailey::jmap {
namespace {

using testing::Desk;
using testing::text;

struct Memory : SubscriptionStore {
    std::vector<Subscription> all;
    int next = 0;
    Result<std::vector<Subscription>> of(AccountId) override { return all; }
    Result<std::string> add(AccountId, const Subscription& made) override {
        all.push_back(made);
        return all.back().id = "p" + std::to_string(++next);
    }
    Result<void> change(AccountId, const Subscription& changed) override {
        for (auto& one : all) {
            if (one.id == changed.id) one = changed;
        }
        return {};
    }
    Result<void> remove(AccountId, std::string_view id) override {
        std::erase_if(all, [&](auto& one) { return one.id == id; });
        return {};
    }
};

struct PushDesk : Desk {
    Memory store;
    TypeStates states{{"Email", "1"}, {"Mailbox", "1"}};
    std::vector<PushMessage> sent;
    int status = 201;
    std::vector<std::function<void(int)>> under_way;
    bool hold = false;
    Events events{[this](AccountId, std::uint64_t) -> Result<TypeStates> { return states; }, [](auto job) { job(); }};
    push::Vapid vapid{*Key::from(bytes_of("a key of thirty-two octets, here")), "mailto:postmaster@firm.example"};
    Pusher pusher{{store, events, clock, [](auto job) { job(); },
                   [this](PushMessage message, std::function<void(int)> done) {
                       sent.push_back(std::move(message));
                       if (hold) return under_way.push_back(std::move(done));
                       done(status);
                   },
                   [](AccountId person, const std::string& credentials) -> Result<std::vector<AccountId>> {
                       if (credentials == "revoked") return Errc::denied;
                       return std::vector{person};
                   },
                   &vapid}};

    PushDesk() {
        caller.credentials = "s1";
        PushRules rules;
        rules.hosts = {"push.example"};
        rules.most = 3;
        rules.most_an_hour = 4;
        api.add(push_subscription_methods(store, pusher, rules));
    }
    json::object make(std::string_view more = "") {
        return one("PushSubscription/set", R"({"create":{"c":{"deviceClientId":"d","url":"https://push.example/x?y")" +
                                               std::string(more) + "}}}");
    }
    std::string refused(std::string_view more) { return text(make(more).at("notCreated").as_object().at("c")); }
    json::object patch(std::string_view patch) {
        return one("PushSubscription/set", R"({"update":{"p1":)" + std::string(patch) + "}}");
    }
    void verify() { patch(R"({"verificationCode":")" + store.all[0].code + "\"}"); }
    void change(const std::string& type, const std::string& state) {
        states[type] = state;
        events.changed(AccountId{1}, all_types);
    }
};

TEST(Rfc8620_7_2_2_Set, has_no_account_and_no_states_and_sends_the_verification_at_once) {
    PushDesk desk;
    auto response = desk.make();
    EXPECT_FALSE(response.contains("accountId"));
    EXPECT_FALSE(response.contains("newState"));
    EXPECT_TRUE(response.at("created").as_object().at("c").as_object().contains("expires"));
    ASSERT_EQ(desk.sent.size(), 1u);
    EXPECT_EQ(desk.sent[0].url, "https://push.example/x?y");
    EXPECT_EQ(desk.sent[0].body, R"({"@type":"PushVerification","pushSubscriptionId":"p1","verificationCode":")" +
                                     desk.store.all[0].code + "\"}");
    EXPECT_EQ(desk.store.all[0].code.size(), 32u);
    EXPECT_EQ(desk.error_of("PushSubscription/set", R"({"accountId":"a1"})"), "invalidArguments");
    EXPECT_EQ(desk.error_of("PushSubscription/set", R"({"ifInState":"x"})"), "invalidArguments");
}

TEST(Rfc8620_7_2_2_Set, sends_nothing_before_the_right_code_came_back) {
    PushDesk desk;
    desk.make();
    desk.change("Email", "2");
    EXPECT_EQ(desk.sent.size(), 1u);
    EXPECT_EQ(text(desk.patch(R"({"verificationCode":"guess"})").at("notUpdated")),
              R"({"p1":{"type":"invalidProperties","properties":["verificationCode"]}})");
    desk.verify();
    desk.change("Email", "3");
    ASSERT_EQ(desk.sent.size(), 2u);
    EXPECT_EQ(desk.sent[1].body, R"({"@type":"StateChange","changed":{"a1":{"Email":"3"}}})");
}

TEST(Rfc8620_7_2_1_Get, never_gives_url_keys_or_an_unproven_code) {
    PushDesk desk;
    desk.make();
    auto got = desk.one("PushSubscription/get", R"({"ids":null})");
    EXPECT_FALSE(got.contains("state"));
    EXPECT_FALSE(got.contains("accountId"));
    auto& one = got.at("list").as_array().at(0).as_object();
    EXPECT_FALSE(one.contains("url"));
    EXPECT_FALSE(one.contains("keys"));
    EXPECT_TRUE(one.at("verificationCode").is_null());
    EXPECT_EQ(desk.error_of("PushSubscription/get", R"({"properties":["url"]})"), "forbidden");
    EXPECT_EQ(desk.error_of("PushSubscription/get", R"({"properties":["keys"]})"), "forbidden");
    EXPECT_EQ(desk.error_of("PushSubscription/get", R"({"accountId":"a1"})"), "invalidArguments");
}

TEST(Rfc8620_7_2_Subscriptions, are_seen_only_with_the_credentials_that_made_them) {
    PushDesk desk;
    desk.make();
    desk.caller.credentials = "s2";
    EXPECT_EQ(text(desk.one("PushSubscription/get", "{}").at("list")), "[]");
    EXPECT_EQ(text(desk.one("PushSubscription/set", R"({"destroy":["p1"]})").at("notDestroyed")),
              R"({"p1":{"type":"notFound"}})");
    EXPECT_EQ(desk.store.all.size(), 1u);
}

TEST(Rfc8620_8_6_Subscriptions, are_for_allowed_https_hosts_alone) {
    PushDesk desk;
    for (auto url : {"http://push.example/", "https://", "https://user@push.example/", "ftp://x", "push.example"}) {
        auto response = desk.one("PushSubscription/set",
                                 std::string(R"({"create":{"c":{"deviceClientId":"d","url":")") + url + "\"}}}");
        EXPECT_NE(text(response.at("notCreated")).find(R"("properties":["url"])"), std::string::npos) << url;
    }
    for (auto url : {"https://localhost/", "https://push.example.evil.com/", "https://127.0.0.1:25/"}) {
        auto response = desk.one("PushSubscription/set",
                                 std::string(R"({"create":{"c":{"deviceClientId":"d","url":")") + url + "\"}}}");
        EXPECT_NE(text(response.at("notCreated")).find("forbidden"), std::string::npos) << url;
    }
    EXPECT_TRUE(desk.sent.empty());
    EXPECT_NE(desk.refused(R"(,"verificationCode":"x")").find("verificationCode"), std::string::npos);
}

TEST(Rfc8620_7_2_Keys, encrypt_the_verification_and_every_push) {
    auto client = push::Sender::fresh();  // a key pair is a key pair
    push::ClientKeys keys{client.public_key, client.salt};
    PushDesk desk;
    auto created =
        desk.make(R"(,"keys":{"p256dh":")" + base64url(keys.p256dh) + R"(","auth":")" + base64url(keys.auth) + "\"}");
    ASSERT_TRUE(created.at("notCreated").is_null()) << text(created);
    // Section 7.2.1: they are private to the device.
    EXPECT_EQ(created.at("created").as_object().at("c").as_object().at("keys"), nullptr);
    desk.verify();
    desk.change("Email", "3");
    ASSERT_EQ(desk.sent.size(), 2u);
    auto opened = [&](const PushMessage& message) {
        EXPECT_EQ(message.fields.back(), (std::pair<std::string, std::string>("Content-Encoding", "aes128gcm")));
        return push::decrypt(message.body, keys, client.private_key).value();
    };
    EXPECT_EQ(opened(desk.sent[0]), R"({"@type":"PushVerification","pushSubscriptionId":"p1","verificationCode":")" +
                                        desk.store.all[0].code + "\"}");
    EXPECT_EQ(opened(desk.sent[1]), R"({"@type":"StateChange","changed":{"a1":{"Email":"3"}}})");
}

TEST(Rfc8620_7_2_Keys, that_are_wrong_are_refused) {
    PushDesk desk;
    constexpr auto point = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    for (auto& keys : {std::string(R"({})"), std::string(R"({"p256dh":"x","auth":"y"})"),
                       R"({"p256dh":")" + std::string(point) + "\"}",
                       R"({"p256dh":")" + std::string(point) + R"(","auth":"BTBZMqHH6r4Tts7J_aSI"})",
                       R"({"p256dh":")" + std::string(point) + R"(","auth":7})"}) {
        auto refusal = desk.refused(",\"keys\":" + keys);
        EXPECT_NE(refusal.find("invalidProperties"), std::string::npos) << keys;
        EXPECT_NE(refusal.find(R"("properties":["keys"])"), std::string::npos) << keys;
    }
    EXPECT_TRUE(desk.sent.empty());
}

TEST(Rfc8030_5_Pushes, say_how_long_they_are_good_and_how_urgent_they_are) {
    PushDesk desk;
    desk.make();
    desk.verify();
    desk.change("Email", "3");
    desk.change("EmailDelivery", "3");
    ASSERT_EQ(desk.sent.size(), 3u);
    for (std::size_t n = 0; n < desk.sent.size(); ++n) {
        std::map<std::string, std::string> fields(desk.sent[n].fields.begin(), desk.sent[n].fields.end());
        EXPECT_EQ(fields["TTL"], "86400");
        EXPECT_EQ(fields["Urgency"], n == 1 ? "low" : "normal");
        // RFC 9749 section 4: the verification, too, is signed.
        EXPECT_TRUE(fields["Authorization"].starts_with("vapid t=")) << fields["Authorization"];
        EXPECT_TRUE(fields["Authorization"].ends_with(", k=" + desk.vapid.public_key()));
    }
}

TEST(Rfc9749_3_Session, tells_the_key) {
    PushDesk desk;
    auto capability = vapid_capability(desk.vapid);
    EXPECT_EQ(capability.uri, "urn:ietf:params:jmap:webpush-vapid");
    EXPECT_EQ(text(capability.server), R"({"applicationServerKey":")" + desk.vapid.public_key() + "\"}");
}

TEST(Rfc8620_8_6_Subscriptions, know_their_hosts_from_the_setting) {
    EXPECT_EQ(hosts_from("  Push.Example   b.example "), (std::set<std::string>{"b.example", "push.example"}));
    EXPECT_TRUE(hosts_from(" ").empty());
    EXPECT_EQ(https_host("https://Push.Example:8443/x").value(), "push.example");
    EXPECT_EQ(https_origin("https://Push.Example:8443/x"), "https://push.example:8443");
    EXPECT_EQ(https_origin("https://push.example:443"), "https://push.example");
    EXPECT_EQ(https_origin("https://push.example?x"), "https://push.example");
}

TEST(Rfc8620_8_6_Subscriptions, are_limited_in_number_and_pace) {
    PushDesk desk;
    for (int i = 0; i < 3; ++i) desk.make();
    EXPECT_NE(desk.refused("").find("overQuota"), std::string::npos);
    desk.store.all.clear();
    desk.make();
    EXPECT_NE(desk.refused("").find("rateLimit"), std::string::npos);
    desk.clock.advance(std::chrono::hours(2));
    EXPECT_TRUE(desk.make().at("notCreated").is_null());
}

TEST(Rfc8620_7_2_Expires, is_bounded_and_kept) {
    PushDesk desk;
    auto created = desk.make(R"(,"expires":"2099-01-01T00:00:00Z")").at("created").as_object().at("c").as_object();
    EXPECT_EQ(created.at("expires"), "2020-10-13T12:26:40Z");
    auto updated = desk.patch(R"({"expires":"2098-01-01T00:00:00Z"})").at("updated");
    EXPECT_EQ(text(updated), R"({"p1":{"expires":"2020-10-13T12:26:40Z"}})");
    desk.verify();
    EXPECT_EQ(text(desk.patch(R"({"expires":"2020-09-14T00:00:00Z"})").at("updated")), R"({"p1":null})");
    desk.clock.advance(std::chrono::hours(48));
    desk.change("Email", "9");
    EXPECT_EQ(desk.sent.size(), 1u);
    EXPECT_EQ(text(desk.one("PushSubscription/get", "{}").at("list")), "[]");
}

TEST(Rfc8620_7_2_Push, has_the_types_asked_for_and_gathers_while_one_is_under_way) {
    PushDesk desk;
    desk.make(R"(,"types":["Email"])");
    desk.verify();
    desk.change("Mailbox", "2");
    EXPECT_EQ(desk.sent.size(), 1u);
    desk.hold = true;
    for (auto state : {"2", "3", "4"}) desk.change("Email", state);
    EXPECT_EQ(desk.sent.size(), 2u);
    desk.under_way[0](201);
    ASSERT_EQ(desk.sent.size(), 3u);
    EXPECT_EQ(desk.sent[2].body, R"({"@type":"StateChange","changed":{"a1":{"Email":"4"}}})");
}

TEST(Rfc8620_7_2_Push, slows_down_at_429_and_ends_at_410) {
    PushDesk desk;
    desk.make();
    desk.verify();
    desk.status = 429;
    for (int i = 2; i < 12; ++i) desk.change("Email", std::to_string(i));
    EXPECT_EQ(desk.sent.size(), 2u);
    desk.status = 410;
    for (int i = 12; i < 40; ++i) desk.change("Email", std::to_string(i));
    EXPECT_EQ(desk.sent.size(), 3u);
    EXPECT_TRUE(desk.store.all.empty());
}

TEST(Rfc8620_7_2_Push, ends_with_the_credentials_and_begins_again_after_a_restart) {
    PushDesk desk;
    Subscription kept{"p7", "s1", "d", "https://push.example/", "c", true, desk.clock.now() + std::chrono::hours(1),
                      {},   {}};
    Subscription revoked = kept;
    revoked.id = "p8";
    revoked.credentials = "revoked";
    desk.store.all = {kept, revoked};
    desk.pusher.woken(AccountId{1});
    ASSERT_EQ(desk.store.all.size(), 1u);
    EXPECT_EQ(desk.sent.size(), 1u);  // what woke it, whichever type it was
    desk.change("Email", "2");
    EXPECT_EQ(desk.sent.size(), 2u);
}

}  // namespace
}  // namespace bailey::jmap
