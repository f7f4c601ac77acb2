#include "store/tables/summaries.hpp"

#include <array>
#include <cstring>

#include "base/packed.hpp"

namespace bailey::store::summaries {
namespace {

// Form of the bytes: a version, a byte of marks, then each field, packed; a list is 0 for null, else one more than its
// length, and its members.
constexpr std::uint8_t version = 1;
constexpr std::size_t most_text = 1000;      // octets of one text; of the preview 4 x 256 at most
constexpr std::size_t most_list = 100;       // members
constexpr std::size_t most_octets = 12'000;  // where the whole is longer, lists lose what comes later

enum Mark : std::uint8_t { has_attachment = 1, partial = 2, has_subject = 4, has_sent = 8 };

class Writer {
public:
    void number(std::uint64_t n) { packed.number(n); }
    void text(std::string_view t) {
        if (t.size() > most_text) {
            cut = true;
            t = t.substr(0, most_text);
            // Not within a character: continuation octets go, and the first one they belong to.
            while (!t.empty() && (t.back() & 0xc0) == 0x80) t.remove_suffix(1);
            if (!t.empty() && (t.back() & 0x80)) t.remove_suffix(1);
        }
        packed.text(t);
    }
    template <class List, class Each>
    void list(const std::optional<List>& all, Each each) {
        if (!all) return number(0);
        auto n = std::min(all->size(), packed.out.size() > most_octets ? 0 : most_list);
        if (n < all->size()) cut = true;
        number(n + 1);
        for (std::size_t i = 0; i < n; ++i) each((*all)[i]);
    }
    void addresses(const Summary::Addresses& all) {
        list(all, [&](const Summary::Address& a) {
            number(a.name ? 1 : 0);
            if (a.name) text(*a.name);
            text(a.email);
        });
    }
    void ids(const Summary::MessageIds& all) {
        list(all, [&](const std::string& id) { text(id); });
    }
    Packer packed;
    bool cut = false;
};

class Reader {
public:
    explicit Reader(ByteView bytes) : packed(bytes) {}
    std::string text() { return std::string(packed.text()); }
    template <class List, class Each>
    void list(std::optional<List>& all, Each each) {
        auto n = packed.number();
        if (n > most_list + 1) packed.fail();
        if (n == 0 || !packed.good()) return;
        all.emplace();
        for (std::uint64_t i = 1; i < n && packed.good(); ++i) all->push_back(each());
    }
    void addresses(Summary::Addresses& all) {
        list(all, [&] {
            Summary::Address a;
            if (packed.number()) a.name = text();
            a.email = text();
            return a;
        });
    }
    void ids(Summary::MessageIds& all) {
        list(all, [&] { return text(); });
    }
    Unpacker packed;
};

// Account and message, 8 octets each, and the kind.
std::array<std::uint8_t, 17> place(AccountId account, std::int64_t id, Kind kind) {
    std::array<std::uint8_t, 17> out;
    std::memcpy(out.data(), &account, 8);
    std::memcpy(out.data() + 8, &id, 8);
    out[16] = static_cast<std::uint8_t>(kind);
    return out;
}

}  // namespace

Bytes encode(const Summary& s) {
    Writer w;
    auto& out = w.packed.out;
    out.reserve(512);
    out = {version, 0};
    w.text(s.subject.value_or(""));
    w.text(s.base_subject);
    w.text(s.preview);
    if (s.sent) {
        w.number(static_cast<std::uint64_t>(s.sent->time.time_since_epoch().count()));
        w.number(static_cast<std::uint64_t>(s.sent->offset.count() + 24 * 60));
    }
    w.ids(s.message_id);
    for (auto* list : {&s.from, &s.sender, &s.reply_to, &s.to, &s.cc, &s.bcc}) w.addresses(*list);
    w.ids(s.in_reply_to);
    w.ids(s.references);
    out[1] = static_cast<std::uint8_t>((s.has_attachment ? has_attachment : 0) | (s.subject ? has_subject : 0) |
                                       (s.sent ? has_sent : 0) | (s.partial || w.cut ? partial : 0));
    return std::move(out);
}

Result<Summary> decode(ByteView bytes) {
    if (bytes.size() < 2 || bytes[0] != version) return Errc::corrupt;
    Summary s;
    auto marks = bytes[1];
    Reader r(bytes.subspan(2));
    s.has_attachment = marks & has_attachment;
    s.partial = marks & partial;
    auto subject = r.text();
    if (marks & has_subject) s.subject = std::move(subject);
    s.base_subject = r.text();
    s.preview = r.text();
    if (marks & has_sent) {
        auto seconds = static_cast<std::int64_t>(r.packed.number());
        auto offset = static_cast<std::int64_t>(r.packed.number()) - 24 * 60;
        s.sent = {std::chrono::sys_seconds(std::chrono::seconds(seconds)), std::chrono::minutes(offset)};
    }
    r.ids(s.message_id);
    for (auto* list : {&s.from, &s.sender, &s.reply_to, &s.to, &s.cc, &s.bcc}) r.addresses(*list);
    r.ids(s.in_reply_to);
    r.ids(s.references);
    if (!r.packed.good()) return Errc::corrupt;
    return s;
}

Bytes seal(const Key& account_key, AccountId account, std::int64_t id, Kind kind, ByteView plain) {
    return bailey::seal(account_key, plain, place(account, id, kind));
}

Result<Bytes> open(const Key& account_key, AccountId account, std::int64_t id, Kind kind, ByteView box) {
    return unseal(account_key, box, place(account, id, kind));
}

Bytes encode_words(const std::vector<std::string>& words) {
    Bytes out;
    for (auto& word : words) {
        if (!out.empty()) out.push_back(' ');
        out.insert(out.end(), word.begin(), word.end());
    }
    return out;
}

std::vector<std::string> decode_words(ByteView bytes) {
    std::vector<std::string> words;
    auto rest = text_of(bytes);
    while (!rest.empty()) {
        auto end = std::min(rest.find(' '), rest.size());
        words.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return words;
}

}  // namespace bailey::store::summaries
