// Indexes new mail for search in the background, off the delivery path: when an account has gathered some, so that a
// search never has much left to do first. One thread that the system runs when nothing else wants the processor.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "services/search/search.hpp"

namespace bailey::search {

class Indexer {
public:
    static constexpr std::size_t gathered = 64;  // arrivals that make it worth while

    Indexer(mailbox::Accounts& accounts, Search& search);
    ~Indexer();  // stop()
    void start();
    void stop();
    void add(AccountId account);  // has work; does not block

private:
    void loop();
    void work(AccountId account);
    bool stopping();

    mailbox::Accounts& accounts_;
    Search& search_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::unordered_map<AccountId, std::size_t> arrived_;
    std::deque<AccountId> waiting_;
    std::unordered_set<AccountId> is_waiting_;
    bool stopping_ = false;
    mailbox::Notifier::Subscription listening_;
    std::thread thread_;
};

}  // namespace bailey::search
