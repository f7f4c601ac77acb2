// Puts sign-ins on record behind their backs: the audit and the accounts' last activity, many in one transaction.
#pragma once
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/community/shards.hpp"
#include "store/tables/audit.hpp"

namespace bailey::signin {

// Thread-safe. Writes every few seconds from a thread of its own, and what is left when it is destroyed.
class Activity {
public:
    explicit Activity(store::Community& community);
    ~Activity();

    void signed_in(const store::Mailbox& who, std::string_view peer, Time now);  // once an hour an account
    void failed(const store::Mailbox& who, std::string_view peer, Time now);

private:
    void note(store::audit::Entry entry);
    void run(std::stop_token stop);
    void write(std::vector<store::audit::Entry> entries);

    store::Community& community_;
    store::Shards<AccountId, Time> noted_;
    std::mutex mutex_;
    std::condition_variable_any more_;
    std::vector<store::audit::Entry> waiting_;
    std::jthread writer_;  // last: it uses the others
};

}  // namespace bailey::signin
