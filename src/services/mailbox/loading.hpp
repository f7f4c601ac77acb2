// Reads what the index of an account is made of.
#pragma once
#include "services/mailbox/snapshot_editor.hpp"

namespace bailey::mailbox {

struct Loaded {
    News news;
    bool restored = false;                  // the database is older than `base`: put back from a backup
    std::vector<std::int64_t> undescribed;  // emails that are not in `news`: they have no thread yet
};
// What has changed since `base`, or all where it is null, as of one moment; of the emails `missed` too, which an
// earlier call named in `undescribed`. Errors: not_found (the account has gone), corrupt.
Result<Loaded> load(const Account& account, const Snapshot* base, const std::vector<std::int64_t>& missed,
                    SetNumbers& numbers);

// Gives emails that were stored without them (by an older version, or in haste) their summary and thread.
Result<void> describe(const Account& account, std::vector<std::int64_t> ids);

}  // namespace bailey::mailbox
