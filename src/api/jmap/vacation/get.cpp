#include <algorithm>

#include "api/jmap/standard/get.hpp"
#include "api/jmap/vacation/object.hpp"
#include "api/jmap/vacation/vacation.hpp"

namespace bailey::jmap {
namespace {

class Get final : public Getter {
public:
    explicit Get(mailbox::Accounts& accounts) : accounts_(accounts) {}

    const Properties& properties() const override { return vacation_properties; }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(account_, accounts_.open(account.number));
        JMAP_TRY(auto state, vacation::vacation_state(account_));
        return text(state);
    }

    // RFC 8621 section 8.1: exactly one, whether it was ever set or not.
    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t) override {
        return std::vector{std::string(vacation_id)};
    }

    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        if (std::find(ids.begin(), ids.end(), vacation_id) == ids.end()) return found;
        JMAP_TRY(auto vacation, vacation::vacation(account_));
        found.push_back(to_json(vacation));
        return found;
    }

private:
    mailbox::Accounts& accounts_;
    mailbox::Account account_;
};

}  // namespace

Answer<json::object> get_vacation(mailbox::Accounts& accounts, Context& context, json::object arguments) {
    Get type(accounts);
    return get(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
