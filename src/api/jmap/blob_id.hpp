// What a blobId stands for: a message or an upload, or a part within one, decoded (RFC 8621 section 4.1.4).
//
//     blob-id = root *( "-" place )    ; root: as of services/mailbox/emails.hpp
//                                      ; place: decimal, of the part in mime::Structure::parts
//
// "Mxxxxxxxxxxxxx-3" is the fourth part of an email; "Mxxxxxxxxxxxxx-3-1" one of the message which that part is.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/mailbox/emails.hpp"

namespace bailey::jmap {

struct BlobId {
    static constexpr std::size_t most_places = 16;  // messages within each other that can be reached
    mailbox::BlobRef root;
    std::vector<std::uint32_t> places = {};
    bool operator==(const BlobId&) const = default;
};
std::string text(const BlobId& blob);
std::optional<BlobId> blob_id_from(std::string_view id);
BlobId part_of(BlobId message, std::uint32_t place);

// All of its octets. Errors: not_found.
Result<std::string> read_blob(const mailbox::Account& account, const BlobId& blob);

}  // namespace bailey::jmap
