// RFC 8620 sections 1.2 to 1.4, and the typed arguments of methods.
#include "protocol/jmap/values.hpp"

#include <gtest/gtest.h>

#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {
namespace {

TEST(Rfc8620_1_2_Id, has_1_to_255_octets_of_the_safe_alphabet) {
    EXPECT_TRUE(is_id("a"));
    EXPECT_TRUE(is_id("-AZaz09_"));
    EXPECT_TRUE(is_id(std::string(255, 'x')));
    EXPECT_FALSE(is_id(""));
    EXPECT_FALSE(is_id(std::string(256, 'x')));
    for (auto text : {"a b", "a=", "a+", "a/", "a.", "#a", "\xC3\xA9"}) EXPECT_FALSE(is_id(text)) << text;
}

TEST(Rfc8620_1_3_Int, is_within_53_bits) {
    auto is_int = [](auto v) { return int_from(json::value(v)).has_value(); };
    EXPECT_TRUE(is_int(9007199254740991));
    EXPECT_FALSE(is_int(9007199254740992));
    EXPECT_TRUE(is_int(-9007199254740991));
    EXPECT_FALSE(is_int(-9007199254740992));
    EXPECT_FALSE(is_int(0.5));
    EXPECT_FALSE(is_int(1e300));
    EXPECT_FALSE(is_int("1"));
    EXPECT_FALSE(is_int(true));
    EXPECT_EQ(int_from(json::value(1e3)), 1000);
    EXPECT_FALSE(unsigned_int_from(json::value(-1)));
    EXPECT_EQ(unsigned_int_from(json::value(0)), 0);
}

TEST(Rfc8620_1_4_UTCDate, is_normalised_and_in_utc) {
    EXPECT_EQ(utc_date(*utc_date_from("2014-10-30T06:12:00Z")), "2014-10-30T06:12:00Z");
    EXPECT_EQ(utc_date(*utc_date_from("2014-10-30T06:12:00.25Z")), "2014-10-30T06:12:00.25Z");
    EXPECT_EQ(*date_from("2014-10-30T14:12:00+08:00"), *utc_date_from("2014-10-30T06:12:00Z"));
    EXPECT_EQ(date(*utc_date_from("2014-10-30T06:12:00Z"), -90), "2014-10-30T04:42:00-01:30");
    for (auto text :
         {"2014-10-30T14:12:00+08:00", "2014-10-30T06:12:00.0Z", "2014-10-30T06:12:00.Z", "2014-10-30t06:12:00Z",
          "2014-10-30T06:12:00z", "2014-10-30 06:12:00Z", "2014-02-30T06:12:00Z", "2014-10-30T24:00:00Z",
          "2014-10-30T06:60:00Z", "2014-10-30T06:12Z", "14-10-30T06:12:00Z", "", "2014-10-30T06:12:00Zx"}) {
        EXPECT_FALSE(utc_date_from(text)) << text;
    }
}

Arguments arguments(std::string_view text) { return Arguments(parse_json(text).value().as_object()); }

template <class T>
std::string refused(const Answer<T>& answer) {
    if (answer) return "accepted";
    EXPECT_EQ(answer.error().type, ErrorType::invalid_arguments);
    return std::string(text_of(answer.error().more.at("arguments").as_array().at(0).as_string()));
}

TEST(Rfc8620_3_6_2_InvalidArguments, names_the_argument_that_is_missing_or_of_the_wrong_type) {
    EXPECT_EQ(refused(arguments("{}").id("accountId")), "accountId");
    EXPECT_EQ(refused(arguments(R"({"accountId":null})").id("accountId")), "accountId");
    EXPECT_EQ(refused(arguments(R"({"accountId":"a b"})").id("accountId")), "accountId");
    EXPECT_EQ(refused(arguments(R"({"s":1})").string("s")), "s");
    EXPECT_EQ(refused(arguments(R"({"b":"true"})").boolean("b", false)), "b");
    EXPECT_EQ(refused(arguments(R"({"n":1.5})").integer("n", 0)), "n");
    EXPECT_EQ(refused(arguments(R"({"n":-1})").unsigned_or_null("n")), "n");
    EXPECT_EQ(refused(arguments(R"({"ids":"x"})").ids_or_null("ids")), "ids");
    EXPECT_EQ(refused(arguments(R"({"ids":["x",1]})").ids_or_null("ids")), "ids");
    EXPECT_EQ(refused(arguments(R"({"o":[]})").object_or_null("o")), "o");
    EXPECT_EQ(refused(arguments(R"({"o":{}})").array_or_null("o")), "o");
}

TEST(Rfc8620_3_5_OmittedArguments, are_null_or_their_default) {
    EXPECT_EQ(arguments("{}").ids_or_null("ids").value(), std::nullopt);
    EXPECT_EQ(arguments(R"({"ids":null})").ids_or_null("ids").value(), std::nullopt);
    EXPECT_EQ(arguments("{}").boolean("b", true).value(), true);
    EXPECT_EQ(arguments("{}").integer("n", -3).value(), -3);
}

TEST(Rfc8620_3_9_UnknownArguments, are_invalid) {
    auto some = arguments(R"({"accountId":"a1","colour":"red"})");
    EXPECT_EQ(some.id("accountId").value(), "a1");
    EXPECT_EQ(refused(some.done()), "colour");
}

}  // namespace
}  // namespace bailey::jmap
