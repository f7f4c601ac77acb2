// limits - what this machine can do at most: durable writes, SQLite, cryptography. No mail server on it can be faster.
//
//   limits DIR [RUNS] [SECONDS]
//
// Every figure is measured RUNS times (3) for SECONDS (0.5); one JSON line each with median, min and max. DIR is on the
// disk in question; the scratch folder made in it is removed.
#include <argon2.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using std::string;
using Clock = std::chrono::steady_clock;

static string dir;
static int runs = 3;
static double duration = 0.5;

static double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }

[[noreturn]] static void die(const string& what) {
    perror(what.c_str());
    exit(1);
}

// Measures `once` several times and prints the line.
static void figure(const string& name, const string& unit, const std::function<double()>& once) {
    std::vector<double> v;
    for (int i = 0; i < runs; ++i) v.push_back(once());
    std::sort(v.begin(), v.end());
    printf("{\"name\":\"%s\",\"unit\":\"%s\",\"median\":%.6g,\"min\":%.6g,\"max\":%.6g}\n", name.c_str(), unit.c_str(),
           v[v.size() / 2], v.front(), v.back());
    fflush(stdout);
}

// Units a second of `threads` threads, each of which calls its own body (made by prepare(thread)) until time is up.
// A body returns the units it has done.
static double rate(int threads, const std::function<std::function<double()>(int)>& prepare) {
    std::vector<std::function<double()>> bodies;
    for (int t = 0; t < threads; ++t) bodies.push_back(prepare(t));
    std::vector<double> done(static_cast<size_t>(threads), 0);
    std::vector<std::thread> all;
    const auto start = Clock::now();
    for (size_t t = 0; t < bodies.size(); ++t)
        all.emplace_back([&, t] {
            while (since(start) < duration) done[t] += bodies[t]();
        });
    for (auto& t : all) t.join();
    const double wall = since(start);
    double sum = 0;
    for (double d : done) sum += d;
    return sum / wall;
}

static string randomBytes(size_t n) {
    string s(n, '\0');
    RAND_bytes(reinterpret_cast<unsigned char*>(s.data()), static_cast<int>(n));
    return s;
}

struct File {
    int fd;
    explicit File(const string& path) : fd(open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600)) {
        if (fd < 0) die(path);
    }
    ~File() { close(fd); }
    void put(const string& data) const {
        if (write(fd, data.data(), data.size()) != static_cast<ssize_t>(data.size())) die("write");
    }
};

static void append(size_t size, int threads) {
    const string data = randomBytes(size);
    figure("append " + std::to_string(size) + " B and fdatasync, " + std::to_string(threads) + " thread(s)", "/s", [&] {
        return rate(threads, [&](int t) {
            auto f = std::make_shared<File>(dir + "/append" + std::to_string(t));
            return [&data, f]() -> double {
                f->put(data);
                if (fdatasync(f->fd)) die("fdatasync");
                return 1;
            };
        });
    });
}

static void appendLatency() {
    const string data = randomBytes(4096);
    std::vector<double> ms;
    const File f(dir + "/latency");
    for (int i = 0; i < 500; ++i) {
        f.put(data);
        const auto start = Clock::now();
        if (fdatasync(f.fd)) die("fdatasync");
        ms.push_back(since(start) * 1e3);
    }
    std::sort(ms.begin(), ms.end());
    const auto at = [&](double q) { return ms[static_cast<size_t>(q * static_cast<double>(ms.size() - 1))]; };
    printf(
        "{\"name\":\"fdatasync after 4096 B: p50, p1, "
        "p99\",\"unit\":\"ms\",\"median\":%.4g,\"min\":%.4g,\"max\":%.4g}\n",
        at(0.5), at(0.01), at(0.99));
}

static void asMaildir(size_t size, int threads) {
    const string data = randomBytes(size);
    figure("as a maildir writes " + std::to_string(size) + " B (new file, fsync, rename, fsync of the folder), " +
               std::to_string(threads) + " thread(s)",
           "/s", [&] {
               return rate(threads, [&](int t) {
                   const string box = dir + "/box" + std::to_string(t);
                   std::filesystem::create_directories(box);
                   auto n = std::make_shared<int>(0);
                   return [&data, box, n]() -> double {
                       const string name = box + "/" + std::to_string((*n)++);
                       const File f(name + ".tmp");
                       f.put(data);
                       if (fsync(f.fd) || rename((name + ".tmp").c_str(), name.c_str())) die("rename");
                       const int folder = open(box.c_str(), O_RDONLY | O_DIRECTORY);
                       if (fsync(folder)) die("fsync");
                       close(folder);
                       return 1;
                   };
               });
           });
}

static void stream() {
    const string data = randomBytes(1 << 20);
    figure("write 1 GiB and fdatasync once", "MB/s", [&] {
        const File f(dir + "/stream");
        const auto start = Clock::now();
        for (int i = 0; i < 1024; ++i) f.put(data);
        if (fdatasync(f.fd)) die("fdatasync");
        return 1024 * 1.048576 / since(start);
    });
}

