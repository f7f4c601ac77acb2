// envelope: RFC 5228 section 5.4.
#include "base/text.hpp"
#include "protocol/sieve/addresses.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/match.hpp"
#include "protocol/sieve/run.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {
namespace {

bool is_envelope_part(std::string_view name) {
    return equals_ignoring_case(name, "from") || equals_ignoring_case(name, "to") || equals_ignoring_case(name, "auth");
}

const std::string* value(const Envelope& envelope, std::string_view part) {
    if (equals_ignoring_case(part, "from")) return &envelope.from;
    if (equals_ignoring_case(part, "to")) return &envelope.to;
    if (equals_ignoring_case(part, "auth") && envelope.auth) return &*envelope.auth;
    return nullptr;
}

struct EnvelopeTest final : Test {
    Texts parts;
    AddressPart part = AddressPart::all;
    Matching matching;
    bool holds(Run& run) const override {
        Matcher matcher(matching, run);
        std::size_t count = 0;
        for (const auto& name : expand(parts, run)) {
            const auto* address = value(run.message().envelope(), name);
            if (!address) continue;
            count += !address->empty();  // RFC 5231 section 4.2
            // The null reverse-path is the empty text, whatever the part.
            const auto text = address->empty() ? std::optional<std::string>("") : part_of(*address, part);
            if (!matcher.counts() && text && matcher.matches(*text)) return true;
        }
        return matcher.counts() && matcher.matches_count(count);
    }
};

}  // namespace

TestPtr make_envelope(Checker& checker, Arguments& arguments) {
    auto match = matching(checker, arguments, 1);
    if (!match) return nullptr;
    auto made = std::make_unique<EnvelopeTest>();
    made->line = arguments.line;
    made->parts = arguments.texts(0);
    made->part = address_part(arguments);
    made->matching = std::move(*match);
    for (const auto& name : made->parts)
        checker.check_constant(name, arguments.line, is_envelope_part,
                               "not a part of the envelope: \"from\" and \"to\" are.");
    return made;
}

}  // namespace bailey::sieve
