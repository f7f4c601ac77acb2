#include "services/mailbox/items.hpp"

#include "services/mailbox/since.hpp"
#include "services/mailbox/transaction.hpp"
#include "services/mailbox/view.hpp"
#include "store/tables/items.hpp"
#include "store/tables/summaries.hpp"

namespace bailey::mailbox {
namespace {

namespace rows = store::items;
namespace summaries = store::summaries;

// What is sealed is the type, one octet, and the JSON: an item that is moved among another type's does not open.
Bytes seal(const store::AccountKeys& keys, AccountId account, ItemType type, std::int64_t id, std::string_view json) {
    Bytes plain;
    plain.reserve(json.size() + 1);
    plain.push_back(static_cast<std::uint8_t>(type));
    plain.insert(plain.end(), json.begin(), json.end());
    return summaries::seal(keys.own, account, id, summaries::Kind::item, plain);
}

Result<Item> open(const store::AccountKeys& keys, AccountId account, ItemType type, const rows::Row& row) {
    BAILEY_TRY(auto plain, summaries::open(keys.own, account, row.id, summaries::Kind::item, row.box));
    if (plain.empty() || plain.front() != static_cast<std::uint8_t>(type)) return Errc::corrupt;
    return Item{row.id, row.created, row.change, std::string(text_of(plain).substr(1))};
}

// Of an account that somebody sees part of, there is nothing but contacts here. Which of those are seen is decided
// where they are read (api/jmap/contact).
Result<void> check_seen(const Account& account, ItemType type) {
    if (account.view && type != ItemType::address_book && type != ItemType::contact) return Errc::denied;
    return {};
}

std::int64_t number(ItemType type) { return static_cast<std::int64_t>(type); }

// One set within a transaction.
class Setting {
public:
    Setting(Writing& w, ItemType type, const MailboxLimits& limits, ItemSetDone& done)
        : w_(w), type_(type), limits_(limits), done_(done) {}

    Result<void> run(const ItemSet& set) {
        if (!set.create.empty()) {
            BAILEY_TRY(auto n, rows::count(w_.c, w_.account, number(type_)));
            count_ = static_cast<std::size_t>(n);
        }
        for (auto& item : set.create) BAILEY_CHECK(create(item));
        for (auto& item : set.update) BAILEY_CHECK(update(item));
        for (auto id : set.destroy) BAILEY_CHECK(destroy(id));
        if (w_.item_types) done_.new_state = {w_.change};
        return {};
    }

private:
    Result<bool> there(std::int64_t id) {
        return rows::find(w_.c, w_.account, number(type_), id, [](const rows::Row&) {});
    }

    // The account's next id; one that an item was made under on request is passed over.
    Result<std::int64_t> next_id() {
        for (;;) {
            auto id = w_.before.next_item + w_.by.items++;
            BAILEY_TRY(auto taken, there(id));
            if (!taken) return id;
        }
    }

    Result<void> create(const ItemSet::New& item) {
        auto refuse = [&](Errc why) -> Result<void> {
            done_.created.emplace_back(why);
            return {};
        };
        if (item.json.size() > limits_.item_octets) return refuse(Errc::too_long);
        if (count_ >= limits_.items) return refuse(Errc::too_many);
        auto id = item.id;
        if (id == 0) {
            BAILEY_TRY(id, next_id());
        } else {
            BAILEY_TRY(auto taken, there(id));
            if (taken) return refuse(Errc::exists);
        }
        BAILEY_CHECK(rows::put(w_.c, w_.account, number(type_), id, w_.change, sealed(id, item.json)));
        ++count_;
        changed();
        done_.created.emplace_back(id);
        return {};
    }

    Result<void> update(const ItemSet::Update& item) {
        if (item.json.size() > limits_.item_octets) {
            done_.updated.emplace_back(Errc::too_long);
            return {};
        }
        BAILEY_TRY(auto found, there(item.id));
        done_.updated.push_back(found ? Result<void>() : Errc::not_found);
        if (!found) return {};
        changed();
        return rows::update(w_.c, w_.account, number(type_), item.id, w_.change, sealed(item.id, item.json));
    }

