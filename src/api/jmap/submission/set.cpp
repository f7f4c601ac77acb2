// EmailSubmission/set, RFC 8621 section 7.5.
#include "api/jmap/standard/set.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "api/jmap/submission/dispatch.hpp"
#include "api/jmap/submission/submission.hpp"

namespace bailey::jmap {
namespace {

class Set final : public Setter {
public:
    explicit Set(const Sending& sending) : sending_(sending) {}

    const Properties& properties() const override { return submission_properties; }

    Answer<void> arguments(Context&, Arguments& arguments) override {
        JMAP_TRY(auto update, arguments.object_or_null("onSuccessUpdateEmail"));
        JMAP_TRY(auto destroy, arguments.strings_or_null("onSuccessDestroyEmail"));
        if (update) update_email_ = std::move(*update);
        if (destroy) destroy_email_ = std::move(*destroy);
        for (const auto& [id, patch] : update_email_) {
            if (!patch.is_object()) return invalid_arguments("onSuccessUpdateEmail", "has a value that is no object");
        }
        return {};
    }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_CHECK(sending_.ledger().of(account.number));
        return sending_.ledger().state(account.number);
    }

    Answer<json::object> create(Context& context, const Account& account, json::object object) override {
        if (object.at("undoStatus") != "pending")
            return invalid_properties({"undoStatus"}, "it is the server's to set");
        JMAP_TRY(auto sent, dispatch(sending_, context, account, object));
        auto told = to_json(sent);
        for (auto known : {"identityId", "emailId"}) told.erase(known);
        if (!object.at("envelope").is_null()) told.erase("envelope");
        done_[submission_id(sent.number)] = sent.email;
        return told;
    }

    Answer<json::object> load(Context&, const Account& account, const std::string& id,
                              const std::vector<std::string>&) override {
        JMAP_TRY(current_, find(account, id));
        return to_json(current_);
    }

    // Nothing but undoStatus can be changed, and that to "canceled" alone.
    Answer<json::value> update(Context&, const Account& account, const std::string& id, const Update& update) override {
        if (update.changes("undoStatus")) {
            if (update.wanted.at("undoStatus") != "canceled") {
                return invalid_properties({"undoStatus"}, "it can be set to \"canceled\" alone");
            }
            JMAP_CHECK(sending_.ledger().cancel(account.number, current_));
        }
        done_[id] = current_.email;
        return json::value(nullptr);
    }

    // The record alone: what is on its way, or held, goes on.
    Answer<void> destroy(Context&, const Account& account, const std::string& id) override {
        JMAP_TRY(auto record, find(account, id));
        JMAP_CHECK(sending_.ledger().remove(account.number, record.number));
        done_[id] = record.email;
        return {};
    }

    // One implicit Email/set for all that both arguments ask for.
    Answer<void> finish(Context& context, const Account& account, const SetRequest&, SetAnswer&) override {
        json::object update;
        for (auto& [id, patch] : update_email_) {
            auto email = email_of(context, text_of(id));
            if (!email) continue;
            auto& all = update[*email];
            if (!all.is_object()) all.emplace_object();
            for (auto& [path, value] : patch.get_object()) all.get_object()[path] = std::move(value);
        }
        json::array destroy;
        std::set<std::string> emails;
        for (const auto& id : destroy_email_) {
            auto email = email_of(context, id);
            if (email && emails.insert(*email).second) destroy.emplace_back(*email);
        }
        if (update.empty() && destroy.empty()) return {};
        json::object arguments{{"accountId", account_id(account.number)}};
        if (!update.empty()) arguments["update"] = std::move(update);
        if (!destroy.empty()) arguments["destroy"] = std::move(destroy);
        context.then("Email/set", std::move(arguments));
        return {};
    }

private:
    // As it was at the first look of this call: an id is updated or destroyed once.
    Answer<Record> find(const Account& account, const std::string& id) {
        auto number = submission_from(id);
        if (!number) return ErrorType::not_found;
        if (!all_) {
            JMAP_TRY(all_, sending_.ledger().of(account.number));
        }
        auto at = std::find_if(all_->begin(), all_->end(), [&](const Record& r) { return r.number == *number; });
        if (at == all_->end()) return ErrorType::not_found;
        return *at;
    }

    // The Email of a submission that this call has created, updated or destroyed.
    const std::string* email_of(const Context& context, std::string_view id) const {
        std::string real(id);
        if (id.starts_with('#')) {
            auto created = context.created_ids.find(id.substr(1));
            if (created == context.created_ids.end()) return nullptr;
            real = created->second;
        }
        auto at = done_.find(real);
        return at == done_.end() ? nullptr : &at->second;
    }

    const Sending& sending_;
    json::object update_email_;
    std::vector<std::string> destroy_email_;
    std::optional<std::vector<Record>> all_;   // that there are
    Record current_;                           // what update() is about
    std::map<std::string, std::string> done_;  // id to emailId
};

}  // namespace

Answer<json::object> set_submissions(const Sending& sending, Context& context, json::object arguments) {
    Set type(sending);
    return set(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
