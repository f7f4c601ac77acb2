#include "api/jmap/submission/ledger.hpp"

#include <algorithm>

#include "api/jmap/submission/report.hpp"
#include "base/log.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {
namespace {

constexpr auto type = mailbox::ItemType::submission;
constexpr int tries = 5;                               // when others change it at the same time
constexpr auto kept = std::chrono::hours(24 * 30);     // what is finished
constexpr std::size_t most_kept = 2000;                // beyond it the oldest that are finished go
constexpr auto on_its_way = std::chrono::minutes(1);   // from the ledger into the queue
constexpr std::uint64_t longest_report = 1024 * 1024;  // octets; a longer one is not looked into

Result<std::vector<Record>> records(const mailbox::Items& items) {
    std::vector<Record> all;
    for (const auto& item : items.list) {
        BAILEY_TRY(auto record, record_from(item.id, item.json));
        all.push_back(std::move(record));
    }
    return all;
}

// Finished ones whose time is over, and the oldest of too many.
std::vector<std::int64_t> outlived(const std::vector<Record>& all, Time now) {
    std::vector<std::int64_t> gone;
    auto too_many = all.size() > most_kept ? all.size() - most_kept : 0;
    for (const auto& record : all) {  // by number: oldest first
        if (!record.settled()) continue;
        if (record.send_at + kept < now || gone.size() < too_many) gone.push_back(record.number);
    }
    return gone;
}

}  // namespace

// Asks the queue, where there is something still to learn.
Result<bool> Ledger::look(Record& record) const {
    if (record.settled()) return false;
    auto progress = rooms_.deliverer.progress(record.number);
    if (progress) return take_over(*progress, record);
    if (errc_of(progress.error()) != Errc::not_found) return Failure{progress.error()};
    if (!delivery::accepted_before(record.number, rooms_.clock.now() - on_its_way)) return false;
    give_up(record);
    return true;
}

// Takes out what was forgotten; true where that was written.
Answer<bool> Ledger::sweep(const mailbox::Account& account, std::vector<Record>& all) const {
    mailbox::ItemSet set;
    {
        std::lock_guard lock(mutex_);
        if (forgotten_.empty()) return false;
        std::erase_if(all, [&](const Record& record) {
            bool gone = forgotten_.contains({account.id, record.number});
            if (gone) set.destroy.push_back(record.number);
            return gone;
        });
    }
    if (set.destroy.empty() || !mailbox::set_items(account, type, set)) return false;  // not yet
    std::lock_guard lock(mutex_);
    for (auto number : set.destroy) forgotten_.erase({account.id, number});
    return true;
}

Answer<bool> Ledger::keep_in_step(const mailbox::Account& account, std::vector<Record>& all, State seen) const {
    mailbox::ItemSet set;
    for (auto& record : all) {
        JMAP_TRY(auto news, look(record));
        if (news) set.update.push_back({record.number, stored(record)});
    }
    set.destroy = outlived(all, rooms_.clock.now());
    if (set.update.empty() && set.destroy.empty()) return false;
    set.if_in_state = seen;
    auto done = mailbox::set_items(account, type, set);
    if (!done && errc_of(done.error()) != Errc::conflict) return Error(done.error());
    return true;
}

Answer<std::vector<Record>> Ledger::of(AccountId number) const {
    JMAP_TRY(auto account, rooms_.mail.open(number));
    for (int n = 0; n < tries; ++n) {
        JMAP_TRY(auto items, mailbox::items(account, type));
        JMAP_TRY(auto all, records(items));
        JMAP_TRY(auto swept, sweep(account, all));
        if (swept) continue;
        JMAP_TRY(auto changed, keep_in_step(account, all, items.state));
        if (!changed) return all;
    }
    return ErrorType::server_unavailable;
}

Answer<std::string> Ledger::state(AccountId number) const {
    JMAP_TRY(auto account, rooms_.mail.open(number));
    JMAP_TRY(auto state, mailbox::item_state(account, type));
    return text(state);
}

Result<Changes> Ledger::changes(AccountId number, State since, std::size_t most) const {
    BAILEY_TRY(auto account, rooms_.mail.open(number));
    return mailbox::item_changes(account, type, since, most);
}

