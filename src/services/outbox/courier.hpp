// Sends what waits in the outbox of notices: at once, then again with growing waits until it is of no use any more.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "services/outbox/outbox.hpp"
#include "store/community/community.hpp"

namespace bailey::outbox {

// Blocks until the letter is somebody else's. Errors: denied (never, and said to be so), anything else: try again.
using Transport = std::function<Result<void>(const Letter&)>;

// Each letter a file "<time>-<number>.eml" in the folder, which is made where it is missing, readable by its owner
// alone: for demonstrations, and for installations whose mail leaves by another way.
Transport into_folder(std::string folder, const Clock& clock);

class Courier {
public:
    // An empty transport sends nothing and keeps nothing for long; start() says so in the log.
    Courier(store::Community& community, const Notices& notices, const Clock& clock, Transport transport);
    ~Courier();  // stop()
    void start();
    void stop();

    // One round: everything that is due. Returns how many were sent.
    Result<std::size_t> send_due();

private:
    void run(std::stop_token stop);
    bool send(const store::outgoing_notices::Notice& notice);

    store::Community& community_;
    const Notices& notices_;
    const Clock& clock_;
    const Transport transport_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

}  // namespace bailey::outbox
