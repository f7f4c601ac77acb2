// Mailbox/set, RFC 8621 section 2.5.
#include <algorithm>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/mailbox/mailbox_json.hpp"
#include "api/jmap/mailbox/methods.hpp"
#include "api/jmap/mailbox/properties.hpp"
#include "api/jmap/standard/set.hpp"
#include "api/jmap/standard/written.hpp"
#include "domain/mail/mailbox_name.hpp"
#include "protocol/jmap/values.hpp"
#include "services/mailbox/mailboxes.hpp"

namespace bailey::jmap {
namespace {

using mailbox::MailboxFault;

std::optional<Error> error_of(MailboxFault fault) {
    switch (fault) {
    case MailboxFault::none: return {};
    case MailboxFault::not_found: return ErrorType::not_found;
    case MailboxFault::bad_name: return invalid_properties({"name"}, "the name is empty, too long or not text");
    case MailboxFault::name_taken:
        return Error(ErrorType::already_exists, "there is a Mailbox of this name with the same parent");
    case MailboxFault::bad_role: return invalid_properties({"role"}, "there is no such role");
    case MailboxFault::role_taken: return invalid_properties({"role"}, "another Mailbox has this role");
    case MailboxFault::bad_parent:
        return invalid_properties({"parentId"}, "there is no such Mailbox, or it is below this one");
    case MailboxFault::too_deep: return invalid_properties({"parentId"}, "Mailboxes would be too deep");
    case MailboxFault::too_many: return Error(ErrorType::over_quota, "the account has too many Mailboxes");
    case MailboxFault::bad_sort_order: return invalid_properties({"sortOrder"}, "it must be less than 2^31");
    case MailboxFault::has_child: return ErrorType::mailbox_has_child;
    case MailboxFault::has_email: return ErrorType::mailbox_has_email;
    case MailboxFault::protected_: return Error(ErrorType::forbidden, "the Inbox stays, and stays the Inbox");
    }
    return ErrorType::server_fail;
}

std::string string_at(const json::object& object, std::string_view name) {
    const auto& value = object.at(name);
    return value.is_string() ? std::string(text_of(value.get_string())) : std::string();
}

// All is written as one transaction: where the final state is valid it does not matter what lies between (RFC 8620
// section 5.3). Until then, what is created goes by the id "m-N", for the N-th, which no Mailbox has.
std::string id_to_be(std::size_t n) { return "m-" + std::to_string(n + 1); }
std::optional<std::size_t> to_be_from(std::string_view id, std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
        if (id == id_to_be(n)) return n;
    }
    return {};
}

class Set final : public Setter {
public:
    explicit Set(const Mail& mail) : mail_(mail) {}

    const Properties& properties() const override { return mailbox_properties(); }

    Answer<void> arguments(Context&, Arguments& arguments) override {
        JMAP_TRY(set_.remove_emails, arguments.boolean("onDestroyRemoveEmails", false));
        return {};
    }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(auto opened, open_account(mail_, account));
        JMAP_TRY(auto overview, mailbox::overview(opened));
        return text(overview.mailbox);
    }

    Answer<void> begin(Context&, const Account& account, const SetRequest& request) override {
        JMAP_TRY(opened_, open(mail_, account));
        if (mail_.shares) {
            JMAP_TRY(shared_, mail_.shares->of(account, ObjectKind::folder));
        }
        if (request.if_in_state) {
            JMAP_TRY(set_.if_in_state, state_from(*request.if_in_state));
        }
        return {};
    }

    Answer<json::object> create(Context& context, const Account& account, json::object object) override {
        JMAP_CHECK(check_owner(account));
        JMAP_TRY(auto people, people_from(context, account, object.at("shareWith"), nullptr));
        mailbox::NewMailbox made;
        made.name = string_at(object, "name");
        made.role = string_at(object, "role");
        made.sort_order = *unsigned_int_from(object.at("sortOrder"));
        made.subscribed = object.at("isSubscribed").as_bool();
        JMAP_TRY(made.parent, parent_from(object.at("parentId")));
        set_.create.push_back(std::move(made));
        auto id = id_to_be(set_.create.size() - 1);
        if (!people.empty()) sharing_.push_back({id, std::move(people)});
        return json::object{{"id", std::move(id)}};
    }

