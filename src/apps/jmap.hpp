// What the API offers: JMAP put together over the stores, with every object type.
#pragma once
#include <memory>

#include "api/jmap/service.hpp"
#include "api/jmap/sharing/shares.hpp"
#include "api/jmap/submission/submission.hpp"
#include "apps/stores.hpp"
#include "services/directory/directory.hpp"
#include "services/notices/notices.hpp"
#include "services/recipients/recipients.hpp"
#include "services/search/indexer.hpp"
#include "services/sharing/object_sharing.hpp"
#include "services/sharing/shared_mailboxes.hpp"
#include "services/sharing/shared_objects.hpp"
#include "services/sharing/sharing.hpp"

namespace bailey::delivery {
class MailIntake;
}
namespace bailey::net {
class Loops;
class Workers;
namespace http {
class Callers;
class Router;
}  // namespace http
}  // namespace bailey::net

namespace bailey::apps {

class Jmap {
public:
    // All of them outlive it; the workers are joined, and the deliverer has stopped, before it goes.
    struct Rooms {
        Stores& stores;
        mailbox::Accounts& mail;
        delivery::MailIntake& intake;  // what is submitted goes the way of SMTP
        net::Workers& workers;
        net::Loops& loops;
        net::http::Callers& callers;
    };
    // Errors: bad_config (push messages are allowed, and the system has no certificate authorities to trust).
    static Result<std::unique_ptr<Jmap>> create(const Rooms& rooms);

    void add_routes(net::http::Router& router) { service_.add_routes(router); }

private:
    Jmap(const Rooms& rooms, jmap::Send send);
    void add_types(const Rooms& rooms);  // a line each

    search::Search search_;
    search::Indexer indexer_;
    sharing::SharedMailboxes shared_;
    sharing::SharedObjects objects_;
    sharing::Sharing sharing_;
    sharing::ObjectSharing object_sharing_;
    directory::Directory directory_;
    recipients::Recipients recipients_;
    notices::Notices notices_;
    jmap::Shares shares_;
    jmap::Sending sending_;
    jmap::Service service_;  // last: it uses the others
};

// For a process that delivers and has no Jmap: what becomes of the submissions is put on record with them all the same.
// Before the deliverer is started; it outlives the workers.
std::unique_ptr<jmap::Sending> follow_submissions(Stores& stores, mailbox::Accounts& mail, delivery::MailIntake& intake,
                                                  net::Workers& workers);

}  // namespace bailey::apps
