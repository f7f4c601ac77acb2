#include "api/jmap/standard/set.hpp"

#include <algorithm>

#include "api/jmap/identity/identity.hpp"

namespace bailey::jmap {
namespace {

// RFC 8621 section 4.1.2.3: {"name": String|null, "email": String}.
bool is_email_address(const json::value& value) {
    if (!value.is_object()) return false;
    auto& object = value.get_object();
    auto email = member(object, "email"), name = member(object, "name");
    bool named = name != nullptr;
    return email && email->is_string() && (!named || name->is_null() || name->is_string()) &&
           object.size() == (named ? 2u : 1u);
}

Answer<void> check_addresses(const json::object& object) {
    std::vector<std::string> wrong;
    for (auto property : {"replyTo", "bcc"}) {
        auto list = member(object, property);
        if (!list || !list->is_array()) continue;
        auto& all = list->get_array();
        if (!std::all_of(all.begin(), all.end(), is_email_address)) wrong.emplace_back(property);
    }
    if (!wrong.empty()) return invalid_properties(wrong, "an item is not an EmailAddress");
    return {};
}

class Set final : public Setter {
public:
    explicit Set(const Identities& identities) : identities_(identities) {}

    const Properties& properties() const override { return identity_properties; }

    Answer<std::string> state(Context&, const Account& account) override { return identities_.state(account.number); }

    Answer<json::object> create(Context&, const Account& account, json::object object) override {
        JMAP_CHECK(check_addresses(object));
        JMAP_TRY(auto number, identities_.create(account.number, std::move(object)));
        return json::object{{"id", identity_id(number)}, {"mayDelete", true}};
    }

    Answer<json::object> load(Context&, const Account& account, const std::string& id,
                              const std::vector<std::string>&) override {
        JMAP_TRY(auto identity, identities_.find(account.number, id));
        return std::move(identity.object);
    }

    Answer<json::value> update(Context&, const Account& account, const std::string& id, const Update& update) override {
        JMAP_CHECK(check_addresses(update.wanted));
        if (update.changed.empty()) return json::value(nullptr);
        JMAP_CHECK(identities_.update(account.number, {*identity_from(id), update.wanted}));
        return json::value(nullptr);
    }

    Answer<void> destroy(Context&, const Account& account, const std::string& id) override {
        return identities_.destroy(account.number, id);
    }

private:
    const Identities& identities_;
};

}  // namespace

Answer<json::object> set_identities(const Identities& identities, Context& context, json::object arguments) {
    Set type(identities);
    return set(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
