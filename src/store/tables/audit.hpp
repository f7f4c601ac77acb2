// The audit: a chain of records, each sealed over the one before it (store/schema/community.cpp).
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::audit {

struct Entry {
    Time at{};
    AccountId actor{};  // 0: the operator at the command line, or the service itself
    std::string act = {};
    std::optional<OrganisationId> organisation = {};  // what it was done to
    std::optional<AccountId> account = {};
    std::string peer = {};
    std::string detail = {};
};

struct Record {
    std::int64_t id = 0;
    Entry entry;
    Bytes digest;
};

Result<void> append(sql::Connection& c, const Key& key, std::span<const Entry> entries);

struct Filter {
    std::optional<AccountId> account = {};
    std::optional<OrganisationId> organisation = {};
    std::int64_t before = 0;  // for the next page: the last id of this one; 0: from the newest
    int limit = 100;
};
Result<std::vector<Record>> list(sql::Connection& c, const Filter& filter);  // newest first

struct Verdict {
    std::int64_t records = 0;           // that are as they were written, from the first
    std::optional<std::int64_t> fault;  // the first record that is missing or not as it was written
    Bytes head;                         // the last good digest: kept elsewhere, it shows that the end was cut off
};
Result<Verdict> verify(sql::Connection& c, const Key& key);

}  // namespace bailey::store::audit
