// Hearing what other processes announce in the transactions that they commit (Connection::announce).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::sql {

// Called on a thread of the listener's own, until its destructor returned.
struct Ears {
    std::function<void(std::string_view text)> heard;  // once the transaction is committed; this process's, too
    std::function<void()> missed;                      // the connection was lost: there may have been announcements
};

class Listener {
public:
    virtual ~Listener() = default;
};

// Keeps one connection, and makes it anew when it is lost. Null for SQLite: its databases are of one process.
// Errors: those of open().
Result<std::unique_ptr<Listener>> listen(const std::string& url, Ears ears);

}  // namespace bailey::sql
