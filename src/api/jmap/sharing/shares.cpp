#include "api/jmap/sharing/shares.hpp"

#include "api/jmap/principal/principals.hpp"
#include "services/mailbox/items.hpp"
#include "services/sharing/shared_objects.hpp"

namespace bailey::jmap {
namespace {

constexpr std::uint64_t types_of(ObjectKind kind) {
    using namespace mailbox;
    if (kind == ObjectKind::folder) return types::email | types::mailbox | types::thread;
    return type_bit(ItemType::address_book) | type_bit(ItemType::contact);
}

Error wrong(const std::string& why) { return invalid_properties({"shareWith"}, why); }

// The same words whether there is nobody of that id, or only nobody whom the caller sees.
Error no_such(std::string_view id) { return wrong(std::string(id) + " is no person of the community"); }

}  // namespace

json::value share_with(const ShareWith& all, std::int64_t object) {
    const auto at = all.find(object);
    return at == all.end() ? json::value(nullptr) : json::value(at->second);
}

Answer<ShareWith> Shares::of(const Account& account, ObjectKind kind) const {
    ShareWith all;
    if (!account.may_share) return all;
    JMAP_TRY(const auto given, rooms_.objects.given(account.number));
    for (const auto& grant : given) {
        if (grant.kind != kind) continue;
        all[grant.object][principal_id(grant.person)] = rights_json(kind, grant.rights);
    }
    return all;
}

Answer<Shares::People> Shares::read(const Context& context, const Account& account, ObjectKind kind,
                                    const json::value& wanted, const json::value& before) const {
    if (!account.may_share) return Error(ErrorType::forbidden, "it is not yours to share");
    People people;
    if (wanted.is_null()) return people;
    JMAP_TRY(const auto directory, rooms_.directory.snapshot());
    const auto viewer = viewer_of(context);
    for (const auto& [key, value] : wanted.as_object()) {
        const auto id = text_of(key);
        const auto principal = principal_from(id);
        if (!principal || principal->kind != directory::Kind::person) return no_such(id);
        const AccountId person{principal->number};
        // RFC 9670 section 4: "The Principal that owns the Account that this data is in MUST NOT be in the map".
        if (person == account.number) return wrong("the owner has every right already");
        const auto* entry = directory->find(*principal);
        const bool known = before.is_object() && before.get_object().contains(key);
        if (!known && (!entry || !viewer.sees(*entry))) return no_such(id);
        JMAP_TRY(const auto rights, rights_from(kind, value));
        if (rights != 0) people.push_back({person, rights});
    }
    return people;
}

Answer<void> Shares::write(const Context& context, const sharing::ObjectSharing::Object& object,
                           const People& people) const {
    const Acting acting(Actor{context.caller.who.account, {}});
    const auto changed = rooms_.sharing.share(acting, object, people);
    if (!changed) {
        const auto why = errc_of(changed.error());
        if (why == Errc::outside) return wrong("somebody is no person of the community");
        if (why == Errc::too_many) {
            return wrong("at most " + std::to_string(sharing::ObjectSharing::most_people) + " people, and " +
                         std::to_string(sharing::ObjectSharing::most_grants) + " in all of the account");
        }
        return Error(changed.error());
    }
    for (auto person : *changed) rooms_.notifier.tell(person, type_bit(mailbox::ItemType::share_notification));
    // For those who listen to the account already: what they see of it is another.
    if (!changed->empty()) rooms_.notifier.tell(object.owner, types_of(object.kind));
    return {};
}

}  // namespace bailey::jmap
