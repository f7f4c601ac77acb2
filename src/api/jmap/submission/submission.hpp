// EmailSubmission and Identity, RFC 8621 sections 6 and 7.
#pragma once
#include <functional>

#include "api/jmap/api.hpp"
#include "api/jmap/object.hpp"
#include "api/jmap/submission/ledger.hpp"

namespace bailey::jmap {

inline constexpr std::string_view submission_uri = "urn:ietf:params:jmap:submission";
extern const Properties submission_properties;

// Made once; it outlives the Api.
class Sending {
public:
    explicit Sending(const SendingRooms& rooms)
        : rooms_(rooms), identities_(rooms.mail, rooms.addresses), ledger_(rooms) {}

    const SendingRooms& rooms() const { return rooms_; }
    const Identities& identities() const { return identities_; }
    const Ledger& ledger() const { return ledger_; }

    // Has submissions hear of their delivery by themselves. `post` runs a job that may block; once, before the
    // deliverer is started.
    void follow(std::function<void(std::function<void()>)> post);

private:
    SendingRooms rooms_;
    Identities identities_;
    Ledger ledger_;
};

Answer<json::object> get_submissions(const Sending& sending, Context& context, json::object arguments);
Answer<json::object> submission_changes(const Sending& sending, Context& context, json::object arguments);
Answer<json::object> query_submissions(const Sending& sending, Context& context, json::object arguments);
Answer<json::object> submission_query_changes(const Sending& sending, Context& context, json::object arguments);
Answer<json::object> set_submissions(const Sending& sending, Context& context, json::object arguments);

// The capability and the methods of both types.
void add_submission(Api& api, const Sending& sending);

}  // namespace bailey::jmap
