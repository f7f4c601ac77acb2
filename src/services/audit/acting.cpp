#include "services/audit/acting.hpp"

#include "store/tables/organisations.hpp"

namespace bailey {

Actor system_actor() {
    constexpr auto everywhere = store::organisations::community;
    return {
        .account = AccountId{0},
        .grants = {
            {Role::community_administrator, everywhere}, {Role::engineer, everywhere}, {Role::auditor, everywhere}}};
}

}  // namespace bailey
