// WebSocket frames (RFC 6455), the server's side; moves no octets itself. No extensions.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bailey::websocket {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// Section 7.4.1
namespace code {
constexpr std::uint16_t normal = 1000, going_away = 1001, protocol_error = 1002, unsupported_data = 1003,
                        invalid_text = 1007, policy = 1008, too_big = 1009, internal_error = 1011;
}

// One thing the client said: a whole message, however many frames it came in, or a control frame.
struct Event {
    enum class Kind { text, binary, ping, pong, close, broken };
    Kind kind = Kind::broken;
    std::string payload = {};  // of a close: its reason
    std::uint16_t code = 0;    // of a close: what the client gave (1005 for none); of `broken`: what to close with
};

class Decoder {
public:
    // A message of more than `most` octets is broken (1009).
    explicit Decoder(std::size_t most) : most_(most) {}

    // Takes octets from the front of `bytes` until something is whole, or all are taken. After `broken` or `close`
    // feed it no more.
    std::optional<Event> take(std::string_view& bytes);

private:
    std::optional<Event> begin_frame();
    std::optional<Event> end_frame();
    Event end_control();
    std::size_t header_size() const;

    const std::size_t most_;
    std::array<std::uint8_t, 14> header_{};
    std::size_t header_have_ = 0;
    bool in_payload_ = false;
    std::uint64_t left_ = 0;   // of the frame's payload
    std::size_t mask_at_ = 0;  // where in the mask the next octet stands
    Opcode opcode_{};
    bool final_ = false;
    std::optional<Opcode> message_kind_;  // of a message under way
    std::string message_, control_;
};

// One unmasked frame with the FIN bit (section 5.1: a server must not mask).
std::string frame(Opcode opcode, std::string_view payload);
std::string close_frame(std::uint16_t code, std::string_view reason = {});

// Sec-WebSocket-Accept for a Sec-WebSocket-Key (section 4.2.2); nothing where the key is not 16 octets in base64.
std::optional<std::string> accept_value(std::string_view key);

}  // namespace bailey::websocket
