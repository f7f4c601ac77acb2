// For tests: an account that anything can happen to, below what clients may ask for.
#pragma once
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "services/mailbox/index.hpp"
#include "services/mailbox/testing.hpp"
#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/mailboxes.hpp"
#include "store/tables/messages.hpp"
#include "store/tables/summaries.hpp"

namespace bailey::mailbox {

class IndexTest : public AccountsTest {
protected:
    using Boxes = std::vector<std::int64_t>;
    static constexpr std::int64_t drafts = 2, sent = 3, archive = 4, junk = 5, trash = 6;

    void SetUp() override {
        AccountsTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        open(ann);  // so that it has its mailboxes
    }

    std::shared_ptr<const Index> look(AccountId id) {
        auto found = index(open(id));
        EXPECT_TRUE(found) << found.error();
        return found ? *found : nullptr;
    }

    // Runs a transaction with the account locked; `work` is given its next change number and says what it did.
    using Work = std::function<Result<void>(sql::Connection&, std::int64_t change, store::cell_accounts::Advance&)>;
    void write(AccountId id, const Work& work) {
        auto written = open(id).cell->writer().run([&](sql::Connection& c) -> Result<void> {
            BAILEY_TRY(auto counters, store::cell_accounts::lock(c, id));
            store::cell_accounts::Advance by;
            BAILEY_CHECK(work(c, counters.change + 1, by));
            return store::cell_accounts::advance(c, id, by);
        });
        EXPECT_TRUE(written) << written.error();
    }

    // Gives an email these keywords and mailboxes; no mailbox: it is destroyed.
    void set(AccountId id, std::int64_t email, const Keywords& keywords, const Boxes& boxes) {
        auto* cell = open(id).cell;
        write(id, [&](sql::Connection& c, std::int64_t change, store::cell_accounts::Advance& by) -> Result<void> {
            std::vector<store::messages::Place> places, kept;
            std::uint64_t octets = 0;
            std::uint32_t flags = 0;
            BAILEY_CHECK(store::messages::row(c, id, email, [&](const store::messages::Row& r) {
                places = store::messages::places_from(r.places);
                octets = r.octets;
                flags = r.flags;
            }));
            const auto fresh = (flags & ~flag::keywords) | keywords.flags;
            const bool was = (flags & flag::unread_mask) == 0, is = (fresh & flag::unread_mask) == 0;
            for (auto& p : places) {
                if (std::ranges::find(boxes, p.mailbox) == boxes.end()) {
                    BAILEY_CHECK(store::messages::unplace(c, id, p));
                    BAILEY_CHECK(store::mailboxes::shift(c, id, p.mailbox, {0, -1, was ? -1 : 0}, change));
                } else {
                    if (was != is) {
                        BAILEY_CHECK(store::mailboxes::shift(c, id, p.mailbox, {0, 0, is ? 1 : -1}, change));
                    }
                    kept.push_back(p);
                }
            }
            for (auto box : boxes) {
                if (std::ranges::find(kept, box, &store::messages::Place::mailbox) != kept.end()) continue;
                BAILEY_TRY(auto uid, store::mailboxes::arrival(c, id, box, is, change));
                kept.push_back({box, uid});
                BAILEY_CHECK(store::messages::place(c, id, kept.back(), email, octets, change));
            }
            by.email = true;
            by.mailbox = was != is || kept != places;
            if (boxes.empty()) {
                by.thread = true;
                by.octets = -static_cast<std::int64_t>(octets);
                return store::messages::bury(c, id, email, change);
            }
            BAILEY_TRY(auto keys, cell->keys(c, id));
            std::optional<Bytes> box;
            if (!keywords.words.empty())
                box = store::summaries::seal(keys.own, id, email, store::summaries::Kind::keywords,
                                             store::summaries::encode_words(keywords.words));
            return store::messages::set(c, id, email, fresh, box, kept, change);
        });
    }
    void destroy(AccountId id, std::int64_t email) { set(id, email, {}, {}); }

