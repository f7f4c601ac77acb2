// Body parts as a client gives them in a new Email, RFC 8621 sections 4.1.4 and 4.6.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "api/jmap/blobs.hpp"
#include "protocol/jmap/error.hpp"
#include "protocol/jmap/request.hpp"
#include "protocol/mime/build.hpp"

namespace bailey::jmap {

// What is wrong with a new Email: all of it, for one answer.
struct Faults {
    std::vector<std::string> properties;  // of the Email, each once
    std::string why;                      // of the first
    std::vector<std::string> blobs;       // that are not there, each once
    std::optional<Error> failure;         // what else stopped it

    void add(std::string_view property, std::string_view reason);
    std::optional<Error> error() const;  // invalidProperties before blobNotFound

private:
    std::unordered_set<std::string> seen_;  // of properties: a hostile Email has very many
};

class PartReader {
public:
    struct Source {
        std::function<Result<Blob>(const std::string& blob_id)> open;  // not_found, bad_syntax: blobNotFound
        const CreatedIds& created_ids;                                 // a blobId may be "#creationId"
        std::uint64_t most_octets = 0;                                 // of all parts together: tooLarge
    };
    // `body_values` null: there are none.
    PartReader(const json::value* body_values, Source source, Faults& faults);

    // A part and all within it. `property` is the one of the Email it is in, `usual_type` its type where it has none.
    // nullopt: a fault was noted.
    std::optional<mime::NewPart> read(std::string_view property, const json::value& part,
                                      std::string_view usual_type = {});

private:
    struct Given;
    bool take(std::string_view name, const json::value& value, Given& given);
    bool take_field(std::string_view name, const json::value& value, Given& given);
    std::string_view conflict(const Given& given) const;
    std::string_view describe(Given& given, mime::NewPart& part) const;
    bool fill(std::string_view property, Given& given, mime::NewPart& part);
    bool fill_multipart(std::string_view property, const Given& given, mime::NewPart& part);
    bool fill_text(std::string_view property, const Given& given, mime::NewPart& part);
    bool fill_blob(std::string_view property, const Given& given, mime::NewPart& part);
    void read_values(const json::value* body_values);
    bool take_room(std::uint64_t octets);

    Source source_;
    Faults& faults_;
    std::map<std::string, std::string, std::less<>> values_;  // of bodyValues, by partId
    std::uint64_t octets_ = 0;
    std::size_t depth_ = 0, parts_ = 0;
};

}  // namespace bailey::jmap
