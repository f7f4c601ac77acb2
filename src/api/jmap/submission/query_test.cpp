// RFC 8621 sections 7.3 and 7.4: finding submissions.
#include <gtest/gtest.h>

#include "api/jmap/submission/submission.hpp"
#include "api/jmap/testing/post_office.hpp"

namespace bailey::jmap {
namespace {

class Rfc8621_7_3_SubmissionQuery : public testing::PostOffice {
protected:
    // Three of them: at 22:13:20 (held for an hour), a minute later, and two; the last is of another Email.
    void SetUp() override {
        PostOffice::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        mails = {email(ann, letter()), email(ann, letter("To: ben@firm.com\r\nIn-Reply-To: <other@x>\r\n"))};
        add(0, json::object{{"HOLDFOR", "3600"}});
        add(0, nullptr);
        add(1, nullptr);
        held = 1;
        deliver();
    }
    void add(std::size_t mail, json::value parameters) {
        auto told = created(submit(mails[mail], envelope({"ben@firm.com"}, std::move(parameters))));
        ids.emplace_back(text_of(told.at("id").as_string()));
        threads.emplace_back(text_of(told.at("threadId").as_string()));
        clock.advance(std::chrono::minutes(1));
    }
    json::object query(json::object arguments) { return call(ann, "EmailSubmission/query", std::move(arguments)); }
    // The places in `ids` of what is found, in their order.
    std::string found(std::string_view filter, std::string_view sort = "null") {
        auto answer = query({{"filter", testing::parsed(filter)}, {"sort", testing::parsed(sort)}});
        std::string places;
        for (auto& id : answer.at("ids").as_array()) {
            auto at = std::find(ids.begin(), ids.end(), text_of(id.as_string())) - ids.begin();
            places += static_cast<char>('0' + at);
        }
        return places;
    }
    std::string list(std::string_view name, const std::string& id) {
        return R"({")" + std::string(name) + R"(":[")" + id + R"(","xyz"]})";
    }

    std::vector<std::string> mails, ids, threads;
};
BAILEY_ON_SQLITE(Rfc8621_7_3_SubmissionQuery);

TEST_P(Rfc8621_7_3_SubmissionQuery, every_condition) {
    EXPECT_EQ(found("null"), "012");
    EXPECT_EQ(found("{}"), "012") << "no condition matches all";
    EXPECT_EQ(found(list("emailIds", mails[0])), "01");
    EXPECT_EQ(found(list("emailIds", mails[1])), "2");
    EXPECT_EQ(found(list("threadIds", threads[2])), threads[2] == threads[0] ? "012" : "2");
    EXPECT_EQ(found(list("identityIds", identity(ann))), "012");
    EXPECT_EQ(found(R"({"identityIds":[]})"), "");
    EXPECT_EQ(found(R"({"undoStatus":"pending"})"), "0");
    EXPECT_EQ(found(R"({"undoStatus":"final"})"), "12");
    EXPECT_EQ(found(R"({"before":"2023-11-14T22:15:20Z"})"), "1") << "sendAt of a held one is its release";
    EXPECT_EQ(found(R"({"after":"2023-11-14T22:15:20Z"})"), "02") << "the same time or after";
    EXPECT_EQ(found(R"({"undoStatus":"final","before":"2023-11-14T22:15:20Z"})"), "1") << "all must match";
    EXPECT_EQ(found(R"({"operator":"NOT","conditions":[{"undoStatus":"final"}]})"), "0");
}

TEST_P(Rfc8621_7_3_SubmissionQuery, every_sort) {
    EXPECT_EQ(found("null", R"([{"property":"sentAt"}])"), "120");
    EXPECT_EQ(found("null", R"([{"property":"sentAt","isAscending":false}])"), "021");
    auto by_email = found("null", R"([{"property":"emailId"},{"property":"sentAt","isAscending":false}])");
    EXPECT_EQ(by_email, mails[0] < mails[1] ? "012" : "201");
    EXPECT_EQ(found("null", R"([{"property":"threadId"}])").size(), 3u);
}

TEST_P(Rfc8621_7_3_SubmissionQuery, what_is_not_understood_is_refused) {
    auto refused = [&](std::string_view filter) {
        return error_of(ann, "EmailSubmission/query", {{"filter", testing::parsed(filter)}});
    };
    EXPECT_EQ(refused(R"({"subject":"x"})"), "unsupportedFilter");
    EXPECT_EQ(refused(R"({"before":"yesterday"})"), "invalidArguments");
    EXPECT_EQ(refused(R"({"emailIds":"x"})"), "invalidArguments");
    EXPECT_EQ(error_of(ann, "EmailSubmission/query", {{"sort", testing::parsed(R"([{"property":"to"}])")}}),
              "unsupportedSort");
}

TEST_P(Rfc8621_7_3_SubmissionQuery, section_7_4_changes_of_a_query) {
    auto filter = testing::parsed(R"({"undoStatus":"pending"})");
    auto before = query({{"filter", filter}});
    EXPECT_EQ(before.at("canCalculateChanges"), true);
    clock.advance(std::chrono::hours(1));
    held = 0;
    deliver();
    auto changed = call(ann, "EmailSubmission/queryChanges",
                        {{"filter", filter}, {"sinceQueryState", before.at("queryState")}, {"calculateTotal", true}});
    EXPECT_EQ(changed.at("removed"), json::array{json::string(ids[0])});
    EXPECT_EQ(changed.at("added"), json::array{});
    EXPECT_EQ(changed.at("total"), 0);
    auto all = query({{"sort", testing::parsed(R"([{"property":"sentAt"}])")}}).at("queryState");
    add(0, nullptr);
    auto added = call(ann, "EmailSubmission/queryChanges",
                      {{"sort", testing::parsed(R"([{"property":"sentAt"}])")}, {"sinceQueryState", all}});
    ASSERT_EQ(added.at("added").as_array().size(), 1u);
    EXPECT_EQ(added.at("added").at(0).at("id"), json::string(ids[3]));
    EXPECT_EQ(added.at("added").at(0).at("index"), 3);
}

}  // namespace
}  // namespace bailey::jmap
