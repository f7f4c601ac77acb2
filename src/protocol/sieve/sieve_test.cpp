// What callers of compile() and run() see. What each command and test does is tested by the scripts in tests/sieve.
#include "protocol/sieve/sieve.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "protocol/sieve/raw_message.hpp"
#include "protocol/sieve/wildcards.hpp"

namespace bailey::sieve {
namespace {

struct World : Host {
    std::map<std::string, ScriptPtr, std::less<>> scripts;
    bool inside(std::string_view address) override { return address.ends_with("@inside.test"); }
    std::chrono::sys_seconds now() override { return std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000)); }
    ScriptPtr include(Location, std::string_view name) override {
        const auto found = scripts.find(name);
        return found == scripts.end() ? nullptr : found->second;
    }
};

Outcome run_text(std::string_view script, std::string_view message, World& world, const Rules& rules = {}) {
    const auto compiled = compile(script, rules);
    if (!compiled.script) {
        ADD_FAILURE() << "line " << compiled.problems[0].line << ": " << compiled.problems[0].text;
        return {};
    }
    const RawMessage seen(message, {"from@inside.test", "to@inside.test"});
    return run(*compiled.script, seen, world, rules.limits);
}

TEST(Sieve, AnEmptyScriptKeepsTheMessage) {
    World world;
    for (const auto* script : {"", "# nothing\r\n", "/* nothing */", "require \"fileinto\";"}) {
        const auto outcome = run_text(script, "Subject: a\r\n\r\nb\r\n", world);
        EXPECT_TRUE(outcome.implicit_keep);
        EXPECT_TRUE(outcome.actions.empty());
        EXPECT_FALSE(outcome.error);
    }
}

TEST(Sieve, ActionsComeInTheOrderOfTheScriptWithAllThatTheyWereGiven) {
    World world;
    const auto outcome = run_text(
        "require [\"fileinto\", \"imap4flags\", \"mailbox\", \"mailboxid\", \"special-use\", \"vacation\"];\n"
        "fileinto :create :flags \"\\\\Seen\" :mailboxid \"F1\" :specialuse \"\\\\Junk\" \"Spam\";\n"
        "redirect \"Other <other@inside.test>\";\n"
        "vacation :days 3 :subject \"s\" :addresses \"me@inside.test\" :handle \"h\" \"text\";\n",
        "Subject: a\r\n\r\n", world);
    ASSERT_FALSE(outcome.error);
    ASSERT_EQ(outcome.actions.size(), 3u);
    EXPECT_EQ(outcome.actions[0], Action(FileInto{"Spam", "F1", "\\Junk", true, {"\\Seen"}}));
    EXPECT_EQ(outcome.actions[1], Action(Redirect{"other@inside.test"}));
    const auto& vacation = std::get<Vacation>(outcome.actions[2]);
    EXPECT_EQ(vacation.period, std::chrono::days(3));
    EXPECT_EQ(vacation.subject, "s");
    EXPECT_EQ(vacation.addresses, std::vector<std::string>{"me@inside.test"});
    EXPECT_FALSE(vacation.handle.empty());
    EXPECT_FALSE(outcome.implicit_keep);
    EXPECT_EQ(name(outcome.actions[2]), "vacation");
}

// RFC 5228 section 2.10.6.
TEST(Sieve, AFailureVoidsAllActionsAndKeepsTheMessage) {
    World world;
    const auto outcome = run_text(
        "require [\"fileinto\", \"variables\"];\nfileinto \"a\";\nset \"to\" \"x@out.test\";\n"
        "redirect \"${to}\";\ndiscard;\n",
        "Subject: a\r\n\r\n", world);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->line, 4u);
    EXPECT_EQ(outcome.error->text, "\"x@out.test\" is outside the community: mail cannot be redirected there.");
    EXPECT_TRUE(outcome.actions.empty());
    EXPECT_TRUE(outcome.implicit_keep);
}

TEST(Sieve, AFailureInAnIncludedScriptNamesIt) {
    World world;
    world.scripts["inner"] = compile("require \"reject\";\n\nreject \"a\";\nreject \"b\";\n").script;
    const auto outcome = run_text("require \"include\";\ninclude \"inner\";\n", "\r\n", world);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->script, "inner");
    EXPECT_EQ(outcome.error->line, 4u);
}

TEST(Sieve, ProblemsComeInTheOrderOfTheirLinesAndNoMoreThanTheLimit) {
    std::string script = "if size { frob; }\n";
    for (int n = 0; n < 50; ++n) script += "frob;\n";
    const auto problems = validate(script);
    ASSERT_EQ(problems.size(), Limits().problems);
    EXPECT_TRUE(std::ranges::is_sorted(problems, {}, &Problem::line));
    EXPECT_EQ(problems[0].line, 1u);
}

