#include "protocol/sasl/sasl.hpp"

#include <openssl/crypto.h>

#include <array>

#include "protocol/grammar/base64.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/grammar/utf8.hpp"

namespace bailey::sasl {
namespace {

constexpr std::string_view ask_name = "VXNlcm5hbWU6";      // "Username:"
constexpr std::string_view ask_password = "UGFzc3dvcmQ6";  // "Password:"

// Decoded text that may hold a password: wiped when it goes.
class Decoded {
public:
    explicit Decoded(std::string text) : text_(std::move(text)) {}
    Decoded(const Decoded&) = delete;
    Decoded& operator=(const Decoded&) = delete;
    ~Decoded() { OPENSSL_cleanse(text_.data(), text_.size()); }
    std::string_view text() const { return text_; }

private:
    std::string text_;
};

bool is_field(std::string_view text) {
    return !text.empty() && text.find('\0') == std::string_view::npos && grammar::is_utf8(text);
}

}  // namespace

bool acts_for_another(const Credentials& c) { return !c.authzid.empty() && !grammar::same_word(c.authzid, c.name); }

Result<Credentials> decode_plain(std::string_view base64) {
    auto plain = grammar::decode_base64(base64);
    if (!plain) return plain.error();
    const Decoded decoded(std::move(*plain));
    auto text = decoded.text();
    const auto first = text.find('\0');
    if (first == std::string_view::npos) return Errc::bad_syntax;
    const auto second = text.find('\0', first + 1);
    if (second == std::string_view::npos) return Errc::bad_syntax;
    const auto authzid = text.substr(0, first), name = text.substr(first + 1, second - first - 1),
               password = text.substr(second + 1);
    if (!grammar::is_utf8(authzid) || !is_field(name) || !is_field(password)) return Errc::bad_syntax;
    return Credentials{std::string(authzid), std::string(name), Secret(password)};
}

std::string encode_plain(std::string_view name, const Secret& password) {
    std::string plain;
    plain.reserve(name.size() + password.reveal().size() + 2);
    plain.append(1, '\0').append(name).append(1, '\0').append(password.reveal());
    const Decoded wiped(std::move(plain));
    return grammar::encode_base64(wiped.text());
}

Result<Exchange> Exchange::of(std::string_view mechanism) {
    if (grammar::same_word(mechanism, "PLAIN")) return Exchange(Plain{});
    if (grammar::same_word(mechanism, "LOGIN")) return Exchange(Login{});
    return Errc::unsupported;
}

Result<Step> Exchange::begin(std::optional<std::string_view> initial) {
    if (initial) return answer(*initial == "=" ? std::string_view{} : *initial);
    const bool login = std::holds_alternative<Login>(mechanism_);
    return Step(Challenge{login ? std::string(ask_name) : std::string{}});
}

Result<Step> Exchange::answer(std::string_view line) {
    if (line == "*") return Step(Cancelled{});
    return std::visit([&](auto& mechanism) { return on(mechanism, line); }, mechanism_);
}

Result<Step> Exchange::on(Plain&, std::string_view base64) {
    auto credentials = decode_plain(base64);
    if (!credentials) return credentials.error();
    return Step(std::move(*credentials));
}

Result<Step> Exchange::on(Login& login, std::string_view base64) {
    auto plain = grammar::decode_base64(base64);
    if (!plain) return plain.error();
    const Decoded decoded(std::move(*plain));
    if (!is_field(decoded.text())) return Errc::bad_syntax;
    if (!login.name) {
        login.name = std::string(decoded.text());
        return Step(Challenge{std::string(ask_password)});
    }
    return Step(Credentials{{}, std::move(*login.name), Secret(decoded.text())});
}

}  // namespace bailey::sasl
