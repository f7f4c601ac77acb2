#include "api/jmap/sharing/rights.hpp"

#include <algorithm>
#include <span>

#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

struct Right {
    std::string_view name;
    unsigned bit;  // 0: nobody is given it
};
// The tree of folders is its owner's (docs/design/0008-shared-folders.md); mail is submitted by its own right.
constexpr Right folder_rights[] = {
    {"mayReadItems", folder_right::read},
    {"mayAddItems", folder_right::add},
    {"mayRemoveItems", folder_right::remove},
    {"maySetSeen", folder_right::seen},
    {"maySetKeywords", folder_right::keywords},
    {"mayCreateChild", 0},
    {"mayRename", 0},
    {"mayDelete", 0},
    {"maySubmit", 0},
    {"mayShare", 0},
};
constexpr Right book_rights[] = {
    {"mayRead", book_right::read},
    {"mayWrite", book_right::write},
    {"mayShare", 0},
    {"mayDelete", 0},
};

std::span<const Right> rights_of(ObjectKind kind) {
    if (kind == ObjectKind::folder) return folder_rights;
    return book_rights;
}

Error wrong(const std::string& why) { return invalid_properties({"shareWith"}, why); }

}  // namespace

json::object rights_json(ObjectKind kind, unsigned rights) {
    json::object object;
    for (const auto& right : rights_of(kind)) object[right.name] = (rights & right.bit) != 0;
    return object;
}

Answer<unsigned> rights_from(ObjectKind kind, const json::value& value) {
    if (!value.is_object()) return wrong("rights are an object");
    const auto all = rights_of(kind);
    unsigned rights = 0;
    for (const auto& [key, is] : value.get_object()) {
        const std::string name(text_of(key));
        const auto right = std::ranges::find(all, name, &Right::name);
        if (right == all.end()) return wrong(name + " is not a right");
        if (!is.is_bool()) return wrong(name + " is not a Boolean");
        if (!is.get_bool()) continue;
        if (right->bit == 0) return wrong(name + " cannot be given to others");
        rights |= right->bit;
    }
    if (rights != 0 && !(rights & folder_right::read)) return wrong("other rights need the one to read");
    return rights;
}

}  // namespace bailey::jmap
