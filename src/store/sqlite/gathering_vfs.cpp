#include "store/sqlite/gathering_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <string>

namespace bailey::sql {
namespace {

constexpr std::size_t most_gathered = 1024 * 1024;
constexpr std::size_t most_at_once = 64 * 1024;  // SQLite's own VFS for Unix writes less than 128 KiB in one call

sqlite3_vfs* system_vfs() {
    static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
    return vfs;
}

// SQLite gives the memory: this, and behind it the system's file.
struct LogFile {
    sqlite3_file base;
    std::string* gathered;
    sqlite3_int64 at;  // where in the file `gathered` begins

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    const sqlite3_io_methods& system() { return *real()->pMethods; }

    int flush() {
        int rc = SQLITE_OK;
        for (std::size_t n = 0; n < gathered->size() && rc == SQLITE_OK; n += most_at_once) {
            auto size = static_cast<int>(std::min(most_at_once, gathered->size() - n));
            rc = system().xWrite(real(), gathered->data() + n, size, at + static_cast<sqlite3_int64>(n));
        }
        gathered->clear();  // after a failed write SQLite rolls back and writes anew
        return rc;
    }
};

LogFile& log_file(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    auto& f = log_file(file);
    bool follows = offset == f.at + static_cast<sqlite3_int64>(f.gathered->size());
    if (!follows || f.gathered->size() >= most_gathered)
        if (int rc = f.flush(); rc != SQLITE_OK) return rc;
    if (f.gathered->empty()) f.at = offset;
    try {
        f.gathered->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
    return SQLITE_OK;
}

int read(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
    auto& f = log_file(file);
    if (int rc = f.flush(); rc != SQLITE_OK) return rc;
    return f.system().xRead(f.real(), data, size, offset);
}

int sync(sqlite3_file* file, int flags) {
    auto& f = log_file(file);
    if (int rc = f.flush(); rc != SQLITE_OK) return rc;
    return f.system().xSync(f.real(), flags);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& f = log_file(file);
    if (int rc = f.flush(); rc != SQLITE_OK) return rc;
    return f.system().xTruncate(f.real(), size);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    auto& f = log_file(file);
    if (int rc = f.flush(); rc != SQLITE_OK) return rc;
    return f.system().xFileSize(f.real(), size);
}

int close(sqlite3_file* file) {
    auto& f = log_file(file);
    int flushed = f.flush();
    int closed = f.system().xClose(f.real());
    delete f.gathered;
    f.gathered = nullptr;
    return flushed != SQLITE_OK ? flushed : closed;
}

int lock(sqlite3_file* file, int level) { return log_file(file).system().xLock(log_file(file).real(), level); }
int unlock(sqlite3_file* file, int level) { return log_file(file).system().xUnlock(log_file(file).real(), level); }
int reserved(sqlite3_file* file, int* out) {
    return log_file(file).system().xCheckReservedLock(log_file(file).real(), out);
}
int control(sqlite3_file* file, int op, void* arg) {
    return log_file(file).system().xFileControl(log_file(file).real(), op, arg);
}
int sector_size(sqlite3_file* file) { return log_file(file).system().xSectorSize(log_file(file).real()); }
int device(sqlite3_file* file) { return log_file(file).system().xDeviceCharacteristics(log_file(file).real()); }

// Version 1: a log is neither shared memory nor mapped.
constexpr sqlite3_io_methods log_methods{1,       close,   read,     write,   truncate,    sync,   file_size,
                                         lock,    unlock,  reserved, control, sector_size, device, nullptr,
                                         nullptr, nullptr, nullptr,  nullptr, nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    auto* system = system_vfs();
    if (!(flags & SQLITE_OPEN_WAL)) return system->xOpen(system, name, file, flags, out_flags);
    auto* f = new (file) LogFile{{nullptr}, nullptr, 0};
    if (int rc = system->xOpen(system, name, f->real(), flags, out_flags); rc != SQLITE_OK) return rc;
    f->gathered = new (std::nothrow) std::string;
    if (!f->gathered) {
        f->system().xClose(f->real());
        return SQLITE_NOMEM;
    }
    f->base.pMethods = &log_methods;
    return SQLITE_OK;
}

}  // namespace

const char* gathering_vfs() {
    static const char* const name = []() -> const char* {
        auto* system = system_vfs();
        if (!system) return nullptr;
        static sqlite3_vfs ours = *system;  // everything but opening is the system's
        ours.zName = "bailey-gathering";
        ours.szOsFile = system->szOsFile + static_cast<int>(sizeof(LogFile));
        ours.xOpen = open;
        ours.pNext = nullptr;
        return sqlite3_vfs_register(&ours, 0) == SQLITE_OK ? ours.zName : nullptr;
    }();
    return name;
}

}  // namespace bailey::sql
