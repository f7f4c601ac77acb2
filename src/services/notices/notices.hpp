// Notices of the service (service.md section 11): written by the community's administrators, shown to everybody or to
// an organisation and all below it, in English and in Welsh.
#pragma once
#include <string_view>

#include "services/audit/acting.hpp"
#include "store/community/community.hpp"
#include "store/tables/notices.hpp"

namespace bailey::notices {

using store::notices::Level;
using store::notices::Notice;

std::string_view to_string(Level level);          // "info"
Result<Level> level_from(std::string_view name);  // bad_syntax

// Thread-safe; blocks.
class Notices {
public:
    Notices(store::Community& community, const Clock& clock) : community_(community), clock_(clock) {}

    // `notice.id` is not looked at. Where no Welsh is given, the English is shown. Errors: denied, not_found (the
    // organisation), bad_syntax (no text, text that is no UTF-8 or longer than 2,000 octets, or an end before its
    // beginning).
    Result<std::int64_t> add(const Acting& acting, Notice notice);
    Result<void> remove(const Acting& acting, std::int64_t id);  // denied, not_found
    Result<std::vector<Notice>> list(const Acting& acting);      // all that were not removed, by id; denied

    struct Seen {
        std::vector<Notice> list;  // by id
        std::int64_t state = 0;
    };
    // Those that are meant for the account and are not over. Errors: not_found (no such account).
    Result<Seen> seen_by(AccountId account);
    // Of those meant for the account, what changed after `state`: removed ones, too. `state` is as of now.
    Result<Seen> changed(AccountId account, std::int64_t state);

private:
    store::Community& community_;
    const Clock& clock_;
};

}  // namespace bailey::notices
