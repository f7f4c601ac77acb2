#include "net/http/security.hpp"

#include <array>

namespace bailey::net::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> always{{
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
}};

}  // namespace

void add_security(Fields& response, bool secure) {
    for (auto& [name, value] : always)
        if (!response.has(name)) response.add(name, value);
    // RFC 6797 section 7.2: never in clear.
    if (secure && !response.has("Strict-Transport-Security"))
        response.add("Strict-Transport-Security", "max-age=63072000");
}

}  // namespace bailey::net::http
