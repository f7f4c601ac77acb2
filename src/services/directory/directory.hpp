// The searchable directory of the community (service.md section 7): its people, shared mailboxes and organisations.
// Answered from memory (some 400 octets an entry), read at the first use and then as far as it changed.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/mail/marking.hpp"
#include "domain/people/people.hpp"

namespace bailey::store {
class Community;
}

namespace bailey::directory {

enum class Kind { person, shared_mailbox, organisation };

struct Organisation {
    OrganisationId id{}, parent{};
    std::string name, business_type, area, address1, address2, town, postcode, telephone;
    Connection connection{};
    std::int64_t change = 0;
    int ceiling = Markings::unlimited;
    std::string description;                                                // its business type, area and town
    std::string searchable_name, searchable_place, searchable_description;  // place: address, town, postcode
};

// What somebody finds: the key says which, for as long as the community exists.
struct Key {
    Kind kind = Kind::person;  // shared mailboxes are accounts like people: theirs is `person`, too
    std::int64_t number = 0;   // of the AccountId or OrganisationId
    auto operator<=>(const Key&) const = default;
};

struct Entry {
    Key key;
    Kind kind{};
    std::string name;                                  // never empty
    std::string address;                               // its primary one; empty for organisations
    std::shared_ptr<const Organisation> organisation;  // its own, where it is one
    bool listed = false;                               // neither ex-directory, suspended nor deleted
    std::int64_t change = 0;
    int own_ceiling = Markings::unlimited;
    std::string searchable_name, searchable_address;

    // Rank of the highest protective marking it may be sent.
    int ceiling() const { return std::min(own_ceiling, organisation->ceiling); }
};
using EntryPtr = std::shared_ptr<const Entry>;

// Where the directory stood: what changed since can be told.
struct Mark {
    std::int64_t change = 0, newest_account = 0, newest_organisation = 0;
    auto operator<=>(const Mark&) const = default;
};

// The directory at one moment; what it holds never changes.
class Snapshot {
public:
    const Mark& mark() const { return mark_; }
    // Everything listed, by name, then key.
    std::span<const EntryPtr> listed() const { return by_name_; }
    const Entry* find(const Key& key) const;  // listed or not; null: there is none

    struct Changed {
        std::vector<const Entry*> created, updated, gone;  // by key; `gone`: not listed any more
    };
    // nullopt for a mark that never was.
    std::optional<Changed> changed_since(const Mark& mark) const;

private:
    friend class Directory;
    Mark mark_;
    std::vector<std::shared_ptr<const Organisation>> organisations_;  // by id
    std::vector<EntryPtr> by_key_, by_name_;
};

// Made once a process. Thread-safe; blocks.
class Directory {
public:
    explicit Directory(store::Community& community);
    ~Directory();

    // As it is now. Errors: try_later.
    Result<std::shared_ptr<const Snapshot>> snapshot();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::directory
