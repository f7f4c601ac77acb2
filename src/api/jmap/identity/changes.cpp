#include "api/jmap/standard/changes.hpp"

#include "api/jmap/identity/identity.hpp"
#include "api/jmap/mail_changes.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {
namespace {

std::vector<std::string> identity_ids(const std::vector<std::int64_t>& numbers) {
    std::vector<std::string> ids;
    for (auto number : numbers) ids.push_back(identity_id(number));
    return ids;
}

class Changes final : public Changer {
public:
    explicit Changes(const Identities& identities) : identities_(identities) {}

    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override {
        JMAP_CHECK(identities_.of(account.number));  // what the account's addresses have changed counts
        JMAP_TRY(auto opened, identities_.mail().open(account.number));
        JMAP_TRY(auto from, state_or_cannot(since));
        return changed_from(mailbox::item_changes(opened, mailbox::ItemType::identity, from, most), identity_ids);
    }

private:
    const Identities& identities_;
};

}  // namespace

Answer<json::object> identity_changes(const Identities& identities, Context& context, json::object arguments) {
    Changes type(identities);
    return changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
