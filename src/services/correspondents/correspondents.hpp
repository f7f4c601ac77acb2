// Whom an account has written to and heard from, for warnings before a message goes to the wrong one: somebody new, or
// an address that looks like a known one (service.md section 8).
#pragma once
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/address/canonical.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::correspondents {

struct Correspondent {
    std::string address;  // in its secure form
    std::string name;     // as last seen; empty for none
    std::string searchable_name;
};

class Known {
public:
    explicit Known(std::vector<Correspondent> all);  // each address once
    const Correspondent* find(std::string_view secure) const;
    // Those that `secure` may be mistaken for: of almost the same spelling, or of that name at another address.
    std::vector<const Correspondent*> like(std::string_view secure, std::string_view name, std::size_t most) const;

private:
    std::vector<Correspondent> all_;  // by address
};

// Made once a process. Thread-safe; blocks.
class Correspondents {
public:
    explicit Correspondents(const Canonicaliser& names) : names_(names) {}
    // Those of the account's newest emails (some 2,000) but drafts. Kept until the emails change.
    Result<std::shared_ptr<const Known>> of(const mailbox::Account& account);

private:
    Result<std::shared_ptr<const Known>> read(const mailbox::Account& account, std::span<const std::int64_t> emails);

    struct Kept {
        State state;
        std::shared_ptr<const Known> known;
    };
    const Canonicaliser& names_;
    std::mutex mutex_;
    std::unordered_map<AccountId, Kept> kept_;
};

// How many letters apart two words are: changed, left out, put in, or two of them swapped. Counts to `most` + 1.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most);

}  // namespace bailey::correspondents
