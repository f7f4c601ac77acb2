#include "domain/address/address.hpp"

#include <gtest/gtest.h>

namespace bailey {
namespace {

struct Accepted {
    const char *given, *text;
};

class AddressAccepts : public testing::TestWithParam<Accepted> {};

TEST_P(AddressAccepts, AndWritesBack) {
    auto a = Address::parse(GetParam().given);
    ASSERT_TRUE(a) << GetParam().given << ": " << a.error().message();
    EXPECT_EQ(a->text(), GetParam().text);
    auto again = Address::parse(a->text());
    ASSERT_TRUE(again) << a->text();
    EXPECT_EQ(*again, *a);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc5321, AddressAccepts,
    testing::Values(Accepted{"ann@firm.example", "ann@firm.example"},          //
                    Accepted{"Ann.Lee@FIRM.Example", "Ann.Lee@firm.example"},  // the local part keeps its case
                    Accepted{"a@b", "a@b"},                                    // one label is a domain
                    Accepted{"!#$%&'*+-/=?^_`{|}~@x.y", "!#$%&'*+-/=?^_`{|}~@x.y"},
                    Accepted{"\"ann\"@x.y", "ann@x.y"},    // quotes that are not needed go
                    Accepted{"\"a\\nn\"@x.y", "ann@x.y"},  // a quoted pair is its character
                    Accepted{"\"a n\"@x.y", "\"a n\"@x.y"}, Accepted{"\"a@n\"@x.y", "\"a@n\"@x.y"},
                    Accepted{"\"a\\\"n\\\\\"@x.y", "\"a\\\"n\\\\\"@x.y"}, Accepted{"\".a\"@x.y", "\".a\"@x.y"},
                    Accepted{"\"a..b\"@x.y", "\"a..b\"@x.y"}, Accepted{"\"\"@x.y", "\"\"@x.y"},
                    Accepted{"a@1.2.3.4", "a@1.2.3.4"}, Accepted{"a@r3---x.example", "a@r3---x.example"}));

INSTANTIATE_TEST_SUITE_P(
    Rfc6531, AddressAccepts,
    testing::Values(Accepted{"jürgen@firm.example", "jürgen@firm.example"},
                    Accepted{"a@bücher.example", "a@xn--bcher-kva.example"},
                    Accepted{"a@BÜCHER.example", "a@xn--bcher-kva.example"},
                    Accepted{"a@straße.example", "a@xn--strae-oqa.example"},  // non-transitional: not "strasse"
                    Accepted{"a@XN--BCHER-KVA.example", "a@xn--bcher-kva.example"},
                    Accepted{"a@例え。テスト", "a@xn--r8jz45g.xn--zckzah"},  // the ideographic full stop
                    Accepted{"\"ü x\"@x.y", "\"ü x\"@x.y"}, Accepted{"用户@例子.公司", "用户@xn--fsqu00a.xn--55qx5d"}));

struct Refused {
    std::string given;
    Errc why;
};

class AddressRefuses : public testing::TestWithParam<Refused> {};

TEST_P(AddressRefuses, WithItsReason) {
    auto a = Address::parse(GetParam().given);
    ASSERT_FALSE(a) << GetParam().given;
    EXPECT_EQ(a.error(), GetParam().why) << GetParam().given;
}

const std::string label63(63, 'a');
const std::string domain253 = label63 + '.' + label63 + '.' + label63 + '.' + std::string(61, 'a');

INSTANTIATE_TEST_SUITE_P(
    BadSyntax, AddressRefuses,
    testing::Values(
        Refused{"", Errc::bad_syntax}, Refused{"ann", Errc::bad_syntax}, Refused{"@x.y", Errc::bad_syntax},
        Refused{"ann@", Errc::bad_syntax}, Refused{"a@b@c", Errc::bad_syntax}, Refused{".a@x.y", Errc::bad_syntax},
        Refused{"a.@x.y", Errc::bad_syntax}, Refused{"a..b@x.y", Errc::bad_syntax},
        Refused{"a b@x.y", Errc::bad_syntax}, Refused{" a@x.y", Errc::bad_syntax}, Refused{"a@x.y ", Errc::bad_syntax},
        Refused{"<a@x.y>", Errc::bad_syntax}, Refused{"a(c)@x.y", Errc::bad_syntax},
        Refused{"a@x.y.", Errc::bad_syntax},  // no trailing dot in SMTP (RFC 5321 section 2.3.5)
        Refused{"a@.x", Errc::bad_syntax}, Refused{"a@x..y", Errc::bad_syntax}, Refused{"a@-x.y", Errc::bad_syntax},
        Refused{"a@x-.y", Errc::bad_syntax}, Refused{"a@x_y.z", Errc::bad_syntax}, Refused{"a@x/y", Errc::bad_syntax},
        Refused{"a@[192.0.2.1]", Errc::bad_syntax}, Refused{"a@[IPv6:2001:db8::1]", Errc::bad_syntax},
        Refused{"\"a@x.y", Errc::bad_syntax}, Refused{"\"a\"x@x.y", Errc::bad_syntax},
        Refused{"\"a\\\"@x.y", Errc::bad_syntax}, Refused{"\"", Errc::bad_syntax}, Refused{"\"\\", Errc::bad_syntax},
        Refused{"\"a\"", Errc::bad_syntax}, Refused{"a\"b\"@x.y", Errc::bad_syntax}));

INSTANTIATE_TEST_SUITE_P(
    Hostile, AddressRefuses,
    testing::Values(Refused{std::string("a\0b@x.y", 7), Errc::bad_syntax},
                    Refused{std::string("a@x\0.y", 6), Errc::bad_syntax}, Refused{"a\r\nb@x.y", Errc::bad_syntax},
                    Refused{"\"a\tb\"@x.y", Errc::bad_syntax}, Refused{"\"a\x7f\"@x.y", Errc::bad_syntax},
                    Refused{"\"\\\x01\"@x.y", Errc::bad_syntax}, Refused{"\"\\ü\"@x.y", Errc::bad_syntax},
                    Refused{"a\xff@x.y", Errc::bad_syntax}, Refused{"a\xc0\xaf@x.y", Errc::bad_syntax},
                    Refused{"a\xed\xa0\x80@x.y", Errc::bad_syntax}, Refused{"a@b\xe2\x82.y", Errc::bad_syntax},
                    Refused{"a\u0085@x.y", Errc::bad_syntax},   // a C1 control
                    Refused{"a\u2028b@x.y", Errc::bad_syntax},  // a line separator
                    Refused{"a\u202eb@x.y", Errc::bad_syntax},  // turns the writing direction
                    Refused{"a@xn--zzzzzzz99999.y", Errc::bad_syntax}, Refused{"a@x。", Errc::bad_syntax},
                    Refused{"a@☃\u200d.y", Errc::bad_syntax}));

INSTANTIATE_TEST_SUITE_P(TooLong, AddressRefuses,
                         testing::Values(Refused{std::string(65, 'a') + "@x.y", Errc::too_long},
                                         Refused{"a@" + label63 + "a.y", Errc::too_long},
                                         Refused{"a@" + domain253 + "a", Errc::too_long},
                                         Refused{"\"" + std::string(65, ' ') + "\"@x.y", Errc::too_long},
                                         Refused{std::string(1'000'000, 'a'), Errc::too_long},
                                         Refused{"a@" + std::string(1'000'000, '.'), Errc::too_long}));

TEST(Address, MayBeAsLongAsTheStandardAllows) {
    EXPECT_TRUE(Address::parse(std::string(64, 'a') + '@' + domain253));
    EXPECT_TRUE(Address::parse('"' + std::string(64, '"').replace(0, 64, 64, ' ') + "\"@x"));
    std::string escaped;
    for (int i = 0; i < 64; ++i) escaped += "\\\"";
    auto a = Address::parse('"' + escaped + "\"@x");
    ASSERT_TRUE(a) << "64 octets once unquoted";
    EXPECT_EQ(a->local().size(), 64u);
    EXPECT_TRUE(Address::parse(a->text()));
}

// Found by fuzzing: libidn2 counts a domain of 254 octets as too long when it reads one, not when it makes one.
TEST(Address, HasTheSameLimitForDomainsOfEitherForm) {
    auto ending = domain253.substr(0, 253 - std::string_view("xn--e-k7a.").size());
    for (std::string label : {"e\u02c6", "xn--e-k7a"}) {
        EXPECT_TRUE(Address::parse("a@" + label + '.' + ending)) << label;
        EXPECT_EQ(Address::parse("a@" + label + ".b." + ending.substr(1)).error(), Errc::too_long) << label;
    }
}

TEST(Address, ShowsItsDomainToPeople) {
    EXPECT_EQ(Address::parse("a@xn--bcher-kva.example")->unicode(), "a@bücher.example");
    EXPECT_EQ(Address::parse("a@x.y")->unicode(), "a@x.y");
}

TEST(Address, NeedsSmtputf8OnlyForItsLocalPart) {
    EXPECT_TRUE(Address::parse("ü@x.y")->needs_smtputf8());
    EXPECT_FALSE(Address::parse("a@ü.y")->needs_smtputf8());
}

TEST(Address, FoldsCaseInEveryScript) {
    EXPECT_EQ(Address::parse("Ann@x.y")->folded().local(), "ann");
    EXPECT_EQ(Address::parse("JÜRGEN@x.y")->folded().local(), "jürgen");
    EXPECT_EQ(Address::parse("ΑΘΗΝΑ@x.y")->folded().local(), "αθηνα");
    EXPECT_EQ(Address::parse("u\u0308@x.y")->folded().local(), "\u00fc") << "composed";
    EXPECT_EQ(Address::parse("\u212a@x.y")->folded().local(), "k") << "the Kelvin sign";
}

}  // namespace
}  // namespace bailey
