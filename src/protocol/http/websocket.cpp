#include "protocol/http/websocket.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "base/text.hpp"

namespace bailey::websocket {
namespace {

constexpr std::size_t most_control = 125;  // section 5.5

Event broken(std::uint16_t code) { return {.kind = Event::Kind::broken, .code = code}; }
bool is_control(Opcode o) { return static_cast<std::uint8_t>(o) >= 8; }

bool is_known(std::uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

// Section 7.4: what may stand on the wire.
bool is_close_code(std::uint16_t c) {
    return (c >= 1000 && c <= 1003) || (c >= 1007 && c <= 1014) || (c >= 3000 && c <= 4999);
}

}  // namespace

std::size_t Decoder::header_size() const {
    if (header_have_ < 2) return 2;
    auto length = header_[1] & 0x7f;
    return 2u + (length == 126 ? 2u : length == 127 ? 8u : 0u) + 4u;
}

std::optional<Event> Decoder::take(std::string_view& bytes) {
    while (!bytes.empty() || (in_payload_ && left_ == 0)) {
        if (!in_payload_) {
            header_[header_have_++] = static_cast<std::uint8_t>(bytes.front());
            bytes.remove_prefix(1);
            if (header_have_ < 2 || header_have_ < header_size()) continue;
            if (auto wrong = begin_frame()) return wrong;
            continue;
        }
        auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
        auto& into = is_control(opcode_) ? control_ : message_;
        const auto* mask = &header_[header_have_ - 4];
        for (char c : bytes.substr(0, count))
            into += static_cast<char>(static_cast<std::uint8_t>(c) ^ mask[mask_at_++ % 4]);
        bytes.remove_prefix(count);
        left_ -= count;
        if (left_ != 0) break;
        if (auto event = end_frame()) return event;
    }
    return {};
}

std::optional<Event> Decoder::begin_frame() {
    if (header_[0] & 0x70 || !is_known(header_[0] & 0x0f)) return broken(code::protocol_error);  // section 5.2
    if (!(header_[1] & 0x80)) return broken(code::protocol_error);  // section 5.1: a client must mask
    opcode_ = static_cast<Opcode>(header_[0] & 0x0f);
    final_ = (header_[0] & 0x80) != 0;
    left_ = header_[1] & 0x7f;
    if (left_ >= 126) {
        auto octets = left_ == 126 ? 2u : 8u;
        auto shortest = left_ == 126 ? 126u : 65536u;
        left_ = 0;
        for (std::size_t n = 0; n < octets; ++n) left_ = left_ << 8 | header_[2 + n];
        if (left_ < shortest || left_ >> 63) return broken(code::protocol_error);
    }
    if (is_control(opcode_)) {
        if (!final_ || left_ > most_control) return broken(code::protocol_error);  // section 5.5
        control_.clear();
    } else {
        bool continues = opcode_ == Opcode::continuation;
        if (continues != message_kind_.has_value()) return broken(code::protocol_error);  // section 5.4
        if (!continues) message_kind_ = opcode_;
        if (left_ > most_ - message_.size()) return broken(code::too_big);
    }
    in_payload_ = true;
    mask_at_ = 0;
    return {};
}

std::optional<Event> Decoder::end_frame() {
    in_payload_ = false;
    header_have_ = 0;
    if (is_control(opcode_)) return end_control();
    if (!final_) return {};
    bool is_text = *message_kind_ == Opcode::text;
    message_kind_.reset();
    Event event{.kind = is_text ? Event::Kind::text : Event::Kind::binary, .payload = std::move(message_)};
    message_ = {};
    if (is_text && !valid_utf8(event.payload)) return broken(code::invalid_text);  // section 8.1
    return event;
}

Event Decoder::end_control() {
    if (opcode_ == Opcode::ping) return {.kind = Event::Kind::ping, .payload = control_};
    if (opcode_ == Opcode::pong) return {.kind = Event::Kind::pong, .payload = control_};
    if (control_.empty()) return {.kind = Event::Kind::close, .code = 1005};  // section 7.1.5
    if (control_.size() < 2) return broken(code::protocol_error);
    auto high = static_cast<std::uint8_t>(control_[0]), low = static_cast<std::uint8_t>(control_[1]);
    auto given = static_cast<std::uint16_t>(high << 8 | low);
    if (!is_close_code(given)) return broken(code::protocol_error);
    auto reason = control_.substr(2);
    if (!valid_utf8(reason)) return broken(code::invalid_text);
    return {.kind = Event::Kind::close, .payload = std::move(reason), .code = given};
}

std::string frame(Opcode opcode, std::string_view payload) {
    std::string out(1, static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode)));
    std::uint64_t size = payload.size();
    int octets = size < 126 ? 0 : size < 65536 ? 2 : 8;
    out += static_cast<char>(octets == 0 ? size : octets == 2 ? 126u : 127u);
    for (int n = octets - 1; n >= 0; --n) out += static_cast<char>(size >> (8 * n) & 0xff);
    return out.append(payload);
}

std::string close_frame(std::uint16_t code, std::string_view reason) {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    return frame(Opcode::close, payload.append(reason.substr(0, most_control - 2)));
}

std::optional<std::string> accept_value(std::string_view key) {
    auto nonce = from_base64(key);
    if (!nonce || nonce->size() != 16) return {};
    std::string text(key);
    text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<std::uint8_t, 20> digest{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) return {};
    return base64(digest);
}

}  // namespace bailey::websocket
