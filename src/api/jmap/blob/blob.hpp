// Binary data within requests: RFC 9404 (Blob/upload, Blob/get, Blob/lookup), and Blob/copy of RFC 8620 section 6.3.
#pragma once
#include "api/jmap/api.hpp"
#include "api/jmap/blobs.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

inline constexpr std::string_view blob_uri = "urn:ietf:params:jmap:blob";

// What the methods stand on.
struct BlobRooms {
    Blobs& blobs;
    mailbox::Accounts& accounts;
};
using BlobMethod = Answer<json::object> (*)(const BlobRooms& rooms, Context& context, json::object arguments);

Answer<json::object> upload_blobs(const BlobRooms& rooms, Context& context, json::object arguments);
Answer<json::object> get_blobs(const BlobRooms& rooms, Context& context, json::object arguments);
Answer<json::object> look_up_blobs(const BlobRooms& rooms, Context& context, json::object arguments);
Answer<json::object> copy_blobs(const BlobRooms& rooms, Context& context, json::object arguments);

// A blobId, or "#" and the creation id of one that this request made.
std::string blob_named(const Context& context, std::string_view name);

// Counts octets that the request stores; rateLimit beyond Limits::max_blob_octets: what is small to say may be large to
// write, and each new blob may drive out an old one.
Answer<void> take_room(Context& context, std::uint64_t octets);

inline constexpr std::size_t max_data_sources = 100;  // of one upload
const std::vector<std::string>& digest_algorithms();  // of "digest:..." properties
const std::vector<std::string>& types_with_blobs();   // that Blob/lookup knows

// `accounts` outlives `api`.
void add_blob(Api& api, mailbox::Accounts& accounts);

}  // namespace bailey::jmap
