// Where the endpoints are: the routes, and the URI templates (RFC 6570, level 1) that the Session object tells.
#pragma once

namespace bailey::jmap::paths {

inline constexpr auto well_known = "/.well-known/jmap";  // RFC 8620 section 2.2
inline constexpr auto session = "/jmap/session";
inline constexpr auto api = "/jmap/api";
inline constexpr auto upload = "/jmap/upload/{accountId}";
inline constexpr auto upload_template = "/jmap/upload/{accountId}";
inline constexpr auto download = "/jmap/download/{accountId}/{blobId}/{name}";
// The type is in the query: it has a slash (section 2).
inline constexpr auto download_template = "/jmap/download/{accountId}/{blobId}/{name}?type={type}";
inline constexpr auto event_source = "/jmap/eventsource";
inline constexpr auto event_source_template = "/jmap/eventsource?types={types}&closeafter={closeafter}&ping={ping}";
inline constexpr auto web_socket = "/jmap/ws";  // RFC 8887

}  // namespace bailey::jmap::paths
