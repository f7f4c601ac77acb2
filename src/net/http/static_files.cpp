#include "net/http/static_files.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "base/log.hpp"
#include "base/text.hpp"

namespace bailey::net::http {
namespace {

namespace fs = std::filesystem;

struct TypeOf {
    std::string_view extension, type;
};
constexpr std::array types{
    TypeOf{".css", "text/css; charset=utf-8"},
    TypeOf{".html", "text/html; charset=utf-8"},
    TypeOf{".ico", "image/x-icon"},
    TypeOf{".jpg", "image/jpeg"},
    TypeOf{".js", "text/javascript; charset=utf-8"},
    TypeOf{".json", "application/json"},
    TypeOf{".map", "application/json"},
    TypeOf{".mjs", "text/javascript; charset=utf-8"},
    TypeOf{".png", "image/png"},
    TypeOf{".svg", "image/svg+xml"},
    TypeOf{".txt", "text/plain; charset=utf-8"},
    TypeOf{".wasm", "application/wasm"},
    TypeOf{".webmanifest", "application/manifest+json"},
    TypeOf{".webp", "image/webp"},
    TypeOf{".woff2", "font/woff2"},
};

std::string_view type_of(std::string_view name) {
    for (auto& t : types)
        if (name.ends_with(t.extension)) return t.type;
    return "application/octet-stream";
}

// Our own scripts, styles and pictures; pictures and frames of mail as blobs; connections back to us. Nothing inline
// but style attributes, which the editor of rich text makes: they can neither run nor fetch anything from elsewhere.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: "
    "data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self' blob:; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

// The empty document that the pages show a letter in when its reader asked for its pictures from elsewhere. Ours alone
// may have it in a frame, and nothing in it runs: web/mail/message/frame.ts puts it in a sandbox, too.
constexpr std::string_view frame_for_pictures = "/message/pictures.html";
constexpr std::string_view frame_policy =
    "default-src 'none'; img-src https: blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";

std::string digest_of(std::string_view text) {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytes_of(text).data(), text.size(), digest.data());
    return hex(ByteView(digest).first(16));
}

Result<std::shared_ptr<const std::string>> content_of(const fs::path& file, std::size_t most) {
    std::ifstream in(file, std::ios::binary);
    std::error_code e;
    auto size = fs::file_size(file, e);
    if (!in || e) return Errc::try_later;
    if (size > most) return Errc::too_long;
    std::string text(size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (in.gcount() != static_cast<std::streamsize>(size)) return Errc::try_later;
    return std::make_shared<const std::string>(std::move(text));
}

bool hidden(std::string_view path) { return path.find("/.") != path.npos; }

// Paths of programs: who mistypes one must not be given a page.
bool for_programs(std::string_view path) {
    for (std::string_view folder : {"/api/", "/jmap/", "/.well-known/"})
        if (path.starts_with(folder)) return true;
    return false;
}

bool goes_to_a_page(const Request& request, std::string_view path) {
    auto last = path.substr(path.rfind('/') + 1);
    return last.find('.') == last.npos && !for_programs(path) && request.fields.lists("Accept", "text/html");
}

}  // namespace

bool names_a_digest(std::string_view file_name) {
    auto stem = file_name.substr(0, file_name.rfind('.'));
    auto begin = stem.find_last_of("-.");
    if (begin == stem.npos || stem.size() - begin - 1 < 8) return false;
    bool digit = false, upper = false, lower = false;
    for (char c : stem.substr(begin + 1)) {
        digit |= c >= '0' && c <= '9';
        upper |= c >= 'A' && c <= 'Z';
        lower |= c >= 'a' && c <= 'z';
    }
    return digit || (upper && lower);
}

bool accepts_coding(const Fields& request, std::string_view coding) {
    auto list = request.joined("Accept-Encoding");
    for (std::string_view rest = list; !rest.empty();) {
        auto element = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(element.size() + 1, rest.size()));
        auto semicolon = std::min(element.find(';'), element.size());
        if (!equals_ignoring_case(trim(element.substr(0, semicolon)), coding)) continue;
        auto weight = element.substr(semicolon);
        auto value = weight.find('=');
        return value == weight.npos || weight.find_first_of("123456789", value) != weight.npos;
    }
    return false;
}

