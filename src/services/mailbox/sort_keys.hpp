// What emails are sorted by that is only in their summaries: from, to, subject and sent (RFC 8621 section 4.4.2). Texts
// become numbers in their order, so that sorting compares numbers. Taken from the summaries when first asked for.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "domain/mail/summary.hpp"
#include "services/mailbox/query.hpp"
#include "services/mailbox/snapshot.hpp"

namespace bailey::mailbox {

// How a text sorts: without case and compatibility forms (RFC 8620 section 5.5 wants Unicode, in either case). Long
// ones are cut.
std::string sort_text(std::string_view text);

class SortKeys {
public:
    // Reads the summaries of those emails that it does not know yet.
    Result<void> learn(const Account& account, const Snapshot& snapshot);
    // Of a snapshot that was learnt, by place.
    std::vector<std::uint64_t> of(const Snapshot& snapshot, SortBy by) const;
    std::size_t octets() const { return octets_ + rows_.capacity() * sizeof(Row); }

private:
    using Texts = std::map<std::string, std::uint64_t, std::less<>>;
    struct Row {
        std::int64_t id;
        const std::uint64_t *from, *to, *subject;  // in texts_
        std::uint64_t sent;
    };
    struct Walk;  // finds rows of emails in their order

    Result<void> read(const Account& account, const std::vector<std::int64_t>& ids);
    void add(std::int64_t id, const Summary& summary);
    const std::uint64_t* number(const std::string& text);
    void space_out();

    Texts texts_;            // each with a number; gaps between them are for those that come
    std::vector<Row> rows_;  // by id
    bool in_bulk_ = false;   // numbers are given at the end
    std::size_t octets_ = 0;
    std::int64_t learnt_ = -1;  // change of the latest snapshot that was learnt
};

}  // namespace bailey::mailbox
