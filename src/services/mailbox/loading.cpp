#include "services/mailbox/loading.hpp"

#include <algorithm>
#include <limits>

#include "base/log.hpp"
#include "services/mailbox/index_cache.hpp"
#include "store/cells/cell.hpp"
#include "store/ids.hpp"
#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/summaries.hpp"

namespace bailey::mailbox {
namespace {

namespace messages = store::messages;
namespace summaries = store::summaries;

class Loader {
public:
    Loader(const Account& account, const Snapshot* base, SetNumbers& numbers, sql::Connection& c)
        : account_(account), base_(base), numbers_(numbers), c_(c) {}

    Result<Loaded> load(const std::vector<std::int64_t>& missed) {
        BAILEY_TRY(auto counters, store::cell_accounts::counters(c_, account_.id));
        loaded_.news.change = counters.change;
        loaded_.news.overview = overview_of(counters, account_);
        loaded_.restored = base_ && counters.change < base_->change();
        if (loaded_.restored) return std::move(loaded_);
        BAILEY_TRY(auto keys, account_.cell->keys(c_, account_.id));
        BAILEY_CHECK(base_ ? changes(keys.own) : all(keys.own));
        for (auto id : missed) BAILEY_CHECK(messages::row(c_, account_.id, id, take(keys.own)));
        if (damaged_) return Errc::corrupt;
        return std::move(loaded_);
    }

private:
    Result<void> all(const Key& key) {
        BAILEY_TRY(loaded_.news.mailboxes, store::mailboxes::all(c_, account_.id, key));
        return messages::all(c_, account_.id, take(key));
    }

    // What changed after it came is found by its change number, new mail by the uids of its mailbox.
    Result<void> changes(const Key& key) {
        auto& news = loaded_.news;
        auto& then = base_->overview();
        auto& now = news.overview;
        if (now.email == then.email && now.mailbox == then.mailbox && now.thread == then.thread) return {};
        BAILEY_TRY(news.mailboxes, store::mailboxes::changed(c_, account_.id, key, base_->change()));
        BAILEY_TRY(auto gone, store::mailboxes::gone_since(c_, account_.id, base_->change()));
        for (auto& m : gone) news.gone_mailboxes.push_back(m.id);
        BAILEY_CHECK(messages::changed(c_, account_.id, base_->change(), take(key)));
        for (auto& m : news.mailboxes) {
            auto known = SnapshotEditor::next_uid(*base_, m.id);
            if (m.uid_next > known) {
                BAILEY_CHECK(messages::arrived(c_, account_.id, m.id, known, take(key)));
            }
        }
        return {};
    }

    messages::EachRow take(const Key& key) {
        return [this, &key](const messages::Row& row) {
            if (row.gone)
                loaded_.news.gone.push_back(row.id);
            else if (row.thread)
                loaded_.news.emails.push_back(email_of(row, key));
            else
                loaded_.undescribed.push_back(row.id);
        };
    }

    Email email_of(const messages::Row& row, const Key& key) {
        constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
        Email e;
        e.id = row.id;
        e.thread = *row.thread;
        e.received = row.received;
        e.created = row.created;
        e.change = row.change;
        e.octets = static_cast<std::uint32_t>(std::min(row.octets, most));
        e.flags = row.flags;
        boxes_.clear();
        for (auto& place : messages::places_from(row.places)) boxes_.push_back(place.mailbox);
        std::ranges::sort(boxes_);
        e.mailbox_set = numbers_.of_mailboxes(boxes_);
        if (row.keywords) {
            auto words = summaries::open(key, account_.id, row.id, summaries::Kind::keywords, *row.keywords);
            if (!words) {
                log::error("keywords do not open", {{"account", account_.id}, {"message", store::id_text(row.id)}});
                damaged_ = true;
                return e;
            }
            e.keyword_set = numbers_.of_words(text_of(*words));
        }
        return e;
    }

    const Account& account_;
    const Snapshot* base_;
    SetNumbers& numbers_;
    sql::Connection& c_;
    Loaded loaded_;
    std::vector<std::int64_t> boxes_;
    bool damaged_ = false;
};

}  // namespace

Result<Loaded> load(const Account& account, const Snapshot* base, const std::vector<std::int64_t>& missed,
                    SetNumbers& numbers) {
    BAILEY_TRY(auto c, account.cell->readers().borrow());
    BAILEY_TRY(auto transaction, sql::Transaction::begin_reading(*c));
    BAILEY_TRY(auto loaded, Loader(account, base, numbers, *c).load(missed));
    std::ranges::sort(loaded.undescribed);
    auto twice = std::ranges::unique(loaded.undescribed);
    loaded.undescribed.erase(twice.begin(), twice.end());
    return loaded;
}

}  // namespace bailey::mailbox
