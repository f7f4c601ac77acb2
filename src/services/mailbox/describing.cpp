#include <algorithm>
#include <map>

#include "protocol/mime/abstract.hpp"
#include "services/mailbox/loading.hpp"
#include "store/cells/cell.hpp"
#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/summaries.hpp"
#include "store/tables/threads.hpp"

namespace bailey::mailbox {
namespace {

namespace messages = store::messages;
namespace summaries = store::summaries;
namespace threads = store::threads;
using Abstracts = std::map<std::int64_t, Abstract>;

// A message that cannot be read is described as empty, so that it does not keep its account shut.
Result<Abstract> abstract_of(const Account& account, std::int64_t id) {
    Abstract damaged;
    damaged.summary.partial = true;
    auto message = account.cell->open_message(account.id, id);
    if (!message && message.error() == Errc::corrupt) return damaged;
    if (!message) return message.error();
    std::string text;
    for (std::uint32_t n = 0; n < message->chunks; ++n) {
        auto read = account.cell->read_chunk(*message, n, text);
        if (!read && read.error() == Errc::corrupt) return damaged;
        if (!read) return read.error();
    }
    return mime::abstract(text);
}

Result<void> describe_one(sql::Connection& c, AccountId account, const store::AccountKeys& keys, std::int64_t id,
                          const Abstract& about) {
    std::optional<std::uint32_t> flags;  // of one that is there and was not described meanwhile
    BAILEY_CHECK(messages::row(c, account, id, [&](const messages::Row& row) {
        if (!row.thread) flags = row.flags;
    }));
    if (!flags) return {};
    if (about.summary.has_attachment) *flags |= flag::attachment;
    BAILEY_TRY(auto reference, threads::join(c, account, threads::references(keys.threads, about.thread), id));
    BAILEY_TRY(auto thread, threads::find(c, account, reference, id));
    auto box = summaries::seal(keys.own, account, id, summaries::Kind::summary, summaries::encode(about.summary));
    return messages::describe(c, account, id, thread, *flags, box);
}

Result<void> keep(const Account& account, const Abstracts& all) {
    return account.cell->writer().run([&](sql::Connection& c) -> Result<void> {
        // Nobody else sets flags meanwhile.
        BAILEY_CHECK(store::cell_accounts::lock(c, account.id));
        BAILEY_TRY(auto keys, account.cell->keys(c, account.id));
        for (auto& [id, about] : all) BAILEY_CHECK(describe_one(c, account.id, keys, id, about));
        return {};
    });
}

}  // namespace

// In the order of their ids, which is that of their coming: the first of a thread gives it its id.
Result<void> describe(const Account& account, std::vector<std::int64_t> ids) {
    constexpr std::size_t together = 100;
    std::ranges::sort(ids);
    for (std::size_t at = 0; at < ids.size(); at += together) {
        Abstracts some;
        for (auto n = at; n < std::min(at + together, ids.size()); ++n) {
            auto about = abstract_of(account, ids[n]);
            if (!about && about.error() == Errc::not_found) continue;  // it went
            if (!about) return about.error();
            some.emplace(ids[n], std::move(*about));
        }
        BAILEY_CHECK(keep(account, some));
    }
    return {};
}

}  // namespace bailey::mailbox
