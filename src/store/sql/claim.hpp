// One process serves an SQLite database: what others would change in it, it would not hear of.
#pragma once
#include <string>

#include "base/result.hpp"

namespace bailey::sql {

// Held by the process that serves; commands may use the database beside it. Gone with its process, however that ends.
class Claim {
public:
    // Of a PostgreSQL URL: holds nothing, as any number may. Errors: in_use, storage_full (no file can be made);
    // logged.
    static Result<Claim> of(const std::string& url);
    Claim(Claim&& other) noexcept;
    Claim& operator=(Claim&&) = delete;
    ~Claim();

private:
    explicit Claim(int file) : file_(file) {}
    int file_;  // -1: none
};

}  // namespace bailey::sql
