#include "api/jmap/deleted_email/deleted_email.hpp"

#include <algorithm>

#include "api/jmap/email/summary_json.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/object.hpp"
#include "api/jmap/standard/get.hpp"
#include "api/jmap/standard/query.hpp"
#include "api/jmap/standard/set.hpp"
#include "protocol/jmap/values.hpp"
#include "services/mailbox/deleted.hpp"
#include "services/mailbox/words.hpp"

namespace bailey::jmap {
namespace {

using mailbox::DeletedEmail;

const Properties deleted_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"subject", Shape::string, is::server_set | is::nullable},
    {"from", Shape::array, is::server_set | is::nullable},
    {"to", Shape::array, is::server_set | is::nullable},
    {"preview", Shape::string, is::server_set},
    {"hasAttachment", Shape::boolean, is::server_set},
    {"receivedAt", Shape::utc_date, is::server_set},
    {"deletedAt", Shape::utc_date, is::server_set},
    {"expiresAt", Shape::utc_date, is::server_set},
    {"size", Shape::unsigned_integer, is::server_set},
    {"mailboxIds", Shape::id_set, is::server_set},
};

json::object mailbox_set(const std::vector<std::int64_t>& mailboxes) {
    json::object ids;
    for (auto mailbox : mailboxes) ids[mailbox_id(mailbox)] = true;
    return ids;
}

json::object to_json(const DeletedEmail& email) {
    json::object object{{"id", email_id(email.id)},
                        {"hasAttachment", email.has_attachment},
                        {"receivedAt", utc_date(email.received)},
                        {"deletedAt", utc_date(email.deleted)},
                        {"expiresAt", utc_date(email.expires)},
                        {"size", email.octets},
                        {"mailboxIds", mailbox_set(email.mailboxes)}};
    for (auto name : {"subject", "from", "to", "preview"}) object[name] = summary_json(email.summary, name);
    return object;
}

class Get final : public Getter {
public:
    explicit Get(mailbox::Accounts& accounts) : accounts_(accounts) {}
    const Properties& properties() const override { return deleted_properties; }
    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(auto opened, accounts_.open(account.number));
        JMAP_TRY(all_, mailbox::deleted_emails(opened));
        return all_.state;
    }
    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t most) override {
        std::vector<std::string> ids;
        for (const auto& email : all_.list) {
            if (ids.size() > most) break;
            ids.push_back(email_id(email.id));
        }
        return ids;
    }
    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        for (const auto& id : ids) {
            auto at = std::ranges::find(all_.list, email_from(id), [](auto& e) { return std::optional(e.id); });
            if (at != all_.list.end()) found.push_back(to_json(*at));
        }
        return found;
    }

private:
    mailbox::Accounts& accounts_;
    mailbox::DeletedEmails all_;
};

// All that a text is looked for in.
std::string searched(const Summary& summary) {
    auto text = summary.subject.value_or("");
    for (const auto* list : {&summary.from, &summary.to}) {
        if (!*list) continue;
        for (const auto& address : **list) text += "\n" + address.name.value_or("") + "\n" + address.email;
    }
    return text;
}

bool matches(const DeletedEmail& email, const json::object& condition) {
    const auto words = mailbox::words_of(searched(email.summary));
    return std::all_of(condition.begin(), condition.end(), [&](const auto& member) {
        const auto terms = mailbox::terms_of(text_of(member.value().get_string()));
        return !terms.nothing &&
               std::ranges::all_of(terms.all, [&](auto& term) { return mailbox::occurs(words, term); });
    });
}

class List final : public Querier {
public:
    explicit List(mailbox::Accounts& accounts) : accounts_(accounts) {}
    Answer<void> check(Context&, const json::object& condition) override {
        for (const auto& [key, value] : condition) {
            if (text_of(key) != "text") return ErrorType::unsupported_filter;
            if (!value.is_string()) return invalid_arguments("filter", "text is not a String");
        }
        return {};
    }
    Answer<void> check(Context&, const Comparator& comparator) override {
        if (comparator.property != "deletedAt" || !comparator.more.empty()) return ErrorType::unsupported_sort;
        return {};
    }
    Answer<Listed> list(Context&, const Account& account, const Query& query) override {
        JMAP_TRY(auto opened, accounts_.open(account.number));
        JMAP_TRY(auto all, mailbox::deleted_emails(opened));
        Listed listed{all.state, {}};
        for (const auto& email : all.list) {
            auto fits = [&](const json::object& condition) { return matches(email, condition); };
            if (!query.filter || (*query.filter)(fits)) listed.ids.push_back(email_id(email.id));
        }
        if (!query.sort.empty() && query.sort.front().ascending) std::ranges::reverse(listed.ids);
        return listed;
    }
    bool can_calculate_changes(const Query&) const override { return false; }

private:
    mailbox::Accounts& accounts_;
};

