// Large byte strings beside an SQLite database: appended to files of up to 256 MB in the folder "<database>.chunks",
// each written once. The database holds their places. What is forgotten becomes a hole in its file; a file that is all
// hole goes.
// A place is 15 octets, big-endian: file (4), offset (7), size (4).
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/secret.hpp"

namespace bailey::sql {

class ChunkFiles {
public:
    static constexpr std::size_t place_size = 15;

    // All connections of this process to one database share one object.
    static std::shared_ptr<ChunkFiles> of(const std::string& database);
    explicit ChunkFiles(std::string folder) : folder_(std::move(folder)) {}
    ~ChunkFiles();
    ChunkFiles(const ChunkFiles&) = delete;
    ChunkFiles& operator=(const ChunkFiles&) = delete;

    // Appends, not yet durable. Errors: storage_full, try_later.
    Result<Bytes> put(ByteView bytes);
    Result<void> sync();                   // what was put is on stable storage now
    Result<Bytes> fetch(ByteView place);   // not_found (no such file), corrupt (no place), try_later
    void forget(ByteView place) noexcept;  // nobody refers to it any more

private:
    struct File;
    struct Place {
        std::uint32_t file, size;
        std::uint64_t offset;
    };
    static Bytes encode(const Place& p);
    static Result<Place> decode(ByteView bytes);
    std::string path(std::uint32_t number) const;
    Result<std::shared_ptr<File>> open(std::uint32_t number);
    Result<void> next_file();
    std::uint32_t last_number() const;

    std::string folder_;
    std::mutex mutex_;
    std::shared_ptr<File> current_;  // the one being appended to; made at the first put
    std::uint32_t current_number_ = 0;
    std::uint64_t end_ = 0;  // of the current file
    bool unsynced_ = false;
    std::unordered_map<std::uint32_t, std::shared_ptr<File>> open_;
};

}  // namespace bailey::sql
