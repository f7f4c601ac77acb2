#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "net/endpoint.hpp"
#include "net/http/response_writer.hpp"

namespace bailey::net::http {

Result<Pieces> pieces_of(const File& file) {
    auto opened = std::make_shared<Socket>(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (opened->fd() < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? Errc::not_found : Errc::try_later;
    struct stat about {};
    if (::fstat(opened->fd(), &about) != 0) return Errc::try_later;
    if (!S_ISREG(about.st_mode)) return Errc::not_found;
    auto read = [opened](std::uint64_t offset, std::size_t most) -> Result<std::string> {
        std::string piece(most, '\0');
        auto got = ::pread(opened->fd(), piece.data(), most, static_cast<off_t>(offset));
        if (got < 0) return Errc::try_later;
        piece.resize(static_cast<std::size_t>(got));
        return piece;
    };
    return Pieces{.length = static_cast<std::uint64_t>(about.st_size), .read = std::move(read)};
}

}  // namespace bailey::net::http
