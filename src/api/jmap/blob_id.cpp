#include "api/jmap/blob_id.hpp"

#include <charconv>

#include "protocol/mime/decode.hpp"
#include "protocol/mime/structure.hpp"

namespace bailey::jmap {
namespace {

std::optional<std::uint32_t> place_from(std::string_view digits) {
    std::uint32_t place = 0;
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, place);
    if (read.ec != std::errc{} || read.ptr != end || std::to_string(place) != digits) return {};
    return place;
}

}  // namespace

std::string text(const BlobId& blob) {
    auto id = mailbox::text(blob.root);
    for (auto place : blob.places) id += '-' + std::to_string(place);
    return id;
}

std::optional<BlobId> blob_id_from(std::string_view id) {
    auto dash = id.find('-');
    const auto root = mailbox::blob_from(id.substr(0, dash));
    if (!root) return {};
    BlobId blob{*root};
    while (dash != std::string_view::npos) {
        id.remove_prefix(dash + 1);
        dash = id.find('-');
        const auto place = place_from(id.substr(0, dash));
        if (!place || blob.places.size() == BlobId::most_places) return {};
        blob.places.push_back(*place);
    }
    return blob;
}

BlobId part_of(BlobId message, std::uint32_t place) {
    message.places.push_back(place);
    return message;
}

Result<std::string> read_blob(const mailbox::Account& account, const BlobId& blob) {
    BAILEY_TRY(auto octets, mailbox::read_blob(account, blob.root));
    for (auto place : blob.places) {
        const auto structure = mime::parse(octets);
        if (place >= structure.parts.size() || structure.parts[place].is_multipart()) return Errc::not_found;
        const auto& part = structure.parts[place];
        octets = mime::decode_transfer(part.body.of(octets), part.encoding).bytes;
    }
    return octets;
}

}  // namespace bailey::jmap