// Only destroy, and only by whose account it is: others who may write into it may not do away with anything for good.
class Set final : public Setter {
public:
    explicit Set(mailbox::Accounts& accounts) : accounts_(accounts) {}
    const Properties& properties() const override {
        static const Properties whatever({}, Beyond::kept);
        return whatever;
    }
    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(opened_, accounts_.open(account.number));
        JMAP_TRY(auto state, mailbox::deleted_state(opened_));
        return state;
    }
    Answer<json::object> load(Context&, const Account&, const std::string&, const std::vector<std::string>&) override {
        return Error(ErrorType::forbidden, "DeletedEmail/restore brings it back");
    }
    Answer<void> destroy(Context&, const Account& account, const std::string& id) override {
        auto number = email_from(id);
        if (!number) return ErrorType::not_found;
        if (!account.personal) return Error(ErrorType::forbidden, "it is not your own mailbox");
        JMAP_CHECK(mailbox::forget_deleted(opened_, *number));
        return {};
    }

private:
    mailbox::Accounts& accounts_;
    mailbox::Account opened_;
};

Answer<json::object> restore_one(const mailbox::Account& account, const std::string& id,
                                 std::optional<std::int64_t> into) {
    auto number = email_from(id);
    if (!number) return ErrorType::not_found;
    auto restored = mailbox::restore_email(account, *number, into);
    if (!restored && errc_of(restored.error()) == Errc::outside) return ErrorType::not_found;
    if (!restored) return Error(restored.error());
    return json::object{{"emailId", email_id(restored->id)}, {"mailboxIds", mailbox_set(restored->mailboxes)}};
}

Answer<json::object> restore(mailbox::Accounts& accounts, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto account_id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(account_id, Access::write));
    JMAP_TRY(auto ids, arguments.ids_or_null("ids"));
    JMAP_TRY(auto mailbox, arguments.id_or_null("mailboxId"));
    JMAP_CHECK(arguments.done());
    if (!ids) return invalid_arguments("ids", "is missing");
    if (ids->size() > context.limits.max_objects_in_set) return ErrorType::request_too_large;
    std::optional<std::int64_t> into;
    if (mailbox) into = mailbox_from(*mailbox).value_or(-1);  // -1: it is not found, as others that are not there
    JMAP_TRY(auto opened, accounts.open(account->number));
    JMAP_TRY(auto old_state, mailbox::deleted_state(opened));
    json::object restored, failed;
    for (const auto& id : *ids) {
        auto one = restore_one(opened, id, into);
        if (one) {
            restored[id] = std::move(*one);
        } else {
            failed[id] = to_json(one.error());
        }
    }
    JMAP_TRY(auto new_state, mailbox::deleted_state(opened));
    return json::object{{"accountId", account_id},
                        {"oldState", old_state},
                        {"newState", new_state},
                        {"restored", or_null(std::move(restored))},
                        {"notRestored", or_null(std::move(failed))}};
}

template <class Type, class Frame>
Method method(const char* name, mailbox::Accounts& accounts, Frame frame) {
    return {name, std::string(recoverable_uri), [&accounts, frame](Context& context, json::object arguments) {
                Type type(accounts);
                return frame(context, std::move(arguments), type);
            }};
}

}  // namespace

void add_deleted_emails(Api& api, mailbox::Accounts& accounts, std::uint64_t days) {
    if (days == 0) return;
    const std::string uri(recoverable_uri);
    api.add(Capability{uri, {}, [days](const Account& account) {
                           return account.has_mail ? std::optional(json::object{{"days", days}}) : std::nullopt;
                       }});
    api.add({method<Get>("DeletedEmail/get", accounts, get), method<List>("DeletedEmail/query", accounts, query),
             method<Set>("DeletedEmail/set", accounts, set),
             Method{"DeletedEmail/restore", uri, [&accounts](Context& context, json::object arguments) {
                        return restore(accounts, context, std::move(arguments));
                    }}});
}

}  // namespace bailey::jmap
