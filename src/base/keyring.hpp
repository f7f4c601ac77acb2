// The master keys of an installation, read once at start. A key ring is a text file of mode 0600, one key a line:
// "<number> <64 hex digits>"; '#' begins a comment. New boxes are sealed under the highest number; older keys stay
// readable, so that a master key can be rotated.
#pragma once
#include <map>
#include <string>

#include "base/seal.hpp"

namespace bailey {

class KeyRing {
public:
    // Errors: bad_config (unreadable, open to other users, malformed, empty); logged with file and line.
    static Result<KeyRing> load(const std::string& path);
    // Writes a new ring with one random key. Errors: exists, storage_full, denied.
    static Result<void> create(const std::string& path);
    static KeyRing for_tests();

    // Wraps a key: key number (4 octets, big-endian) | sealed box. `place` binds it, e.g. "account 17".
    Bytes wrap(const Key& key, std::string_view place) const;
    Result<Key> unwrap(ByteView wrapped, std::string_view place) const;
    // A key for one purpose, derived from the lowest-numbered master key so that it stays the same across rotation:
    // that key is never removed from the ring.
    Key purpose(std::string_view name) const;

private:
    std::map<std::uint32_t, Key> keys_;
};

}  // namespace bailey
