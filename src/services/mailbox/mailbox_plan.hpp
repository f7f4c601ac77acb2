// What a MailboxSet makes of an account's mailboxes, decided in memory before anything is written.
#pragma once
#include <map>
#include <vector>

#include "services/mailbox/mailboxes.hpp"
#include "store/tables/mailboxes.hpp"

namespace bailey::mailbox {

class MailboxPlan {
public:
    using Row = store::mailboxes::Row;
    // `first_id`: of the mailboxes to be created, which get ids in their order.
    MailboxPlan(const MailboxSet& set, const std::vector<Row>& rows, std::int64_t first_id,
                const MailboxLimits& limits);

    std::vector<MailboxSetDone::Made> created;
    std::vector<MailboxFault> updated, destroyed;
    const std::map<std::int64_t, Row>& rows() const { return rows_; }  // as they shall be

private:
    // A create, update or destroy: its place in the set.
    enum class Kind { create, update, destroy };
    struct Step {
        Kind kind;
        std::size_t n;
    };

    bool all_at_once();
    void one_by_one(Kind kind, std::size_t count);
    MailboxFault step(const Step& s);  // the rules within the mailbox itself; changes rows_ where there is no fault
    MailboxFault create(std::size_t n);
    MailboxFault update(std::size_t n);
    MailboxFault destroy(std::size_t n);
    MailboxFault checked_step(const Step& s);  // and those between mailboxes; changes nothing where there is a fault
    MailboxFault fit(std::int64_t id) const;
    std::size_t depth(std::int64_t id) const;  // 0: in a loop, or under what is not there
    bool has_child(std::int64_t id) const;
    std::int64_t parent(std::int64_t wanted) const;
    std::int64_t id_of(const Step& s) const;
    MailboxFault& outcome(const Step& s);

    const MailboxSet& set_;
    const MailboxLimits& limits_;
    std::int64_t first_id_;
    std::map<std::int64_t, Row> rows_;
};

}  // namespace bailey::mailbox
