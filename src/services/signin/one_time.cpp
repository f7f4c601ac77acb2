#include "services/signin/one_time.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "base/seal.hpp"
#include "base/text.hpp"

namespace bailey::signin {
namespace {

namespace table = store::one_time_codes;

// Evenly spread: numbers beyond the last whole multiple are thrown again.
Secret random_digits(int count) {
    std::uint64_t range = 1;
    for (int n = 0; n < count; ++n) range *= 10;
    const std::uint64_t end = (UINT32_MAX + std::uint64_t{1}) / range * range;
    std::uint64_t value = end;
    while (value >= end) {
        std::array<std::uint8_t, 4> random{};
        random_bytes(random);
        value = 0;
        for (auto octet : random) value = value << 8 | octet;
    }
    auto text = std::to_string(value % range);
    text.insert(0, static_cast<std::size_t>(count) - text.size(), '0');
    Secret made(text);
    OPENSSL_cleanse(text.data(), text.size());
    return made;
}

bool same(ByteView a, ByteView b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace

std::chrono::minutes lifetime(Purpose purpose) {
    using std::chrono::minutes;
    switch (purpose) {
    case Purpose::verify_address: return minutes(60);
    case Purpose::second_factor: return minutes(10);
    case Purpose::new_password: return minutes(30);
    }
    return minutes(0);
}

Secret random_token() {
    const auto random = Key::random();
    auto text = base64(random.reveal());
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(text.find_last_not_of('=') + 1);
    Secret token(text);
    OPENSSL_cleanse(text.data(), text.size());
    return token;
}

Secret without_signs(const Secret& typed) {
    std::string text;
    for (char c : typed.reveal())
        if (c != '-' && c != ' ') text += ascii_lower(c);
    Secret kept(text);
    OPENSSL_cleanse(text.data(), text.size());
    return kept;
}

Bytes OneTimeCodes::digest(AccountId account, Purpose purpose, std::string_view what) const {
    auto text = std::to_string(static_cast<std::int64_t>(account)) + ' ' + std::to_string(static_cast<int>(purpose)) +
                ' ' + std::string(what);
    auto made = keyed_digest(key_, bytes_of(text));
    OPENSSL_cleanse(text.data(), text.size());
    return {made.begin(), made.end()};
}

Result<OneTimeCodes::Issued> OneTimeCodes::issue(sql::Connection& c, AccountId account, Purpose purpose,
                                                 std::string_view address, Time now) const {
    Issued issued{random_digits(purpose == Purpose::new_password ? 8 : 6), random_token()};
    table::Code code{.account = account,
                     .purpose = purpose,
                     .code = digest(account, purpose, issued.code.reveal()),
                     .link = digest(AccountId{}, purpose, issued.token.reveal()),
                     .address = std::string(address),
                     .created_at = now,
                     .expires_at = now + lifetime(purpose)};
    BAILEY_CHECK(table::put(c, code));
    return issued;
}

Result<table::Code> OneTimeCodes::waiting(sql::Connection& c, AccountId account, Purpose purpose, Time now) const {
    BAILEY_TRY(auto code, table::find(c, account, purpose));
    if (now >= code.expires_at || code.tries >= most_tries) return Errc::not_found;
    return code;
}

Result<bool> OneTimeCodes::is_code(sql::Connection& c, AccountId account, Purpose purpose, const Secret& typed,
                                   Time now) const {
    BAILEY_TRY(auto code, waiting(c, account, purpose, now));
    if (same(code.code, digest(account, purpose, without_signs(typed).reveal()))) return true;
    BAILEY_CHECK(table::add_try(c, account, purpose));
    return false;
}

Result<table::Code> OneTimeCodes::of_link(sql::Connection& c, Purpose purpose, const Secret& token, Time now) const {
    BAILEY_TRY(auto code, table::find_by_link(c, digest(AccountId{}, purpose, token.reveal())));
    if (code.purpose != purpose || now >= code.expires_at || code.tries >= most_tries) return Errc::not_found;
    return code;
}

}  // namespace bailey::signin
