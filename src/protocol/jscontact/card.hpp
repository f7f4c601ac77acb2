// JSContact Cards, RFC 9553: are they what the standard says? Lenient to what it does not know: properties of vendors
// and of later versions are kept as they are, whatever they hold.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jmap/json.hpp"

namespace bailey::jscontact {

namespace json = boost::json;

struct CardLimits {
    std::size_t depth = 16;       // objects and arrays within each other
    std::size_t values = 20'000;  // in all
};

// One that is wrong: "emails/0/address: is not a String". The first token is the property of the Card.
struct Fault {
    std::string path;
    std::string why;
    std::string property() const { return path.substr(0, path.find('/')); }
};

// At most one fault a property of the Card, in the order of its members; empty for a good Card. Properties that must be
// there (section 2.1: @type, version, uid) are faults where they are not. In a Media object (section 2.6.4) "blobId"
// may stand in place of "uri" (RFC 9610 section 3).
std::vector<Fault> faults(const json::object& card, const CardLimits& limits = {});

// The names of a Card's properties that the standard knows, "@type" first.
const std::vector<std::string_view>& card_properties();

}  // namespace bailey::jscontact
