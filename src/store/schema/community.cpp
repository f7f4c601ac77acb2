#include "store/schema/schema.hpp"

namespace bailey::schema {
namespace {

constexpr Migration migrations[] = {
    {1, R"sql(
create table placeholder (id {rowid});
)sql"},
};

}  // namespace

std::span<const Migration> community() { return migrations; }

}  // namespace bailey::schema