    Result<void> destroy(std::int64_t id) {
        BAILEY_TRY(auto found, there(id));
        done_.destroyed.push_back(found ? Result<void>() : Errc::not_found);
        if (!found) return {};
        changed();
        return rows::bury(w_.c, w_.account, number(type_), id, w_.change);
    }

    Bytes sealed(std::int64_t id, std::string_view json) const { return seal(w_.keys, w_.account, type_, id, json); }
    void changed() { w_.item_types = type_bit(type_); }

    Writing& w_;
    ItemType type_;
    const MailboxLimits& limits_;
    ItemSetDone& done_;
    std::size_t count_ = 0;
};

}  // namespace

Result<Items> items(const Account& account, ItemType type) {
    BAILEY_CHECK(check_seen(account, type));
    BAILEY_TRY(auto r, read(account));
    Items found;
    // Before the items: a change in between is told again rather than never.
    BAILEY_TRY(found.state.change, rows::newest_change(r.c(), account.id, number(type)));
    Result<void> opened;
    BAILEY_CHECK(rows::all(r.c(), account.id, number(type), [&](const rows::Row& row) {
        auto item = open(r.keys, account.id, type, row);
        if (item)
            found.list.push_back(std::move(*item));
        else
            opened = item.error();
    }));
    BAILEY_CHECK(opened);
    return found;
}

Result<std::optional<Item>> item(const Account& account, ItemType type, std::int64_t id) {
    BAILEY_CHECK(check_seen(account, type));
    BAILEY_TRY(auto r, read(account));
    std::optional<Result<Item>> found;
    BAILEY_CHECK(rows::find(r.c(), account.id, number(type), id,
                            [&](const rows::Row& row) { found = open(r.keys, account.id, type, row); }));
    if (!found) return std::optional<Item>();
    BAILEY_TRY(auto item, std::move(*found));
    return std::optional(std::move(item));
}

Result<State> item_state(const Account& account, ItemType type) {
    BAILEY_CHECK(check_seen(account, type));
    BAILEY_TRY(auto c, account.cell->readers().borrow());
    BAILEY_TRY(auto change, rows::newest_change(*c, account.id, number(type)));
    return State{change};
}

Result<Changes> item_changes(const Account& account, ItemType type, State since, std::size_t most) {
    // Those of the whole account.
    if (account.view) return Errc::denied;
    BAILEY_TRY(auto c, account.cell->readers().borrow());
    BAILEY_TRY(auto newest, rows::newest_change(*c, account.id, number(type)));
    if (since.change < 0 || since.change > newest) return Errc::conflict;
    Since seen(since);
    Events events;
    BAILEY_CHECK(rows::changed(*c, account.id, number(type), seen.floor(), [&](const rows::Row& row) {
        // What came after the state was read is for the next call.
        if (row.change > newest || !seen.before(row.change, row.id)) return;
        bool fresh = seen.before(row.created, row.id);
        if (row.gone && !fresh)
            events.add(row.change, row.id, Events::Kind::destroyed);
        else if (fresh && !row.gone)
            events.add(row.created, row.id, Events::Kind::created);
        else if (!row.gone)
            events.add(row.change, row.id, Events::Kind::updated);
    }));
    return events.first(most, State{newest});
}

Result<ItemSetDone> set_items(const Account& account, ItemType type, const ItemSet& set) {
    BAILEY_CHECK(check_seen(account, type));
    return write(account, [&](Writing& w) -> Result<ItemSetDone> {
        ItemSetDone done;
        BAILEY_TRY(auto newest, rows::newest_change(w.c, w.account, number(type)));
        done.old_state = done.new_state = {newest};
        if (set.if_in_state && *set.if_in_state != done.old_state) return w.refuse(Errc::conflict);
        BAILEY_CHECK(Setting(w, type, account.home->limits(), done).run(set));
        return done;
    });
}

}  // namespace bailey::mailbox
