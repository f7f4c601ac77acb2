// What one person may ask of the API at once: the limits of the core capability (RFC 8620 section 2).
#pragma once
#include <cstddef>
#include <cstdint>

namespace bailey::jmap {

// Named in one `properties` or `bodyProperties` argument; beyond it requestTooLarge.
constexpr std::size_t most_properties = 500;

struct Limits {
    std::uint64_t max_size_upload = 50 * 1024 * 1024;
    std::size_t max_concurrent_upload = 8;  // a person, as are the other two of that kind
    std::size_t max_size_request = 10'000'000;
    std::size_t max_concurrent_requests = 8;
    std::size_t max_calls_in_request = 64;
    std::size_t max_objects_in_get = 1000;
    std::size_t max_objects_in_set = 1000;
    // Not told to clients:
    std::size_t max_changes = 5000;                     // ids in a /changes answer
    std::size_t max_query = 5000;                       // ids in a /query answer
    std::size_t max_conditions = 200;                   // in one filter, operators counted
    std::size_t max_referenced = 64 * 1024 * 1024;      // octets of all resolved result references of a request
    std::uint64_t max_blob_octets = 200 * 1024 * 1024;  // of all blobs that Blob/upload and Blob/copy of a request make
    std::size_t max_implicit_calls = 16;                // calls that methods of one request make by themselves
    std::size_t max_listeners = 16;                     // event streams and WebSockets of a person
};

}  // namespace bailey::jmap