    Answer<json::object> load(Context&, const Account& account, const std::string& id,
                              const std::vector<std::string>&) override {
        if (const auto n = to_be_from(id, set_.create.size())) return json_of(account, *n);
        const auto number = mailbox_from(id);
        const auto* mailbox = number ? opened_.index->mailbox(*number) : nullptr;
        if (!mailbox) return ErrorType::not_found;
        return mailbox_json(account, *mailbox, shared_);
    }

    Answer<json::value> update(Context& context, const Account& account, const std::string& id,
                               const Update& update) override {
        if (update.changed.empty()) return json::value(nullptr);
        JMAP_CHECK(check_owner(account));
        mailbox::MailboxChange change;
        const auto& wanted = update.wanted;
        if (update.changes("shareWith")) {
            JMAP_TRY(auto people,
                     people_from(context, account, wanted.at("shareWith"), update.current.at("shareWith")));
            std::erase_if(sharing_, [&](const Sharing& s) { return s.id == id; });
            sharing_.push_back({id, std::move(people)});
            change.shared = true;
        }
        if (update.changes("name")) change.name = string_at(wanted, "name");
        if (update.changes("role")) change.role = string_at(wanted, "role");
        if (update.changes("sortOrder")) change.sort_order = unsigned_int_from(wanted.at("sortOrder"));
        if (update.changes("isSubscribed")) change.subscribed = wanted.at("isSubscribed").as_bool();
        if (update.changes("parentId")) {
            JMAP_TRY(change.parent, parent_from(wanted.at("parentId")));
        }
        json::value told = nullptr;
        if (change.name) told = kept_name(*change.name);
        if (const auto n = to_be_from(id, set_.create.size())) {
            change_new(set_.create[*n], std::move(change));
            return told;
        }
        change.id = *mailbox_from(id);
        JMAP_TRY(const auto parent, parent_from(wanted.at("parentId")));
        updating_.push_back({id, string_at(wanted, "name"), parent});
        set_.update.push_back(std::move(change));
        return told;
    }

    Answer<void> destroy(Context&, const Account& account, const std::string& id) override {
        if (to_be_from(id, set_.create.size())) {
            later_.push_back(id);
            return {};
        }
        const auto number = mailbox_from(id);
        if (!number || (account.view && !opened_.index->mailbox(*number))) return ErrorType::not_found;
        JMAP_CHECK(check_owner(account));
        set_.destroy.push_back(*number);
        return {};
    }

    Answer<void> finish(Context& context, const Account& account, const SetRequest&, SetAnswer& answer) override {
        if (set_.create.empty() && set_.update.empty() && set_.destroy.empty()) return {};
        JMAP_TRY(const auto done, mailbox::set_mailboxes(opened_.account, set_));
        Written written;
        written.add(done.old_state, done.new_state);
        tell_created(context, account, done, answer);
        tell_updated(done, answer);
        tell_destroyed(done, answer);
        share(context, account, done, answer);
        if (!later_.empty()) {
            JMAP_CHECK(destroy_new(done, written, answer));
        }
        answer.old_state = text(written.before());
        answer.new_state = text(written.after());
        return {};
    }

private:
    // The folders of an account are its owner's, whoever may write in some of them (design/0008-shared-folders.md).
    static Answer<void> check_owner(const Account& account) {
        if (account.view) return Error(ErrorType::forbidden, "it is somebody else's");
        return {};
    }

    Answer<Shares::People> people_from(const Context& context, const Account& account, const json::value& wanted,
                                       const json::value& before) const {
        if (wanted.is_null() && before.is_null()) return Shares::People();
        if (!mail_.shares) return Error(ErrorType::forbidden, "folders are not shared one by one");
        return mail_.shares->read(context, account, ObjectKind::folder, wanted, before);
    }

