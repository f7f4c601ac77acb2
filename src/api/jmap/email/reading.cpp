#include "api/jmap/email/reading.hpp"

namespace bailey::jmap {
namespace {

Error too_large() {
    return {ErrorType::request_too_large,
            "too much message text for one call: ask for fewer, or set maxBodyValueBytes"};
}

}  // namespace

Answer<Message> Reading::open(const BlobId& blob, std::uint64_t octets) {
    octets_ += octets;
    if (messages_++ > 0 && octets_ > most_octets) return too_large();
    JMAP_TRY(auto text, read_blob(account_, blob));
    return Message(std::move(text), blob);
}

Answer<void> Reading::answered(std::uint64_t octets) {
    answered_ += octets;
    if (messages_ > 1 && answered_ > most_answered) return too_large();
    return {};
}

std::uint64_t text_octets(const json::value& value) {
    std::uint64_t octets = 8;
    if (value.is_string()) return octets + value.get_string().size();
    if (value.is_array()) {
        for (const auto& item : value.get_array()) octets += text_octets(item);
    } else if (value.is_object()) {
        for (const auto& item : value.get_object()) octets += item.key().size() + text_octets(item.value());
    }
    return octets;
}

}  // namespace bailey::jmap
