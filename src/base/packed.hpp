// Numbers and texts as bytes, for what is kept sealed: a number is LEB128, a text its length and octets.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/secret.hpp"

namespace bailey {

class Packer {
public:
    void octet(std::uint8_t n) { out.push_back(n); }
    void number(std::uint64_t n) {
        for (; n >= 0x80; n >>= 7) out.push_back(static_cast<std::uint8_t>(n | 0x80));
        out.push_back(static_cast<std::uint8_t>(n));
    }
    void raw(std::string_view octets) { out.insert(out.end(), octets.begin(), octets.end()); }
    void text(std::string_view t) {
        number(t.size());
        raw(t);
    }
    Bytes out;
};

// Reads what a Packer wrote; views are into the bytes it was given. Bytes that are not such end in good() == false and
// zeros and empty texts from there on.
class Unpacker {
public:
    explicit Unpacker(ByteView bytes) : rest_(text_of(bytes)) {}
    explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
    bool good() const { return good_; }
    bool at_end() const { return rest_.empty() || !good_; }
    std::uint8_t octet() {
        auto one = raw(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
    }
    std::uint64_t number() {
        std::uint64_t n = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            auto next = octet();
            n |= static_cast<std::uint64_t>(next & 0x7f) << shift;
            if (next < 0x80) return n;
        }
        good_ = false;
        return 0;
    }
    std::string_view raw(std::uint64_t octets) {
        if (octets > rest_.size()) good_ = false;
        if (!good_) return {};
        auto part = rest_.substr(0, octets);
        rest_.remove_prefix(octets);
        return part;
    }
    std::string_view text() { return raw(number()); }
    void fail() { good_ = false; }

private:
    std::string_view rest_;
    bool good_ = true;
};

}  // namespace bailey
