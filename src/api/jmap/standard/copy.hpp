// Foo/copy, RFC 8620 section 5.4.
#pragma once
#include <string>

#include "api/jmap/context.hpp"
#include "api/jmap/object.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {

class Copier {
public:
    virtual ~Copier() = default;
    virtual std::string_view type_name() const = 0;  // "Email": onSuccessDestroyOriginal calls its /set
    // Of what a copy may be given anew; the rest is invalidProperties. "id" is always understood.
    virtual const Properties& properties() const = 0;
    virtual Answer<std::string> state(Context&, const Account&) = 0;
    // Copies `id` of `from`, with `overrides` instead of its own values. Returns what the server set, "id" at least.
    // Errors: notFound, alreadyExists (with existingId), overQuota ...
    virtual Answer<json::object> copy(Context&, const Account& from, const Account& to, const std::string& id,
                                      json::object overrides) = 0;
};

Answer<json::object> copy(Context& context, json::object arguments, Copier& type);

}  // namespace bailey::jmap
