#include "services/users/password_rule.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace bailey::users {
namespace {

// The stems of the passwords that lists of stolen ones are full of: what people lengthen with digits and signs when a
// rule asks for twelve characters.
constexpr std::array<std::string_view, 64> common_stems{
    "password", "passwort",   "passw0rd", "p@ssword", "p@ssw0rd",      "passphrase", "motdepasse",   "contrasena",
    "qwerty",   "qwertyuiop", "qwertz",   "azerty",   "asdfghjkl",     "zxcvbnm",    "1q2w3e4r",     "1qaz2wsx",
    "iloveyou", "letmein",    "welcome",  "monkey",   "dragon",        "football",   "baseball",     "liverpool",
    "arsenal",  "chelsea",    "sunshine", "princess", "superman",      "batman",     "starwars",     "trustno",
    "whatever", "freedom",    "computer", "internet", "administrator", "admin",      "changeme",     "secret",
    "mustang",  "michael",    "jessica",  "charlie",  "michelle",      "jennifer",   "summer",       "winter",
    "autumn",   "spring",     "january",  "february", "september",     "october",    "november",     "december",
    "monday",   "friday",     "security", "justice",  "solicitor",     "barrister",  "correcthorse", "abcdefghijkl"};

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool letter_or_beyond(char c) { return !is_ascii(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'); }

// What is left of a password when a stem is taken out must by itself have some substance: eight different octets.
bool little_but(std::string_view password, std::string_view stem) {
    if (stem.size() < 4) return false;
    auto at = password.find(stem);
    if (at == std::string_view::npos) return false;
    Secret rest(std::string(password.substr(0, at)) += password.substr(at + stem.size()));
    auto text = rest.reveal();
    std::array<bool, 256> seen{};
    std::size_t letters = 0;
    for (char c : text) {
        if (!seen[static_cast<unsigned char>(c)] && letter_or_beyond(c)) ++letters;
        seen[static_cast<unsigned char>(c)] = true;
    }
    return std::ranges::count(seen, true) < 8 || letters < 4;
}

bool monotonous(std::string_view password) {
    std::array<bool, 256> seen{};
    for (char c : password) seen[static_cast<unsigned char>(c)] = true;
    std::size_t steps = 0;  // neighbours that follow each other: 123456, fedcba
    for (std::size_t n = 1; n < password.size(); ++n) {
        int step = password[n] - password[n - 1];
        steps += step == 1 || step == -1 || step == 0;
    }
    return std::ranges::count(seen, true) < 5 || steps * 4 >= password.size() * 3;
}

}  // namespace

Weakness weakness(const Secret& password, std::span<const std::string_view> names) {
    auto text = password.reveal();
    if (text.size() > longest_password) return Weakness::too_long;
    bool control = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (!valid_utf8(text) || control) return Weakness::not_text;
    if (characters(text) < shortest_password) return Weakness::too_short;
    if (monotonous(text)) return Weakness::common;
    Secret lowered(ascii_lower(text));
    for (auto stem : common_stems)
        if (little_but(lowered.reveal(), stem)) return Weakness::common;
    for (auto name : names)
        if (little_but(lowered.reveal(), ascii_lower(name))) return Weakness::own_name;
    return Weakness::none;
}

std::string_view to_string(Weakness w) {
    switch (w) {
    case Weakness::none: return "";
    case Weakness::too_short: return "The password must have at least 12 characters.";
    case Weakness::too_long: return "The password must have at most 1024 octets.";
    case Weakness::not_text: return "The password must be text without control characters.";
    case Weakness::common: return "The password is one of those that are guessed first.";
    case Weakness::own_name: return "The password is little more than the user's own name.";
    }
    return "";
}

Secret one_time_password() {
    constexpr std::string_view alphabet = "abcdefghijkmnpqrstuvwxyz23456789";  // 32: five bits each, without 0 1 l o
    static_assert(alphabet.size() == 32);
    std::array<std::uint8_t, 16> random{};
    random_bytes(random);
    std::array<char, 19> text{};
    std::size_t out = 0;
    for (std::size_t n = 0; n < random.size(); ++n) {
        if (n != 0 && n % 4 == 0) text[out++] = '-';
        text[out++] = alphabet[random[n] % 32];
    }
    Secret password({text.data(), text.size()});
    OPENSSL_cleanse(text.data(), text.size());
    OPENSSL_cleanse(random.data(), random.size());
    return password;
}

}  // namespace bailey::users
