// Searching the directory: filters and orders over one snapshot of it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "services/directory/directory.hpp"

namespace bailey::directory {

// All that are set must hold. Texts are found anywhere in what they are looked for in, without case and accents; codes
// (business type, area) are the same or not.
struct Condition {
    std::optional<std::string> name = {}, address = {}, text = {};  // text: in name, address or description
    std::optional<std::string> organisation = {}, place = {};  // the organisation's; place: address, town, postcode
    std::optional<std::string> business_type = {}, area = {};
    std::optional<Kind> kind = {};
    std::optional<std::vector<AccountId>> among = {};
    bool never = false;
};

struct Filter {
    enum class Kind { condition, all, any, none };  // RFC 8620 section 5.5: AND, OR, NOT
    Kind kind = Kind::condition;
    Condition condition = {};  // made ready by ready()
    std::vector<Filter> of = {};
};
// Folds the texts of its conditions, once for all entries.
Filter ready(Filter filter);

enum class SortBy { name, address, organisation };
struct Order {
    SortBy by = SortBy::name;
    bool ascending = true;
};

// Whose eyes: those accounts' entries are seen though they are not listed.
struct Viewer {
    std::vector<AccountId> own = {};
    bool sees(const Entry& entry) const;
};

// What an entry says of itself beyond its name: the organisation of a person or mailbox; an organisation's business
// type, area and town.
const std::string& description(const Entry& entry);

// Those that match, in this order; where it finds two equal, by name. They live while the snapshot does.
std::vector<const Entry*> search(const Snapshot& snapshot, const Viewer& viewer, const std::optional<Filter>& filter,
                                 const std::vector<Order>& order);

}  // namespace bailey::directory
