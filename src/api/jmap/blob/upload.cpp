// Blob/upload, RFC 9404 section 4.1.
#include <algorithm>

#include "api/jmap/blob/blob.hpp"
#include "api/jmap/object.hpp"
#include "base/text.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {
namespace {

constexpr std::size_t chunk = 1024 * 1024;

Error bad_data(std::string why) { return invalid_properties({"data"}, std::move(why)); }

// A DataSourceObject: exactly one of text, base64 and a range of a blob.
struct Source {
    const json::value* text = nullptr;
    const json::value* base64 = nullptr;
    const json::value* blob = nullptr;
    std::int64_t offset = 0;
    std::optional<std::int64_t> length;
};

Answer<Source> source_from(const json::value& value) {
    if (!value.is_object()) return bad_data("a source is not an object");
    Source source;
    for (const auto& [name, member] : value.get_object()) {
        const bool is_range = name == "offset" || name == "length";
        if (!is_range && name != "data:asText" && name != "data:asBase64" && name != "blobId") {
            return bad_data("a source has a member that is not known: " + std::string(text_of(name)));
        }
        if (member.is_null()) continue;
        const auto number = is_range ? unsigned_int_from(member) : std::nullopt;
        if (is_range ? !number : !member.is_string()) {
            return bad_data(std::string(text_of(name)) + " has the wrong type");
        }
        if (name == "offset") source.offset = *number;
        if (name == "length") source.length = *number;
        if (name == "data:asText") source.text = &member;
        if (name == "data:asBase64") source.base64 = &member;
        if (name == "blobId") source.blob = &member;
    }
    const int kinds = (source.text ? 1 : 0) + (source.base64 ? 1 : 0) + (source.blob ? 1 : 0);
    if (kinds != 1) return bad_data("a source is exactly one of data:asText, data:asBase64 and blobId");
    if (!source.blob && (source.offset != 0 || source.length))
        return bad_data("only a blob has an offset and a length");
    return source;
}

class Uploading {
public:
    Uploading(const BlobRooms& rooms, Context& context, const Account& account)
        : rooms_(rooms), context_(context), account_(account) {}

    Answer<json::object> upload(const json::object& asked) {
        JMAP_TRY(const auto sources, read(asked));
        JMAP_TRY(incoming_, rooms_.blobs.begin(context_.caller, account_));
        size_ = 0;
        std::vector<std::string> missing;
        for (const auto& source : sources) JMAP_CHECK(add(source, missing));
        if (!missing.empty()) {
            Error error(ErrorType::blob_not_found);
            error.more["notFound"] = array_of(missing);
            return error;
        }
        const auto* type = member(asked, "type");
        const auto kept = type && type->is_string() ? std::string(text_of(type->get_string()))
                                                    : std::string("application/octet-stream");
        JMAP_TRY(auto id, incoming_->finish(kept));
        return json::object{{"id", id}, {"type", kept}, {"size", size_}};
    }

private:
    static Answer<std::vector<Source>> read(const json::object& asked) {
        std::vector<std::string> wrong;
        for (const auto& [name, value] : asked) {
            const bool is_type = name == "type" && (value.is_null() || is_media_type(value));
            if (!is_type && !(name == "data" && value.is_array())) wrong.emplace_back(text_of(name));
        }
        if (!asked.contains("data")) wrong.emplace_back("data");
        if (!wrong.empty()) return invalid_properties(wrong);
        const auto& data = asked.at("data").as_array();
        if (data.size() > max_data_sources) {
            return bad_data("at most " + std::to_string(max_data_sources) + " sources");
        }
        std::vector<Source> sources;
        for (const auto& value : data) {
            JMAP_TRY(auto source, source_from(value));
            sources.push_back(source);
        }
        return sources;
    }

    static bool is_media_type(const json::value& value) {
        if (!value.is_string() || value.get_string().size() > 255) return false;
        const auto text = text_of(value.get_string());
        const auto slash = text.find('/');
        return slash != text.npos && slash > 0 && slash + 1 < text.size() &&
               std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    }

