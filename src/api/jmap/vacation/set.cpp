#include "api/jmap/standard/set.hpp"
#include "api/jmap/vacation/object.hpp"
#include "api/jmap/vacation/vacation.hpp"

namespace bailey::jmap {
namespace {

class Set final : public Setter {
public:
    explicit Set(mailbox::Accounts& accounts) : accounts_(accounts) {}

    const Properties& properties() const override { return vacation_properties; }
    bool singleton() const override { return true; }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(account_, accounts_.open(account.number));
        JMAP_TRY(auto state, vacation::vacation_state(account_));
        return text(state);
    }

    Answer<json::object> load(Context&, const Account&, const std::string& id,
                              const std::vector<std::string>&) override {
        if (id != vacation_id) return ErrorType::not_found;
        JMAP_TRY(auto vacation, vacation::vacation(account_));
        return to_json(vacation);
    }

    Answer<json::value> update(Context&, const Account&, const std::string&, const Update& update) override {
        if (update.changed.empty()) return json::value(nullptr);
        JMAP_CHECK(vacation::set_vacation(account_, vacation_from(update.wanted)));
        return json::value(nullptr);
    }

private:
    mailbox::Accounts& accounts_;
    mailbox::Account account_;
};

}  // namespace

Answer<json::object> set_vacation(mailbox::Accounts& accounts, Context& context, json::object arguments) {
    Set type(accounts);
    return set(context, std::move(arguments), type);
}

void add_vacation(Api& api, mailbox::Accounts& accounts) {
    const std::string uri(vacation_uri);
    api.add(Capability{uri, {}, [](const Account& account) {
                           return account.has_mail ? std::optional(json::object{}) : std::nullopt;
                       }});
    api.add(Method{"VacationResponse/get", uri, [&accounts](Context& context, json::object arguments) {
                       return get_vacation(accounts, context, std::move(arguments));
                   }});
    api.add(Method{"VacationResponse/set", uri, [&accounts](Context& context, json::object arguments) {
                       return set_vacation(accounts, context, std::move(arguments));
                   }});
}

}  // namespace bailey::jmap