Answer<void> Ledger::add(AccountId number, const Record& record) const {
    JMAP_TRY(auto account, rooms_.mail.open(number));
    mailbox::ItemSet set;
    set.create.push_back({stored(record), record.number});
    JMAP_TRY(auto done, mailbox::set_items(account, type, set));
    auto& made = done.created.at(0);
    if (made) return {};
    if (errc_of(made.error()) != Errc::too_long) return Error(made.error());
    Error error(ErrorType::too_many_recipients, "their addresses are too long together");
    error.more["maxRecipients"] = record.fates.size() / 2;
    return error;
}

Answer<void> Ledger::remove(AccountId number, std::int64_t submission) const {
    JMAP_TRY(auto account, rooms_.mail.open(number));
    mailbox::ItemSet set;
    set.destroy.push_back(submission);
    JMAP_TRY(auto done, mailbox::set_items(account, type, set));
    JMAP_CHECK(done.destroyed.at(0));
    return {};
}

void Ledger::forget(AccountId number, std::int64_t submission) const {
    auto removed = remove(number, submission);
    if (removed || removed.error().type == ErrorType::not_found) return;
    log::warning("submission.not_removed", {{"submission", submission_id(submission)}});
    std::lock_guard lock(mutex_);
    forgotten_.emplace(number, submission);
}

Answer<void> Ledger::cancel(AccountId account, const Record& record) const {
    auto canceled = rooms_.deliverer.cancel(record.number);
    if (!canceled) {
        auto why = errc_of(canceled.error());
        if (why != Errc::conflict && why != Errc::not_found) return why;
        return Error(ErrorType::cannot_unsend, "its delivery has begun");
    }
    // Where this fails the message is canceled all the same, and whoever looks next learns of it.
    auto edited = edit(account, record.number, [this](Record& now) { return look(now); });
    if (!edited) log::warning("submission.not_recorded", {{"account", account}, {"error", edited.error()}});
    return {};
}

Result<void> Ledger::edit(AccountId number, std::int64_t submission, const Change& change) const {
    BAILEY_TRY(auto account, rooms_.mail.open(number));
    for (int n = 0; n < tries; ++n) {
        mailbox::ItemSet set;
        BAILEY_TRY(set.if_in_state, mailbox::item_state(account, type));
        BAILEY_TRY(auto item, mailbox::item(account, type, submission));
        if (!item) return {};  // destroyed: nobody wants to know
        BAILEY_TRY(auto record, record_from(item->id, item->json));
        BAILEY_TRY(auto changed, change(record));
        if (!changed) return {};
        set.update.push_back({submission, stored(record)});
        auto done = mailbox::set_items(account, type, set);
        if (done) return done->updated.at(0);
        if (errc_of(done.error()) != Errc::conflict) return done.error();
    }
    return Errc::conflict;
}

void Ledger::hear(const delivery::Deliverer::News& news) const {
    auto note = [&](AccountId account, const Result<void>& done) {
        if (!done) {
            log::warning("submission.not_followed",
                         {{"account", account}, {"submission", submission_id(news.message)}, {"error", done.error()}});
        }
    };
    if (news.watcher) note(*news.watcher, edit(*news.watcher, news.message, [this](Record& r) { return look(r); }));
    for (auto account : news.reported_to) note(account, file_report(account, news.message));
}

Result<void> Ledger::file_report(AccountId number, std::int64_t email) const {
    BAILEY_TRY(auto account, rooms_.mail.open(number));
    mailbox::BlobRef blob{mailbox::BlobRef::Kind::email, email};
    BAILEY_TRY(auto reader, mailbox::open_blob(account, blob));
    if (reader->info().octets > longest_report) return {};
    std::string message;
    BAILEY_CHECK(reader->read(0, longest_report, message));
    auto report = report_in(message, rooms_.addresses.names());
    if (!report) return {};
    BAILEY_TRY(auto items, mailbox::items(account, type));
    BAILEY_TRY(auto all, records(items));
    auto about = std::find_if(all.begin(), all.end(), [&](const Record& r) { return is_about(*report, r); });
    if (about == all.end()) return {};
    return edit(number, about->number, [&](Record& record) -> Result<bool> {
        return file(*report, mailbox::text(blob), record, rooms_.addresses.names());
    });
}

}  // namespace bailey::jmap
