#include "protocol/mime/trace.hpp"

#include <gtest/gtest.h>

namespace bailey::mime {
namespace {

Moment at(long long seconds) { return Moment{std::chrono::seconds(seconds)}; }

TEST(DateTime, IsWrittenAsMailWritesIt) {
    EXPECT_EQ(date_time(at(0)), "Thu, 1 Jan 1970 00:00:00 +0000");
    EXPECT_EQ(date_time(at(1136214245)), "Mon, 2 Jan 2006 15:04:05 +0000");
    EXPECT_EQ(date_time(at(1709251199)), "Thu, 29 Feb 2024 23:59:59 +0000");
}

TEST(Received, NamesTheWayOfAMessage) {
    EXPECT_EQ(received_field({.helo = "laptop.example",
                              .peer = "192.0.2.7",
                              .by = "mail.bailey.test",
                              .protocol = "ESMTPSA",
                              .tls = "TLSv1.3 TLS_AES_256_GCM_SHA384",
                              .id = "q1",
                              .recipient = *Address::parse("bob@bailey.test"),
                              .when = at(1136214245)}),
              "Received: from laptop.example ([192.0.2.7])\r\n"
              "\tby mail.bailey.test with ESMTPSA (TLSv1.3 TLS_AES_256_GCM_SHA384)\r\n"
              "\tid q1\r\n"
              "\tfor <bob@bailey.test>;\r\n"
              "\tMon, 2 Jan 2006 15:04:05 +0000\r\n");
}

TEST(Received, CannotBeForgedThroughTheClientsName) {
    const auto field = received_field({.helo = "a (evil) by\r\nX: y\"\\",
                                       .peer = "2001:db8::1",
                                       .by = "mail.bailey.test",
                                       .protocol = "ESMTPSA",
                                       .tls = "",
                                       .id = "q1",
                                       .when = at(0)});
    EXPECT_TRUE(field.starts_with("Received: from a??evil??by??X:?y?? ([IPv6:2001:db8::1])\r\n\tby mail.bailey.test"))
        << field;
}

TEST(ReturnPath, IsEmptyForReports) {
    EXPECT_EQ(return_path_field(std::nullopt), "Return-Path: <>\r\n");
    EXPECT_EQ(return_path_field(*Address::parse("ann@bailey.test")), "Return-Path: <ann@bailey.test>\r\n");
}

}  // namespace
}  // namespace bailey::mime
