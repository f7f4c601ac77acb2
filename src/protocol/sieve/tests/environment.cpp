// environment (RFC 5183); mailboxexists (RFC 5490), mailboxidexists (RFC 9042), specialuse_exists (RFC 8579).
#include <algorithm>

#include "base/text.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/match.hpp"
#include "protocol/sieve/run.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {
namespace {

constexpr std::string_view product = "Bailey";

struct Environment final : Test {
    Text name;
    Matching matching;
    bool holds(Run& run) const override {
        Matcher matcher(matching, run);
        const auto item = ascii_lower(name.expand(run));
        const auto value = item == "name" ? std::optional(std::string(product)) : run.host().environment(item);
        if (!value) return false;  // section 4: fails unconditionally
        if (matcher.counts()) return matcher.matches_count(!value->empty());
        return matcher.matches(*value);
    }
};

struct MailboxExists final : Test {
    Texts names;
    bool by_id = false;
    bool holds(Run& run) const override {
        return std::ranges::all_of(names, [&](auto& text) {
            const auto name = text.expand(run);
            return by_id ? run.host().mailbox_id_exists(name) : run.host().mailbox_exists(name);
        });
    }
};

struct SpecialUseExists final : Test {
    std::optional<Text> mailbox;
    Texts uses;
    bool holds(Run& run) const override {
        const auto name = mailbox ? std::optional(mailbox->expand(run)) : std::nullopt;
        return std::ranges::all_of(uses,
                                   [&](auto& use) { return run.host().special_use_exists(name, use.expand(run)); });
    }
};

}  // namespace

TestPtr make_environment(Checker& checker, Arguments& arguments) {
    auto match = matching(checker, arguments, 1);
    if (!match) return nullptr;
    auto made = std::make_unique<Environment>();
    made->line = arguments.line;
    made->name = arguments.text(0);
    made->matching = std::move(*match);
    return made;
}

TestPtr make_mailboxexists(Checker&, Arguments& arguments) {
    auto made = std::make_unique<MailboxExists>();
    made->line = arguments.line;
    made->names = arguments.texts(0);
    return made;
}

TestPtr make_mailboxidexists(Checker&, Arguments& arguments) {
    auto made = std::make_unique<MailboxExists>();
    made->line = arguments.line;
    made->names = arguments.texts(0);
    made->by_id = true;
    return made;
}

TestPtr make_specialuse_exists(Checker&, Arguments& arguments) {
    auto made = std::make_unique<SpecialUseExists>();
    made->line = arguments.line;
    if (const auto& given = arguments.positional[0].texts; !given.empty()) made->mailbox = given[0];
    made->uses = arguments.texts(1);
    return made;
}

}  // namespace bailey::sieve
