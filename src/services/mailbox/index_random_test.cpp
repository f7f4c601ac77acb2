#include "services/mailbox/index_testing.hpp"

namespace bailey::mailbox {
namespace {

// The index beside what the tables say, after every change of a played account.
class PlayedIndexTest : public RandomAccountTest {
protected:
    struct Plain {
        std::int64_t thread = 0, received = 0;
        std::uint32_t flags = 0;
        std::set<std::int64_t> boxes;
        std::vector<std::string> words;
        bool unread() const { return (flags & flag::unread_mask) == 0; }
    };
    using Plains = std::map<std::int64_t, Plain>;

    Plains stored() {
        Plains all;
        auto account = open(ann);
        auto c = account.cell->readers().borrow();
        auto keys = account.cell->keys(**c, ann).value();
        EXPECT_TRUE(store::messages::all(**c, ann, [&](const store::messages::Row& r) {
            Plain p{.thread = r.thread.value_or(0), .received = r.received, .flags = r.flags, .boxes = {}, .words = {}};
            for (auto& place : store::messages::places_from(r.places)) p.boxes.insert(place.mailbox);
            if (r.keywords) {
                auto box = store::summaries::open(keys.own, ann, r.id, store::summaries::Kind::keywords, *r.keywords);
                p.words = store::summaries::decode_words(box.value());
            }
            all.emplace(r.id, std::move(p));
        }));
        return all;
    }

    // RFC 8621 section 2, as it is written.
    static MailboxCounts counted(const Plains& all, const Index& now, std::int64_t box) {
        MailboxCounts counts;
        const bool is_trash = now.mailbox(box)->role == "trash";
        std::set<std::int64_t> threads, unread;
        for (auto& [id, e] : all)
            if (e.boxes.contains(box)) {
                ++counts.emails;
                counts.unread_emails += e.unread();
                threads.insert(e.thread);
            }
        for (auto& [id, e] : all) {
            if (!e.unread() || !threads.contains(e.thread)) continue;
            std::size_t in_trash = 0;
            for (auto& m : now.mailboxes()) in_trash += m.role == "trash" && e.boxes.contains(m.id);
            const bool only_in_trash = in_trash == 1 && e.boxes.size() == 1;
            if (is_trash ? in_trash == 1 : !only_in_trash) unread.insert(e.thread);
        }
        counts.threads = threads.size();
        counts.unread_threads = unread.size();
        return counts;
    }

    void compare(const Index& now) {
        auto all = stored();
        ASSERT_EQ(now.emails().size(), all.size());
        std::map<std::int64_t, std::vector<std::int64_t>> threads;
        const Email* last = nullptr;
        for (auto& e : now.emails()) {
            auto& plain = all.at(e.id);
            EXPECT_EQ(e.thread, plain.thread);
            EXPECT_EQ(e.received, plain.received);
            EXPECT_EQ(e.flags, plain.flags);
            auto boxes = now.mailboxes_of(e);
            EXPECT_TRUE(std::ranges::equal(boxes, plain.boxes));
            EXPECT_EQ(now.keywords_of(e), names({plain.flags & flag::keywords, plain.words}));
            EXPECT_EQ(now.find(e.id), &e);
            if (last) {
                EXPECT_LT(std::pair(last->received, last->id), std::pair(e.received, e.id));
            }
            last = &e;
            threads[e.thread].push_back(e.id);
        }
        for (auto& [id, emails] : threads) EXPECT_EQ(now.thread(id), emails);
        for (auto& m : now.mailboxes()) {
            auto right = counted(all, now, m.id);
            EXPECT_EQ(m.counts, right) << m.id << ": " << m.counts.emails << ' ' << m.counts.unread_emails << ' '
                                       << m.counts.threads << ' ' << m.counts.unread_threads << ", not " << right.emails
                                       << ' ' << right.unread_emails << ' ' << right.threads << ' '
                                       << right.unread_threads;
        }
    }
};
BAILEY_ON_BOTH_ENGINES(PlayedIndexTest);

TEST_P(PlayedIndexTest, IsWhatTheTablesSayAfterEveryChange) {
    for (int n = 0; n < 300 && !HasFailure(); ++n) {
        play(ann);
        if (number(4) == 0) play(ann);  // sometimes more than one is read at once
        if (number(60) == 0) start();   // and sometimes everything
        compare(*look(ann));
    }
}

}  // namespace
}  // namespace bailey::mailbox
