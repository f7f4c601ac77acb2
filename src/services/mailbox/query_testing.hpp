// For tests: queries of every sort, and their results by the plain rules.
#pragma once
#include "protocol/mime/thread.hpp"
#include "services/mailbox/index_testing.hpp"
#include "services/mailbox/query.hpp"
#include "services/mailbox/sort_keys.hpp"

namespace bailey::mailbox {

class PlayedQueryTest : public RandomAccountTest {
protected:
    std::vector<Query> queries(const Index& now) {
        using K = Filter::Kind;
        auto with = [](Condition c) { return Filter{.condition = std::move(c)}; };
        std::vector<std::int64_t> some;
        for (auto& e : now.emails())
            if (e.id % 3 == 0) some.push_back(e.id);
        std::ranges::sort(some);
        std::vector<Filter> filters{
            {},
            with({.in_mailbox = inbox}),
            with({.in_mailbox = trash, .not_keyword = "$seen"}),
            with({.in_mailbox_other_than = {trash, junk}, .has_other_than = true}),
            with({.has_keyword = "bail"}),
            with({.min_size = 200, .max_size = 500, .has_attachment = false}),
            with({.all_in_thread = "$seen"}),
            with({.none_in_thread = "trial"}),
            with({.among = some}),
            {.kind = K::none, .of = {with({.some_in_thread = "$flagged"}), with({.in_mailbox = archive})}},
            {.kind = K::any, .of = {with({.has_keyword = "$draft"}), with({.in_mailbox = sent})}},
        };
        std::vector<std::vector<Comparator>> sorts{
            {},
            {{.by = SortBy::received}},
            {{.by = SortBy::subject}, {.by = SortBy::received, .ascending = false}},
            {{.by = SortBy::from, .ascending = false}, {.by = SortBy::size}},
            {{.by = SortBy::to}},
            {{.by = SortBy::has_keyword, .ascending = false, .keyword = "$flagged"}, {.by = SortBy::sent}},
            {{.by = SortBy::some_in_thread, .ascending = false, .keyword = "bail"}},
            {{.by = SortBy::all_in_thread, .keyword = "$seen"}, {.by = SortBy::subject, .ascending = false}},
        };
        std::vector<Query> all;
        for (std::size_t n = 0; n < filters.size() * 2; ++n)
            all.push_back({.filter = filters[n % filters.size()],
                           .sort = sorts[(n * 3) % sorts.size()],
                           .collapse_threads = n % 3 == 1});
        for (auto& sort : sorts) all.push_back({.sort = sort, .collapse_threads = all.size() % 2 == 0});
        return all;
    }

    // RFC 8621 section 4.4, an email at a time.
    std::vector<std::int64_t> plainly(const Index& now, const Query& q) {
        std::vector<const Email*> found;
        for (auto& e : now.emails())
            if (holds(now, q.filter, e)) found.push_back(&e);
        std::ranges::sort(found, [&](const Email* a, const Email* b) {
            for (auto& by : q.sort) {
                auto x = key(now, by, *a), y = key(now, by, *b);
                if (x != y) return by.ascending ? x < y : y < x;
            }
            return std::pair(a->received, a->id) > std::pair(b->received, b->id);
        });
        std::vector<std::int64_t> listed;
        std::set<std::int64_t> threads;
        for (auto* e : found)
            if (threads.insert(e->thread).second || !q.collapse_threads) listed.push_back(e->id);
        return listed;
    }

private:
    static bool has(const Index& now, const Email& e, const std::string& keyword) {
        auto words = now.keywords_of(e);
        return std::ranges::find(words, keyword) != words.end();
    }
    static std::size_t have(const Index& now, const Email& e, const std::string& keyword) {
        std::size_t n = 0;
        for (auto id : now.thread(e.thread)) n += has(now, *now.find(id), keyword);
        return n;
    }
    static bool holds(const Index& now, const Filter& f, const Email& e) {
        auto of = [&](const Filter& part) { return holds(now, part, e); };
        if (f.kind == Filter::Kind::all) return std::ranges::all_of(f.of, of);
        if (f.kind == Filter::Kind::any) return std::ranges::any_of(f.of, of);
        if (f.kind == Filter::Kind::none) return std::ranges::none_of(f.of, of);
        auto& c = f.condition;
        auto boxes = now.mailboxes_of(e);
        auto in = [](const auto& all, std::int64_t one) { return std::ranges::find(all, one) != all.end(); };
        const auto size = now.thread(e.thread).size();
        if (c.in_mailbox && !in(boxes, *c.in_mailbox)) return false;
        if (c.has_other_than && std::ranges::all_of(boxes, [&](auto box) { return in(c.in_mailbox_other_than, box); }))
            return false;
        if (c.before && !(e.received < *c.before)) return false;
        if (c.after && !(e.received >= *c.after)) return false;
        if (c.min_size && !(e.octets >= *c.min_size)) return false;
        if (c.max_size && !(e.octets < *c.max_size)) return false;
        if (c.has_keyword && !has(now, e, *c.has_keyword)) return false;
        if (c.not_keyword && has(now, e, *c.not_keyword)) return false;
        if (c.has_attachment && *c.has_attachment != ((e.flags & flag::attachment) != 0)) return false;
        if (c.all_in_thread && have(now, e, *c.all_in_thread) != size) return false;
        if (c.some_in_thread && have(now, e, *c.some_in_thread) == 0) return false;
        if (c.none_in_thread && have(now, e, *c.none_in_thread) > 0) return false;
        return !c.among || in(*c.among, e.id);
    }
    // All played mail was sent at one moment.
    std::pair<std::int64_t, std::string> key(const Index& now, const Comparator& by, const Email& e) {
        auto& mail = known().at(e.id).mail;
        auto name = [](const std::string& person) {
            auto end = person.find(" <");
            if (end != std::string::npos) return sort_text(person.substr(0, end));
            return person.starts_with('<') ? person.substr(1, person.size() - 2) : person;
        };
        switch (by.by) {
        case SortBy::received: return {e.received, ""};
        case SortBy::size: return {e.octets, ""};
        case SortBy::from: return {0, name(mail.from)};
        case SortBy::to: return {0, name(mail.to)};
        case SortBy::subject: return {0, sort_text(mime::base_subject(mail.subject))};
        case SortBy::sent: return {0, ""};
        case SortBy::has_keyword: return {has(now, e, by.keyword), ""};
        case SortBy::all_in_thread: return {have(now, e, by.keyword) == now.thread(e.thread).size(), ""};
        case SortBy::some_in_thread: return {have(now, e, by.keyword) > 0, ""};
        }
        return {};
    }
};

}  // namespace bailey::mailbox
