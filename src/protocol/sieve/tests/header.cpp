// exists, size, header, address: RFC 5228 section 5, with RFC 5260 section 6.
#include "protocol/mime/forms.hpp"
#include "protocol/sieve/addresses.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/index.hpp"
#include "protocol/sieve/match.hpp"
#include "protocol/sieve/run.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {
namespace {

struct Exists final : Test {
    Texts names;
    bool holds(Run& run) const override {
        for (const auto& name : names)
            if (run.field(name.expand(run), false).empty()) return false;
        return true;
    }
};

struct Size final : Test {
    std::uint64_t bound = 0;
    bool over = false;
    // Of just that size it is neither over nor under (section 5.9).
    bool holds(Run& run) const override { return over ? run.message().size() > bound : run.message().size() < bound; }
};

struct Header final : Test {
    Texts names;
    Index index;
    Matching matching;
    bool holds(Run& run) const override {
        Matcher matcher(matching, run);
        const auto values = indexed(run, names, index, true);
        if (matcher.counts()) return matcher.matches_count(values.size());
        for (const auto& value : values)
            if (matcher.matches(value)) return true;
        return false;
    }
};

struct AddressTest final : Test {
    Texts names;
    Index index;
    AddressPart part = AddressPart::all;
    Matching matching;
    bool holds(Run& run) const override {
        Matcher matcher(matching, run);
        std::size_t count = 0;
        for (const auto& value : indexed(run, names, index, false, has_addresses)) {
            for (const auto& address : mime::as_addresses(value)) {
                ++count;
                const auto text = matcher.counts() ? std::nullopt : part_of(address.email, part);
                if (text && matcher.matches(*text)) return true;
            }
        }
        return matcher.counts() && matcher.matches_count(count);
    }
};

}  // namespace

TestPtr make_exists(Checker&, Arguments& arguments) {
    auto made = std::make_unique<Exists>();
    made->line = arguments.line;
    made->names = arguments.texts(0);
    return made;
}

TestPtr make_size(Checker& checker, Arguments& arguments) {
    const auto *over = arguments.find("over"), *under = arguments.find("under");
    if (!over && !under) {
        checker.problem(arguments.line, "\"size\" must be followed by \":over\" or \":under\" and a number.");
        return nullptr;
    }
    auto made = std::make_unique<Size>();
    made->line = arguments.line;
    made->over = over != nullptr;
    made->bound = (over ? over : under)->number;
    return made;
}

TestPtr make_header(Checker& checker, Arguments& arguments) {
    auto match = matching(checker, arguments, 1);
    const auto index = read_index(checker, arguments);
    if (!match || !index) return nullptr;
    auto made = std::make_unique<Header>();
    made->line = arguments.line;
    made->names = arguments.texts(0);
    made->index = *index;
    made->matching = std::move(*match);
    return made;
}

TestPtr make_address(Checker& checker, Arguments& arguments) {
    auto match = matching(checker, arguments, 1);
    const auto index = read_index(checker, arguments);
    if (!match || !index) return nullptr;
    auto made = std::make_unique<AddressTest>();
    made->line = arguments.line;
    made->names = arguments.texts(0);
    made->index = *index;
    made->part = address_part(arguments);
    made->matching = std::move(*match);
    for (const auto& name : made->names)  // section 5.1
        checker.check_constant(name, arguments.line, has_addresses,
                               "not a header field with addresses: use \"header\".");
    return made;
}

}  // namespace bailey::sieve
