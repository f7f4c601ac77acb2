// The commands and tests of vnd.dovecot.testsuite.
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/match.hpp"
#include "suite/suite.hpp"

namespace bailey::sieve::suite {
namespace {

using enum Takes;

Suite& suite_of(Run& run) { return dynamic_cast<Suite&>(run.host()); }

// What every word has: its arguments, and the texts and numbers in them.
struct Given {
    Arguments arguments;
    std::optional<Matching> matching;

    std::string text(Run& run, std::size_t n) const { return arguments.text(n).expand(run); }
    std::size_t number(std::size_t n) const { return static_cast<std::size_t>(arguments.positional[n].number); }
};
using Does = bool (*)(Run&, const Given&);

struct Asking final : Test {
    Given given;
    Does does = nullptr;
    bool holds(Run& run) const override { return does(run, given); }
};
struct Doing final : Command {
    Given given;
    Does does = nullptr;
    Flow run(Run& run) const override {
        if (!does(run, given)) run.fail("This could not be done.");
        return Flow::next;
    }
};

template <Does does>
TestPtr make_test(Checker&, Arguments& arguments) {
    auto made = std::make_unique<Asking>();
    made->line = arguments.line;
    made->does = does;
    made->given.arguments = std::move(arguments);
    return made;
}
template <Does does>
TestPtr make_match(Checker& checker, Arguments& arguments) {
    auto match = matching(checker, arguments, 0);
    if (!match) return nullptr;
    auto made = std::make_unique<Asking>();
    made->line = arguments.line;
    made->does = does;
    made->given.arguments = std::move(arguments);
    made->given.matching = std::move(match);
    return made;
}
template <Does does>
CommandPtr make_command(Checker&, Arguments& arguments) {
    auto made = std::make_unique<Doing>();
    made->line = arguments.line;
    made->does = does;
    made->given.arguments = std::move(arguments);
    return made;
}

bool nothing_to_do(Run&, const Given&) { return true; }

bool failing_if(Run& run, std::string sentence) {
    if (!sentence.empty()) run.fail(std::move(sentence));
    return true;
}

// One case: what fails in it is its own failure, and the next one begins with no decision made.
bool run_case(Run& run, const Given& given) {
    auto& suite = suite_of(run);
    suite.forget_result();
    run.decisions() = {};
    Case result{given.text(run, 0), given.arguments.line};
    run.block(given.arguments.block);
    if (const auto failure = run.take_failure())
        result.failure = "line " + std::to_string(failure->line) + ": " + failure->text;
    suite.cases.push_back(std::move(result));
    return true;
}

bool fail(Run& run, const Given& given) { return failing_if(run, given.text(run, 0)); }
bool set(Run& run, const Given& given) {
    return failing_if(run, suite_of(run).set(run, given.text(run, 0), given.text(run, 1)));
}
bool configure(Run& run, const Given& given) {
    return failing_if(run, suite_of(run).configure(given.text(run, 0), given.text(run, 1)));
}
bool unconfigure(Run& run, const Given& given) {
    return failing_if(run, suite_of(run).configure(given.text(run, 0), ""));
}
bool create_mailbox(Run& run, const Given& given) {
    suite_of(run).create_mailbox(given.text(run, 0));
    return true;
}
bool reset_result(Run& run, const Given&) {
    suite_of(run).forget_result();
    run.decisions() = {};
    return true;
}
bool compile_file(Run& run, const Given& given) { return suite_of(run).compile_file(given.text(run, 0)); }
bool run_script(Run& run, const Given& given) { return suite_of(run).run_script(given.arguments.has("append_result")); }
bool execute(Run& run, const Given&) { return suite_of(run).execute(run); }

bool show_message(Run& run, const Given& given) {
    if (const auto* folder = given.arguments.find("folder"))
        return suite_of(run).show_stored(run, folder->texts[0].expand(run), given.number(0));
    return suite_of(run).show_sent(run, given.number(0));
}

// Of all, or of the one that :index picks.
bool match_names(Run& run, const Given& given, const std::vector<std::vector<std::string>>& items) {
    Matcher matcher(*given.matching, run);
    if (matcher.counts()) return matcher.matches_count(items.size());
    const auto* index = given.arguments.find("index");
    for (std::size_t n = 0; n < items.size(); ++n) {
        if (index && index->number != n + 1) continue;
        for (const auto& name : items[n])
            if (matcher.matches(name)) return true;
    }
    return false;
}

bool has_action(Run& run, const Given& given) {
    std::vector<std::vector<std::string>> names;
    for (const auto& action : suite_of(run).decided(run)) {
        if (std::holds_alternative<Remember>(action)) continue;
        auto& here = names.emplace_back();
        here.emplace_back(name(action));
        if (std::holds_alternative<FileInto>(action)) here.emplace_back("store");  // as Pigeonhole calls it
    }
    return match_names(run, given, names);
}

bool has_error(Run& run, const Given& given) {
    std::vector<std::vector<std::string>> sentences;
    for (const auto& problem : suite_of(run).errors())
        sentences.push_back({"line " + std::to_string(problem.line) + ": " + problem.text});
    return match_names(run, given, sentences);
}

const std::vector<Tag> message_tags{{"smtp", nothing, "", "where"}, {"folder", string, "", "where"}};
const std::vector<Tag> counted_tag{{"index", number}};

}  // namespace

const Words& suite_words() {
    constexpr std::string_view ours = "vnd.dovecot.testsuite";
    static const Words words{
        {
            {"test", ours, {{}, {string}, false, Signature::Tests::none, true}, make_command<run_case>},
            {"test_fail", ours, {{}, {string}}, make_command<fail>},
            {"test_set", ours, {{}, {string, string}}, make_command<set>},
            {"test_config_set", ours, {{}, {string, string}}, make_command<configure>},
            {"test_config_unset", ours, {{}, {string}}, make_command<unconfigure>},
            {"test_config_reload", ours, {{{"extension", string}}}, make_command<nothing_to_do>},
            {"test_mailbox_create", ours, {{}, {string}}, make_command<create_mailbox>},
            {"test_binary_load", ours, {{}, {string}}, make_command<nothing_to_do>},
            {"test_binary_save", ours, {{}, {string}}, make_command<nothing_to_do>},
            {"test_result_reset", ours, {}, make_command<reset_result>},
            {"test_result_print", ours, {}, make_command<nothing_to_do>},
            {"test_message", ours, {message_tags, {number}}, make_command<show_message>},
        },
        {
            {"test_script_compile", ours, {{}, {string}}, make_test<compile_file>},
            {"test_script_run", ours, {{{"append_result"}}}, make_test<run_script>},
            {"test_result_execute", ours, {}, make_test<execute>},
            {"test_message", ours, {message_tags, {number}}, make_test<show_message>},
            {"test_result_action", ours, {match_tags + counted_tag, {strings}}, make_match<has_action>},
            {"test_error", ours, {match_tags + counted_tag, {strings}}, make_match<has_error>},
        },
        {{ours}},
    };
    return words;
}

}  // namespace bailey::sieve::suite
