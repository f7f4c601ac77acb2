// Time-based one-time passwords (RFC 6238 upon RFC 4226) as authenticator apps make them: HMAC-SHA-1, steps of 30
// seconds, six digits.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace bailey::signin::totp {

constexpr std::size_t secret_octets = 20;  // 160 bits (RFC 4226 section 4, R6)

std::int64_t step_of(Time now);
// The code of a step (RFC 4226 section 5.3).
Secret code_of(ByteView secret, std::int64_t step);
// The step whose code was typed: this one, or one before or after, for clocks that differ (RFC 6238 section 5.2).
std::optional<std::int64_t> step_of_code(ByteView secret, const Secret& typed, Time now);

Secret base32_text(ByteView secret);  // as people type it: upper case, no padding
// "otpauth://totp/Bailey:d.okafor%40...?secret=...&issuer=Bailey": what an app reads from a QR code.
std::string uri(ByteView secret, std::string_view issuer, std::string_view account);

}  // namespace bailey::signin::totp
