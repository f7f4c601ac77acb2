#include "api/jmap/mailbox/properties.hpp"

namespace bailey::jmap {

const Properties& mailbox_properties() {
    static const Properties table{
        {"id", Shape::id, is::server_set | is::immutable},
        {"name", Shape::string},
        {"parentId", Shape::id, is::nullable | is::reference},
        {"role", Shape::string, is::nullable},
        {"sortOrder", Shape::unsigned_integer, 0, "0"},
        {"totalEmails", Shape::unsigned_integer, is::server_set},
        {"unreadEmails", Shape::unsigned_integer, is::server_set},
        {"totalThreads", Shape::unsigned_integer, is::server_set},
        {"unreadThreads", Shape::unsigned_integer, is::server_set},
        {"myRights", Shape::object, is::server_set},
        {"isSubscribed", Shape::boolean, 0, "true"},
        // RFC 9670 section 4. A client that knows nothing of sharing is not sent it.
        {"shareWith", Shape::object, is::nullable | is::on_request},
    };
    return table;
}

}  // namespace bailey::jmap
