#include "apps/demo/furnish.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "apps/demo/belongings.hpp"
#include "apps/demo/compose.hpp"
#include "apps/demo/correspondence.hpp"
#include "apps/demo/filing.hpp"
#include "protocol/mime/trace.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/index.hpp"
#include "services/mailbox/mailboxes.hpp"

namespace bailey::apps::demo {
namespace {

// Runs `work(n)` for n below `count` on some threads, and waits. The first error.
template <class Work>
Result<void> in_parallel(std::size_t threads, std::size_t count, Work work) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    Result<void> outcome;
    auto run = [&] {
        for (auto n = next++; n < count; n = next++) {
            auto done = work(n);
            if (done) continue;
            std::lock_guard lock(mutex);
            if (outcome) outcome = done;
            next = count;
        }
    };
    {
        std::vector<std::jthread> all;
        for (std::size_t n = 0; n < threads; ++n) all.emplace_back(run);
    }
    return outcome;
}

// The mailboxes of one account, made as they are needed.
class Mailboxes {
public:
    explicit Mailboxes(const mailbox::Account& account) : account_(account) {}

    Result<std::int64_t> find(const Filed& filed) {
        if (filed.role == "inbox") return mailbox::inbox;
        if (!filed.role.empty()) {
            auto& id = roles_[filed.role];
            if (id == 0) {
                BAILEY_TRY(id, mailbox::mailbox_with_role(account_, filed.role));
            }
            return id;
        }
        std::int64_t parent = 0;
        std::string path;
        for (auto& name : filed.folders) {
            path += '/' + name;
            auto& id = folders_[path];
            if (id == 0) {
                BAILEY_TRY(id, make(name, parent));
            }
            parent = id;
        }
        return parent;
    }

private:
    Result<std::int64_t> make(const std::string& name, std::int64_t parent) {
        mailbox::MailboxSet set;
        set.create.push_back({.name = name, .parent = parent});
        BAILEY_TRY(auto done, mailbox::set_mailboxes(account_, set));
        if (done.created[0].fault != mailbox::MailboxFault::none) return Errc::conflict;
        return done.created[0].id;
    }

    const mailbox::Account& account_;
    std::map<std::string, std::int64_t> roles_, folders_;
};

class Furnisher {
public:
    Furnisher(Stores& stores, users::Users& users, Time now)
        : stores_(stores),
          users_(users),
          now_(now),
          mail_({*stores.cells, *stores.directory, stores.ids, stores.clock}, {}),
          told_(correspondence(stores.names.suffix(), now)) {}

    Result<Furnished> furnish() {
        texts_.resize(told_.letters.size());
        BAILEY_CHECK(in_parallel(writers, texts_.size(), [&](std::size_t n) -> Result<void> {
            BAILEY_TRY(texts_[n], compose(told_.letters[n], told_.letters));
            return {};
        }));
        // Accounts side by side: each cell's writer commits what comes from several of them together.
        const auto filed = filings(told_.letters, now_);
        const auto& everybody = told_.cast->all();
        BAILEY_CHECK(in_parallel(everybody.size(), everybody.size(), [&](std::size_t n) -> Result<void> {
            auto own = filed.find(everybody[n].key);
            return own == filed.end() ? Result<void>() : fill(everybody[n], own->second);
        }));
        return Furnished{texts_.size(), messages_, octets_};
    }

private:
    static constexpr std::size_t writers = 4;

    Result<void> fill(const Correspondent& owner, const std::vector<Filed>& list) {
        BAILEY_TRY(auto id, users_.find(owner.address));
        BAILEY_TRY(auto account, mail_.open(id));
        Mailboxes mailboxes(account);
        for (auto& filed : list) {
            auto& letter = told_.letters[filed.letter];
            mailbox::NewEmail email;
            BAILEY_TRY(auto mailbox, mailboxes.find(filed));
            email.mailboxes = {mailbox};
            email.keywords = filed.keywords;
            email.received = std::chrono::floor<std::chrono::seconds>(letter.sent) +
                             std::chrono::seconds(filed.received ? 2 + letter.number % 9 : 0);
            const auto text = filed.received ? trace(letter, owner) + texts_[filed.letter] : texts_[filed.letter];
            BAILEY_CHECK(mailbox::add_email(account, text, email));
            ++messages_;
            octets_ += text.size();
        }
        return give_belongings(stores_, mail_, account, owner, *told_.cast, now_);
    }

    std::string trace(const Letter& letter, const Correspondent& receiver) const {
        mime::Trace t;
        const auto domain = letter.from->address.substr(letter.from->address.find('@') + 1);
        const auto peer = "192.0.2." + std::to_string(11 + letter.from->name.size() * 7 % 200);
        const auto id = letter.message_id.substr(0, 13);
        t.helo = domain;
        t.peer = peer;
        t.by = stores_.config.service.hostname;
        t.protocol = "ESMTPSA";
        t.tls = "TLSv1.3 TLS_AES_256_GCM_SHA384";
        t.id = id;
        if (auto to = Address::parse(receiver.address); to && letter.to.size() + letter.cc.size() == 1)
            t.recipient = *to;
        t.date = letter.sent + std::chrono::seconds(1);
        auto sender = Address::parse(letter.from->address);
        return mime::return_path_field(sender ? std::optional(*sender) : std::nullopt) + mime::received_field(t);
    }

    Stores& stores_;
    users::Users& users_;
    Time now_;
    mailbox::Accounts mail_;
    Correspondence told_;
    std::vector<std::string> texts_;
    std::atomic<std::size_t> messages_{0};
    std::atomic<std::uint64_t> octets_{0};
};

}  // namespace

Result<Furnished> furnish(Stores& stores, users::Users& users, Time now) {
    return Furnisher(stores, users, now).furnish();
}

}  // namespace bailey::apps::demo