    std::int64_t make_mailbox(AccountId id, const std::string& name, const std::string& role = "") {
        std::int64_t made = 0;
        auto* cell = open(id).cell;
        write(id, [&](sql::Connection& c, std::int64_t change, store::cell_accounts::Advance& by) -> Result<void> {
            BAILEY_TRY(auto counters, store::cell_accounts::counters(c, id));
            BAILEY_TRY(auto keys, cell->keys(c, id));
            made = counters.next_mailbox;
            by.mailbox = true;
            by.mailboxes = 1;
            store::mailboxes::Row row{.id = made, .name = name, .role = role, .created = change};
            return store::mailboxes::add(c, id, keys.own, row, 1);
        });
        return made;
    }
    // Changes the properties of a mailbox.
    void change_mailbox(AccountId id, std::int64_t mailbox, const std::function<void(store::mailboxes::Row&)>& edit) {
        auto* cell = open(id).cell;
        write(id, [&](sql::Connection& c, std::int64_t change, store::cell_accounts::Advance& by) -> Result<void> {
            BAILEY_TRY(auto keys, cell->keys(c, id));
            BAILEY_TRY(auto all, store::mailboxes::all(c, id, keys.own));
            by.mailbox = true;
            for (auto& row : all) {
                if (row.id != mailbox) continue;
                edit(row);
                BAILEY_CHECK(store::mailboxes::set_properties(c, id, keys.own, row, change));
            }
            return {};
        });
    }
    // One without emails.
    void destroy_mailbox(AccountId id, std::int64_t mailbox) {
        write(id, [&](sql::Connection& c, std::int64_t change, store::cell_accounts::Advance& by) -> Result<void> {
            by.mailbox = true;
            return store::mailboxes::bury(c, id, mailbox, change);
        });
    }
};

// An account that a seeded dice plays with.
class RandomAccountTest : public IndexTest {
protected:
    void play(AccountId id) {
        auto now = look(id);
        const auto dice = number(100);
        if (dice < 45 || known_.empty()) {
            arrive(id, *now);
        } else if (dice < 85) {
            auto email = any_email(*now);
            if (email) set(id, *email, any_keywords(), any_boxes(*now));
        } else if (dice < 93) {
            auto email = any_email(*now);
            if (email) destroy(id, *email);
        } else if (dice < 96) {
            make_mailbox(id, "M" + std::to_string(number(1000)));
        } else if (dice < 98) {
            auto& box = now->mailboxes()[number(now->mailboxes().size())];
            change_mailbox(id, box.id, [&](auto& row) { row.name += "x"; });
        } else {
            for (auto& m : now->mailboxes())
                if (m.id > trash && m.counts.emails == 0) return destroy_mailbox(id, m.id);
        }
        if (number(3) == 0) clock.advance(std::chrono::milliseconds(number(5)));
    }

    // What was delivered, by id.
    struct Known {
        Mail mail;
        Time received{};
    };
    const std::map<std::int64_t, Known>& known() const { return known_; }

    std::size_t number(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(dice_); }

    std::optional<std::int64_t> any_email(const Index& now) {
        if (now.emails().empty()) return std::nullopt;
        return now.emails()[number(now.emails().size())].id;
    }
    Keywords any_keywords() {
        Keywords k;
        constexpr std::uint32_t bits[] = {flag::seen, flag::seen, flag::flagged, flag::draft, flag::answered};
        for (auto bit : bits)
            if (number(3) == 0) k.flags |= bit;
        if (number(4) == 0) k.words.push_back("bail");
        if (number(4) == 0) k.words.push_back("trial");
        return k;
    }
    Boxes any_boxes(const Index& now) {
        std::set<std::int64_t> boxes;
        for (auto n = 1 + number(2); n > 0; --n) boxes.insert(now.mailboxes()[number(now.mailboxes().size())].id);
        if (number(4) == 0) boxes.insert(trash);
        return {boxes.begin(), boxes.end()};
    }

private:
    void arrive(AccountId id, const Index& now) {
        static constexpr const char* subjects[] = {"Listing", "listing", "Überfall", "Order", "Bail", "Zeugnis"};
        static constexpr const char* people[] = {"Ann <a@firm.com>", "ben@firm.com", "Émile <e@firm.com>",
                                                 "<z@firm.com>"};
        Known k;
        k.mail.subject = subjects[number(std::size(subjects))];
        k.mail.from = people[number(std::size(people))];
        k.mail.to = people[number(std::size(people))];
        k.mail.message_id = std::to_string(known_.size()) + "@x";
        k.mail.attachment = number(4) == 0;
        k.mail.text = std::string(number(400), 'x');
        if (number(2) == 0 && !known_.empty()) {
            auto answered = std::next(known_.begin(), static_cast<std::ptrdiff_t>(number(known_.size())));
            k.mail.in_reply_to = answered->second.mail.message_id;
            k.mail.subject = "Re: " + answered->second.mail.subject;
        }
        k.received = clock.now() - std::chrono::milliseconds(number(4) == 0 ? number(20) : 0);
        Delivery how{.mailboxes = any_boxes(now), .keywords = any_keywords(), .received = k.received};
        how.described = number(5) != 0;
        auto arrived = deliver(id, k.mail, how);
        known_.emplace(arrived, std::move(k));
    }

    std::mt19937 dice_{20261128};
    std::map<std::int64_t, Known> known_;
};

}  // namespace bailey::mailbox
