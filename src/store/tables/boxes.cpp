#include "store/tables/boxes.hpp"

namespace bailey::store::boxes {
namespace {
// Below it, pages of the database are cheaper than a file's own flush.
constexpr std::size_t smallest_aside = 16 * 1024;
bool is_place(ByteView value) { return value.size() == sql::Connection::place_size; }
}  // namespace

bool large(sql::Connection& c, ByteView box) { return box.size() >= smallest_aside && c.keeps_aside(); }

Result<Held> hold(sql::Connection& c, ByteView box) {
    if (!large(c, box)) return Held(box);
    BAILEY_TRY(auto place, c.put_aside(box));
    return Held(std::move(place));
}

Result<Bytes> box(sql::Connection& c, Bytes value) {
    if (!is_place(value)) return value;
    return c.fetch_aside(value);
}

Result<void> forget_all(sql::Connection& c, const sql::Query& values, std::int64_t id) {
    if (!c.keeps_aside()) return {};
    std::vector<Bytes> places;
    BAILEY_CHECK(c.run(values, {id}, [&](const sql::Row& r) {
        auto value = r.bytes(0);
        if (is_place(value)) places.emplace_back(value.begin(), value.end());
    }));
    for (auto& place : places) BAILEY_CHECK(c.forget_aside(place));
    return {};
}

}  // namespace bailey::store::boxes
