// Values that must not be seen: they do not print, do not compare in variable time, and are wiped when they go.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

// A password or token as a peer sent it. There is deliberately no operator<<, no fmt formatter and no implicit
// conversion; reveal() is the only way in, and easy to search for.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string_view text) : text_(text) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret&);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    std::string_view reveal() const { return text_; }
    bool empty() const { return text_.empty(); }
    bool equals(std::string_view other) const;  // constant time for equal lengths

private:
    std::string text_;
};

// A 256-bit symmetric key.
class Key {
public:
    static constexpr std::size_t size = 32;
    static Key random();
    static Result<Key> from(ByteView bytes);  // corrupt where the length is wrong
    Key(const Key&) = default;
    Key& operator=(const Key&) = default;
    ~Key();

    ByteView reveal() const { return bytes_; }
    // A key for one purpose, by HKDF-SHA256 (RFC 5869) with `purpose` as info.
    Key derive(std::string_view purpose) const;

private:
    Key() = default;
    std::array<std::uint8_t, size> bytes_{};
};

void random_bytes(std::span<std::uint8_t> out);

// Password hashes in the PHC string format, argon2id by libsodium. `cost` is chosen by the caller so that tests are
// quick and the service is not.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = 19 * 1024 * 1024;  // with 2 passes: OWASP's minimum for argon2id
};
std::string hash_password(const Secret& password, PasswordCost cost);
// A hash that no password is known for, without the work of making one: to verify against where there is none, so that
// it takes as long as if there were.
std::string nobodys_hash(PasswordCost cost);
bool verify_password(const Secret& password, const std::string& phc);  // false, too, for a malformed hash

}  // namespace bailey
