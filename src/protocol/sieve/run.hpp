// The state of one run: what the commands and tests of a script act upon.
#pragma once
#include <map>
#include <set>

#include "protocol/sieve/decisions.hpp"
#include "protocol/sieve/tree.hpp"

namespace bailey::sieve {

class Run {
public:
    Run(const Message& message, Host& host, const Limits& limits);

    Flow block(const Block& commands);
    bool test(const Test& test);
    Outcome outcome();

    // After a failure nothing more is done: every loop looks at failed(). The first one counts.
    void fail(std::string sentence);
    bool failed() const { return failure_.has_value(); }
    std::optional<Problem> take_failure();

    // Comparisons of octets about to be made. False: there were too many, and the run has failed.
    bool work(std::size_t octets);
    std::size_t work_left() const { return work_left_; }
    bool out_of_work();  // fails; false

    const Message& message() const { return *message_; }
    void use(const Message& message) { message_ = &message; }
    // The values of a header field, paid for. `decoded`: as Message has it.
    std::vector<std::string> field(std::string_view name, bool decoded);
    Host& host() { return host_; }
    const Limits& limits() const { return limits_; }
    std::chrono::sys_seconds now() const { return now_; }  // the same throughout (RFC 5260 section 5)
    Decisions& decisions() { return decisions_; }
    // Adds an action; what it cannot be combined with fails.
    void decide(Action action);

    // RFC 5229. Names in lower case; "global.x" is the variable that all scripts share (RFC 6609 section 3.4.2).
    const std::string& variable(std::string_view name) const;
    void set(std::string_view name, std::string value);
    void share(const std::string& name);  // "global"
    void set_match_variables(std::vector<std::string> captured) { frames_.back().captured = std::move(captured); }

    // RFC 6609 section 3.2.
    struct Included {
        Location location;
        std::string name;
        auto operator<=>(const Included&) const = default;
    };
    Flow include(const Included& what, bool once, bool optional);

private:
    struct Frame {  // of the script, and of each script included in it
        Included script;
        std::map<std::string, std::string, std::less<>> variables = {};
        std::set<std::string, std::less<>> shared = {};
        std::vector<std::string> captured = {};
    };
    bool step(std::size_t line);

    const Message* message_;
    Host& host_;
    const Limits& limits_;
    std::chrono::sys_seconds now_;
    std::size_t line_ = 0, instructions_ = 0, work_left_, includes_ = 0;
    std::optional<Problem> failure_;
    Decisions decisions_;
    std::vector<Frame> frames_;
    std::map<std::string, std::string, std::less<>> shared_;
    std::set<Included> included_;
    std::vector<ScriptPtr> kept_;  // included scripts, for as long as they may run
};

}  // namespace bailey::sieve
