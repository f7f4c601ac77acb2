// The result of a query over a snapshot, whole or only as much of it as is asked for.
#pragma once
#include <optional>
#include <vector>

#include "services/mailbox/matcher.hpp"
#include "services/mailbox/ordering.hpp"

namespace bailey::mailbox {

class Results {
public:
    // Errors: those of Ordering::of.
    static Result<Results> of(const Account& account, const Snapshot& snapshot, const Query& query) {
        BAILEY_TRY(auto order, Ordering::of(account, snapshot, query.sort));
        return Results(snapshot, query, std::move(order));
    }

    // In order: all, or `enough` of them where no more are looked for.
    std::vector<Place> list(std::size_t enough) const;
    // Of a result with the newest first: those that are not older than the email at `oldest`.
    std::vector<Place> newest_to(Place oldest) const;
    // Where the counts of mailboxes tell it.
    std::optional<std::size_t> known_size() const;
    // Of each email, by place: is it in the result?
    std::vector<char> members() const;
    const Ordering& order() const { return order_; }

private:
    Results(const Snapshot& snapshot, const Query& query, Ordering order)
        : snapshot_(snapshot),
          collapse_(query.collapse_threads),
          matches_(std::make_unique<Matcher>(snapshot, query.filter)),
          order_(std::move(order)) {}

    std::vector<Place> newest(Place oldest, std::size_t enough) const;

    const Snapshot& snapshot_;
    bool collapse_;
    std::unique_ptr<Matcher> matches_;
    Ordering order_;
};

}  // namespace bailey::mailbox
