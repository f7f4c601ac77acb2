#include "apps/jmap.hpp"

#include <boost/asio/post.hpp>

#include "api/jmap/blob/blob.hpp"
#include "api/jmap/contact/contacts.hpp"
#include "api/jmap/deleted_email/deleted_email.hpp"
#include "api/jmap/mail.hpp"
#include "api/jmap/marking/marking.hpp"
#include "api/jmap/mdn/mdn.hpp"
#include "api/jmap/notice/notice.hpp"
#include "api/jmap/preferences/preferences.hpp"
#include "api/jmap/principal/principals.hpp"
#include "api/jmap/quota/quota.hpp"
#include "api/jmap/recipient/recipients.hpp"
#include "api/jmap/shared_accounts.hpp"
#include "api/jmap/sieve/sieve.hpp"
#include "api/jmap/vacation/vacation.hpp"
#include "net/http/caller.hpp"
#include "net/https_post.hpp"
#include "net/workers.hpp"
#include "services/delivery/mail_intake.hpp"
#include "services/search/text_search.hpp"

namespace bailey::apps {
namespace {

jmap::Service::Settings settings(const Stores& stores, jmap::Send send) {
    const auto& c = stores.config;
    jmap::Service::Settings s;
    s.limits.max_size_request = static_cast<std::size_t>(c.https.request_size);
    s.limits.max_size_upload = c.https.upload_size;
    s.public_url = c.https.public_url;
    s.push.hosts = jmap::hosts_from(c.push.hosts);
    s.send = std::move(send);
    s.vapid = std::make_shared<push::Vapid>(stores.ring.purpose("vapid"), "mailto:postmaster@" + stores.names.suffix());
    return s;
}

jmap::MailSettings mail_settings(const config::Config& c) {
    jmap::MailSettings s;
    s.max_attachments = c.smtp.message_size / 10 * 7;  // base64 and its line ends add a good third
    return s;
}

jmap::SendingRooms sending(Stores& stores, mailbox::Accounts& mail, delivery::MailIntake& intake) {
    return {mail, intake, intake.deliverer(), {*stores.community, *stores.directory, stores.names}, stores.clock};
}

void follow(jmap::Sending& sending, net::Workers& workers) {
    sending.follow([&workers](std::function<void()> job) { boost::asio::post(workers.pool(), std::move(job)); });
}

}  // namespace

// docs/HACKING.md, "A JMAP type", says how to write one.
void Jmap::add_types(const Rooms& rooms) {
    auto& api = service_.api();
    jmap::add_mail(api, rooms.mail, mail_settings(rooms.stores.config), search::indexed_search(search_), &shares_);
    jmap::add_blob(api, rooms.mail);
    jmap::add_deleted_emails(api, rooms.mail, rooms.stores.config.mailbox.recoverable_days);
    jmap::add_quota(api, rooms.mail);
    jmap::SieveSettings sieve;
    sieve.inside = [&intake = rooms.intake](std::string_view address) { return intake.inside(address); };
    jmap::add_sieve(api, rooms.mail, std::move(sieve));
    jmap::add_contacts(api, rooms.mail, &shares_);
    jmap::add_principals(api, {directory_, sharing_, rooms.stores.markings, &rooms.mail.notifier()});
    jmap::add_markings(api, rooms.stores.markings, [this](AccountId id) { return recipients_.ceiling(id); });
    jmap::add_recipients(api, recipients_);
    jmap::add_submission(api, sending_);
    jmap::add_notices(api, notices_);
    jmap::add_preferences(api, rooms.mail);
    jmap::add_vacation(api, rooms.mail);
    jmap::add_mdn(api, sending_);
}

Jmap::Jmap(const Rooms& rooms, jmap::Send send)
    : search_(rooms.mail),
      indexer_(rooms.mail, search_),
      shared_(*rooms.stores.community, *rooms.stores.directory),
      objects_(*rooms.stores.community, *rooms.stores.directory),
      sharing_(*rooms.stores.community, rooms.stores.clock),
      object_sharing_(*rooms.stores.community, rooms.stores.clock),
      directory_(*rooms.stores.community),
      recipients_({rooms.intake, *rooms.stores.community, *rooms.stores.directory, directory_, rooms.mail,
                   rooms.stores.names, rooms.stores.clock}),
      notices_(*rooms.stores.community, rooms.stores.clock),
      shares_({objects_, object_sharing_, directory_, rooms.mail.notifier()}),
      sending_(sending(rooms.stores, rooms.mail, rooms.intake)),
      service_({rooms.mail, rooms.workers, rooms.stores.clock,
                [&callers = rooms.callers](net::http::Callers::Signed handler) {
                    return callers.signed_in(std::move(handler));
                },
                [&callers = rooms.callers](const net::http::Request& request) { return callers.identify(request); },
                jmap::principal_states({directory_, sharing_})},
               settings(rooms.stores, std::move(send)), jmap::own_and_shared_accounts(shared_, &objects_)) {
    add_types(rooms);
    indexer_.start();
    follow(sending_, rooms.workers);
}

std::unique_ptr<jmap::Sending> follow_submissions(Stores& stores, mailbox::Accounts& mail, delivery::MailIntake& intake,
                                                  net::Workers& workers) {
    auto followed = std::make_unique<jmap::Sending>(sending(stores, mail, intake));
    follow(*followed, workers);
    return followed;
}

Result<std::unique_ptr<Jmap>> Jmap::create(const Rooms& rooms) {
    jmap::Send send;
    if (!rooms.stores.config.push.hosts.empty()) {
        BAILEY_TRY(std::shared_ptr<net::HttpsPost> post, net::HttpsPost::create(rooms.loops));
        send = [post](jmap::PushMessage message, std::function<void(int)> done) {
            post->send({std::move(message.url), std::move(message.body), std::move(message.fields)}, std::move(done));
        };
    }
    return std::unique_ptr<Jmap>(new Jmap(rooms, std::move(send)));
}

}  // namespace bailey::apps
