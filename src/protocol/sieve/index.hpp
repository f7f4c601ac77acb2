// :index and :last, RFC 5260 section 6.
#pragma once
#include <optional>

#include "protocol/sieve/text.hpp"

namespace bailey::sieve {

class Arguments;
class Checker;

struct Index {
    std::uint64_t number = 0;  // from 1; 0: all fields
    bool from_last = false;
};
std::optional<Index> read_index(Checker& checker, const Arguments& arguments);

// The values of the fields of these names, or the one that the index picks; of names that `wanted` refuses, none.
std::vector<std::string> indexed(Run& run, const Texts& names, const Index& index, bool decoded,
                                 bool (*wanted)(std::string_view name) = nullptr);

}  // namespace bailey::sieve
