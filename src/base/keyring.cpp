#include "base/keyring.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/log.hpp"
#include "base/text.hpp"

namespace bailey {
namespace {

constexpr std::size_t largest_ring = 64 * 1024;

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    operator int() const { return fd_; }

private:
    int fd_;
};

Errc refuse(const std::string& where, std::string_view why) {
    log::error("keyring.refused", {{"at", where}, {"why", why}});
    return Errc::bad_config;
}

Result<Secret> read_private(const std::string& path) {
    Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about {};
    if (fd < 0 || ::fstat(fd, &about) != 0) return refuse(path, std::strerror(errno));
    if (!S_ISREG(about.st_mode)) return refuse(path, "expected a regular file");
    if ((about.st_mode & 077) != 0) return refuse(path, "open to other users: expected mode 0600");
    std::array<char, largest_ring + 1> buffer;
    std::size_t have = 0;
    while (have < buffer.size()) {
        auto n = ::read(fd, buffer.data() + have, buffer.size() - have);
        if (n < 0) return refuse(path, std::strerror(errno));
        if (n == 0) break;
        have += static_cast<std::size_t>(n);
    }
    Secret text({buffer.data(), have});
    OPENSSL_cleanse(buffer.data(), buffer.size());
    if (have > largest_ring) return refuse(path, "expected at most 64 KiB");
    return text;
}

struct Entry {
    std::uint32_t number;
    Key key;
};

// "<number> <64 hex digits>", surrounding space taken off.
Result<Entry> parse_entry(std::string_view line) {
    std::uint32_t number = 0;
    auto [end, ec] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (ec != std::errc{} || number == 0) return Errc::bad_syntax;
    auto rest = line.substr(static_cast<std::size_t>(end - line.data()));
    if (rest.empty() || trim(rest).size() == rest.size()) return Errc::bad_syntax;
    BAILEY_TRY(auto bytes, from_hex(trim(rest)));
    auto key = Key::from(bytes);
    OPENSSL_cleanse(bytes.data(), bytes.size());
    if (!key) return Errc::bad_syntax;
    return Entry{number, *key};
}

Errc write_failure(const std::string& path) {
    int code = errno;
    log::error("keyring.not_written", {{"file", path}, {"why", std::strerror(code)}});
    return code == EEXIST ? Errc::exists : code == ENOSPC || code == EDQUOT ? Errc::storage_full : Errc::denied;
}

}  // namespace

Result<KeyRing> KeyRing::load(const std::string& path) {
    BAILEY_TRY(const auto secret, read_private(path));
    KeyRing ring;
    int number = 0;
    for (auto text = secret.reveal(); !text.empty();) {
        auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        line = trim(line.substr(0, line.find('#')));
        if (line.empty()) continue;
        auto where = path + ":" + std::to_string(number);
        auto entry = parse_entry(line);
        if (!entry) return refuse(where, "expected a number from 1 and 64 hex digits");
        if (!ring.keys_.try_emplace(entry->number, entry->key).second) return refuse(where, "key number used before");
    }
    if (ring.keys_.empty()) return refuse(path, "no key in the ring");
    return ring;
}

Result<void> KeyRing::create(const std::string& path) {
    Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (fd < 0) return write_failure(path);
    auto digits = hex(Key::random().reveal());
    Secret text("# Bailey's master keys. Without this file the mail cannot be read: keep a copy in a safe place.\n1 " +
                digits + "\n");
    OPENSSL_cleanse(digits.data(), digits.size());
    auto bytes = text.reveal();
    if (::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(fd) == 0) return {};
    auto error = write_failure(path);
    ::unlink(path.c_str());
    return error;
}

KeyRing KeyRing::for_tests() {
    KeyRing ring;
    ring.keys_.emplace(1, *Key::from(bytes_of("the master key that tests share.")));
    return ring;
}

Bytes KeyRing::wrap(const Key& key, std::string_view place) const {
    auto& [number, master] = *keys_.rbegin();
    Bytes wrapped;
    for (int shift = 24; shift >= 0; shift -= 8) wrapped.push_back(static_cast<std::uint8_t>(number >> shift));
    auto box = seal(master, key.reveal(), bytes_of(place));
    wrapped.insert(wrapped.end(), box.begin(), box.end());
    return wrapped;
}

Result<Key> KeyRing::unwrap(ByteView wrapped, std::string_view place) const {
    if (wrapped.size() < 4) return Errc::corrupt;
    std::uint32_t number = 0;
    for (auto b : wrapped.first(4)) number = number << 8 | b;
    auto master = keys_.find(number);
    if (master == keys_.end()) {
        log::error("keyring.missing_key", {{"number", number}, {"place", place}});
        return Errc::corrupt;
    }
    BAILEY_TRY(auto bytes, unseal(master->second, wrapped.subspan(4), bytes_of(place)));
    auto key = Key::from(bytes);
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return key;
}

Key KeyRing::purpose(std::string_view name) const { return keys_.begin()->second.derive(name); }

}  // namespace bailey
