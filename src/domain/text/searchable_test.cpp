#include "domain/text/searchable.hpp"

#include <gtest/gtest.h>

namespace bailey {
namespace {

TEST(Searchable, KnowsNoCase) {
    EXPECT_EQ(searchable("D.Okafor@Kestrel.example"), "d.okafor@kestrel.example");
    EXPECT_EQ(searchable("ΑΘΗΝΑ"), searchable("αθηνα"));
    EXPECT_EQ(searchable("Straße"), "strasse");
}

TEST(Searchable, KnowsNoAccents) {
    EXPECT_EQ(searchable("Siân Tŷ Ŵyn"), "sian ty wyn");
    EXPECT_EQ(searchable("e\u0301"), "e") << "a letter and its mark apart";
    EXPECT_EQ(searchable("ﬁle"), "file") << "a compatibility form";
}

TEST(Searchable, SurvivesWhatIsNoText) {
    EXPECT_EQ(searchable("\xff"
                         "A"),
              "\uFFFD"
              "a");
}

}  // namespace
}  // namespace bailey
