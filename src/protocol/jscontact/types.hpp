// The object types of JSContact (RFC 9553) as tables.
#pragma once
#include <span>
#include <string_view>

namespace bailey::jscontact {

// What a value must look like (section 1.4).
enum class Form {
    string,
    text,  // a String that is not empty
    boolean,
    unsigned_integer,
    preference,  // 1 to 100 (section 1.5)
    utc_date,    // UTCDateTime
    object,      // of `type`
    list,        // Type[]
    map,         // Id[Type]
    named,       // String[Type]
    set,         // String[Boolean], every value true
    strings,     // String[String]
    patches,     // String[PatchObject] (section 2.7.1)
    moment,      // PartialDate|Timestamp (section 2.8.1)
};

struct Type;

struct Member {
    std::string_view name;
    Form form = Form::string;
    bool mandatory = false;
    const Type* type = nullptr;  // of object, list, map, named
};

struct Type {
    std::string_view name;  // its @type
    std::span<const Member> members;
    // At least one of these must be there; none named: all is well.
    std::span<const std::string_view> any_of = {};
};

extern const Type card, partial_date, timestamp;

}  // namespace bailey::jscontact
