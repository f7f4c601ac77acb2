// body: RFC 5173.
#include <algorithm>

#include "base/text.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/match.hpp"
#include "protocol/sieve/run.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {
namespace {

constexpr std::uint64_t decoding_costs = 1 << 20;  // of a message that is larger

// Section 5.2: "" is every type, "text" all its subtypes, "text/html" just that; other forms are none.
bool has_type(std::string_view type, std::string_view wanted) {
    if (wanted.empty()) return true;
    const auto slash = wanted.find('/');
    if (slash == std::string_view::npos) return equals_ignoring_case(type.substr(0, type.find('/')), wanted);
    return slash > 0 && slash + 1 < wanted.size() && equals_ignoring_case(type, wanted);
}

struct Body final : Test {
    enum class Transform { text, raw, content } transform = Transform::text;
    Texts types;
    Matching matching;

    bool holds(Run& run) const override {
        Matcher matcher(matching, run);
        std::size_t count = 0;
        const auto look_at = [&](std::string_view content) {
            ++count;
            return !matcher.counts() && matcher.matches(content);
        };
        const auto& message = run.message();
        if (!run.work(static_cast<std::size_t>(std::min<std::uint64_t>(message.size(), decoding_costs)))) return false;
        switch (transform) {
        case Transform::raw:
            if (look_at(message.raw_body())) return true;
            break;
        case Transform::text:
            for (const auto& text : message.readable_text()) {
                if (run.failed()) return false;
                if (look_at(text)) return true;
            }
            break;
        case Transform::content:
            const auto wanted = expand(types, run);
            for (const auto& part : message.parts()) {
                if (run.failed()) return false;
                const auto fits = [&](auto& type) { return has_type(part.type, type); };
                if (std::ranges::any_of(wanted, fits) && look_at(part.content)) return true;
            }
        }
        return matcher.counts() && matcher.matches_count(count);
    }
};

}  // namespace

TestPtr make_body(Checker& checker, Arguments& arguments) {
    auto match = matching(checker, arguments, 0);
    if (!match) return nullptr;
    auto made = std::make_unique<Body>();
    made->line = arguments.line;
    if (arguments.has("raw")) made->transform = Body::Transform::raw;
    if (const auto* types = arguments.find("content")) {
        made->transform = Body::Transform::content;
        made->types = types->texts;
    }
    made->matching = std::move(*match);
    made->matching.sets_variables = false;  // section 6
    return made;
}

}  // namespace bailey::sieve
