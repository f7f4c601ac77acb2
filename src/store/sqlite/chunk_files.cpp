#include "store/sqlite/chunk_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <map>

#include "base/log.hpp"

namespace bailey::sql {
namespace {

constexpr std::uint64_t most_octets = 256ull * 1024 * 1024;
constexpr std::size_t most_open = 64;
constexpr std::uint64_t block = 4096;  // chunks begin on a block, so that a hole frees all of its blocks

constexpr std::uint64_t whole_blocks(std::uint64_t octets) { return (octets + block - 1) / block * block; }

Errc failed(const char* what, const std::string& path) {
    auto code = errno;
    log::error("chunk_files", {{"failed", what}, {"path", path}, {"detail", std::strerror(code)}});
    if (code == ENOSPC || code == EDQUOT) return Errc::storage_full;
    return code == ENOENT ? Errc::not_found : Errc::try_later;
}

}  // namespace

struct ChunkFiles::File {
    explicit File(int f) : fd(f) {}
    ~File() { ::close(fd); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int fd;
};

std::shared_ptr<ChunkFiles> ChunkFiles::of(const std::string& database) {
    static std::mutex mutex;
    static std::map<std::string, std::weak_ptr<ChunkFiles>> all;
    std::lock_guard lock(mutex);
    auto& known = all[database];
    auto files = known.lock();
    if (!files) known = files = std::make_shared<ChunkFiles>(database + ".chunks");
    return files;
}

ChunkFiles::~ChunkFiles() = default;

Bytes ChunkFiles::encode(const Place& p) {
    Bytes out;
    auto put = [&](std::uint64_t value, int octets) {
        for (int n = octets - 1; n >= 0; --n) out.push_back(static_cast<std::uint8_t>(value >> (8 * n)));
    };
    put(p.file, 4);
    put(p.offset, 7);
    put(p.size, 4);
    return out;
}

Result<ChunkFiles::Place> ChunkFiles::decode(ByteView bytes) {
    if (bytes.size() != place_size) return Errc::corrupt;
    auto get = [&](std::size_t from, std::size_t octets) {
        std::uint64_t value = 0;
        for (auto b : bytes.subspan(from, octets)) value = value << 8 | b;
        return value;
    };
    Place p{static_cast<std::uint32_t>(get(0, 4)), static_cast<std::uint32_t>(get(11, 4)), get(4, 7)};
    if (p.file == 0 || p.size > most_octets || p.offset > most_octets) return Errc::corrupt;
    return p;
}

std::string ChunkFiles::path(std::uint32_t number) const {
    auto digits = std::to_string(number);
    return folder_ + '/' + std::string(10 - std::min<std::size_t>(10, digits.size()), '0') + digits;
}

std::uint32_t ChunkFiles::last_number() const {
    std::uint32_t last = 0;
    std::error_code e;
    for (auto& entry : std::filesystem::directory_iterator(folder_, e)) {
        auto name = entry.path().filename().string();
        std::uint32_t number = 0;
        std::from_chars(name.data(), name.data() + name.size(), number);
        last = std::max(last, number);
    }
    return last;
}

// Every process begins a file of its own: it never appends behind the torn end of an earlier one's.
Result<void> ChunkFiles::next_file() {
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return failed("mkdir", folder_);
    auto number = std::max(current_number_, last_number()) + 1;
    auto name = path(number);
    int fd = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return failed("create", name);
    auto file = std::make_shared<File>(fd);
    // The names of folder and file must survive, too.
    for (auto& folder : {folder_, std::filesystem::path(folder_).parent_path().string()}) {
        File entry(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (entry.fd < 0 || ::fsync(entry.fd) != 0) return failed("fsync", folder);
    }
    if (current_ && unsynced_ && ::fdatasync(current_->fd) != 0) return failed("fdatasync", path(current_number_));
    current_ = std::move(file);
    current_number_ = number;
    end_ = 0;
    return {};
}

Result<Bytes> ChunkFiles::put(ByteView bytes) {
    std::lock_guard lock(mutex_);
    if (!current_ || end_ + bytes.size() > most_octets) BAILEY_CHECK(next_file());
    for (std::size_t done = 0; done < bytes.size();) {
        auto n = ::pwrite(current_->fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(end_ + done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return failed("write", path(current_number_));
        done += static_cast<std::size_t>(n);
    }
    Place p{current_number_, static_cast<std::uint32_t>(bytes.size()), end_};
    // The disk begins now, so that sync() waits for the rest alone; that it may fail is sync()'s to notice.
    ::sync_file_range(current_->fd, static_cast<off_t>(end_), static_cast<off_t>(bytes.size()), SYNC_FILE_RANGE_WRITE);
    end_ += whole_blocks(bytes.size());
    unsynced_ = true;
    return encode(p);
}

Result<void> ChunkFiles::sync() {
    std::lock_guard lock(mutex_);
    if (!unsynced_) return {};
    // After a failed fdatasync the kernel may have dropped the pages: what was put must be put again, elsewhere.
    if (::fdatasync(current_->fd) != 0) {
        auto why = failed("fdatasync", path(current_number_));
        current_.reset();
        return why;
    }
    unsynced_ = false;
    return {};
}

Result<std::shared_ptr<ChunkFiles::File>> ChunkFiles::open(std::uint32_t number) {
    std::lock_guard lock(mutex_);
    if (current_ && number == current_number_) return current_;
    if (auto at = open_.find(number); at != open_.end()) return at->second;
    int fd = ::open(path(number).c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) return failed("open", path(number));
    if (open_.size() >= most_open) open_.clear();  // readers keep theirs until they are done
    return open_[number] = std::make_shared<File>(fd);
}

Result<Bytes> ChunkFiles::fetch(ByteView place) {
    BAILEY_TRY(auto p, decode(place));
    BAILEY_TRY(auto file, open(p.file));
    Bytes out(p.size);
    for (std::size_t done = 0; done < out.size();) {
        auto n = ::pread(file->fd, out.data() + done, out.size() - done, static_cast<off_t>(p.offset + done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed("read", path(p.file));
        if (n == 0) return Errc::corrupt;  // the file ends before it should
        done += static_cast<std::size_t>(n);
    }
    return out;
}

void ChunkFiles::forget(ByteView place) noexcept {
    auto p = decode(place);
    if (!p) return;
    auto file = open(p->file);
    if (!file) return;
    // Where the file system makes no holes the space is lost until the file is removed whole.
    ::fallocate((*file)->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(p->offset),
                static_cast<off_t>(whole_blocks(p->size)));
    struct stat s {};
    std::lock_guard lock(mutex_);
    if (p->file == current_number_ || ::fstat((*file)->fd, &s) != 0 || s.st_blocks != 0) return;
    ::unlink(path(p->file).c_str());
    open_.erase(p->file);
}

}  // namespace bailey::sql