TEST(Sieve, CapabilitiesAreSortedAndCanAllBeRequired) {
    EXPECT_TRUE(std::ranges::is_sorted(capabilities()));
    for (const auto& name : capabilities()) EXPECT_TRUE(validate("require \"" + name + "\";").empty()) << name;
    EXPECT_FALSE(validate("require \"vnd.dovecot.testsuite\";").empty());
}

TEST(Sieve, ScriptsOfOtherOctetsThanTextAreRefused) {
    using namespace std::string_literals;
    for (const auto& octets : {"keep;\n\xff"s, "keep;\n\0"s, "keep;\n# \xc3\x28"s}) {
        const auto problems = validate(octets);
        ASSERT_EQ(problems.size(), 1u);
        EXPECT_EQ(problems[0].line, 2u);
    }
}

TEST(Sieve, LinesMayEndInALineFeedAlone) {
    World world;
    const auto outcome = run_text("require \"reject\";\nreject text:\none\n..two\n.\n;\n", "\r\n", world);
    ASSERT_EQ(outcome.actions.size(), 1u);
    EXPECT_EQ(std::get<Reject>(outcome.actions[0]).reason, "one\r\n.two\r\n");
}

// RFC 5228 section 2.10.7 asks for fifteen.
TEST(SieveLimits, BlocksAndTestsWithinEachOther) {
    const auto blocks = [](std::size_t depth) {
        std::string out;
        for (std::size_t n = 0; n < depth; ++n) out += "if true {";
        return out + std::string(depth, '}');
    };
    const auto tests = [](std::size_t depth) {
        std::string out = "if ";
        for (std::size_t n = 1; n < depth; ++n) out += "not ";
        return out + "true { keep; }";
    };
    const auto most = Limits().nesting;
    EXPECT_TRUE(validate(blocks(most)).empty());
    EXPECT_FALSE(validate(blocks(most + 1)).empty());
    EXPECT_TRUE(validate(tests(most)).empty());
    EXPECT_FALSE(validate(tests(most + 1)).empty());
    EXPECT_FALSE(validate(blocks(10'000)).empty());
    EXPECT_FALSE(validate(std::string(60'000, '(')).empty());
    EXPECT_FALSE(validate("if " + std::string(60'000, '[')).empty());
}

TEST(SieveLimits, CommandsListsAndOctetsOfAScript) {
    Rules rules;
    rules.limits.commands = 10;
    rules.limits.list_items = 3;
    EXPECT_TRUE(validate("keep;keep;keep;keep;keep;keep;keep;keep;keep;keep;", rules).empty());
    EXPECT_FALSE(validate("keep;keep;keep;keep;keep;keep;keep;keep;keep;keep;keep;", rules).empty());
    EXPECT_TRUE(validate("if exists [\"a\",\"b\",\"c\"] { stop; }", rules).empty());
    EXPECT_FALSE(validate("if exists [\"a\",\"b\",\"c\",\"d\"] { stop; }", rules).empty());
    EXPECT_TRUE(validate(std::string(rules.limits.script_octets, ' ')).empty());
    EXPECT_FALSE(validate(std::string(rules.limits.script_octets + 1, ' ')).empty());
}

TEST(SieveLimits, IncludedScriptsCountAsTheirOwn) {
    World world;
    std::string text = "require \"include\";\n";
    for (int n = 0; n < 40; ++n) text += "include \"leaf\";\n";
    world.scripts["leaf"] = compile("if true { }\n").script;
    const auto outcome = run_text(text, "\r\n", world);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->text, "Too many scripts are included.");

    for (int n = 0; n < 20; ++n)
        world.scripts["s" + std::to_string(n)] =
            compile("require \"include\"; include \"s" + std::to_string(n + 1) + "\";").script;
    const auto deep = run_text("require \"include\"; include \"s0\";", "\r\n", world);
    ASSERT_TRUE(deep.error);
    EXPECT_EQ(deep.error->text, "Too many scripts are included.");
}

// Doubling a variable line by line makes gigabytes of text where nobody stops it.
TEST(SieveLimits, HostileScriptsEndSoon) {
    World world;
    std::string grows = "require [\"variables\", \"fileinto\"];\nset \"a\" \"0123456789\";\n";
    for (int n = 0; n < 200; ++n) grows += "set \"a\" \"${a}${a}${a}${a}${a}${a}${a}${a}\";\n";
    std::string one = "fileinto \"";
    for (int n = 0; n < 12'000; ++n) one += "${a}";
    const auto outcome = run_text(grows + one + "\";\n", "\r\n", world);
    EXPECT_TRUE(outcome.error);

    const std::string message = "Subject: " + std::string(500'000, 'a') + "\r\n\r\n" + std::string(900'000, 'a');
    std::string stars = "require [\"body\", \"regex\", \"variables\"];\n";
    for (int n = 0; n < 200; ++n) {
        stars += "if header :matches \"subject\" \"*a*a*a*a*a*a*a*a*a*a*a*a*ab\" { stop; }\n";
        stars += "if body :raw :contains \"" + std::string(60, 'a') + "b\" { stop; }\n";
        stars += "if header :regex \"subject\" \"(a|aa)*(a|aa)*(a|aa)*b\" { stop; }\n";
    }
    const auto compared = run_text(stars, message, world);
    ASSERT_TRUE(compared.error);
    EXPECT_EQ(compared.error->text, "The script compares too much text.");
}

TEST(SieveLimits, EveryFieldOfAHostileHeaderIsPaidFor) {
    World world;
    std::string message;
    for (int n = 0; n < 9000; ++n) message += "X: 1\r\n";
    std::string script = "require \"relational\";\n";
    for (int n = 0; n < 1300; ++n) script += "if header \"x\" \"2\" { stop; }\n";
    const auto outcome = run_text(script, message + "\r\n", world);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->text, "The script compares too much text.");
}

// What has no meaning is refused, and never more than that.
TEST(SieveProperty, AnySequenceOfWordsCompilesOrIsRefusedOnOneOfItsLines) {
    constexpr std::string_view words[] = {
        "if",
        "elsif",
        "else",
        "require",
        "stop",
        "keep",
        "fileinto",
        "\"fileinto\"",
        "\"a\"",
        "\"${1}\"",
        ":is",
        ":matches",
        ":contains",
        ":count",
        "\"ge\"",
        ":flags",
        ":copy",
        "header",
        "address",
        "allof",
        "anyof",
        "not",
        "true",
        "exists",
        "size",
        ":over",
        "100K",
        "12",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ";",
        ",",
        "text:\nx\n.\n",
        "\n",
        "[\"variables\", \"imap4flags\", \"vacation\", \"include\"]",
        "set",
        "hasflag",
        "vacation",
        "include",
        "# c\n",
    };
    std::mt19937 random(5228);
    std::uniform_int_distribution<std::size_t> word(0, std::size(words) - 1), length(1, 40);
    World world;
    std::size_t compiled_ones = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string script;
        for (auto n = length(random); n > 0; --n) script += std::string(words[word(random)]) + ' ';
        const auto compiled = compile(script);
        ASSERT_EQ(compiled.script == nullptr, !compiled.problems.empty()) << script;
        const auto lines = static_cast<std::size_t>(std::ranges::count(script, '\n')) + 1;
        for (const auto& problem : compiled.problems) {
            ASSERT_GE(problem.line, 1u) << script;
            ASSERT_LE(problem.line, lines) << script;
            ASSERT_FALSE(problem.text.empty()) << script;
        }
        if (!compiled.script) continue;
        ++compiled_ones;
        const RawMessage message("a: b\r\n\r\nc\r\n", {"a@inside.test", "b@inside.test"});
        (void)run(*compiled.script, message, world);
    }
    EXPECT_GT(compiled_ones, 0u);
}

// The definition, letter by letter.
bool matches_by_definition(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '*')
        return matches_by_definition(pattern.substr(1), text) ||
               (!text.empty() && matches_by_definition(pattern, text.substr(1)));
    if (text.empty()) return false;
    return (pattern[0] == '?' || pattern[0] == text[0]) && matches_by_definition(pattern.substr(1), text.substr(1));
}

TEST(SieveProperty, WildcardsMatchAsTheyAreDefinedAndTheirCapturesMakeUpTheText) {
    std::mt19937 random(5229);
    const auto text_of = [&](std::string_view letters, std::size_t most) {
        std::string out;
        for (auto n = random() % (most + 1); n > 0; --n) out += letters[random() % letters.size()];
        return out;
    };
    for (int round = 0; round < 50'000; ++round) {
        const auto pattern = text_of("ab*?", 7), text = text_of("ab", 9);
        std::vector<std::string> captured;
        std::size_t work = 100'000;
        const auto outcome = Wildcards(pattern, Comparator::octet).matches(text, &captured, 32, work);
        ASSERT_EQ(outcome == Wildcards::Outcome::yes, matches_by_definition(pattern, text)) << pattern << ' ' << text;
        if (outcome != Wildcards::Outcome::yes) continue;
        std::string again;
        std::size_t next = 1;
        for (const char c : pattern) again += c == '*' || c == '?' ? captured.at(next++) : std::string(1, c);
        ASSERT_EQ(again, text) << pattern;
        ASSERT_EQ(captured[0], text);
    }
}

TEST(SieveProperty, CollationsAreTheSameForWhatIsAlreadyOne) {
    for (const auto comparator :
         {Comparator::ascii_casemap, Comparator::octet, Comparator::ascii_numeric, Comparator::unicode_casemap})
        for (const auto* text : {"", "Abc", "ÄÖÜß", "0042", "42x", "e\xcc\x81", "\xff\xfe"}) {
            const auto once = collation(comparator, text);
            EXPECT_EQ(collation(comparator, once), once) << text;
        }
}

}  // namespace
}  // namespace bailey::sieve
