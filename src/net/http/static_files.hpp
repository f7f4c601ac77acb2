// A folder of files, such as the pages: read into memory, so that what is served is one build of them whatever happens
// to the folder meanwhile, and no name in a request ever reaches the disk.
//
// Beside a file there may be its compressed forms, "app.js.br" and "app.js.gz", which clients that understand them get
// in its place. A name with a digest in it ("app-3f9a2b1c.js") is kept by browsers for good; the others are asked for
// again each time and cost an answer without content where they are unchanged. An address without a file that a browser
// goes to gets index.html, which makes the page out of it.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "net/http/exchange.hpp"

namespace bailey::net::http {

class StaticFiles {
public:
    static constexpr std::size_t largest = 32u << 20, largest_together = 256u << 20;  // octets

    explicit StaticFiles(std::string folder) : folder_(std::move(folder)) {}

    // Reads the folder, again where it was read before; blocks. Files whose names begin with "." and symbolic links are
    // left out. Errors (then it serves what it had): not_found (no such folder), too_long (a file, or all together),
    // try_later (a file cannot be read); logged.
    Result<void> load();

    // To a GET or HEAD. Thread-safe; does not block.
    Response respond(const Request& request) const;

private:
    using Text = std::shared_ptr<const std::string>;
    struct Entry {
        Text plain = {}, gzip = {}, brotli = {};
        std::string type = {}, digest = {};
        bool named_by_digest = false;
    };
    using Table = std::map<std::string, Entry, std::less<>>;  // by path: "/app.js"

    std::shared_ptr<const Table> table() const;
    static Result<Table> read(const std::string& folder);

    const std::string folder_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Table> table_ = std::make_shared<const Table>();
};

// Does the last part of the name before its extension look like a digest?
bool names_a_digest(std::string_view file_name);

// Does Accept-Encoding name this coding, with a weight that is not 0 (RFC 9110 section 12.5.3)?
bool accepts_coding(const Fields& request, std::string_view coding);

}  // namespace bailey::net::http
