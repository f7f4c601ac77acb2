#include "api/jmap/contact/media.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "protocol/jmap/values.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {
namespace {

constexpr std::size_t most_octets = 150 * 1024;  // of one; as base64 it must fit into an item
constexpr char letter = 'K';

ByteView bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at];
            continue;
        }
        unsigned octet = 0;
        if (at + 2 >= text.size()) return {};
        auto read = std::from_chars(text.data() + at + 1, text.data() + at + 3, octet, 16);
        if (read.ec != std::errc{} || read.ptr != text.data() + at + 3) return {};
        out += static_cast<char>(octet);
        at += 2;
    }
    return out;
}

// 20 characters of its SHA-256: the same octets are the same blob.
std::string digest(std::string_view octets) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    if (EVP_Digest(octets.data(), octets.size(), out.data(), &size, EVP_sha256(), nullptr) != 1) return {};
    return base32(ByteView(out.data(), size)).substr(0, 20);
}

std::string blob_id(std::int64_t card, const Media& media) {
    return letter + std::to_string(card) + '-' + digest(media.octets);
}

// The Media objects of a Card.
template <class Each>
void for_each_media(json::object& card, Each each) {
    auto media = card.if_contains("media");
    if (!media || !media->is_object()) return;
    for (auto& [key, value] : media->get_object()) {
        if (value.is_object()) each(value.get_object());
    }
}

std::string_view text_in(const json::object& object, std::string_view name) {
    auto found = member(object, name);
    return found && found->is_string() ? text_of(found->get_string()) : std::string_view();
}

// Section 3.5: a photo is a recognised image.
bool good_photo(const json::object& media) {
    if (text_in(media, "kind") != "photo") return true;
    if (auto data = media_from(text_in(media, "uri"))) return !image_type(data->octets).empty();
    auto type = text_in(media, "mediaType");
    return type.empty() || equals_ignoring_case(type.substr(0, 6), "image/");
}

// As far as it can stand in a URI: without parameters.
std::string_view plain_type(std::string_view type) {
    auto stands = [](char c) {
        return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '+' ||
               c == '.' || c == '-';
    };
    return type.substr(0, static_cast<std::size_t>(std::find_if_not(type.begin(), type.end(), stands) - type.begin()));
}

Answer<void> keep_one(json::object& media, const OpenBlob& open) {
    const std::string id(text_in(media, "blobId"));
    if (id.empty()) return {};
    // A client that gives a new URI may leave the blobId that it was shown.
    if (card_of_media(id) && !text_in(media, "uri").empty()) {
        media.erase("blobId");
        return {};
    }
    auto blob = open(id);
    if (!blob && blob.error() == Errc::not_found) {
        Error error(ErrorType::blob_not_found);
        error.more["notFound"] = array_of({id});
        return error;
    }
    JMAP_TRY(auto opened, std::move(blob));
    if (opened.size > most_octets) {
        Error error(ErrorType::too_large, "media of a card");
        error.more["maxSize"] = most_octets;
        return error;
    }
    Media data;
    JMAP_TRY(data.octets, opened.read(0, most_octets));
    data.type = plain_type(text_in(media, "mediaType"));
    if (data.type.empty()) data.type = plain_type(opened.type);
    if (auto image = image_type(data.octets); !image.empty()) data.type = image;
    if (data.type.empty()) data.type = "application/octet-stream";
    media.erase("blobId");
    media["uri"] = data_uri(data);
    media["mediaType"] = data.type;
    return {};
}

}  // namespace

std::optional<Media> media_from(std::string_view uri) {
    if (uri.size() < 5 || !equals_ignoring_case(uri.substr(0, 5), "data:")) return {};
    auto comma = uri.find(',');
    if (comma == uri.npos) return {};
    auto head = uri.substr(5, comma - 5);
    auto decoded = percent_decoded(uri.substr(comma + 1));
    if (!decoded) return {};
    Media media;
    constexpr std::string_view mark = ";base64";
    const bool coded = head.size() >= mark.size() && equals_ignoring_case(head.substr(head.size() - mark.size()), mark);
    if (coded) {
        head.remove_suffix(mark.size());
        auto octets = from_base64(*decoded);
        if (!octets) return {};
        media.octets.assign(octets->begin(), octets->end());
    } else {
        media.octets = std::move(*decoded);
    }
    media.type = head.empty() ? "text/plain" : std::string(head.substr(0, head.find(';')));
    return media;
}

std::string data_uri(const Media& media) { return "data:" + media.type + ";base64," + base64(bytes(media.octets)); }

std::string_view image_type(std::string_view octets) {
    using namespace std::string_view_literals;
    if (octets.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
    if (octets.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
    if (octets.starts_with("GIF87a"sv) || octets.starts_with("GIF89a"sv)) return "image/gif";
    if (octets.starts_with("RIFF"sv) && octets.substr(8).starts_with("WEBP"sv)) return "image/webp";
    if (octets.size() > 12 && octets.substr(4, 4) == "ftyp"sv) {
        auto brand = octets.substr(8, 4);
        if (brand == "avif"sv) return "image/avif";
        if (brand == "heic"sv || brand == "heix"sv) return "image/heic";
    }
    return {};
}

void show_media(json::object& card, std::int64_t id) {
    for_each_media(card, [&](json::object& media) {
        auto data = media_from(text_in(media, "uri"));
        if (!data) return;
        media.erase("uri");
        media["blobId"] = blob_id(id, *data);
        media["mediaType"] = data->type;
    });
}

Answer<void> keep_media(json::object& card, const OpenBlob& open) {
    Answer<void> outcome;
    for_each_media(card, [&](json::object& media) {
        if (!outcome) return;
        outcome = keep_one(media, open);
        if (outcome && !good_photo(media)) outcome = invalid_properties({"media"}, "a photo is an image");
    });
    return outcome;
}

std::optional<std::int64_t> card_of_media(std::string_view blob_id) {
    auto dash = blob_id.find('-');
    if (!blob_id.starts_with(letter) || dash == blob_id.npos) return {};
    std::int64_t card = 0;
    auto end = blob_id.data() + dash;
    auto read = std::from_chars(blob_id.data() + 1, end, card);
    if (read.ec != std::errc{} || read.ptr != end) return {};
    return card;
}

Result<Media> open_media(const mailbox::Account& account, std::string_view id) {
    auto number = card_of_media(id);
    if (!number) return Errc::not_found;
    BAILEY_TRY(auto item, mailbox::item(account, mailbox::ItemType::contact, *number));
    if (!item) return Errc::not_found;
    BAILEY_TRY(auto card, parse_json(item->json));
    if (!card.is_object()) return Errc::corrupt;
    std::optional<Media> found;
    for_each_media(card.get_object(), [&](json::object& media) {
        auto data = media_from(text_in(media, "uri"));
        if (data && blob_id(*number, *data) == id) found = std::move(data);
    });
    if (!found) return Errc::not_found;
    return std::move(*found);
}

}  // namespace bailey::jmap
