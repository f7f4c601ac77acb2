// A script as its grammar sees it (RFC 5228 section 8.2), before anything is known of what its words mean.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/sieve/sieve.hpp"

namespace bailey::sieve {

struct Argument {
    enum class Kind { tag, number, strings };
    Kind kind = Kind::tag;
    std::size_t line = 0;
    std::string tag = {};  // lower case, without its colon
    std::uint64_t number = 0;
    std::vector<std::string> strings = {};
    bool is_list = false;  // in brackets
};

// A command or a test.
struct Node {
    std::string name;  // lower case
    std::size_t line = 0;
    std::vector<Argument> arguments = {};
    std::vector<Node> tests = {};
    bool has_test_list = false;  // in parentheses
    std::vector<Node> block = {};
    bool has_block = false;
};

// nullopt: `problems` has grown by one.
std::optional<std::vector<Node>> parse(std::string_view script, const Limits& limits, std::vector<Problem>& problems);

}  // namespace bailey::sieve