static void sql(sqlite3* db, const char* text) {
    char* error = nullptr;
    if (sqlite3_exec(db, text, nullptr, nullptr, &error) == SQLITE_OK) return;
    fprintf(stderr, "limits: sqlite: %s: %s\n", text, error);
    exit(1);
}

static double sqliteInserts(const string& data, int batch) {
    const string file = dir + "/inserts.db";
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file + suffix);
    sqlite3* db = nullptr;
    sqlite3_stmt* insert = nullptr;
    sqlite3_open(file.c_str(), &db);
    sql(db, "PRAGMA journal_mode=WAL");
    sql(db, "PRAGMA synchronous=FULL");
    sql(db, "CREATE TABLE m(id INTEGER PRIMARY KEY, box INTEGER, body BLOB)");
    sqlite3_prepare_v2(db, "INSERT INTO m(box, body) VALUES(?, ?)", -1, &insert, nullptr);
    const double result = rate(1, [&](int) {
        return [&]() -> double {
            sql(db, "BEGIN IMMEDIATE");
            for (int i = 0; i < batch; ++i) {
                sqlite3_bind_int(insert, 1, rand() % 1000);
                sqlite3_bind_blob(insert, 2, data.data(), static_cast<int>(data.size()), SQLITE_STATIC);
                if (sqlite3_step(insert) != SQLITE_DONE) die("insert");
                sqlite3_reset(insert);
            }
            sql(db, "COMMIT");
            return batch;
        };
    });
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return result;
}

static void sqlite() {
    for (size_t size : {4096, 75000}) {
        const string data = randomBytes(size);
        for (int batch : {1, 10, 100})
            figure("SQLite (WAL, synchronous=FULL): rows of " + std::to_string(size) + " B, " + std::to_string(batch) +
                       " a commit",
                   "rows/s", [&] { return sqliteInserts(data, batch); });
    }
}

static void cipher(size_t size) {
    const string data = randomBytes(size), key = randomBytes(32);
    figure("AES-256-GCM, " + std::to_string(size) + " B at a time, one core", "MB/s", [&] {
        return rate(1, [&](int) {
            auto ctx = std::shared_ptr<EVP_CIPHER_CTX>(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
            auto out = std::make_shared<string>(size + 64, '\0');
            const auto* k = reinterpret_cast<const unsigned char*>(key.data());
            EVP_EncryptInit_ex2(ctx.get(), EVP_aes_256_gcm(), k, nullptr, nullptr);
            return [&data, ctx, out]() -> double {
                unsigned char iv[12] = {}, tag[16];
                int n = 0;
                auto* to = reinterpret_cast<unsigned char*>(out->data());
                EVP_EncryptInit_ex2(ctx.get(), nullptr, nullptr, iv, nullptr);
                EVP_EncryptUpdate(ctx.get(), to, &n, reinterpret_cast<const unsigned char*>(data.data()),
                                  static_cast<int>(data.size()));
                EVP_EncryptFinal_ex(ctx.get(), to + n, &n);
                EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_GET_TAG, 16, tag);
                return static_cast<double>(data.size()) / 1e6;
            };
        });
    });
}

static void sha256() {
    const string data = randomBytes(65536);
    figure("SHA-256, one core", "MB/s", [&] {
        return rate(1, [&](int) {
            return [&data]() -> double {
                unsigned char out[32];
                EVP_Digest(data.data(), data.size(), out, nullptr, EVP_sha256(), nullptr);
                return static_cast<double>(data.size()) / 1e6;
            };
        });
    });
}

static void argon2id(int threads) {
    figure("argon2id (19 MiB, 2 passes, 1 lane), " + std::to_string(threads) + " thread(s)", "/s", [&] {
        return rate(threads, [](int) {
            return []() -> double {
                unsigned char out[32];
                if (argon2id_hash_raw(2, 19456, 1, "bench-secret", 12, "bench-salt-16byt", 16, out, sizeof out) !=
                    ARGON2_OK)
                    die("argon2");
                return 1;
            };
        });
    });
}

int main(int argc, char** argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: limits DIR [RUNS] [SECONDS]\n");
        return 1;
    }
    dir = string(argv[1]) + "/limits.scratch";
    if (argc > 2) runs = atoi(argv[2]);
    if (argc > 3) duration = atof(argv[3]);
    std::filesystem::remove_all(dir);
    std::filesystem::create_directories(dir);
    appendLatency();
    for (int threads : {1, 10}) append(4096, threads);
    append(131072, 1);
    for (int threads : {1, 10}) asMaildir(4096, threads);
    stream();
    sqlite();
    for (size_t size : {4096, 262144}) cipher(size);
    sha256();
    for (int threads : {1, 2}) argon2id(threads);
    std::filesystem::remove_all(dir);
}
