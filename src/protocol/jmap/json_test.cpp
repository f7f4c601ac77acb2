// RFC 8620 section 1.5: what comes in and goes out is I-JSON (RFC 7493).
#include "protocol/jmap/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace bailey::jmap {
namespace {

Errc refusal(std::string_view text, const JsonLimits& limits = {}) {
    auto value = parse_json(text, limits);
    if (value) ADD_FAILURE() << "accepted: " << text.substr(0, 60);
    return errc_of(value.error());
}

std::string again(std::string_view text) { return write_json(parse_json(text).value()); }

TEST(Rfc8620_1_5_Json, reads_and_writes_back_what_it_read) {
    for (auto text : {"null", "true", "0", "-12", "18446744073709551615", "0.5", R"("a")", "[]", "{}",
                      R"({"a":[1,{"b":null},"c"],"d":{"e":false}})"}) {
        EXPECT_EQ(again(text), text);
    }
    EXPECT_EQ(again(" [ 1 ,\t2 ]\r\n"), "[1,2]");
    EXPECT_EQ(again(R"("\u00e9\ud83d\ude00\n\u0001\"\\\/")"), "\"\xC3\xA9\xF0\x9F\x98\x80\\n\\u0001\\\"\\\\/\"");
}

TEST(Rfc8620_1_5_Json, refuses_what_is_no_json) {
    for (auto text : {"",        " ",   "{",    "[1,]",    "{\"a\":1,}", "{a:1}",    "'a'",
                      "nul",     "1 2", "{} x", "// c\n1", "[1 2]",      "\"a",      "\"\t\"",
                      R"("\x")", "01",  "+1",   ".5",      "NaN",        "Infinity", "\xEF\xBB\xBF{}"}) {
        EXPECT_EQ(refusal(text), Errc::bad_syntax) << text;
    }
    EXPECT_EQ(refusal(std::string_view("[1]\0", 4)), Errc::bad_syntax);
}

TEST(Rfc7493_2_1_Strings, must_be_utf8_without_surrogates_and_noncharacters) {
    for (auto text : {"\"\xFF\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xE2\x82\"", R"("\ud800")", R"("\udc00x")",
                      R"("\ud800\u0041")", R"("\uffff")", R"("\ufdd0")", "\"\xEF\xBF\xBE\"", R"("\ud83f\udffe")",
                      R"({"\ufffe":1})", "{\"\xFF\":1}"}) {
        EXPECT_EQ(refusal(text), Errc::bad_syntax) << text;
    }
    EXPECT_EQ(again(R"("\ufffd")"), "\"\xEF\xBF\xBD\"");
}

TEST(Rfc7493_2_2_Numbers, must_be_within_a_double) {
    EXPECT_EQ(refusal("1e999"), Errc::bad_syntax);
    EXPECT_EQ(refusal("-1e400"), Errc::bad_syntax);
    EXPECT_EQ(refusal("1e99999999999999999999"), Errc::bad_syntax);
    EXPECT_EQ(refusal(std::string(5000, '9')), Errc::bad_syntax);
    EXPECT_EQ(again("1e-999"), again("0.0"));
}

TEST(Rfc7493_2_3_Objects, have_no_name_twice) {
    EXPECT_EQ(refusal(R"({"a":1,"b":2,"a":3})"), Errc::bad_syntax);
    EXPECT_EQ(refusal(R"([{"x":{"a":1,"\u0061":1}}])"), Errc::bad_syntax);
    EXPECT_EQ(again(R"({"a":{"a":1},"A":2})"), R"({"a":{"a":1},"A":2})");
}

TEST(Rfc8620_8_4_Json, is_bounded_in_depth_values_and_names) {
    EXPECT_EQ(refusal(std::string(100'000, '[')), Errc::too_long);
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    EXPECT_EQ(refusal(objects), Errc::too_long);
    EXPECT_EQ(refusal("[[[[1]]]]", {.depth = 3}), Errc::too_long);
    EXPECT_EQ(refusal("[1,2,3,4,5]", {.values = 4}), Errc::too_long);
    EXPECT_EQ(refusal("{\"" + std::string(5000, 'n') + "\":1}"), Errc::too_long);
    EXPECT_TRUE(parse_json("[[[1]]]", {.depth = 3}));
}

TEST(Rfc8620_1_5_Json, writes_text_that_is_i_json_whatever_the_value_holds) {
    EXPECT_EQ(write_json(json::value("a\xFFz")), "\"a\xEF\xBF\xBDz\"");
    EXPECT_EQ(write_json(json::value("\xED\xA0\x80")), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EXPECT_EQ(write_json(json::value("\xEF\xBF\xBF|\xEF\xB7\x90")), "\"\xEF\xBF\xBD|\xEF\xBF\xBD\"");
    EXPECT_EQ(write_json(json::value("\xF0\x9F\x98\x80 \x7F")), "\"\xF0\x9F\x98\x80 \x7F\"");
    EXPECT_EQ(write_json(json::value(std::string("\0\b\x1F", 3))), R"("\u0000\u0008\u001f")");
    EXPECT_EQ(write_json(json::value(std::numeric_limits<double>::infinity())), "null");
    EXPECT_EQ(write_json(json::value(0.1)), "0.1");
}

}  // namespace
}  // namespace bailey::jmap