    // After the Mailboxes, which are in another database: what cannot be shared then is not, and it is said.
    void share(const Context& context, const Account& account, const mailbox::MailboxSetDone& done,
               SetAnswer& answer) const {
        for (const auto& [id, people] : sharing_) {
            const auto n = to_be_from(id, set_.create.size());
            if (std::ranges::find(later_, id) != later_.end()) continue;  // it goes again
            const auto number = n ? done.created[*n].id : *mailbox_from(id);
            const auto at = std::ranges::find_if(updating_, [&](const Updating& u) { return u.id == id; });
            const auto fault = n                       ? done.created[*n].fault
                               : at == updating_.end() ? MailboxFault::not_found
                                                       : done.updated[static_cast<std::size_t>(at - updating_.begin())];
            if (fault != MailboxFault::none) continue;
            const auto& name = n ? set_.create[*n].name : at->name;
            auto shared = mail_.shares->write(context, {account.number, ObjectKind::folder, number, name}, people);
            if (shared) continue;
            const auto real = mailbox_id(number);
            std::erase_if(answer.updated, [&](const auto& entry) { return entry.first == real; });
            if (!n) answer.not_updated.emplace_back(real, std::move(shared).error());
            for (auto& [creation, object] : answer.created)
                if (n && object.at("id") == json::value(real)) object["shareWith"] = nullptr;
        }
        for (std::size_t n = 0; n < set_.destroy.size(); ++n) {
            const bool gone = done.destroyed[n] == MailboxFault::none && shared_.contains(set_.destroy[n]);
            if (!gone) continue;
            const auto* was = opened_.index->mailbox(set_.destroy[n]);
            // Where this fails nobody sees more for it: there is no such Mailbox, and never will be again.
            (void)mail_.shares->write(
                context, {account.number, ObjectKind::folder, set_.destroy[n], was ? was->name : std::string()}, {});
        }
    }

    Answer<std::int64_t> parent_from(const json::value& id) const {
        if (id.is_null()) return std::int64_t{0};
        const auto name = text_of(id.as_string());
        if (const auto n = to_be_from(name, set_.create.size())) return -static_cast<std::int64_t>(*n) - 1;
        const auto number = mailbox_from(name);
        if (!number) return invalid_properties({"parentId"}, "there is no such Mailbox");
        return *number;
    }

    json::object json_of(const Account& account, std::size_t n) const {
        const auto& made = set_.create[n];
        mailbox::Mailbox mailbox;
        mailbox.name = made.name;
        mailbox.role = made.role;
        mailbox.sort_order = made.sort_order;
        mailbox.subscribed = made.subscribed;
        auto object = mailbox_json(account, mailbox, shared_);
        object["id"] = id_to_be(n);
        if (made.parent > 0) object["parentId"] = mailbox_id(made.parent);
        if (made.parent < 0) object["parentId"] = id_to_be(static_cast<std::size_t>(-made.parent - 1));
        return object;
    }

    static void change_new(mailbox::NewMailbox& made, mailbox::MailboxChange change) {
        if (change.name) made.name = std::move(*change.name);
        if (change.role) made.role = std::move(*change.role);
        if (change.parent) made.parent = *change.parent;
        if (change.sort_order) made.sort_order = *change.sort_order;
        if (change.subscribed) made.subscribed = *change.subscribed;
    }

    // The name, where it is kept in another form than it was given; else null.
    json::value kept_name(const std::string& given) const {
        const auto kept = mailbox_name(given, mail_.accounts.limits().name_octets);
        if (!kept || *kept == given) return nullptr;
        return json::object{{"name", *kept}};
    }

    // Whose name it is; where that was made or moved by this very call, it goes without saying.
    void name_sibling(std::int64_t parent, const std::string& name, Error& error) const {
        const auto kept = mailbox_name(name, mail_.accounts.limits().name_octets);
        for (const auto& mailbox : opened_.index->mailboxes()) {
            if (kept && mailbox.parent == parent && mailbox.name == *kept)
                error.more["existingId"] = mailbox_id(mailbox.id);
        }
    }

