// The messages of tests/corpus/mime, read by us and by GMime: the same parts of the same types, names and content, and
// the same subject. Where we differ on purpose it is listed here with the reason.
#if __has_include(<gmime/gmime.h>)
#include <gmime/gmime.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "protocol/mime/decode.hpp"
#include "protocol/mime/forms.hpp"
#include "protocol/mime/structure.hpp"

namespace bailey::mime {
namespace {

namespace fs = std::filesystem;

// message -> what differs ("subject", or a part as it is counted here from 0, depth first) -> why.
const std::map<std::string, std::map<std::string, std::string>> deliberate{
    {"8bit-header", {{"subject", "RFC 8621 section 4.1.2 wants U+FFFD for octets that are not UTF-8; GMime guesses"}}},
    {"split-character", {{"subject", "a character cut between two encoded words is whole for us"}}},
    {"no-separator", {{"0", "a line that is no field begins the body; GMime loses what follows"}}},
    {"broken-boundary", {{"1", "a multipart without its boundary shows its body as text"}}},
    {"no-boundary", {{"1", "the same"}}},
    {"empty", {{"0", "no octets are an empty message; GMime has none"}}},
    {"empty-parts",
     {{"2", "two delimiters in a row have an empty part between them; GMime reads on"}, {"3", "the same"}}},
    {"bad-types", {{"1", "RFC 2045 section 5.2: what is no type is text/plain"}, {"2", "the same"}}},
    {"quoted-printable", {{"0", "RFC 2045 section 6.7 (3): white space at the end of a line goes"}}},
    {"base64-unpadded", {{"0", "a last quantum without padding is read; GMime drops it"}}},
};

struct Seen {
    std::string type, name, content;
    bool operator==(const Seen&) const = default;
};

struct SeenMessage {
    std::string subject;
    std::vector<Seen> parts;
};

template <class T>
struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref<T>>;

std::string content_of(GMimePart* part) {
    auto* wrapper = g_mime_part_get_content(part);
    if (!wrapper) return {};
    Owned<GMimeStream> out(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(wrapper, out.get());
    auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

void walk(GMimeObject* object, std::vector<Seen>& out) {
    auto* type = g_mime_object_get_content_type(object);
    const std::string_view media = g_mime_content_type_get_media_type(type);
    const std::string_view subtype = g_mime_content_type_get_media_subtype(type);
    auto name = std::string(media) + '/' + std::string(subtype);
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    out.push_back({name, {}, {}});
    if (GMIME_IS_MULTIPART(object)) {
        auto* multipart = GMIME_MULTIPART(object);
        for (int n = 0; n < g_mime_multipart_get_count(multipart); ++n)
            walk(g_mime_multipart_get_part(multipart, n), out);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        auto* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (auto* part = inner ? g_mime_message_get_mime_part(inner) : nullptr) walk(part, out);
    } else if (GMIME_IS_PART(object)) {
        const auto* file = g_mime_part_get_filename(GMIME_PART(object));
        out.back().name = file ? file : "";
        out.back().content = content_of(GMIME_PART(object));
    }
}

SeenMessage by_gmime(const std::string& message) {
    Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
    Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    if (message.starts_with("From ")) g_mime_parser_set_format(parser.get(), GMIME_FORMAT_MBOX);
    SeenMessage seen;
    Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!parsed) return seen;
    const auto* subject = g_mime_message_get_subject(parsed.get());
    seen.subject = subject ? subject : "";
    if (auto* part = g_mime_message_get_mime_part(parsed.get())) walk(part, seen.parts);
    return seen;
}

// As GMime does, messages within messages are opened.
void walk(std::string_view message, const Structure& s, std::uint32_t n, std::vector<Seen>& out) {
    const auto& part = s.parts[n];
    out.push_back({part.type, {}, {}});
    for (auto child : part.children) walk(message, s, child, out);
    if (part.is_multipart()) return;
    auto content = decode_transfer(part.body.of(message), part.encoding).bytes;
    if (part.type == "message/rfc822") return walk(content, parse(content), 0, out);
    out.back().name = part.name.value_or("");
    out.back().content = std::move(content);
}

SeenMessage by_us(const std::string& message) {
    const auto s = parse(message);
    SeenMessage seen;
    if (auto subject = last_field(message, s, s.root(), "Subject")) seen.subject = as_text(*subject);
    walk(message, s, 0, seen.parts);
    return seen;
}

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string shown(const Seen& seen) { return seen.type + " '" + seen.name + "' {" + seen.content.substr(0, 200) + "}"; }

TEST(Gmime, AgreesOnTheCorpus) {
    g_mime_init();
    std::size_t messages = 0, parts = 0;
    std::set<std::string> used;
    for (const auto& entry : fs::directory_iterator(fs::path(BAILEY_SOURCE_DIR) / "tests/corpus/mime")) {
        const auto name = entry.path().stem().string();
        const auto message = read(entry.path());
        const auto ours = by_us(message), theirs = by_gmime(message);
        ++messages;
        auto differs = [&](const std::string& what) {
            const auto found = deliberate.find(name);
            const bool meant = found != deliberate.end() && found->second.contains(what);
            if (meant) used.insert(name + '/' + what);
            return !meant;
        };
        if (ours.subject != theirs.subject && differs("subject"))
            ADD_FAILURE() << name << ": subject\n ours   " << ours.subject << "\n theirs " << theirs.subject;
        for (std::size_t n = 0; n < std::max(ours.parts.size(), theirs.parts.size()); ++n) {
            const auto a = n < ours.parts.size() ? ours.parts[n] : Seen{"none", {}, {}};
            const auto b = n < theirs.parts.size() ? theirs.parts[n] : Seen{"none", {}, {}};
            ++parts;
            if (a != b && differs(std::to_string(n)))
                ADD_FAILURE() << name << ": part " << n << "\n ours   " << shown(a) << "\n theirs " << shown(b);
        }
    }
    for (const auto& [name, all] : deliberate)
        for (const auto& [what, why] : all)
            EXPECT_TRUE(used.contains(name + '/' + what)) << name << ' ' << what << " no longer differs: " << why;
    EXPECT_GT(messages, 40u);
    RecordProperty("messages", static_cast<int>(messages));
    RecordProperty("parts", static_cast<int>(parts));
}

}  // namespace
}  // namespace bailey::mime
#endif
