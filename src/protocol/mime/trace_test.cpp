#include "protocol/mime/trace.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace bailey::mime {
namespace {

constexpr Moment leap_day =
    std::chrono::sys_days{std::chrono::year(2024) / 2 / 29} + std::chrono::milliseconds(49'509'999);

TEST(Trace, AReceivedFieldNamesTheWayTheMessageCame) {
    EXPECT_EQ(received_field({.helo = "pc7.firm.test",
                              .peer = "192.0.2.7",
                              .by = "mail.bailey.test",
                              .protocol = "ESMTPSA",
                              .tls = "TLSv1.3 TLS_AES_256_GCM_SHA384",
                              .id = "q1",
                              .date = leap_day}),
              "Received: from pc7.firm.test ([192.0.2.7])\r\n"
              " by mail.bailey.test with ESMTPSA (TLSv1.3 TLS_AES_256_GCM_SHA384)\r\n"
              " id q1;\r\n"
              " Thu, 29 Feb 2024 13:45:09 +0000\r\n");
    EXPECT_EQ(received_field({.helo = "[IPv6:2001:db8::1]",
                              .peer = "2001:db8::1",
                              .by = "m.test",
                              .protocol = "ESMTPA",
                              .tls = "",
                              .id = "q2",
                              .recipient = Address::trusted("jane", "firm.test"),
                              .date = Moment{}}),
              "Received: from [IPv6:2001:db8::1] ([IPv6:2001:db8::1])\r\n"
              " by m.test with ESMTPA\r\n"
              " id q2\r\n"
              " for <jane@firm.test>;\r\n"
              " Thu, 1 Jan 1970 00:00:00 +0000\r\n");
}

TEST(Trace, WhatTheClientCalledItselfCannotForgeAField) {
    for (auto* helo : {"a)\r\nBcc: x (", "", "(((", "\xff\x01", "[]", "[)(]"}) {
        auto field =
            received_field({.helo = helo, .peer = "::1", .by = "m.test", .protocol = "ESMTPA", .tls = "", .id = "q"});
        EXPECT_EQ(field.find("Bcc:"), std::string::npos);
        EXPECT_EQ(std::ranges::count(field, '('), 1);
        EXPECT_EQ(std::ranges::count(field, '\n'), 4);
        EXPECT_EQ(field.find("from  "), std::string::npos);
    }
    EXPECT_LT(received_field({.helo = std::string(5000, 'a')}).size(), 998u);
}

TEST(Trace, AReturnPathHoldsTheSenderOrNothing) {
    EXPECT_EQ(return_path_field(Address::trusted("two words", "firm.test")),
              "Return-Path: <\"two words\"@firm.test>\r\n");
    EXPECT_EQ(return_path_field(std::nullopt), "Return-Path: <>\r\n");
}

TEST(Trace, AMessageIdIsInAngleBrackets) { EXPECT_EQ(message_id("q1", "m.test"), "<q1@m.test>"); }

}  // namespace
}  // namespace bailey::mime
