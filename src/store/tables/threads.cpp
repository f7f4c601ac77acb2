#include "store/tables/threads.hpp"

#include <algorithm>
#include <unordered_map>

namespace bailey::store::threads {
namespace {

constexpr std::size_t most = 16, at_once = 8;

constexpr sql::Query insert_reference{"thread_refer",
                                      "insert into thread_ref (account_id, ref, thread_id) values ($1, $2, $3) "
                                      "on conflict (account_id, ref) do nothing"};
constexpr sql::Query find_references{"thread_find",
                                     "select ref, thread_id from thread_ref where account_id = $1 and ref in "
                                     "($2, $3, $4, $5, $6, $7, $8, $9)"};

using Known = std::unordered_map<std::int64_t, std::int64_t>;

Result<Known> known(sql::Connection& c, AccountId account, const std::vector<std::int64_t>& references) {
    Known found;
    for (std::size_t at = 0; at < references.size(); at += at_once) {
        auto r = [&](std::size_t n) { return references[std::min(at + n, references.size() - 1)]; };
        BAILEY_CHECK(c.run(find_references, {account, r(0), r(1), r(2), r(3), r(4), r(5), r(6), r(7)},
                           [&](const sql::Row& row) { found.emplace(row.integer(0), row.integer(1)); }));
    }
    return found;
}

}  // namespace

std::vector<std::int64_t> references(const Key& thread_key, const ThreadLinks& links) {
    std::vector<std::int64_t> refs;
    auto skip = links.ids.size() > most ? links.ids.size() - most : 0;
    for (std::size_t n = 0; n < links.ids.size(); ++n) {
        if (n > 0 && n <= skip) continue;
        auto digest = keyed_digest(thread_key, bytes_of(links.ids[n] + '\0' + links.subject));
        std::uint64_t ref = 0;
        for (std::size_t i = 0; i < 8; ++i) ref = ref << 8 | digest[i];
        refs.push_back(static_cast<std::int64_t>(ref >> 1 | 1));  // never 0
    }
    return refs;
}

Result<std::int64_t> join(sql::Connection& c, AccountId account, const std::vector<std::int64_t>& references,
                          std::int64_t fresh) {
    if (references.empty()) return 0;
    auto thread = fresh;
    Known there;
    if (references.size() > 1) {
        BAILEY_TRY(there, known(c, account, references));
        // The message's own id first (an answer to it may have come before), then the nearest of those it answers.
        if (auto own = there.find(references.front()); own != there.end()) {
            thread = own->second;
        } else {
            for (auto at = references.rbegin(); at != references.rend(); ++at)
                if (auto hit = there.find(*at); hit != there.end()) {
                    thread = hit->second;
                    break;
                }
        }
    }
    for (auto ref : references)
        if (!there.contains(ref)) BAILEY_CHECK(c.send(insert_reference, {account, ref, thread}));
    return references.front();
}

Result<std::int64_t> find(sql::Connection& c, AccountId account, std::int64_t reference, std::int64_t fresh) {
    auto thread = fresh;
    if (reference == 0) return thread;
    BAILEY_CHECK(
        c.run(find_references,
              {account, reference, reference, reference, reference, reference, reference, reference, reference},
              [&](const sql::Row& row) { thread = row.integer(1); }));
    return thread;
}

}  // namespace bailey::store::threads
