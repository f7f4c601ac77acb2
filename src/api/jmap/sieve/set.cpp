// SieveScript/set: RFC 9661 section 2.3.
#include "api/jmap/standard/set.hpp"

#include <algorithm>

#include "api/jmap/sieve/script.hpp"
#include "protocol/sieve/sieve.hpp"

namespace bailey::jmap {
namespace {

// Works on a copy of all scripts, and writes what has become different in one transaction.
class Set final : public Setter {
public:
    explicit Set(const Sieve& sieve) : sieve_(sieve) {}
    bool overtaken() const { return overtaken_; }

    const Properties& properties() const override { return script_properties; }

    Answer<void> arguments(Context&, Arguments& arguments) override {
        JMAP_TRY(activate_, arguments.string_or_null("onSuccessActivateScript"));
        JMAP_TRY(deactivate_, arguments.boolean("onSuccessDeactivateScript", false));
        return {};
    }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(account_, sieve_.accounts.open(account.number));
        JMAP_TRY(before_, filter::scripts(account_));
        now_ = before_.list;
        return text(before_.state);
    }

    Answer<json::object> create(Context& context, const Account& account, json::object object) override {
        if (now_.size() >= sieve_.settings.max_scripts)
            return Error(ErrorType::over_quota,
                         "an account may have " + std::to_string(sieve_.settings.max_scripts) + " scripts");
        filter::StoredScript script;
        JMAP_TRY(script.text, valid_content(sieve_, context.caller, account, string(object, "blobId")));
        JMAP_TRY(script.name, name_for(object, nullptr));
        script.id = -static_cast<std::int64_t>(++created_);
        json::object told{{"name", script.name}, {"isActive", false}};
        now_.push_back(std::move(script));
        return told;
    }

    Answer<json::object> load(Context&, const Account&, const std::string& id,
                              const std::vector<std::string>&) override {
        const auto* script = find(id);
        if (!script) return ErrorType::not_found;
        return script_object(*script);
    }

    Answer<json::value> update(Context& context, const Account& account, const std::string& id,
                               const Update& update) override {
        auto* script = find(id);
        if (!script) return ErrorType::not_found;
        auto changed = *script;
        if (update.changes("blobId")) {
            JMAP_TRY(changed.text, valid_content(sieve_, context.caller, account, string(update.wanted, "blobId")));
        }
        if (update.changes("name")) {
            JMAP_TRY(changed.name, name_for(update.wanted, script));
        }
        *script = std::move(changed);
        // The content has an id of its own now, whichever blob it came from.
        if (!update.changes("blobId")) return json::value(nullptr);
        return json::value(json::object{{"blobId", script_blob_id(*script)}});
    }

    Answer<void> destroy(Context&, const Account&, const std::string& id) override {
        const auto* script = find(id);
        if (!script) return ErrorType::not_found;
        if (script->active) return ErrorType::sieve_is_active;
        std::erase_if(now_, [&](auto& other) { return other.id == script_number(id); });
        return {};
    }

    Answer<void> finish(Context& context, const Account&, const SetRequest&, SetAnswer& answer) override {
        if (answer.not_created.empty() && answer.not_updated.empty() && answer.not_destroyed.empty())
            change_active(context, answer);
        return write(answer);
    }

private:
    static std::string string(const json::object& object, std::string_view name) {
        const auto* value = member(object, name);
        return value && value->is_string() ? std::string(text_of(value->get_string())) : std::string();
    }

    filter::StoredScript* find(std::string_view id) {
        const auto number = script_number(id);
        const auto found = std::ranges::find_if(now_, [&](auto& script) { return script.id == number; });
        return found == now_.end() ? nullptr : &*found;
    }

    // The name wanted, or where none is, one that is free. Errors: invalidProperties, alreadyExists.
    Answer<std::string> name_for(const json::object& object, const filter::StoredScript* self) const {
        const auto taken = [&](std::string_view name) {
            return std::ranges::find_if(now_, [&](auto& script) { return &script != self && script.name == name; });
        };
        auto name = string(object, "name");
        const auto* given = member(object, "name");
        if (!given || given->is_null()) {
            for (int n = 1;; ++n) {
                name = "Filter " + std::to_string(n);
                if (taken(name) == now_.end()) return name;
            }
        }
        if (name.size() > sieve_.settings.max_script_name || !sieve::is_script_name(name))
            return invalid_properties({"name"}, "1 to 128 characters, none of them a control character");
        const auto other = taken(name);
        if (other == now_.end()) return name;
        Error error(ErrorType::already_exists);
        if (other->id > 0) error.more["existingId"] = script_id(other->id);
        return error;
    }

