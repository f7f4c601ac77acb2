#include "store/queue/transit.hpp"

// The format, all integers big-endian:
//   octet 1 (version)  flags (1: sender, 2: full return, 4: eight bit, 8: smtputf8)
//   strings: sender (where there is one), envelope id, peer, protocol, message id
//   u32 count, then for each recipient: notify flags, strings address, original
//   a string is u32 length and its octets

namespace bailey::store {
namespace {

constexpr std::uint8_t version = 1;

struct Out {
    Bytes bytes;
    void octet(unsigned v) { bytes.push_back(static_cast<std::uint8_t>(v)); }
    void number(std::uint32_t v) {
        for (int shift = 24; shift >= 0; shift -= 8) octet(v >> shift & 0xff);
    }
    void string(std::string_view s) {
        number(static_cast<std::uint32_t>(s.size()));
        bytes.insert(bytes.end(), s.begin(), s.end());
    }
};

struct In {
    ByteView rest;
    bool good = true;
    unsigned octet() {
        if (rest.empty()) return good = false;
        unsigned v = rest[0];
        rest = rest.subspan(1);
        return v;
    }
    std::uint32_t number() {
        std::uint32_t v = 0;
        for (int n = 0; n < 4; ++n) v = v << 8 | octet();
        return v;
    }
    std::string string() {
        auto n = number();
        if (n > rest.size()) {
            good = false;
            return {};
        }
        std::string s(text_of(rest.first(n)));
        rest = rest.subspan(n);
        return s;
    }
    Address address() {
        auto parsed = good ? Address::parse(string()) : Result<Address>(Errc::corrupt);
        if (parsed) return *parsed;
        good = false;
        return Address::trusted("invalid", "invalid");
    }
};

unsigned bits(const Notify& n) { return n.never | n.success << 1 | n.failure << 2 | n.delay << 3; }
Notify notify(unsigned v) { return {(v & 1) != 0, (v & 2) != 0, (v & 4) != 0, (v & 8) != 0}; }

}  // namespace

Bytes encode(const Envelope& envelope, const Origin& origin) {
    Out out;
    out.octet(version);
    out.octet(unsigned{envelope.sender.has_value()} | (envelope.return_content == ReturnContent::full ? 2u : 0u) |
              (envelope.eight_bit ? 4u : 0u) | (envelope.smtputf8 ? 8u : 0u));
    if (envelope.sender) out.string(envelope.sender->text());
    out.string(envelope.envelope_id);
    out.string(origin.peer);
    out.string(origin.protocol);
    out.string(origin.message_id);
    out.number(static_cast<std::uint32_t>(envelope.recipients.size()));
    for (auto& r : envelope.recipients) {
        out.octet(bits(r.notify));
        out.string(r.address.text());
        out.string(r.original);
    }
    return std::move(out.bytes);
}

Result<std::pair<Envelope, Origin>> decode(ByteView bytes) {
    In in{bytes};
    if (in.octet() != version) return Errc::corrupt;
    Envelope e;
    Origin o;
    auto flags = in.octet();
    if (flags & 1) e.sender = in.address();
    e.return_content = flags & 2 ? ReturnContent::full : ReturnContent::headers;
    e.eight_bit = (flags & 4) != 0;
    e.smtputf8 = (flags & 8) != 0;
    e.envelope_id = in.string();
    o.peer = in.string();
    o.protocol = in.string();
    o.message_id = in.string();
    auto count = in.number();
    for (std::uint32_t n = 0; n < count && in.good; ++n) {
        auto n_flags = in.octet();
        auto address = in.address();
        e.recipients.push_back({std::move(address), notify(n_flags), in.string()});
    }
    if (!in.good || !in.rest.empty()) return Errc::corrupt;
    return std::pair(std::move(e), std::move(o));
}

}  // namespace bailey::store
