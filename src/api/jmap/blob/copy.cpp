// Blob/copy, RFC 8620 section 6.3.
#include "api/jmap/blob/blob.hpp"
#include "api/jmap/object.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {
namespace {

Answer<std::string> copied(const BlobRooms& rooms, Context& context, const Account& from, const Account& to,
                           const std::string& id) {
    JMAP_TRY(const auto blob, rooms.blobs.open(context.caller, from, id));
    JMAP_CHECK(take_room(context, blob.size));
    JMAP_TRY(const auto incoming, rooms.blobs.begin(context.caller, to));
    constexpr std::size_t chunk = 1024 * 1024;
    for (std::uint64_t at = 0; at < blob.size;) {
        JMAP_TRY(const auto piece, blob.read(at, chunk));
        if (piece.empty()) return ErrorType::server_fail;
        JMAP_CHECK(incoming->write(piece));
        at += piece.size();
    }
    JMAP_TRY(auto copy, incoming->finish(blob.type));
    return copy;
}

}  // namespace

Answer<json::object> copy_blobs(const BlobRooms& rooms, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto from_id, arguments.id("fromAccountId"));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto from, context.from_account(from_id));
    JMAP_TRY(auto to, context.account(id, Access::write));
    JMAP_TRY(auto blobs, arguments.strings_or_null("blobIds"));
    JMAP_CHECK(arguments.done());
    if (!blobs) return invalid_arguments("blobIds", "is required");
    if (from == to) return invalid_arguments("fromAccountId", "is the accountId");
    if (blobs->size() > context.limits.max_objects_in_set) return ErrorType::request_too_large;
    json::object done, not_done;
    for (const auto& name : *blobs) {
        if (done.contains(name) || not_done.contains(name)) continue;
        auto copy = copied(rooms, context, *from, *to, blob_named(context, name));
        if (copy) {
            done[name] = std::move(*copy);
        } else if (copy.error().type == ErrorType::not_found) {
            // As /set says it of a blob; section 6.3 allows notFound, too.
            not_done[name] = to_json(Error(ErrorType::blob_not_found));
        } else {
            not_done[name] = to_json(copy.error());
        }
    }
    return json::object{{"fromAccountId", from_id},
                        {"accountId", id},
                        {"copied", or_null(std::move(done))},
                        {"notCopied", or_null(std::move(not_done))}};
}

}  // namespace bailey::jmap
