// if, elsif and else: RFC 5228 section 3.1.
#pragma once
#include "protocol/sieve/tree.hpp"

namespace bailey::sieve {

struct Conditional final : Command {
    struct Branch {
        TestPtr test;  // null: else
        Block block;
    };
    std::vector<Branch> branches;
    Flow run(Run& run) const override;
};

}  // namespace bailey::sieve
