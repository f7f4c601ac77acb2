// Email/query and Email/queryChanges over an index, RFC 8621 sections 4.4 and 4.5. What looks into text (from, to,
// subject, body, header) is found elsewhere and comes in as a set of ids.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/mailbox/index.hpp"

namespace bailey::mailbox {

// All that are set must hold. Keywords in lower case.
struct Condition {
    std::optional<std::int64_t> in_mailbox = {};
    std::vector<std::int64_t> in_mailbox_other_than = {};  // with has_other_than
    bool has_other_than = false;
    std::optional<std::int64_t> before = {}, after = {};        // milliseconds: received < before, >= after
    std::optional<std::uint64_t> min_size = {}, max_size = {};  // octets >= min_size, < max_size
    std::optional<std::string> all_in_thread = {}, some_in_thread = {}, none_in_thread = {}, has_keyword = {},
                               not_keyword = {};
    std::optional<bool> has_attachment = {};
    std::optional<std::vector<std::int64_t>> among = {};  // ids, sorted: what a search found
};

struct Filter {
    enum class Kind { condition, all, any, none };  // RFC 8620 section 5.5: AND, OR, NOT
    Kind kind = Kind::condition;
    Condition condition = {};
    std::vector<Filter> of = {};
};

enum class SortBy { received, size, from, to, subject, sent, has_keyword, all_in_thread, some_in_thread };
struct Comparator {
    SortBy by = SortBy::received;
    bool ascending = true;
    std::string keyword = {};
};

// Where all comparators find two emails equal, the newer comes first, then the higher id.
struct Query {
    Filter filter = {};  // the default matches all
    std::vector<Comparator> sort = {};
    bool collapse_threads = false;
};

struct Window {
    std::int64_t position = 0;                // negative: from the end
    std::optional<std::int64_t> anchor = {};  // an email id; then position is ignored
    std::int64_t anchor_offset = 0;
    std::optional<std::size_t> limit = {};
    bool total = false;
};
struct Page {
    std::vector<std::int64_t> ids;
    std::size_t position = 0;
    std::optional<std::size_t> total;
};
// Errors: not_found (anchorNotFound).
Result<Page> query(const Account& account, const Index& index, const Query& query, const Window& window);

// RFC 8620 section 5.6. `removed` may name emails that were never in the result; a client does not mind.
struct QueryChanges {
    std::vector<std::int64_t> removed;
    struct Added {
        std::int64_t id;
        std::size_t at;
    };
    std::vector<Added> added;  // by `at`
    std::size_t total = 0;
};
// Errors: conflict (cannotCalculateChanges), too_many (tooManyChanges).
Result<QueryChanges> query_changes(const Account& account, const Index& index, const Query& query, State since,
                                   std::size_t most, std::optional<std::int64_t> up_to = {});

}  // namespace bailey::mailbox
