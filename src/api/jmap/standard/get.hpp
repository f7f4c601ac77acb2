// Foo/get, RFC 8620 section 5.1.
#pragma once
#include <string>
#include <vector>

#include "api/jmap/context.hpp"
#include "api/jmap/object.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {

// Which properties a /get wants: the names, in the order asked for.
struct Wanted {
    std::vector<std::string> names;
    bool everything = false;  // of a type that keeps properties beyond its table
    bool has(std::string_view name) const;
};

// What a type says to its /get. Made for one call; called in the order below.
class Getter {
public:
    virtual ~Getter() = default;
    virtual const Properties& properties() const = 0;
    // Names beyond the table that the type understands ("header:Subject:asText").
    virtual bool knows(std::string_view) const { return false; }
    // Reads arguments beyond accountId, ids and properties.
    virtual Answer<void> arguments(Context&, Arguments&) { return {}; }
    // A check once the account is known; `wanted` may be changed.
    virtual Answer<void> begin(Context&, const Account&, Wanted&) { return {}; }
    virtual Answer<std::string> state(Context&, const Account&) = 0;
    // ids: null. Every id, at most `most` + 1 of them. requestTooLarge: not offered for this type.
    virtual Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t most) = 0;
    // Those of `ids` (each once) that exist, each with "id" and the wanted properties; more do no harm.
    virtual Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                                   const Wanted& wanted) = 0;
    // Members of the response beside the standard ones.
    virtual void finish(Context&, json::object& /*response*/) {}
};

Answer<json::object> get(Context& context, json::object arguments, Getter& type);
// For PushSubscription (section 7.2.1): no accountId, no state. `load` and `all` are given `nobody`.
Answer<json::object> get_without_account(Context& context, json::object arguments, Getter& type);

}  // namespace bailey::jmap
