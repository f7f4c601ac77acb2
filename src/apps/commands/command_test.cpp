#include "apps/commands/command.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace bailey::commands {
namespace {

int greet(Call& call) {
    call.out << "hello " << call.arguments[0];
    for (auto& title : call.values("title")) call.out << " [" << title << "]";
    if (call.has("loud")) call.out << "!";
    return done;
}
int refuse(Call& call) { return call.fail("no", make_error_code(Errc::denied)); }

const std::vector<Command> table{
    {"person greet",
     {"NAME"},
     "Greets somebody.",
     "With all their titles.",
     {{"title", "TITLE", "A title.", true}, {"loud", "", "Loudly."}, {"from", "WHOM", "The sender."}},
     greet},
    {"person refuse", {}, "Does not greet.", "", {}, refuse},
    {"status", {}, "Says how it is.", "", {}, refuse},
};

struct Outcome {
    int code;
    std::string out, err;
};
Outcome run(std::vector<std::string> words) {
    std::istringstream in;
    std::ostringstream out, err;
    int code = run(table, words, in, out, err);
    return {code, out.str(), err.str()};
}

TEST(CommandLine, TakesArgumentsAndOptionsInAnyOrder) {
    for (auto words : {std::vector<std::string>{"person", "greet", "Ann", "--title", "Dr", "--loud", "--title=QC"},
                       {"person", "greet", "--title=Dr", "--title", "QC", "--loud", "Ann"}}) {
        auto r = run(words);
        EXPECT_EQ(r.code, 0);
        EXPECT_EQ(r.out, "hello Ann [Dr] [QC]!");
        EXPECT_EQ(r.err, "");
    }
    EXPECT_EQ(run({"person", "greet", "--", "--loud"}).out, "hello --loud");
    EXPECT_EQ(run({"person", "greet", "--title", "", ""}).out, "hello  []");
    EXPECT_EQ(run({"person", "greet", "--title=a=b", "x"}).out, "hello x [a=b]");
}

TEST(CommandLine, SaysWhatIsWrongAndExitsWithTwo) {
    struct {
        std::vector<std::string> words;
        const char* complaint;
    } cases[] = {
        {{"person", "greet"}, "bailey person greet: NAME is missing\n"},
        {{"person", "greet", "a", "b"}, "bailey person greet: \"b\" is one word too many\n"},
        {{"person", "greet", "a", "--quiet"}, "bailey person greet: there is no option --quiet\n"},
        {{"person", "greet", "a", "-q"}, "bailey person greet: there is no option -q\n"},
        {{"person", "greet", "a", "--title"}, "bailey person greet: --title needs a value\n"},
        {{"person", "greet", "a", "--loud=1"}, "bailey person greet: --loud takes no value\n"},
        {{"person", "greet", "a", "--from", "b", "--from", "c"}, "bailey person greet: --from is given twice\n"},
        {{"person", "dance"}, "bailey person: there is no command \"dance\"\n"},
        {{"persona"}, "bailey: there is no command \"persona\"\n"},
    };
    for (auto& c : cases) {
        auto r = run(c.words);
        EXPECT_EQ(r.code, 2);
        EXPECT_EQ(r.out, "");
        EXPECT_TRUE(r.err.starts_with(c.complaint)) << r.err;
    }
}

TEST(CommandLine, HelpsAtEveryLevel) {
    EXPECT_EQ(run({"--help"}).code, 0);
    EXPECT_NE(run({"--help"}).out.find("person greet   Greets somebody."), std::string::npos);
    EXPECT_NE(run({"--help"}).out.find("status"), std::string::npos);
    EXPECT_EQ(run({"person", "--help"}).out.find("status"), std::string::npos);
    auto one = run({"person", "greet", "--help"});
    EXPECT_EQ(one.code, 0);
    EXPECT_TRUE(one.out.starts_with("Usage: bailey person greet NAME [OPTION ...]\n\nGreets somebody.\n")) << one.out;
    EXPECT_NE(one.out.find("--title TITLE ..."), std::string::npos);
    EXPECT_NE(one.out.find("--config FILE"), std::string::npos);
    EXPECT_EQ(run({}).code, 2);
    EXPECT_EQ(run({"person"}).code, 2);
}

TEST(CommandLine, SaysItsVersion) {
    EXPECT_EQ(run({"--version"}).code, 0);
    EXPECT_TRUE(run({"--version"}).out.starts_with("Bailey 0.")) << run({"--version"}).out;
}

TEST(CommandLine, AFailureIsToldOnStandardErrorAndExitsWithOne) {
    auto r = run({"person", "refuse"});
    EXPECT_EQ(r.code, 1);
    EXPECT_EQ(r.err, "bailey person refuse: no: denied\n");
    EXPECT_EQ(run({"status"}).code, 1);
}

}  // namespace
}  // namespace bailey::commands
