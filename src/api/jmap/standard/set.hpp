// Foo/set, RFC 8620 section 5.3.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/jmap/context.hpp"
#include "api/jmap/object.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {

struct SetRequest {
    std::optional<std::string> if_in_state;
    std::vector<std::pair<std::string, json::object>> create, update;  // creation id or id, object or PatchObject
    std::vector<std::string> destroy;
};

// In the order of the work. `created` and `updated` hold what the response says of each: properties that the client
// does not know yet.
struct SetAnswer {
    std::string old_state, new_state;  // filled by the frame from state(); finish() may set both
    std::vector<std::pair<std::string, json::object>> created;
    std::vector<std::pair<std::string, json::value>> updated;
    std::vector<std::string> destroyed;
    std::vector<std::pair<std::string, Error>> not_created, not_updated, not_destroyed;
};

// What a type says to its /set. Made for one call. The frame has checked shapes, server-set and immutable properties,
// and creation ids; the type checks what the values mean. Two ways to write: at once in create(), update() and
// destroy(); or collected there and written as one transaction in finish(), which then gives the new ids.
class Setter {
public:
    virtual ~Setter() = default;
    virtual const Properties& properties() const = 0;
    virtual Answer<void> arguments(Context&, Arguments&) { return {}; }
    virtual Answer<std::string> state(Context&, const Account&) = 0;
    virtual bool singleton() const { return false; }  // no create, no destroy

    // All is read, nothing done: time to fetch what the updates and destroys will need.
    virtual Answer<void> begin(Context&, const Account&, const SetRequest&) { return {}; }
    // The new object as the client sent it, read and checked; `defaulted` names what was filled in and the client is
    // told of. For types whose properties are no table alone.
    virtual Answer<json::object> read_new(const json::object& asked, const CreatedIds& ids,
                                          std::vector<std::string>& defaulted) const {
        return complete(asked, properties(), ids, defaulted);
    }
    // `object` has all its settable properties. Returns what the server set, "id" at least unless finish() gives it,
    // and what it changed of the rest; the frame adds the defaults.
    virtual Answer<json::object> create(Context&, const Account&, json::object object);
    // The object of that id with (at least) the properties named, to be patched. Error: notFound.
    virtual Answer<json::object> load(Context&, const Account&, const std::string& id,
                                      const std::vector<std::string>& properties);
    // Returns null, or an object of what changed beyond the patches.
    virtual Answer<json::value> update(Context&, const Account&, const std::string& id, const Update& update);
    virtual Answer<void> destroy(Context&, const Account&, const std::string& id);
    // The last word: may write, may move entries to the not_ lists, may ask context.then(). An error here is the whole
    // method's: nothing may have changed.
    virtual Answer<void> finish(Context&, const Account&, const SetRequest&, SetAnswer&) { return {}; }
};

Answer<json::object> set(Context& context, json::object arguments, Setter& type);
// For PushSubscription (section 7.2.2): no accountId, no states.
Answer<json::object> set_without_account(Context& context, json::object arguments, Setter& type);

}  // namespace bailey::jmap
