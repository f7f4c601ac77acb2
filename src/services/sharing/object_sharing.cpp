#include "services/sharing/object_sharing.hpp"

#include <algorithm>

#include "services/audit/audit.hpp"
#include "services/sharing/sharing.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/object_grants.hpp"

namespace bailey::sharing {
namespace {

namespace grants = store::object_grants;
namespace told = store::share_notifications;

bool good_rights(ObjectKind kind, unsigned rights) {
    const auto all = kind == ObjectKind::folder ? folder_right::all : book_right::all;
    static_assert(folder_right::read == book_right::read);
    return (rights & folder_right::read) != 0 && (rights & ~all) == 0;
}

std::string number(unsigned rights) { return rights == 0 ? "none" : std::to_string(rights); }

// One set within a transaction.
class Setting {
public:
    Setting(sql::Connection& c, const Acting& acting, const ObjectSharing::Object& object, Time now,
            std::int64_t change)
        : c_(c), acting_(acting), object_(object), now_(now), change_(change) {}

    Result<void> load() {
        BAILEY_TRY(owner_, store::accounts::find(c_, object_.owner));
        BAILEY_TRY(given_, grants::given(c_, object_.owner));
        return {};
    }
    std::size_t others() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(given_, [&](const ObjectGrant& g) { return !is_its(g); }));
    }
    std::vector<AccountId> holders() const {
        std::vector<AccountId> all;
        for (const auto& g : given_)
            if (is_its(g)) all.push_back(g.person);
        return all;
    }

    // Somebody who has the right already keeps it whatever became of them.
    Result<void> check(AccountId person) {
        if (person == object_.owner) return Errc::outside;
        auto who = store::accounts::find(c_, person);
        if (!who && who.error() != Errc::not_found) return who.error();
        const bool good = who && who->kind == AccountKind::user && who->state != AccountState::deleted;
        if (!good) return Errc::outside;
        return {};
    }

    Result<bool> set(AccountId person, unsigned rights) {
        BAILEY_TRY(const auto before, grants::set(c_, {object_.owner, object_.kind, object_.id, person, rights}));
        if (before == rights) return false;
        BAILEY_CHECK(store::accounts::touch(c_, person, change_));
        BAILEY_CHECK(told::add(c_,
                               {.account = person,
                                .at = now_,
                                .changed_by = acting_.actor.account,
                                .mailbox = object_.owner,
                                .old_rights = before,
                                .new_rights = rights,
                                .name = object_.name,
                                .kind = static_cast<int>(object_.kind),
                                .object = object_.id},
                               change_, Sharing::most_notifications));
        const bool folder = object_.kind == ObjectKind::folder;
        auto entry = audit::entry(acting_, now_, folder ? "folder_shared" : "address_book_shared");
        entry.organisation = owner_.organisation;
        entry.account = object_.owner;
        entry.detail = std::to_string(object_.id) + " with account " +
                       std::to_string(static_cast<std::int64_t>(person)) + ": rights " + number(rights) +
                       ", before: " + number(before);
        entries_.push_back(std::move(entry));
        return true;
    }

    const std::vector<store::audit::Entry>& entries() const { return entries_; }

private:
    bool is_its(const ObjectGrant& g) const { return g.kind == object_.kind && g.object == object_.id; }

    sql::Connection& c_;
    const Acting& acting_;
    const ObjectSharing::Object& object_;
    Time now_;
    std::int64_t change_;
    store::accounts::Account owner_;
    std::vector<ObjectGrant> given_;
    std::vector<store::audit::Entry> entries_;
};

}  // namespace

Result<std::vector<AccountId>> ObjectSharing::share(const Acting& acting, const Object& object,
                                                    const std::vector<Share>& with) {
    std::vector<AccountId> people;
    for (const auto& share : with) {
        if (!good_rights(object.kind, share.rights)) return Errc::bad_syntax;
        people.push_back(share.person);
    }
    std::ranges::sort(people);
    if (std::ranges::adjacent_find(people) != people.end()) return Errc::bad_syntax;
    if (with.size() > most_people) return Errc::too_many;
    return community_.write([&](sql::Connection& c) -> Result<std::vector<AccountId>> {
        // First, for it locks: what is read below stays so until the commit.
        BAILEY_TRY(auto change, store::counters::next_change(c));
        Setting setting(c, acting, object, clock_.now(), change);
        BAILEY_CHECK(setting.load());
        if (setting.others() + with.size() > most_grants) return Errc::too_many;
        const auto before = setting.holders();
        std::vector<AccountId> changed;
        for (const auto& share : with) {
            if (std::ranges::find(before, share.person) == before.end()) {
                BAILEY_CHECK(setting.check(share.person));
            }
            BAILEY_TRY(const auto differs, setting.set(share.person, share.rights));
            if (differs) changed.push_back(share.person);
        }
        for (auto person : before) {
            if (std::ranges::binary_search(people, person)) continue;
            BAILEY_CHECK(setting.set(person, 0));
            changed.push_back(person);
        }
        if (changed.empty()) return changed;
        BAILEY_CHECK(store::accounts::touch(c, object.owner, change));
        BAILEY_CHECK(store::audit::append(c, community_.audit_key(), setting.entries()));
        return changed;
    });
}

}  // namespace bailey::sharing
