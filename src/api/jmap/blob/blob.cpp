#include "api/jmap/blob/blob.hpp"

#include <algorithm>
#include <array>

#include "api/jmap/mailbox_blobs.hpp"

namespace bailey::jmap {
namespace {

struct Row {
    std::string_view name, capability;
    BlobMethod run;
};
constexpr std::array methods{
    Row{"Blob/copy", core_uri, copy_blobs},
    Row{"Blob/upload", blob_uri, upload_blobs},
    Row{"Blob/get", blob_uri, get_blobs},
    Row{"Blob/lookup", blob_uri, look_up_blobs},
};

}  // namespace

std::string blob_named(const Context& context, std::string_view name) {
    if (!name.starts_with('#')) return std::string(name);
    const auto at = context.created_ids.find(name.substr(1));
    return at == context.created_ids.end() ? std::string(name) : at->second;
}

Answer<void> take_room(Context& context, std::uint64_t octets) {
    if (octets > context.limits.max_blob_octets - std::min(context.blob_octets, context.limits.max_blob_octets)) {
        return Error(ErrorType::rate_limit, "this request makes too many octets of blobs");
    }
    context.blob_octets += octets;
    return {};
}

void add_blob(Api& api, mailbox::Accounts& accounts) {
    // RFC 9404 section 3.1.
    const json::object limits{{"maxSizeBlobSet", api.limits().max_size_upload},
                              {"maxDataSources", max_data_sources},
                              {"supportedTypeNames", array_of(types_with_blobs())},
                              {"supportedDigestAlgorithms", array_of(digest_algorithms())}};
    Capability capability{std::string(blob_uri), {}, [limits](const Account& account) -> std::optional<json::object> {
                              if (!account.has_mail) return {};
                              return limits;
                          }};
    capability.in_part = true;
    api.add(std::move(capability));
    for (const auto& row : methods) {
        api.add(Method{std::string(row.name), std::string(row.capability),
                       [&accounts, run = row.run](Context& context, json::object arguments) {
                           MailboxBlobs blobs(accounts, MailboxBlobs::a_call);
                           return run({blobs, accounts}, context, std::move(arguments));
                       }});
    }
}

}  // namespace bailey::jmap