    // Of a name that says no script, nothing changes (section 2.3).
    void change_active(const Context& context, SetAnswer& answer) {
        if (!activate_ && !deactivate_) return;
        filter::StoredScript* wanted = nullptr;
        if (activate_)
            wanted = activate_->starts_with('#') ? created_as(activate_->substr(1), context, answer) : find(*activate_);
        if (activate_ && !wanted && !deactivate_) return;
        for (auto& script : now_) {
            const bool active = &script == wanted;
            if (script.active == active) continue;
            script.active = active;
            tell(script, answer);
        }
    }

    // Created ones have the ids -1, -2 ... in the order of the answer.
    filter::StoredScript* created_as(std::string_view creation, const Context& context, const SetAnswer& answer) {
        std::int64_t id = 0;
        for (const auto& [name, object] : answer.created) {
            --id;
            if (name != creation) continue;
            const auto found = std::ranges::find(now_, id, &filter::StoredScript::id);
            return found == now_.end() ? nullptr : &*found;
        }
        const auto earlier = context.created_ids.find(creation);  // by another call of the request
        return earlier == context.created_ids.end() ? nullptr : find(earlier->second);
    }

    // isActive is the server's: whoever set it off is told.
    static void tell(const filter::StoredScript& script, SetAnswer& answer) {
        if (script.id < 0) {
            answer.created.at(static_cast<std::size_t>(-script.id - 1)).second["isActive"] = script.active;
            return;
        }
        const auto id = script_id(script.id);
        auto entry = std::ranges::find_if(answer.updated, [&](auto& updated) { return updated.first == id; });
        if (entry == answer.updated.end()) entry = answer.updated.emplace(entry, id, nullptr);
        if (!entry->second.is_object()) entry->second = json::object{};
        entry->second.get_object()["isActive"] = script.active;
    }

    Answer<void> write(SetAnswer& answer) {
        mailbox::ItemSet set;
        set.if_in_state = before_.state;
        std::vector<filter::StoredScript> made;
        for (const auto& script : now_) {
            if (script.id < 0) {
                set.create.push_back({stored_form(script), 0});
                made.push_back(script);
            } else if (const auto* old = before_.find(script.id); old && *old != script) {
                set.update.push_back({script.id, stored_form(script)});
            }
        }
        for (const auto& old : before_.list)
            if (std::ranges::find(now_, old.id, &filter::StoredScript::id) == now_.end()) set.destroy.push_back(old.id);
        if (set.create.empty() && set.update.empty() && set.destroy.empty()) return {};
        auto done = mailbox::set_items(account_, mailbox::ItemType::sieve_script, set);
        overtaken_ = !done && done.error() == Errc::conflict;
        JMAP_CHECK(done);
        answer.old_state = text(done->old_state);
        answer.new_state = text(done->new_state);
        for (std::size_t n = 0; n < made.size(); ++n) {
            JMAP_TRY(made[n].id, std::move(done->created.at(n)));
            auto& object = answer.created.at(n).second;
            object["id"] = script_id(made[n].id);
            object["blobId"] = script_blob_id(made[n]);
        }
        for (auto& updated : done->updated) JMAP_CHECK(updated);
        return {};
    }

    const Sieve& sieve_;
    std::optional<std::string> activate_;
    bool deactivate_ = false, overtaken_ = false;
    mailbox::Account account_;
    filter::Scripts before_;
    std::vector<filter::StoredScript> now_;
    std::size_t created_ = 0;
};

}  // namespace

// Written only where nobody else's write came between: else all is done again, unless the client named a state.
Answer<json::object> set_scripts(const Sieve& sieve, Context& context, json::object arguments) {
    constexpr int most_tries = 10;
    const auto* asked = member(arguments, "ifInState");
    const bool once = asked && !asked->is_null();
    for (int tries = 1;; ++tries) {
        Set type(sieve);
        auto answer = set(context, arguments, type);
        if (!type.overtaken() || once || tries == most_tries) return answer;
    }
}

}  // namespace bailey::jmap
