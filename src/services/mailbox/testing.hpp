// For tests: accounts on both engines, and mail for them.
#pragma once
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/mime/abstract.hpp"
#include "services/mailbox/account.hpp"
#include "store/blobs/sealer.hpp"
#include "store/cells/cell.hpp"
#include "store/community/community_fixture.hpp"
#include "store/community/directory.hpp"
#include "store/ids.hpp"

namespace bailey::mailbox {

// A message in short.
struct Mail {
    std::string subject = "Hearing";
    std::string from = "Cy <cy@firm.com>", to = "ann@firm.com";
    std::string message_id = {}, in_reply_to = {};  // without "<>"; empty: no such field
    std::string date = "Mon, 23 Nov 2026 09:15:00 +0000";
    std::string text = "It is vacated.";
    bool attachment = false;
};

struct Delivery {
    std::vector<std::int64_t> mailboxes = {};  // none: the Inbox
    Keywords keywords = {};
    std::optional<Time> received = {};
    bool described = true;  // with its summary and thread, as the delivery filter does it
};

class AccountsTest : public store::CommunityTest {
protected:
    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        cell_url = fresh_database();
        directory = std::make_unique<store::Directory>(*community, clock);
        ann = make("ann@firm.com");
        ben = make("ben@firm.com");
        start();
    }
    void TearDown() override {
        stop();
        CommunityTest::TearDown();
    }

    // Also as a new start of the program, with nothing in memory.
    void start() {
        stop();
        auto opened = store::Cells::open({cell_url}, 4, ring, clock);
        ASSERT_TRUE(opened);
        cells = std::move(*opened);
        accounts = std::make_unique<Accounts>(Accounts::Rooms{*cells, *directory, ids, clock}, limits);
    }
    void stop() {
        accounts.reset();
        cells.reset();
    }

    // An account whose mailbox is in cell 0, where nothing knows of it yet.
    AccountId make(const std::string& address, std::int64_t capacity = 1 << 30, std::optional<int> cell = 0) {
        return add(*community, address, AccountState::active, capacity, cell);
    }
    // The same value lives as long as `accounts`.
    Account open(AccountId id) {
        auto opened = accounts->open(id);
        EXPECT_TRUE(opened) << opened.error();
        return opened ? *opened : Account{};
    }

    static std::string message(const Mail& mail) {
        std::string m = "From: " + mail.from + "\r\nTo: " + mail.to + "\r\nSubject: " + mail.subject + "\r\n";
        if (!mail.date.empty()) m += "Date: " + mail.date + "\r\n";
        if (!mail.message_id.empty()) m += "Message-ID: <" + mail.message_id + ">\r\n";
        if (!mail.in_reply_to.empty()) m += "In-Reply-To: <" + mail.in_reply_to + ">\r\n";
        if (!mail.attachment) return m + "\r\n" + mail.text + "\r\n";
        return m + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + mail.text +
               "\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n" +
               "pdf\r\n--b--\r\n";
    }

    // Delivers a message to accounts of cell 0; its id.
    std::int64_t deliver(const std::vector<AccountId>& to, const std::string& text, const Delivery& how) {
        store::Sealer sealer;
        sealer.write(text);
        sealer.finish();
        auto d = std::make_shared<store::CellDelivery>();
        d->message = {ids.next(), text.size(), how.received.value_or(clock.now())};
        d->key = sealer.key();
        d->boxes = std::make_shared<std::vector<Bytes>>(std::move(sealer.chunks()));
        if (how.described) d->about = std::make_shared<const Abstract>(mime::abstract(text));
        for (auto account : to)
            d->to.push_back({account, static_cast<std::uint64_t>(directory->find(account).value().capacity_octets),
                             how.mailboxes, how.keywords});
        std::promise<Result<store::CellOutcome>> answer;
        cells->all().front()->deliver(
            d, [&](Result<store::CellOutcome> r) { answer.set_value(std::move(r)); }, store::Writer::When::now);
        auto outcome = answer.get_future().get();
        EXPECT_TRUE(outcome);
        if (!outcome) return 0;
        for (auto& one : *outcome) EXPECT_TRUE(one) << one.error();
        return d->message.id;
    }
    std::int64_t deliver(AccountId to, const Mail& mail = {}) { return deliver({to}, message(mail), Delivery{}); }
    std::int64_t deliver(AccountId to, const Mail& mail, const Delivery& how) {
        return deliver({to}, message(mail), how);
    }

    MailboxLimits limits;  // for the next start()
    KeyRing ring = KeyRing::for_tests();
    store::Ids ids{clock};
    std::string cell_url;
    std::unique_ptr<store::Directory> directory;
    std::unique_ptr<store::Cells> cells;
    std::unique_ptr<Accounts> accounts;
    AccountId ann{}, ben{};
};

}  // namespace bailey::mailbox
