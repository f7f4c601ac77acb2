// What the community, or an organisation and all below it, is told in a banner.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::notices {

enum class Level { info, warning, problem };  // the numbers are stored

struct Notice {
    std::int64_t id = 0;
    OrganisationId organisation{};  // 0: the whole community
    Level level = Level::info;
    std::string english = {}, welsh = {};
    Time from{};
    std::optional<Time> until = {};  // nothing: until it is removed
    std::int64_t created = 0, change = 0;
    bool removed = false;
};

Result<std::int64_t> insert(sql::Connection& c, const Notice& notice, std::int64_t change);  // its id
Result<Notice> find(sql::Connection& c, std::int64_t id);                                    // not_found: removed, too
// The text goes, the row stays for whoever asks what changed.
Result<void> remove(sql::Connection& c, std::int64_t id, std::int64_t change);  // not_found
Result<std::vector<Notice>> all(sql::Connection& c);                            // not removed, by id
Result<std::vector<Notice>> changed(sql::Connection& c, std::int64_t since);    // removed ones, too, by change
Result<std::int64_t> newest_change(sql::Connection& c);                         // 0: none ever

}  // namespace bailey::store::notices
