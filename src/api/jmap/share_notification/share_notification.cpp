#include "api/jmap/share_notification/share_notification.hpp"

#include <algorithm>
#include <charconv>

#include "api/jmap/addressbook/books.hpp"
#include "api/jmap/item_set.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/object.hpp"
#include "api/jmap/principal/principals.hpp"
#include "api/jmap/sharing/rights.hpp"
#include "api/jmap/standard/changes.hpp"
#include "api/jmap/standard/get.hpp"
#include "api/jmap/standard/query.hpp"
#include "api/jmap/standard/set.hpp"
#include "protocol/jmap/values.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {
namespace {

using sharing::Notification;

const Properties share_notification_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"created", Shape::utc_date, is::server_set | is::immutable},
    {"changedBy", Shape::object, is::server_set | is::immutable},
    {"objectType", Shape::string, is::server_set | is::immutable},
    {"objectAccountId", Shape::id, is::server_set | is::immutable},
    {"objectId", Shape::id, is::server_set | is::immutable},
    {"oldRights", Shape::object, is::nullable | is::server_set | is::immutable},
    {"newRights", Shape::object, is::nullable | is::server_set | is::immutable},
    {"name", Shape::string, is::server_set | is::immutable},
};

std::string notification_id(std::int64_t number) { return "n" + std::to_string(number); }

std::optional<std::int64_t> notification_from(std::string_view id) {
    std::int64_t number = 0;
    if (!id.starts_with('n')) return {};
    auto end = id.data() + id.size();
    auto read = std::from_chars(id.data() + 1, end, number);
    if (read.ec != std::errc{} || read.ptr != end || notification_id(number) != id) return {};
    return number;
}

// What they come to in every mailbox of the account: MailboxRights, RFC 8621 section 2. Who may not even read has none.
json::value rights_object(unsigned rights) {
    if (!(rights & mailbox_right::read)) {
        if (!(rights & mailbox_right::mail)) return nullptr;
        return json::object{{"maySubmit", true}};
    }
    const bool writes = rights & mailbox_right::write;
    json::object object{{"mayReadItems", true}};
    for (auto name : {"mayAddItems", "mayRemoveItems", "maySetSeen", "maySetKeywords", "mayCreateChild", "mayRename"}) {
        object[name] = writes;
    }
    object["mayDelete"] = false;
    object["maySubmit"] = (rights & mailbox_right::mail) != 0;
    return object;
}

// Of the kind that the notification is of; null: none.
json::value rights_object(const Notification& n, unsigned rights) {
    if (n.kind == 0) return rights_object(rights);
    if (rights == 0) return nullptr;
    return rights_json(static_cast<ObjectKind>(n.kind), rights);
}

std::string_view object_type(const Notification& n) {
    return n.kind == static_cast<int>(ObjectKind::address_book) ? "AddressBook" : "Mailbox";
}

std::string object_id(const Notification& n) {
    // The right is one to the whole mailbox; its Inbox stands for it.
    if (n.kind == 0) return "m1";
    return n.kind == static_cast<int>(ObjectKind::folder) ? mailbox_id(n.object) : numbered(book_letter, n.object);
}

json::object changed_by(const Notification& n) {
    if (n.changed_by == AccountId{}) return {{"name", "Bailey"}, {"email", nullptr}, {"principalId", nullptr}};
    const bool known = !n.changed_by_address.empty();
    json::object entity{{"name", n.changed_by_name.empty() ? n.changed_by_address : n.changed_by_name}};
    entity["email"] = known ? json::value(n.changed_by_address) : json::value(nullptr);
    entity["principalId"] = known ? json::value(principal_id(n.changed_by)) : json::value(nullptr);
    return entity;
}

json::object notification_object(const Notification& n) {
    return {{"id", notification_id(n.id)},
            {"created", utc_date(n.at)},
            {"changedBy", changed_by(n)},
            {"objectType", object_type(n)},
            {"objectAccountId", account_id(n.mailbox)},
            {"objectId", object_id(n)},
            {"oldRights", rights_object(n, n.old_rights)},
            {"newRights", rights_object(n, n.new_rights)},
            {"name", n.name}};
}

Answer<Changed> changed(sharing::Sharing& sharing, const Account& account, const std::string& since, std::size_t most) {
    auto from = state_from(since);
    if (!from) return ErrorType::cannot_calculate_changes;
    auto found = sharing.notification_changes(account.number, *from, most);
    if (!found && found.error() == Errc::conflict) return ErrorType::cannot_calculate_changes;
    if (!found) return Error(found.error());
    Changed out{text(found->state), found->more, {}, {}, {}};
    for (auto id : found->created) out.created.push_back(notification_id(id));
    for (auto id : found->destroyed) out.destroyed.push_back(notification_id(id));
    return out;
}

bool matches(const Notification& n, const json::object& condition) {
    return std::all_of(condition.begin(), condition.end(), [&](const auto& member) {
        auto name = text_of(member.key());
        if (member.value().is_null()) return true;
        auto wanted = text_of(member.value().get_string());
        if (name == "after") return n.at >= *utc_date_from(wanted);
        if (name == "before") return n.at < *utc_date_from(wanted);
        if (name == "objectType") return wanted == object_type(n);
        return wanted == account_id(n.mailbox);  // objectAccountId
    });
}

class Type final : public Getter, public Changer, public Setter, public Querier {
public:
    explicit Type(sharing::Sharing& sharing, mailbox::Notifier* notifier) : sharing_(sharing), notifier_(notifier) {}

