#include "protocol/http/websocket.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace bailey::websocket {
namespace {

// A client's frame: masked.
std::string masked(std::uint8_t first, std::string_view payload) {
    std::string out(1, static_cast<char>(first));
    if (payload.size() < 126) {
        out += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() < 65536) {
        out += static_cast<char>(0x80 | 126);
        out += static_cast<char>(payload.size() >> 8);
        out += static_cast<char>(payload.size() & 0xff);
    } else {
        out += static_cast<char>(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(std::uint64_t{payload.size()} >> shift);
    }
    constexpr std::string_view mask = "\x37\xfa\x21\x3d";
    out += mask;
    for (std::size_t n = 0; n < payload.size(); ++n) out += static_cast<char>(payload[n] ^ mask[n % 4]);
    return out;
}

std::vector<Event> decoded(std::string_view bytes, std::size_t at_a_time = SIZE_MAX, std::size_t most = 1 << 20) {
    Decoder decoder(most);
    std::vector<Event> events;
    while (!bytes.empty()) {
        auto piece = bytes.substr(0, at_a_time);
        bytes.remove_prefix(piece.size());
        while (auto event = decoder.take(piece)) {
            events.push_back(*event);
            if (event->kind == Event::Kind::broken || event->kind == Event::Kind::close) return events;
        }
    }
    return events;
}

std::uint16_t fault(std::string_view bytes, std::size_t most = 1 << 20) {
    auto events = decoded(bytes, SIZE_MAX, most);
    if (events.empty() || events.back().kind != Event::Kind::broken) return 0;
    return events.back().code;
}

TEST(WebSocket, ReadsTheMaskedTextOfTheStandard) {  // RFC 6455 section 5.7
    auto events = decoded("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].kind, Event::Kind::text);
    EXPECT_EQ(events[0].payload, "Hello");
}

TEST(WebSocket, WritesTheFramesOfTheStandard) {
    EXPECT_EQ(frame(Opcode::text, "Hello"), "\x81\x05Hello");
    EXPECT_EQ(frame(Opcode::binary, std::string(256, 'x')).substr(0, 4), std::string("\x82\x7e\x01\x00", 4));
    EXPECT_EQ(frame(Opcode::binary, std::string(65536, 'x')).substr(0, 10),
              std::string("\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
    EXPECT_EQ(close_frame(code::too_big, "big"), std::string("\x88\x05\x03\xf1"
                                                             "big"));
}

TEST(WebSocket, AnswersTheKeyOfTheStandard) {  // section 1.3
    EXPECT_EQ(accept_value("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_FALSE(accept_value("dG9vIHNob3J0"));
    EXPECT_FALSE(accept_value("not base64 at all ======"));
}

TEST(WebSocket, PutsFragmentsTogetherWithControlFramesBetweenThem) {
    auto bytes = masked(0x01, "Hel") + masked(0x89, "are you there") + masked(0x00, "") + masked(0x80, "lo") +
                 masked(0x82, std::string(70'000, '\xff')) + masked(0x8a, "");
    for (std::size_t step : {std::size_t{1}, std::size_t{7}, SIZE_MAX}) {
        auto events = decoded(bytes, step);
        ASSERT_EQ(events.size(), 4u) << step;
        EXPECT_EQ(events[0].kind, Event::Kind::ping);
        EXPECT_EQ(events[0].payload, "are you there");
        EXPECT_EQ(events[1].kind, Event::Kind::text);
        EXPECT_EQ(events[1].payload, "Hello");
        EXPECT_EQ(events[2].kind, Event::Kind::binary);
        EXPECT_EQ(events[2].payload.size(), 70'000u);
        EXPECT_EQ(events[3].kind, Event::Kind::pong);
    }
}

TEST(WebSocket, AnEmptyMessageIsAMessage) {
    auto events = decoded(masked(0x81, "") + masked(0x81, "x"));
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].payload, "");
}

TEST(WebSocket, ReadsWhyTheClientCloses) {
    auto events = decoded(masked(0x88,
                                 "\x03\xe8"
                                 "bye"));
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].kind, Event::Kind::close);
    EXPECT_EQ(events[0].code, code::normal);
    EXPECT_EQ(events[0].payload, "bye");
    EXPECT_EQ(decoded(masked(0x88, ""))[0].code, 1005);
}

TEST(WebSocket, RefusesWhatTheStandardForbids) {
    EXPECT_EQ(fault("\x81\x05Hello"), code::protocol_error) << "not masked";
    EXPECT_EQ(fault(masked(0xc1, "x")), code::protocol_error) << "a reserved bit";
    EXPECT_EQ(fault(masked(0x83, "x")), code::protocol_error) << "an unknown opcode";
    EXPECT_EQ(fault(masked(0x09, "x")), code::protocol_error) << "a fragmented ping";
    EXPECT_EQ(fault(masked(0x89, std::string(126, 'x'))), code::protocol_error) << "a long ping";
    EXPECT_EQ(fault(masked(0x80, "x")), code::protocol_error) << "a continuation of nothing";
    EXPECT_EQ(fault(masked(0x01, "x") + masked(0x81, "y")), code::protocol_error) << "a message within a message";
    EXPECT_EQ(fault(std::string("\x82\xfe\x00\x05\x00\x00\x00\x00", 8)), code::protocol_error) << "a long short length";
    EXPECT_EQ(fault(std::string("\x82\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 14)), code::protocol_error);
    EXPECT_EQ(fault(masked(0x88, "x")), code::protocol_error) << "half a close code";
    EXPECT_EQ(fault(masked(0x88, "\x03\xed")), code::protocol_error) << "1005 on the wire";
}

TEST(WebSocket, RefusesTextThatIsNotUtf8) {
    EXPECT_EQ(fault(masked(0x81, "caf\xe9")), code::invalid_text);
    EXPECT_EQ(fault(masked(0x01, "caf\xc3") + masked(0x80, "\xa9")), 0) << "split within a character";
    EXPECT_EQ(fault(masked(0x88, "\x03\xe8\xff")), code::invalid_text);
}

TEST(WebSocket, RefusesAMessageBeyondItsLimitBeforeItCame) {
    EXPECT_EQ(fault(masked(0x81, std::string(101, 'x')).substr(0, 10), 100), code::too_big);
    EXPECT_EQ(fault(masked(0x01, std::string(60, 'x')) + masked(0x80, std::string(41, 'x')), 100), code::too_big);
    EXPECT_EQ(fault(masked(0x81, std::string(100, 'x')), 100), 0);
}

}  // namespace
}  // namespace bailey::websocket