    void tell_created(Context& context, const Account& account, const mailbox::MailboxSetDone& done,
                      SetAnswer& answer) const {
        auto created = std::exchange(answer.created, {});
        for (std::size_t n = 0; n < created.size(); ++n) {
            auto& [creation, object] = created[n];
            auto error = error_of(done.created[n].fault);
            if (error) {
                context.created_ids.erase(creation);
                if (error->type == ErrorType::already_exists)
                    name_sibling(set_.create[n].parent, set_.create[n].name, *error);
                answer.not_created.emplace_back(creation, std::move(*error));
                continue;
            }
            mailbox::Mailbox made;
            made.id = done.created[n].id;
            object = mailbox_json(account, made, shared_);
            for (auto asked : {"name", "parentId", "role", "sortOrder", "isSubscribed", "shareWith"})
                object.erase(asked);
            if (auto kept = kept_name(set_.create[n].name); kept.is_object()) object["name"] = kept.as_object()["name"];
            answer.created.emplace_back(std::move(creation), std::move(object));
        }
    }

    void tell_updated(const mailbox::MailboxSetDone& done, SetAnswer& answer) const {
        for (std::size_t n = 0; n < updating_.size(); ++n) {
            const auto& [id, name, parent] = updating_[n];
            auto error = error_of(done.updated[n]);
            if (!error) continue;
            if (error->type == ErrorType::already_exists) name_sibling(parent, name, *error);
            std::erase_if(answer.updated, [&](const auto& entry) { return entry.first == id; });
            answer.not_updated.emplace_back(id, std::move(*error));
        }
        // Those that this call made have their ids now.
        auto updated = std::exchange(answer.updated, {});
        for (auto& [id, value] : updated) {
            const auto n = to_be_from(id, set_.create.size());
            if (n && done.created[*n].fault != MailboxFault::none) {
                answer.not_updated.emplace_back(id, ErrorType::not_found);
                continue;
            }
            answer.updated.emplace_back(n ? mailbox_id(done.created[*n].id) : id, std::move(value));
        }
    }

    void tell_destroyed(const mailbox::MailboxSetDone& done, SetAnswer& answer) const {
        for (std::size_t n = 0; n < set_.destroy.size(); ++n) {
            auto error = error_of(done.destroyed[n]);
            if (!error) continue;
            const auto id = mailbox_id(set_.destroy[n]);
            std::erase(answer.destroyed, id);
            answer.not_destroyed.emplace_back(id, std::move(*error));
        }
    }

    // Created and destroyed by the same call: asked for, if for no good reason.
    Answer<void> destroy_new(const mailbox::MailboxSetDone& made, Written& written, SetAnswer& answer) const {
        mailbox::MailboxSet set;
        set.remove_emails = set_.remove_emails;
        for (const auto& id : later_) set.destroy.push_back(made.created[*to_be_from(id, set_.create.size())].id);
        JMAP_TRY(const auto done, mailbox::set_mailboxes(opened_.account, set));
        written.add(done.old_state, done.new_state);
        for (std::size_t n = 0; n < later_.size(); ++n) {
            std::erase(answer.destroyed, later_[n]);
            const auto id = set.destroy[n] == 0 ? later_[n] : mailbox_id(set.destroy[n]);
            if (auto error = error_of(done.destroyed[n])) {
                answer.not_destroyed.emplace_back(id, std::move(*error));
            } else {
                answer.destroyed.push_back(id);
            }
        }
        return {};
    }

    const Mail& mail_;
    Opened opened_;
    mailbox::MailboxSet set_;
    struct Updating {
        std::string id, name;
        std::int64_t parent;
    };
    ShareWith shared_;  // before
    struct Sharing {
        std::string id;
        Shares::People people;
    };
    std::vector<Sharing> sharing_;
    std::vector<Updating> updating_;  // in the order of set_.update
    std::vector<std::string> later_;  // what this call both makes and destroys
};

}  // namespace

Answer<json::object> set_mailboxes(const Mail& mail, Context& context, json::object arguments) {
    Set type(mail);
    return set(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