    const Properties& properties() const override { return share_notification_properties; }
    Answer<void> arguments(Context&, Arguments&) override { return {}; }
    void finish(Context&, json::object&) override {}
    Answer<void> finish(Context&, const Account&, const SetRequest&, SetAnswer&) override { return {}; }
    Answer<void> begin(Context&, const Account&, Wanted&) override { return {}; }
    Answer<void> begin(Context&, const Account&, const SetRequest&) override { return {}; }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(auto state, sharing_.notification_state(account.number));
        return text(state);
    }
    Answer<std::vector<std::string>> all(Context&, const Account& account, std::size_t) override {
        JMAP_TRY(auto all, sharing_.notifications(account.number));
        std::vector<std::string> ids;
        for (const auto& n : all.list) ids.push_back(notification_id(n.id));
        return ids;
    }
    Answer<std::vector<json::object>> load(Context&, const Account& account, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        JMAP_TRY(auto all, sharing_.notifications(account.number));
        std::vector<json::object> found;
        for (const auto& id : ids) {
            auto number = notification_from(id);
            auto at = std::find_if(all.list.begin(), all.list.end(), [&](auto& n) { return n.id == number; });
            if (at != all.list.end()) found.push_back(notification_object(*at));
        }
        return found;
    }
    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override {
        return changed(sharing_, account, since, most);
    }

    // Section 3: only destroy is supported.
    Answer<json::object> load(Context& context, const Account& account, const std::string& id,
                              const std::vector<std::string>&) override {
        JMAP_TRY(auto found, load(context, account, {id}, Wanted{}));
        return found.empty() ? ErrorType::not_found : ErrorType::forbidden;
    }
    Answer<void> destroy(Context&, const Account& account, const std::string& id) override {
        auto number = notification_from(id);
        if (!number) return ErrorType::not_found;
        JMAP_CHECK(sharing_.dismiss(account.number, *number));
        if (notifier_) notifier_->tell(account.number, type_bit(mailbox::ItemType::share_notification));
        return {};
    }

    Answer<void> check(Context&, const json::object& condition) override {
        for (const auto& [key, value] : condition) {
            auto name = text_of(key);
            const bool date = name == "after" || name == "before";
            if (!date && name != "objectType" && name != "objectAccountId") return ErrorType::unsupported_filter;
            if (date && value.is_null()) continue;
            if (!value.is_string() || (date && !utc_date_from(text_of(value.get_string())))) {
                return invalid_arguments("filter",
                                         std::string(name) + (date ? " is not a UTCDate" : " is not a String"));
            }
        }
        return {};
    }
    Answer<void> check(Context&, const Comparator& comparator) override {
        if (comparator.property != "created" || !comparator.more.empty()) return ErrorType::unsupported_sort;
        return {};
    }
    Answer<Listed> list(Context&, const Account& account, const Query& query) override {
        JMAP_TRY(auto all, sharing_.notifications(account.number));
        auto& list = all.list;  // ids grow with time
        std::erase_if(list, [&](const Notification& n) {
            return query.filter && !(*query.filter)([&](const json::object& c) { return matches(n, c); });
        });
        if (!query.sort.empty() && !query.sort.front().ascending) std::reverse(list.begin(), list.end());
        Listed listed{text(all.state), {}};
        for (const auto& n : list) listed.ids.push_back(notification_id(n.id));
        return listed;
    }
    bool immutable(const Query&) const override { return true; }
    Answer<Changed> changed_since(Context&, const Account& account, const std::string& since) override {
        return changed(sharing_, account, since, static_cast<std::size_t>(-1));
    }

private:
    sharing::Sharing& sharing_;
    mailbox::Notifier* notifier_;
};

// Of what a client may not set at all, the shape does not matter either: every create is forbidden.
class SetType final : public Setter {
public:
    explicit SetType(sharing::Sharing& sharing, mailbox::Notifier* notifier) : type_(sharing, notifier) {}
    const Properties& properties() const override {
        static const Properties whatever({}, Beyond::kept);
        return whatever;
    }
    Answer<std::string> state(Context& context, const Account& account) override {
        return type_.state(context, account);
    }
    Answer<json::object> load(Context& context, const Account& account, const std::string& id,
                              const std::vector<std::string>& properties) override {
        return type_.load(context, account, id, properties);
    }
    Answer<void> destroy(Context& context, const Account& account, const std::string& id) override {
        return type_.destroy(context, account, id);
    }

private:
    Type type_;
};

template <class T, class Frame>
Method method(const char* name, std::string_view capability, sharing::Sharing& sharing, mailbox::Notifier* notifier,
              Frame frame) {
    return {name, std::string(capability), [&sharing, notifier, frame](Context& context, json::object arguments) {
                T type(sharing, notifier);
                return frame(context, std::move(arguments), type);
            }};
}

}  // namespace

std::vector<Method> share_notification_methods(sharing::Sharing& sharing, mailbox::Notifier* notifier,
                                               std::string_view capability) {
    return {method<Type>("ShareNotification/get", capability, sharing, notifier, get),
            method<Type>("ShareNotification/changes", capability, sharing, notifier, changes),
            method<SetType>("ShareNotification/set", capability, sharing, notifier, set),
            method<Type>("ShareNotification/query", capability, sharing, notifier, query),
            method<Type>("ShareNotification/queryChanges", capability, sharing, notifier, query_changes)};
}

}  // namespace bailey::jmap
