// The media of contact cards, RFC 9610 section 3: kept as "data:" URIs (RFC 2397) within the Card, shown as blobIds.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/jmap/blobs.hpp"
#include "protocol/jmap/error.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

struct Media {
    std::string type;  // "image/png"
    std::string octets;
};
// None: no "data:" URI, or none that can be decoded.
std::optional<Media> media_from(std::string_view uri);
std::string data_uri(const Media& media);

// "image/png" and so on by the octets at the front; empty for what is not a recognised image.
std::string_view image_type(std::string_view octets);

// Replaces every "data:" URI of the Card's media by a blobId, with its mediaType.
void show_media(json::object& card, std::int64_t id);

// The opposite: what the Card's blobIds name goes into it. Errors: blobNotFound (with notFound), tooLarge,
// invalidProperties (a photo that is no image: section 3.5).
using OpenBlob = std::function<Result<Blob>(std::string_view blob_id)>;
Answer<void> keep_media(json::object& card, const OpenBlob& open);

// A blobId made by show_media: which card it is in. None: another blobId.
std::optional<std::int64_t> card_of_media(std::string_view blob_id);
// Errors: not_found.
Result<Media> open_media(const mailbox::Account& account, std::string_view blob_id);

}  // namespace bailey::jmap
