#include "services/mailbox/query.hpp"

#include "base/text.hpp"
#include "protocol/mime/thread.hpp"
#include "services/mailbox/index_cache.hpp"
#include "services/mailbox/query_testing.hpp"
#include "services/mailbox/sort_keys.hpp"

namespace bailey::mailbox {
namespace {

using Ids = std::vector<std::int64_t>;

class MailQueryTest : public PlayedQueryTest {
protected:
    Ids ask(const Query& q, const Window& window = {}) {
        auto page = query(open(ann), *look(ann), q, window);
        EXPECT_TRUE(page) << page.error();
        return page ? page->ids : Ids{};
    }
    Ids filtered(const Condition& c) { return ask({.filter = {.condition = c}}); }
    Ids sorted(std::vector<Comparator> by) { return ask({.sort = std::move(by)}); }
    // Delivered a second apart.
    std::int64_t mail(const Mail& m, const Delivery& how = {}) {
        clock.advance(std::chrono::seconds(1));
        return deliver(ann, m, how);
    }
};
BAILEY_ON_BOTH_ENGINES(MailQueryTest);

TEST_P(MailQueryTest, TheNewestComeFirst) {
    auto a = mail({}), b = mail({}), c = mail({});
    EXPECT_EQ(ask({}), (Ids{c, b, a}));
    EXPECT_EQ(sorted({{.by = SortBy::received, .ascending = false}}), (Ids{c, b, a}));
    EXPECT_EQ(sorted({{.by = SortBy::received}}), (Ids{a, b, c}));
}

TEST_P(MailQueryTest, EmailsOfOneMomentAreInOneOrder) {
    auto a = deliver(ann), b = deliver(ann);
    EXPECT_EQ(ask({}), (Ids{b, a})) << "then the higher id";
    EXPECT_EQ(sorted({{.by = SortBy::received}}), (Ids{b, a}));
}

// RFC 8621 section 4.4.1.
TEST_P(MailQueryTest, EveryConditionHolds) {
    auto a = mail({.text = "short"}, {.mailboxes = {archive}, .keywords = {flag::seen, {}}});
    auto b = mail({.text = std::string(2000, 'x'), .attachment = true}, {.mailboxes = {inbox, trash}});
    auto c = mail({}, {.mailboxes = {trash}, .keywords = {0, {"bail"}}});
    auto size = [&](std::int64_t id) { return std::uint64_t{look(ann)->find(id)->octets}; };
    auto time = [&](std::int64_t id) { return look(ann)->find(id)->received; };
    EXPECT_EQ(filtered({.in_mailbox = trash}), (Ids{c, b}));
    EXPECT_EQ(filtered({.in_mailbox = 77}), Ids{});
    EXPECT_EQ(filtered({.in_mailbox_other_than = {trash}, .has_other_than = true}), (Ids{b, a}));
    EXPECT_EQ(filtered({.in_mailbox_other_than = {trash, inbox}, .has_other_than = true}), (Ids{a}));
    EXPECT_EQ(filtered({.in_mailbox_other_than = {}, .has_other_than = true}), (Ids{c, b, a}));
    EXPECT_EQ(filtered({.before = time(b)}), (Ids{a})) << "before is before";
    EXPECT_EQ(filtered({.after = time(b)}), (Ids{c, b})) << "after is the same or after";
    EXPECT_EQ(filtered({.min_size = size(b)}), (Ids{b})) << "equal or greater";
    EXPECT_EQ(filtered({.max_size = size(b)}), (Ids{c, a})) << "less";
    EXPECT_EQ(filtered({.has_keyword = "$seen"}), (Ids{a}));
    EXPECT_EQ(filtered({.not_keyword = "$seen"}), (Ids{c, b}));
    EXPECT_EQ(filtered({.has_keyword = "bail"}), (Ids{c}));
    EXPECT_EQ(filtered({.has_keyword = "bai"}), Ids{}) << "whole words";
    EXPECT_EQ(filtered({.has_attachment = true}), (Ids{b}));
    EXPECT_EQ(filtered({.has_attachment = false}), (Ids{c, a}));
    EXPECT_EQ(filtered({.in_mailbox = trash, .has_attachment = true}), (Ids{b}));
    EXPECT_EQ(filtered({.among = Ids{a, c}}), (Ids{c, a}));
    EXPECT_EQ(filtered({.among = Ids{}}), Ids{});
}

TEST_P(MailQueryTest, ConditionsOfThreadsLookAtAllTheirEmails) {
    auto a = mail({.subject = "Bail", .message_id = "1@x"}, {.keywords = {flag::flagged, {}}});
    auto b = mail({.subject = "Bail", .message_id = "2@x", .in_reply_to = "1@x"});
    auto c = mail({.subject = "Trial"}, {.keywords = {flag::flagged, {}}});
    auto d = mail({.subject = "Order"});
    EXPECT_EQ(filtered({.all_in_thread = "$flagged"}), (Ids{c}));
    EXPECT_EQ(filtered({.some_in_thread = "$flagged"}), (Ids{c, b, a}));
    EXPECT_EQ(filtered({.none_in_thread = "$flagged"}), (Ids{d}));
    EXPECT_EQ(sorted({{.by = SortBy::some_in_thread, .ascending = false, .keyword = "$flagged"}}), (Ids{c, b, a, d}));
    EXPECT_EQ(sorted({{.by = SortBy::all_in_thread, .ascending = false, .keyword = "$flagged"}}), (Ids{c, d, b, a}));
    EXPECT_EQ(sorted({{.by = SortBy::has_keyword, .ascending = false, .keyword = "$flagged"}}), (Ids{c, a, d, b}));
}

// RFC 8620 section 5.5.
TEST_P(MailQueryTest, FiltersAreCombined) {
    auto a = mail({}, {.keywords = {flag::seen, {}}}), b = mail({}, {.keywords = {flag::seen | flag::flagged, {}}}),
         c = mail({});
    auto has = [](const char* word) { return Filter{.condition = {.has_keyword = word}}; };
    auto of = [&](Filter::Kind kind) { return ask({.filter = {.kind = kind, .of = {has("$seen"), has("$flagged")}}}); };
    EXPECT_EQ(of(Filter::Kind::all), (Ids{b}));
    EXPECT_EQ(of(Filter::Kind::any), (Ids{b, a}));
    EXPECT_EQ(of(Filter::Kind::none), (Ids{c}));
    EXPECT_EQ(ask({.filter = {.kind = Filter::Kind::all}}), (Ids{c, b, a})) << "all of none";
}

// RFC 8621 section 4.4.2.
TEST_P(MailQueryTest, TextsAreSortedWithoutCaseAndPrefixes) {
    auto a = mail({.subject = "Re: zebra", .from = "zoe@firm.com", .date = "Mon, 23 Nov 2026 12:00:00 +0000"});
    auto b = mail({.subject = "Apple", .from = "\"bob\" <z@firm.com>", .date = "Mon, 23 Nov 2026 12:30:00 +0100"});
    auto c = mail({.subject = "Fwd: apple", .from = "\"Ann\" <y@firm.com>", .date = ""});
    EXPECT_EQ(sorted({{.by = SortBy::subject}}), (Ids{c, b, a}));
    EXPECT_EQ(sorted({{.by = SortBy::subject, .ascending = false}}), (Ids{a, c, b}));
    EXPECT_EQ(sorted({{.by = SortBy::from}}), (Ids{c, b, a})) << "the name, else the address";
    EXPECT_EQ(sorted({{.by = SortBy::sent}}), (Ids{c, b, a})) << "the moment, whatever the clock said";
    EXPECT_EQ(sorted({{.by = SortBy::to}, {.by = SortBy::received}}), (Ids{a, b, c}));
    EXPECT_EQ(sorted({{.by = SortBy::size}}).size(), 3u);
    auto d = mail({.subject = "aardvark"});
    auto e = mail({.subject = "mango"});
    EXPECT_EQ(sorted({{.by = SortBy::subject}}), (Ids{d, c, b, e, a})) << "what comes later is put between";
    EXPECT_EQ(sort_text("STRASSE"), sort_text("straße"));
    EXPECT_EQ(sort_text("É"), sort_text("é"));
}

// RFC 8621 section 4.4.3.
TEST_P(MailQueryTest, AThreadIsListedOnceWhereItsFirstEmailIs) {
    auto a = mail({.subject = "Bail", .message_id = "1@x"});
    auto b = mail({.subject = "Trial"});
    auto c = mail({.subject = "Bail", .message_id = "2@x", .in_reply_to = "1@x"});
    EXPECT_EQ(ask({.collapse_threads = true}), (Ids{c, b}));
    EXPECT_EQ(ask({.sort = {{.by = SortBy::received}}, .collapse_threads = true}), (Ids{a, b}));
    set(ann, c, {}, {archive});
    Query of_inbox{.filter = {.condition = {.in_mailbox = inbox}}, .collapse_threads = true};
    EXPECT_EQ(ask(of_inbox), (Ids{b, a}));
    auto page = query(open(ann), *look(ann), of_inbox, {.limit = 1, .total = true});
    EXPECT_EQ(page->total, 2u);
}

TEST_P(MailQueryTest, AWindowIsByPositionOrAnchor) {
    auto a = mail({}), b = mail({}), c = mail({}), d = mail({});
    auto window = [&](const Window& w) { return query(open(ann), *look(ann), {}, w).value(); };
    EXPECT_EQ(window({.position = 1, .limit = 2}).ids, (Ids{c, b}));
    EXPECT_EQ(window({.position = 1, .limit = 2}).position, 1u);
    EXPECT_FALSE(window({.limit = 1}).total);
    EXPECT_EQ(window({.limit = 1, .total = true}).total, 4u);
    EXPECT_EQ(window({.limit = 0}).ids, Ids{});
    EXPECT_EQ(window({.position = -2}).ids, (Ids{b, a}));
    EXPECT_EQ(window({.position = -2}).position, 2u);
    EXPECT_EQ(window({.position = -9, .limit = 1}).ids, (Ids{d}));
    EXPECT_EQ(window({.position = 9}).ids, Ids{}) << "no error";
    EXPECT_EQ(window({.anchor = c}).ids, (Ids{c, b, a}));
    EXPECT_EQ(window({.anchor = c, .anchor_offset = -1, .limit = 2}).ids, (Ids{d, c}));
    EXPECT_EQ(window({.anchor = c, .anchor_offset = -9}).position, 0u);
    EXPECT_EQ(window({.position = 3, .anchor = c, .anchor_offset = 2}).ids, (Ids{a})) << "position is ignored";
    EXPECT_EQ(window({.anchor = c, .anchor_offset = std::numeric_limits<std::int64_t>::max()}).ids, Ids{});
    EXPECT_EQ(window({.position = std::numeric_limits<std::int64_t>::max(), .limit = 5}).ids, Ids{});
    EXPECT_EQ(query(open(ann), *look(ann), {}, {.anchor = 12345}).error(), Errc::not_found);
    EXPECT_EQ(query(open(ann), *look(ann), {.filter = {.condition = {.in_mailbox = trash}}}, {.anchor = c}).error(),
              Errc::not_found)
        << "there, but not in the result";
}

TEST_P(MailQueryTest, IsWhatTheRulesSayOfAPlayedAccount) {
    for (int n = 0; n < 120 && !HasFailure(); ++n) {
        play(ann);
        if (n % 10 != 9) continue;
        auto now = look(ann);
        for (auto& q : queries(*now)) {
            auto page = query(open(ann), *now, q, {.total = true});
            ASSERT_TRUE(page);
            EXPECT_EQ(page->ids, plainly(*now, q));
            EXPECT_EQ(page->total, page->ids.size());
            Window window{.position = static_cast<std::int64_t>(number(5)), .limit = number(7), .total = true};
            auto part = query(open(ann), *now, q, window).value();
            auto begin = std::min(page->ids.size(), static_cast<std::size_t>(window.position));
            auto size = std::min(*window.limit, page->ids.size() - begin);
            EXPECT_TRUE(std::ranges::equal(part.ids, std::span(page->ids).subspan(begin, size)));
            EXPECT_EQ(part.total, page->total);
        }
    }
}

}  // namespace
}  // namespace bailey::mailbox
