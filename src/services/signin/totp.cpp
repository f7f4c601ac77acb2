#include "services/signin/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/text.hpp"
#include "services/signin/one_time.hpp"

namespace bailey::signin::totp {
namespace {

constexpr std::int64_t step_seconds = 30;
constexpr std::int64_t drift = 1;  // steps

// RFC 3986 section 2.1, all but unreserved characters.
std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (char c : text) {
        bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                          c == '.' || c == '_' || c == '~';
        if (unreserved)
            encoded += c;
        else
            encoded += '%' + hex(bytes_of(std::string_view(&c, 1)));
    }
    return encoded;
}

}  // namespace

std::int64_t step_of(Time now) { return to_millis(now) / 1000 / step_seconds; }

Secret code_of(ByteView secret, std::int64_t step) {
    std::array<std::uint8_t, 8> counter{};
    for (std::size_t n = 0; n < counter.size(); ++n)
        counter[n] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(step) >> (8 * (7 - n)));
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(), &size);
    // RFC 4226 section 5.4
    auto at = static_cast<std::size_t>(mac[19] & 0xf);
    auto number = static_cast<std::uint32_t>(mac[at] & 0x7f) << 24 | static_cast<std::uint32_t>(mac[at + 1]) << 16 |
                  static_cast<std::uint32_t>(mac[at + 2]) << 8 | static_cast<std::uint32_t>(mac[at + 3]);
    auto text = std::to_string(number % 1'000'000);
    text.insert(0, 6 - text.size(), '0');
    return Secret(text);
}

std::optional<std::int64_t> step_of_code(ByteView secret, const Secret& typed, Time now) {
    auto digits = without_signs(typed);
    std::optional<std::int64_t> found;
    for (auto step = step_of(now) - drift; step <= step_of(now) + drift; ++step)
        if (code_of(secret, step).equals(digits.reveal())) found = step;
    return found;
}

Secret base32_text(ByteView secret) {
    auto text = base32(secret);
    for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return Secret(text);
}

std::string uri(ByteView secret, std::string_view issuer, std::string_view account) {
    auto label = percent_encoded(issuer) + ':' + percent_encoded(account);
    return "otpauth://totp/" + label + "?secret=" + std::string(base32_text(secret).reveal()) +
           "&issuer=" + percent_encoded(issuer);
}

}  // namespace bailey::signin::totp