Result<StaticFiles::Table> StaticFiles::read(const std::string& folder) {
    std::error_code e;
    if (!fs::is_directory(folder, e)) return Errc::not_found;
    std::map<std::string, Text> all;
    std::size_t together = 0;
    for (fs::recursive_directory_iterator at(folder, e), end; !e && at != end; at.increment(e)) {
        auto path = "/" + fs::relative(at->path(), folder, e).generic_string();
        if (e || at->is_symlink(e) || !at->is_regular_file(e) || hidden(path)) continue;
        BAILEY_TRY(all[path], content_of(at->path(), std::min(largest, largest_together - together)));
        together += all[path]->size();
    }
    if (e) return Errc::try_later;
    auto beside = [&](const std::string& path) {
        auto found = all.find(path);
        return found == all.end() ? Text() : found->second;
    };
    Table table;
    for (auto& [path, content] : all) {
        auto extension = path.rfind('.');
        bool compressed = path.ends_with(".br") || path.ends_with(".gz");
        if (compressed && all.contains(path.substr(0, extension))) continue;
        table[path] = {.plain = content,
                       .gzip = beside(path + ".gz"),
                       .brotli = beside(path + ".br"),
                       .type = std::string(type_of(path)),
                       .digest = digest_of(*content),
                       .named_by_digest = names_a_digest(std::string_view(path).substr(path.rfind('/') + 1))};
    }
    return table;
}

Result<void> StaticFiles::load() {
    auto fresh = read(folder_);
    if (!fresh) {
        log::error("http.files_not_read", {{"folder", folder_}, {"error", fresh.error()}});
        return fresh.error();
    }
    auto table = std::make_shared<const Table>(std::move(*fresh));
    log::info("http.files", {{"folder", folder_}, {"files", table->size()}});
    std::lock_guard lock(mutex_);
    table_ = std::move(table);
    return {};
}

std::shared_ptr<const StaticFiles::Table> StaticFiles::table() const {
    std::lock_guard lock(mutex_);
    return table_;
}

Response StaticFiles::respond(const Request& request) const {
    auto files = table();
    auto path = percent_decoded(request.path);
    if (!path) return problem(Problem{.status = 400, .detail = "The path cannot be decoded."});
    auto at = files->find(path->ends_with('/') ? *path + "index.html" : *path);
    if (at == files->end() && goes_to_a_page(request, *path)) at = files->find("/index.html");
    if (at == files->end()) return problem(Problem{.status = 404});
    auto& file = at->second;
    Response response{.status = 200, .fields = {{"Content-Type", file.type}}};
    auto give = [&](const Text& text, std::string_view coding) {
        response.body = *text;
        auto mark = coding.empty() ? std::string() : "-" + std::string(coding);
        response.fields.set("ETag", '"' + file.digest + mark + '"');
        if (!coding.empty()) response.fields.set("Content-Encoding", coding);
    };
    if (file.brotli && accepts_coding(request.fields, "br"))
        give(file.brotli, "br");
    else if (file.gzip && accepts_coding(request.fields, "gzip"))
        give(file.gzip, "gzip");
    else
        give(file.plain, "");
    if (file.gzip || file.brotli) response.fields.set("Vary", "Accept-Encoding");
    response.fields.set("Cache-Control", file.named_by_digest ? "public, max-age=31536000, immutable" : "no-cache");
    if (at->first == frame_for_pictures) {
        response.fields.set("Content-Security-Policy", frame_policy);
        response.fields.set("X-Frame-Options", "SAMEORIGIN");
    } else if (file.type.starts_with("text/html")) {
        response.fields.set("Content-Security-Policy", page_policy);
    }
    return response;
}

}  // namespace bailey::net::http
