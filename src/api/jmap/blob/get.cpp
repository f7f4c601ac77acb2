// Blob/get, RFC 9404 section 4.2.
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

#include "api/jmap/blob/blob.hpp"
#include "base/text.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view digest_prefix = "digest:";

struct Algorithm {
    std::string_view name;  // of the HTTP Digest Algorithm Values registry, in lower case
    const EVP_MD* (*function)();
};
constexpr std::array algorithms{Algorithm{"sha", EVP_sha1}, Algorithm{"sha-256", EVP_sha256}};

Answer<std::string> digest(std::string_view algorithm, std::string_view octets) {
    const auto* at = std::ranges::find(algorithms, algorithm, &Algorithm::name);
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> out;
    unsigned size = 0;
    if (at == algorithms.end() ||
        EVP_Digest(octets.data(), octets.size(), out.data(), &size, at->function(), nullptr) != 1) {
        return Error(ErrorType::server_fail, "the digest could not be made");
    }
    return base64(ByteView(out.data(), size));
}

// Can a JSON string hold it as it is? I-JSON has no noncharacters (RFC 7493 section 2.1).
bool is_text(std::string_view octets) {
    for (std::size_t at = 0; at < octets.size();) {
        const auto c = next_code_point(octets, at);
        if (!c || (*c >= 0xFDD0 && *c <= 0xFDEF) || (*c & 0xFFFE) == 0xFFFE) return false;
    }
    return true;
}

bool is_known(std::string_view name) {
    constexpr std::array<std::string_view, 7> names{"id",   "data",        "data:asText",      "data:asBase64",
                                                    "size", "isTruncated", "isEncodingProblem"};
    if (std::ranges::find(names, name) != names.end()) return true;
    if (!name.starts_with(digest_prefix)) return false;
    name.remove_prefix(digest_prefix.size());
    return std::ranges::find(algorithms, name, &Algorithm::name) != algorithms.end();
}

struct Asked {
    std::vector<std::string> ids, properties;
    std::int64_t offset = 0;
    std::optional<std::int64_t> length;
    bool wants(std::string_view name) const { return std::ranges::find(properties, name) != properties.end(); }
    bool wants_octets() const {
        return std::ranges::any_of(properties,
                                   [](const auto& p) { return p.starts_with("data") || p.starts_with(digest_prefix); });
    }
};

Answer<Asked> read(Context& context, Arguments& arguments) {
    Asked asked;
    JMAP_TRY(auto ids, arguments.strings_or_null("ids"));
    JMAP_TRY(auto properties, arguments.strings_or_null("properties"));
    JMAP_TRY(auto offset, arguments.unsigned_or_null("offset"));
    JMAP_TRY(asked.length, arguments.unsigned_or_null("length"));
    JMAP_CHECK(arguments.done());
    const auto most = context.limits.max_objects_in_get;
    if (!ids || ids->size() > most) {
        return Error(ErrorType::request_too_large, "name the blobs, at most " + std::to_string(most));
    }
    asked.ids = std::move(*ids);
    asked.offset = offset.value_or(0);
    asked.properties = properties ? std::move(*properties) : std::vector<std::string>{"data", "size"};
    std::ranges::sort(asked.properties);  // each is given once, and a digest is not cheap
    asked.properties.erase(std::ranges::unique(asked.properties).begin(), asked.properties.end());
    for (const auto& name : asked.properties) {
        if (!is_known(name)) return invalid_arguments("properties", name + " is not a property of a blob");
    }
    return asked;
}

class Getting {
public:
    Getting(Context& context, const Asked& asked) : context_(context), asked_(asked) {}

    Answer<json::object> describe(const std::string& id, const Blob& blob) {
        json::object object{{"id", id}};
        if (asked_.wants("size")) object["size"] = blob.size;
        const auto begin = std::min<std::uint64_t>(static_cast<std::uint64_t>(asked_.offset), blob.size);
        auto end = blob.size;
        if (asked_.length) end = std::min<std::uint64_t>(end, begin + static_cast<std::uint64_t>(*asked_.length));
        if (!asked_.wants_octets()) return object;
        JMAP_TRY(const auto octets, read(blob, begin, end));
        // "the requested range could not be fully satisfied"
        const auto wanted =
            static_cast<std::uint64_t>(asked_.offset) + static_cast<std::uint64_t>(asked_.length.value_or(0));
        if (wanted > blob.size) object["isTruncated"] = true;
        for (const auto& name : asked_.properties) {
            if (!name.starts_with(digest_prefix)) continue;
            JMAP_TRY(object[name], digest(std::string_view(name).substr(digest_prefix.size()), octets));
        }
        put_data(octets, object);
        return object;
    }

private:
    void put_data(std::string_view octets, json::object& object) const {
        const bool data = asked_.wants("data"), as_text = asked_.wants("data:asText");
        const bool good = !(data || as_text) || is_text(octets);
        if (!good) object["isEncodingProblem"] = true;
        if (as_text || (data && good)) {
            object["data:asText"] = good ? json::value(json::string(octets)) : json::value(nullptr);
        }
        if (asked_.wants("data:asBase64") || (data && !good)) object["data:asBase64"] = base64(bytes_of(octets));
    }

    // One answer holds no more than one upload may.
    Answer<std::string> read(const Blob& blob, std::uint64_t begin, std::uint64_t end) {
        total_ += end - begin;
        if (total_ > context_.limits.max_size_upload) {
            return Error(ErrorType::request_too_large, "more octets than one answer can hold");
        }
        constexpr std::size_t chunk = 1024 * 1024;
        std::string octets;
        while (begin + octets.size() < end) {
            const auto left = end - begin - octets.size();
            JMAP_TRY(const auto piece,
                     blob.read(begin + octets.size(), static_cast<std::size_t>(std::min<std::uint64_t>(left, chunk))));
            if (piece.empty()) return ErrorType::server_fail;
            octets += piece;
        }
        return octets;
    }

    Context& context_;
    const Asked& asked_;
    std::uint64_t total_ = 0;
};

}  // namespace

const std::vector<std::string>& digest_algorithms() {
    static const auto names = [] {
        std::vector<std::string> all;
        for (const auto& algorithm : algorithms) all.emplace_back(algorithm.name);
        return all;
    }();
    return names;
}

Answer<json::object> get_blobs(const BlobRooms& rooms, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::read));
    JMAP_TRY(const auto asked, read(context, arguments));
    Getting getting(context, asked);
    json::array list, not_found;
    std::vector<std::string> seen;
    for (const auto& name : asked.ids) {
        const auto blob_id = blob_named(context, name);
        if (std::ranges::find(seen, blob_id) != seen.end()) continue;
        seen.push_back(blob_id);
        const auto blob = rooms.blobs.open(context.caller, *account, blob_id);
        if (!blob && errc_of(blob.error()) == Errc::too_long) return ErrorType::request_too_large;
        if (!blob && errc_of(blob.error()) != Errc::not_found) return Error(blob.error());
        if (!blob) {
            not_found.emplace_back(name);
            continue;
        }
        JMAP_TRY(auto told, getting.describe(blob_id, *blob));
        list.push_back(std::move(told));
    }
    // The octets of a blobId never change: there is one state.
    return json::object{
        {"accountId", id}, {"state", "0"}, {"list", std::move(list)}, {"notFound", std::move(not_found)}};
}

}  // namespace bailey::jmap
