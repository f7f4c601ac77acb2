#include "store/sql/claim.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "base/log.hpp"

namespace bailey::sql {

// A file of its own: closing the database's own file would let go of SQLite's locks on it.
Result<Claim> Claim::of(const std::string& url) {
    constexpr std::string_view scheme = "sqlite:";
    if (!url.starts_with(scheme)) return Claim(-1);
    const auto path = url.substr(scheme.size()) + ".served";
    Claim claim(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (claim.file_ < 0) {
        log::error("database.claim", {{"file", path}, {"detail", "cannot be made"}});
        return Errc::storage_full;
    }
    if (::flock(claim.file_, LOCK_EX | LOCK_NB) == 0) return claim;
    log::error("database.served_already",
               {{"file", path}, {"detail", "another baileyd serves it; with SQLite, one process has all the roles"}});
    return Errc::in_use;
}

Claim::Claim(Claim&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

Claim::~Claim() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace bailey::sql
