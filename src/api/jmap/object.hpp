// The properties of an object type as a table, and what the frames of the standard methods read off it.
#pragma once
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jmap/error.hpp"
#include "protocol/jmap/pointer.hpp"
#include "protocol/jmap/request.hpp"

namespace bailey::jmap {

// What a value must look like; `any` and the insides of objects are the type's own to check.
enum class Shape {
    any,
    boolean,
    string,
    integer,
    unsigned_integer,
    id,
    date,
    utc_date,
    object,
    array,
    strings,     // String[]
    ids,         // Id[]
    string_set,  // String[Boolean], every value true
    id_set,      // Id[Boolean], every value true
};

// Flags of a property.
namespace is {
constexpr unsigned nullable = 1;    // null is a value (and the default, where no other is given)
constexpr unsigned server_set = 2;  // RFC 8620 section 1.1
constexpr unsigned immutable = 4;
constexpr unsigned reference = 8;    // an id, ids or id_set that may name creation ids as "#..." (section 5.3)
constexpr unsigned on_request = 16;  // /get gives it only when it is asked for by name
constexpr unsigned optional = 32;    // may be absent, which null means, too; it has no default
}  // namespace is

struct Property {
    std::string_view name;
    Shape shape = Shape::any;
    unsigned flags = 0;
    std::string_view fallback = {};  // the default, as JSON; without one a create must give it, unless nullable
};

// Does the type keep properties beyond its table as they are (JSContact, RFC 9553 section 1.8)?
enum class Beyond { refused, kept };

class Properties {
public:
    Properties(std::initializer_list<Property> all, Beyond beyond = Beyond::refused);

    const Property* find(std::string_view name) const;  // one beyond the table, where kept, may be anything
    bool keeps_all() const { return beyond_ == Beyond::kept; }
    const json::value* fallback(std::string_view name) const;  // null pointer: none
    const std::vector<Property>& all() const { return all_; }

private:
    Beyond beyond_;
    std::vector<Property> all_;
    std::map<std::string_view, json::value> fallbacks_;
};

bool fits(const json::value& value, const Property& property);

// A new object as the client sent it: creation ids resolved, shapes checked, nothing unknown, server-set or missing,
// defaults filled in. `defaulted` names what was filled in. Error: invalidProperties, naming all that are wrong.
Answer<json::object> complete(json::object object, const Properties& table, const CreatedIds& ids,
                              std::vector<std::string>& defaulted);

// What an update asks for.
struct Update {
    json::object current;              // as it was loaded
    json::object wanted;               // with all patches applied, checked
    std::vector<std::string> changed;  // top-level properties that the patches name and whose value differs
    const std::vector<Patch>* patches = nullptr;
    bool changes(std::string_view name) const;
};

// Errors: invalidPatch, invalidProperties (naming all that are wrong).
Answer<Update> patched(json::object current, const std::vector<Patch>& patches, const Properties& table);

// Replaces "#..." in references by ids (section 5.3). `missing` names properties with creation ids that are not known.
void resolve_creation_ids(json::object& object, const Properties& table, const CreatedIds& ids,
                          std::vector<std::string>& missing);
void resolve_creation_ids(std::vector<Patch>& patches, const Properties& table, const CreatedIds& ids,
                          std::vector<std::string>& missing);

// Null where there is nothing in it: how /set and its kin say "none".
json::value or_null(json::object object);

}  // namespace bailey::jmap
