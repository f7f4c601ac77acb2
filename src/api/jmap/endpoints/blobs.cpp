// Upload and download, RFC 8620 sections 6.1 and 6.2.
#include "api/jmap/endpoints/handlers.hpp"
#include "base/text.hpp"
#include "net/workers.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view unknown_type = "application/octet-stream";

// type "/" subtype and parameters (RFC 9110 section 8.3.1): enough to put into a header field safely.
bool is_media_type(std::string_view text) {
    auto slash = text.find('/');
    if (slash == 0 || slash == text.npos || slash + 1 == text.size() || text.size() > 255) return false;
    for (char c : text) {
        if (c < 0x20 || c > 0x7E) return false;
    }
    return text.substr(0, text.find(';')).find(' ') == text.npos;
}

// RFC 6266: a plain name for old clients, and the true one (RFC 8187).
std::string disposition(std::string_view name) {
    std::string plain, encoded;
    for (char c : name) {
        auto octet = static_cast<unsigned char>(c);
        bool safe = is_ascii(c) && octet > 0x1F && octet != 0x7F && c != '"' && c != '\\' && c != '/';
        plain += safe ? c : '_';
        bool attr = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                    c == '.' || c == '_';
        if (attr) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += "0123456789ABCDEF"[octet >> 4];
            encoded += "0123456789ABCDEF"[octet & 15];
        }
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

struct Receiving {
    Account account;
    std::unique_ptr<Incoming> incoming;
};

Result<Receiving> begin(Endpoints& on, const Caller& caller, std::string_view account) {
    Receiving receiving;
    BAILEY_TRY(receiving.account, account_of(on.api, caller, account, Access::write));
    BAILEY_TRY(receiving.incoming, on.blobs.begin(caller, receiving.account));
    return receiving;
}

http::Response upload_refused(const boost::system::error_code& error, std::string_view what) {
    switch (errc_of(error)) {
    case Errc::too_long: return over_limit(413, "maxSizeUpload", "The file is larger than this server takes.");
    case Errc::not_found: return http::problem({404, "about:blank", {}, "There is no such account."});
    default: return http::problem(error, std::string(what));
    }
}

Result<Blob> open(Endpoints& on, const Caller& caller, std::string_view account_id, std::string_view blob_id) {
    BAILEY_TRY(auto account, account_of(on.api, caller, account_id, Access::read));
    return on.blobs.open(caller, account, blob_id);
}

}  // namespace

awaitable<http::Response> upload(Endpoints& on, http::Request& request, const http::Caller& who) {
    const auto& limits = on.api.limits();
    auto caller = caller_of(who);
    auto place = on.places.enter(who.who.account, Doing::upload, limits.max_concurrent_upload);
    if (!place) co_return over_limit(429, "maxConcurrentUpload", "Too many uploads at the same time.");
    std::string account(request.parameter("accountId"));
    auto receiving = co_await net::on_worker(on.workers, [&] { return begin(on, caller, account); });
    if (!receiving) co_return upload_refused(receiving.error(), "The upload was not taken.");
    auto& incoming = *receiving->incoming;
    auto size = co_await request.body->pieces([&](std::string_view piece) { return incoming.write(piece); },
                                              limits.max_size_upload);
    if (!size) co_return upload_refused(size.error(), "The upload was not taken.");
    std::string type(trim(request.field("Content-Type")));
    if (!is_media_type(type)) type = unknown_type;
    auto id = co_await net::on_worker(on.workers, [&] { return incoming.finish(type); });
    if (!id) co_return upload_refused(id.error(), "The upload was not kept.");
    std::string body;
    write_json(json::object{{"accountId", account}, {"blobId", *id}, {"type", type}, {"size", *size}}, body);
    co_return answer({201, std::move(body), false});
}

awaitable<http::Response> download(Endpoints& on, http::Request& request, const http::Caller& who) {
    auto caller = caller_of(who);
    std::string account(request.parameter("accountId")), id(request.parameter("blobId"));
    auto blob = co_await net::on_worker(on.workers, [&] { return open(on, caller, account, id); });
    if (!blob) {
        bool none = errc_of(blob.error()) == Errc::not_found || errc_of(blob.error()) == Errc::bad_syntax;
        if (none) co_return http::problem({404, "about:blank", {}, "There is no such blob."});
        co_return http::problem(blob.error());
    }
    auto type = request.argument("type").value_or(std::string(unknown_type));
    if (!is_media_type(type)) co_return http::problem({400, "about:blank", {}, "The type is not a media type."});
    http::Response response{200, {}, http::Pieces{blob->size, std::move(blob->read)}};
    response.fields.set("Content-Type", type);
    response.fields.set("Content-Disposition", disposition(request.parameter("name")));
    // The data of a blobId never changes (section 6.2).
    response.fields.set("Cache-Control", "private, immutable, max-age=31536000");
    response.fields.set("ETag", "\"" + id + "\"");
    // Mail of strangers, on our own origin: nothing in it may run.
    response.fields.set("Content-Security-Policy", "sandbox; default-src 'none'");
    co_return response;
}

}  // namespace bailey::jmap