    Answer<void> add(const Source& source, std::vector<std::string>& missing) {
        if (source.text) return write(text_of(source.text->get_string()));  // a request is UTF-8
        if (source.base64) {
            const auto octets = from_base64(text_of(source.base64->get_string()));
            if (!octets) return bad_data("data:asBase64 is not base64");
            return write(bailey::text_of(ByteView(*octets)));
        }
        const auto id = blob_named(context_, text_of(source.blob->get_string()));
        const auto blob = rooms_.blobs.open(context_.caller, account_, id);
        if (!blob && errc_of(blob.error()) == Errc::not_found) {
            if (std::ranges::find(missing, id) == missing.end()) missing.push_back(id);
            return {};
        }
        if (!blob) return Error(blob.error());
        return write(*blob, source);
    }

    // "If the range cannot be fully satisfied ... the DataSourceObject is invalid".
    Answer<void> write(const Blob& blob, const Source& source) {
        auto at = static_cast<std::uint64_t>(source.offset);
        if (at > blob.size) return bad_data("the blob ends before the offset");
        const auto length = source.length ? static_cast<std::uint64_t>(*source.length) : blob.size - at;
        if (length > blob.size - at) return bad_data("the blob ends within the range");
        const auto end = at + length;
        while (at < end) {
            JMAP_TRY(const auto piece,
                     blob.read(at, static_cast<std::size_t>(std::min<std::uint64_t>(end - at, chunk))));
            if (piece.empty()) return ErrorType::server_fail;
            JMAP_CHECK(write(piece));
            at += piece.size();
        }
        return {};
    }

    Answer<void> write(std::string_view octets) {
        size_ += octets.size();
        JMAP_CHECK(take_room(context_, octets.size()));
        const auto most = context_.limits.max_size_upload;
        const auto written = size_ > most ? Result<void>(Errc::too_long) : incoming_->write(octets);
        if (written) return {};
        Error error(written.error());
        if (error.type == ErrorType::too_large) error.more["maxSize"] = most;
        return error;
    }

    const BlobRooms& rooms_;
    Context& context_;
    const Account& account_;
    std::unique_ptr<Incoming> incoming_;
    std::uint64_t size_ = 0;
};

// Does the object refer to a blob that is still to be made?
bool waits(const json::object& asked, const std::vector<std::string>& pending) {
    const auto* data = member(asked, "data");
    if (!data || !data->is_array() || data->get_array().size() > max_data_sources) return false;
    return std::ranges::any_of(data->get_array(), [&](const json::value& source) {
        const auto* id = source.is_object() ? member(source.get_object(), "blobId") : nullptr;
        if (!id || !id->is_string()) return false;
        const auto text = text_of(id->get_string());
        return text.starts_with('#') && std::ranges::find(pending, text.substr(1)) != pending.end();
    });
}

}  // namespace

Answer<json::object> upload_blobs(const BlobRooms& rooms, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::write));
    JMAP_TRY(auto create, arguments.object_or_null("create"));
    JMAP_CHECK(arguments.done());
    if (!create) return invalid_arguments("create", "is required");
    std::vector<std::string> pending;
    for (const auto& [creation, asked] : *create) {
        if (!is_id(text_of(creation))) return invalid_arguments("create", "a creation id is not an Id");
        if (!asked.is_object()) return invalid_arguments("create", "has a value that is not an object");
        pending.emplace_back(text_of(creation));
    }
    if (pending.size() > context.limits.max_objects_in_set) return ErrorType::request_too_large;
    Uploading uploading(rooms, context, *account);
    json::object created, not_created;
    bool any_way = false;  // the rest refer to each other in a ring
    while (!pending.empty()) {
        const auto before = pending.size();
        for (std::size_t n = 0; n < pending.size();) {
            const auto creation = pending[n];
            const auto& asked = create->at(creation).as_object();
            if (!any_way && waits(asked, pending)) {
                ++n;
                continue;
            }
            auto made = uploading.upload(asked);
            if (made) {
                context.created_ids.insert_or_assign(creation, std::string(text_of(made->at("id").as_string())));
                created[creation] = std::move(*made);
            } else {
                not_created[creation] = to_json(made.error());
            }
            pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(n));
        }
        any_way = pending.size() == before;
    }
    return json::object{
        {"accountId", id}, {"created", or_null(std::move(created))}, {"notCreated", or_null(std::move(not_created))}};
}

}  // namespace bailey::jmap
