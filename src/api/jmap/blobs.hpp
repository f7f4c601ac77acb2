// Binary data as the upload and download endpoints use it (RFC 8620 section 6). The account was looked up already, and
// the caller may use it. All of it blocks; thread-safe.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/jmap/account.hpp"

namespace bailey::jmap {

// Bytes that arrive; gone without a trace unless it is finished.
class Incoming {
public:
    virtual ~Incoming() = default;
    // Errors: too_long, over_quota.
    virtual Result<void> write(std::string_view piece) = 0;
    // Durable when it returns the blobId. Errors: over_quota, storage_full.
    virtual Result<std::string> finish(std::string_view type) = 0;
};

struct Blob {
    std::uint64_t size = 0;
    // At most `most` octets from `offset` on, fewer only at the end.
    std::function<Result<std::string>(std::uint64_t offset, std::size_t most)> read;
    std::string type = {};  // of an upload, as it was given; "message/rfc822" of an email; else empty
};

class Blobs {
public:
    virtual ~Blobs() = default;
    virtual Result<std::unique_ptr<Incoming>> begin(const Caller& caller, const Account& account) = 0;
    // Errors: not_found (also: somebody else's upload that nothing refers to yet, section 6.1).
    virtual Result<Blob> open(const Caller& caller, const Account& account, std::string_view blob_id) = 0;
};

}  // namespace bailey::jmap
