// How a row holds a sealed chunk: a small one itself, a large one by its place beside the database where the engine
// keeps such. A box has at least its tag of 16 octets, so a value of 15 can only be a place.
#pragma once
#include "store/sql/sql.hpp"

namespace bailey::store::boxes {

class Held {
public:
    explicit Held(ByteView box) : box_(box) {}
    explicit Held(Bytes place) : place_(std::move(place)), box_(place_) {}
    Held(Held&& other) noexcept
        : place_(std::move(other.place_)), box_(place_.empty() ? other.box_ : ByteView(place_)) {}
    ByteView value() const { return box_; }

private:
    Bytes place_;
    ByteView box_;
};

bool large(sql::Connection& c, ByteView box);  // would hold() put it aside?
Result<Held> hold(sql::Connection& c, ByteView box);
Result<Bytes> box(sql::Connection& c, Bytes value);  // the box again; corrupt, not_found
// The rows that `values` finds for this id are being deleted: what they hold aside goes with the commit.
Result<void> forget_all(sql::Connection& c, const sql::Query& values, std::int64_t id);

}  // namespace bailey::store::boxes
