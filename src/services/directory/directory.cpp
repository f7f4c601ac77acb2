#include "services/directory/directory.hpp"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <tuple>

#include "domain/text/searchable.hpp"
#include "store/community/community.hpp"
#include "store/tables/listing.hpp"

namespace bailey::directory {
namespace {

namespace listing = store::listing;
using OrganisationPtr = std::shared_ptr<const Organisation>;

std::string description_of(const listing::OrganisationRow& row) {
    std::string text;
    for (auto part : {&row.business_type, &row.area, &row.town}) {
        if (!text.empty() && !part->empty()) text += ", ";
        text += *part;
    }
    return text;
}

OrganisationPtr organisation_from(listing::OrganisationRow row) {
    auto place = searchable(row.address1 + '\n' + row.address2 + '\n' + row.town + '\n' + row.postcode);
    auto name = searchable(row.name);
    auto description = description_of(row);
    auto searchable_description = searchable(description);
    return std::make_shared<const Organisation>(
        Organisation{.id = row.id,
                     .parent = row.parent,
                     .name = std::move(row.name),
                     .business_type = std::move(row.business_type),
                     .area = std::move(row.area),
                     .address1 = std::move(row.address1),
                     .address2 = std::move(row.address2),
                     .town = std::move(row.town),
                     .postcode = std::move(row.postcode),
                     .telephone = std::move(row.telephone),
                     .connection = row.connection,
                     .change = row.change,
                     .ceiling = row.ceiling,
                     .description = std::move(description),
                     .searchable_name = std::move(name),
                     .searchable_place = std::move(place),
                     .searchable_description = std::move(searchable_description)});
}

// Who cannot sign in for a while is still found: mail reaches them. Who is suspended or deleted is not.
bool shown(const listing::AccountRow& row) {
    return !row.ex_directory && row.state != AccountState::suspended && row.state != AccountState::deleted;
}

std::string name_of(const listing::AccountRow& row) {
    auto name = row.first_name;
    if (!name.empty() && !row.last_name.empty()) name += ' ';
    name += row.last_name;
    return name.empty() ? row.address : name;
}

EntryPtr entry_from(const listing::AccountRow& row, OrganisationPtr organisation) {
    auto entry = std::make_shared<Entry>();
    entry->own_ceiling = row.ceiling;
    entry->key = {Kind::person, static_cast<std::int64_t>(row.id)};
    entry->kind = row.kind == AccountKind::shared ? Kind::shared_mailbox : Kind::person;
    entry->name = name_of(row);
    entry->address = row.address;
    entry->organisation = std::move(organisation);
    entry->listed = shown(row);
    entry->change = row.change;
    entry->searchable_name = searchable(entry->name);
    entry->searchable_address = searchable(entry->address);
    return entry;
}

EntryPtr entry_from(OrganisationPtr organisation) {
    auto entry = std::make_shared<Entry>();
    entry->key = {Kind::organisation, static_cast<std::int64_t>(organisation->id)};
    entry->kind = Kind::organisation;
    entry->name = organisation->name;
    entry->listed = true;
    entry->change = organisation->change;
    entry->searchable_name = organisation->searchable_name;
    entry->organisation = std::move(organisation);
    return entry;
}

// The same entry, of an organisation that changed.
EntryPtr moved_along(const Entry& entry, OrganisationPtr organisation) {
    auto copy = std::make_shared<Entry>(entry);
    copy->change = std::max(entry.change, organisation->change);
    copy->organisation = std::move(organisation);
    return copy;
}

bool by_name(const EntryPtr& a, const EntryPtr& b) {
    return std::tie(a->searchable_name, a->key) < std::tie(b->searchable_name, b->key);
}

// `fresh` (by key) in place of those with their keys.
std::vector<EntryPtr> merged(const std::vector<EntryPtr>& old, const std::vector<EntryPtr>& fresh) {
    std::vector<EntryPtr> all;
    all.reserve(old.size() + fresh.size());
    auto next = fresh.begin();
    for (const auto& entry : old) {
        while (next != fresh.end() && (*next)->key < entry->key) all.push_back(*next++);
        if (next == fresh.end() || (*next)->key != entry->key) all.push_back(entry);
    }
    all.insert(all.end(), next, fresh.end());
    return all;
}

const OrganisationPtr* find_in(const std::vector<OrganisationPtr>& organisations, OrganisationId id) {
    auto at = std::lower_bound(organisations.begin(), organisations.end(), id,
                               [](const OrganisationPtr& o, OrganisationId wanted) { return o->id < wanted; });
    return at == organisations.end() || (*at)->id != id ? nullptr : &*at;
}

struct Read {
    Mark mark;
    std::vector<listing::AccountRow> accounts;
    std::vector<OrganisationPtr> organisations;
};

Result<Read> read_since(store::Community& community, std::int64_t change) {
    return community.read([&](sql::Connection& c) -> Result<Read> {
        Read read;
        // First: what comes meanwhile is read again the next time.
        BAILEY_TRY(auto newest, listing::newest(c));
        read.mark = {newest.change, newest.account, newest.organisation};
        if (newest.change == change) return read;
        // A smaller number: the database was put back from a backup.
        const auto since = newest.change < change ? 0 : change;
        BAILEY_CHECK(listing::organisations(c, since, [&](listing::OrganisationRow row) {
            read.organisations.push_back(organisation_from(std::move(row)));
        }));
        BAILEY_CHECK(
            listing::accounts(c, since, [&](listing::AccountRow row) { read.accounts.push_back(std::move(row)); }));
        return read;
    });
}

std::vector<OrganisationPtr> merged(const std::vector<OrganisationPtr>& old,
                                    const std::vector<OrganisationPtr>& fresh) {
    auto all = fresh;
    for (const auto& organisation : old) {
        if (!find_in(fresh, organisation->id)) all.push_back(organisation);
    }
    std::sort(all.begin(), all.end(), [](auto& a, auto& b) { return a->id < b->id; });
    return all;
}

// `old`, by name, with `fresh` (by key) in place of those with their keys, as far as they are listed.
std::vector<EntryPtr> listed_by_name(const std::vector<EntryPtr>& old, const std::vector<EntryPtr>& fresh) {
    auto by_key = [](const EntryPtr& a, const EntryPtr& b) { return a->key < b->key; };
    std::vector<EntryPtr> kept, come, all;
    kept.reserve(old.size());
    std::copy_if(old.begin(), old.end(), std::back_inserter(kept),
                 [&](const EntryPtr& entry) { return !std::binary_search(fresh.begin(), fresh.end(), entry, by_key); });
    std::copy_if(fresh.begin(), fresh.end(), std::back_inserter(come),
                 [](const EntryPtr& entry) { return entry->listed; });
    std::sort(come.begin(), come.end(), by_name);
    all.reserve(kept.size() + come.size());
    std::merge(kept.begin(), kept.end(), come.begin(), come.end(), std::back_inserter(all), by_name);
    return all;
}

// The entries that are new or differ, by key.
std::vector<EntryPtr> fresh_entries(const Read& read, const std::vector<EntryPtr>& old,
                                    const std::vector<OrganisationPtr>& organisations) {
    std::vector<EntryPtr> fresh;
    for (const auto& row : read.accounts) {
        // Rows come in no transaction of their own: its organisation may be read only the next time.
        if (auto organisation = find_in(organisations, row.organisation)) {
            fresh.push_back(entry_from(row, *organisation));
        }
    }
    for (const auto& organisation : read.organisations) fresh.push_back(entry_from(organisation));
    auto by_key = [](const EntryPtr& a, const EntryPtr& b) { return a->key < b->key; };
    std::sort(fresh.begin(), fresh.end(), by_key);
    if (read.organisations.empty()) return fresh;
    std::vector<EntryPtr> along;
    for (const auto& entry : old) {
        if (entry->kind == Kind::organisation) continue;
        auto organisation = find_in(read.organisations, entry->organisation->id);
        if (organisation && !std::binary_search(fresh.begin(), fresh.end(), entry, by_key)) {
            along.push_back(moved_along(*entry, *organisation));
        }
    }
    return along.empty() ? fresh : merged(fresh, along);
}

}  // namespace

const Entry* Snapshot::find(const Key& key) const {
    auto at = std::lower_bound(by_key_.begin(), by_key_.end(), key,
                               [](const EntryPtr& entry, const Key& wanted) { return entry->key < wanted; });
    return at == by_key_.end() || (*at)->key != key ? nullptr : at->get();
}

std::optional<Snapshot::Changed> Snapshot::changed_since(const Mark& mark) const {
    if (mark.change < 0 || mark.change > mark_.change) return {};
    Changed changed;
    for (const auto& entry : by_key_) {
        if (entry->change <= mark.change) continue;
        const auto newest = entry->kind == Kind::organisation ? mark.newest_organisation : mark.newest_account;
        const bool fresh = entry->key.number > newest;
        if (!entry->listed) {
            if (!fresh) changed.gone.push_back(entry.get());
        } else {
            (fresh ? changed.created : changed.updated).push_back(entry.get());
        }
    }
    return changed;
}

struct Directory::State {
    explicit State(store::Community& c) : community(c) {}

    store::Community& community;
    std::mutex mutex;
    std::shared_ptr<const Snapshot> newest = std::make_shared<Snapshot>();
};

Directory::Directory(store::Community& community) : state_(std::make_unique<State>(community)) {}
Directory::~Directory() = default;

Result<std::shared_ptr<const Snapshot>> Directory::snapshot() {
    std::lock_guard lock(state_->mutex);
    const auto old = state_->newest;
    BAILEY_TRY(auto read, read_since(state_->community, old->mark_.change));
    if (read.mark == old->mark_) return old;
    auto next = std::make_shared<Snapshot>();
    next->mark_ = read.mark;
    static const Snapshot nothing{};
    const auto& from = read.mark.change < old->mark_.change ? nothing : *old;
    next->organisations_ = merged(from.organisations_, read.organisations);
    const auto fresh = fresh_entries(read, from.by_key_, next->organisations_);
    next->by_key_ = merged(from.by_key_, fresh);
    next->by_name_ = listed_by_name(from.by_name_, fresh);
    state_->newest = next;
    return std::shared_ptr<const Snapshot>(next);
}

}  // namespace bailey::directory
