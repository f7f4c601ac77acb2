// true, false, not, allof, anyof: RFC 5228 section 5.
#include "protocol/sieve/arguments.hpp"
#include "protocol/sieve/run.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {
namespace {

struct Constant final : Test {
    explicit Constant(bool is) : value(is) {}
    bool value;
    bool holds(Run&) const override { return value; }
};

struct Not final : Test {
    TestPtr inner;
    bool holds(Run& run) const override { return !run.test(*inner); }
};

// Stops at the first test that holds as `until` says, and is then `until`.
struct Several final : Test {
    explicit Several(bool end) : until(end) {}
    bool until;
    Tests inner;
    bool holds(Run& run) const override {
        for (const auto& test : inner)
            if (run.test(*test) == until || run.failed()) return until;
        return !until;
    }
};

TestPtr several(bool until, Arguments& arguments) {
    auto made = std::make_unique<Several>(until);
    made->line = arguments.line;
    made->inner = std::move(arguments.tests);
    return made;
}

TestPtr constant(bool value, const Arguments& arguments) {
    auto made = std::make_unique<Constant>(value);
    made->line = arguments.line;
    return made;
}

}  // namespace

TestPtr make_true(Checker&, Arguments& arguments) { return constant(true, arguments); }
TestPtr make_false(Checker&, Arguments& arguments) { return constant(false, arguments); }
TestPtr make_anyof(Checker&, Arguments& arguments) { return several(true, arguments); }
TestPtr make_allof(Checker&, Arguments& arguments) { return several(false, arguments); }

TestPtr make_not(Checker&, Arguments& arguments) {
    auto made = std::make_unique<Not>();
    made->line = arguments.line;
    made->inner = std::move(arguments.tests[0]);
    return made;
}

}  // namespace bailey::sieve
