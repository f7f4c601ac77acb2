// What words a script may use, with what arguments and after which "require": the tables that a new command, test or
// extension goes into.
#pragma once
#include <string_view>
#include <vector>

#include "protocol/sieve/tree.hpp"

namespace bailey::sieve {

class Arguments;
class Checker;

enum class Takes { nothing, number, string, strings };

struct Tag {
    std::string_view name;
    Takes takes = Takes::nothing;
    std::string_view extension = {};  // that must be required for it
    std::string_view group = {};      // of the tags of one group only one can be given
};

struct Signature {
    std::vector<Tag> tags = {};
    std::vector<Takes> positional = {};
    bool first_is_optional = false;  // of the positional ones
    enum class Tests { none, one, several } tests = Tests::none;
    bool has_block = false;
};

// make: checks what the signature cannot say, and reports it to the Checker; null where it could not go on.
struct CommandRule {
    std::string_view name, extension;
    Signature signature;
    CommandPtr (*make)(Checker&, Arguments&);
};
struct TestRule {
    std::string_view name, extension;
    Signature signature;
    TestPtr (*make)(Checker&, Arguments&);
};
struct Extension {
    std::string_view name;
    std::string_view implies = {};
};

struct Words {
    std::vector<CommandRule> commands;
    std::vector<TestRule> tests;
    std::vector<Extension> extensions;
};
const Words& standard_words();

// Parts of signatures.
std::vector<Tag> operator+(std::vector<Tag> a, const std::vector<Tag>& b);
extern const std::vector<Tag> match_tags;         // MATCH-TYPE and COMPARATOR, see match.hpp
extern const std::vector<Tag> address_part_tags;  // ADDRESS-PART
extern const std::vector<Tag> index_tags;         // RFC 5260 section 6

}  // namespace bailey::sieve
