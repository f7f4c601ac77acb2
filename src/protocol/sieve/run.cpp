#include "protocol/sieve/run.hpp"

#include <algorithm>

#include "protocol/sieve/text.hpp"

namespace bailey::sieve {
namespace {

constexpr std::string_view global_namespace = "global.";
constexpr std::size_t a_field_costs = 16;  // beside its octets

// At most so many octets, and no character cut.
void cut(std::string& value, std::size_t most) {
    if (value.size() <= most) return;
    while (most > 0 && (static_cast<unsigned char>(value[most]) & 0xc0) == 0x80) --most;
    value.resize(most);
}

}  // namespace

Run::Run(const Message& message, Host& host, const Limits& limits)
    : message_(&message), host_(host), limits_(limits), now_(host.now()), work_left_(limits.match_work) {
    frames_.push_back({{Location::personal, ""}});
}

void Run::fail(std::string sentence) {
    if (!failure_) failure_ = Problem{line_, std::move(sentence), frames_.back().script.name};
}

std::optional<Problem> Run::take_failure() {
    auto failure = std::move(failure_);
    failure_.reset();
    instructions_ = 0;
    work_left_ = limits_.match_work;
    return failure;
}

bool Run::out_of_work() {
    fail("The script compares too much text.");
    return false;
}

bool Run::work(std::size_t octets) {
    if (failed()) return false;
    if (octets > work_left_) return out_of_work();
    work_left_ -= octets;
    return true;
}

bool Run::step(std::size_t line) {
    line_ = line;
    if (failed()) return false;
    if (++instructions_ <= limits_.instructions) return true;
    fail("The script takes too many steps.");
    return false;
}

Flow Run::block(const Block& commands) {
    for (const auto& command : commands) {
        if (!step(command->line)) return Flow::stop;
        const auto flow = command->run(*this);
        if (failed()) return Flow::stop;
        if (flow != Flow::next) return flow;
    }
    return Flow::next;
}

bool Run::test(const Test& test) {
    if (!step(test.line)) return false;
    const bool holds = test.holds(*this);
    return holds && !failed();
}

std::vector<std::string> Run::field(std::string_view name, bool decoded) {
    auto values = decoded ? message_->decoded(name) : message_->raw(name);
    std::size_t cost = name.size() + a_field_costs;
    for (const auto& value : values) cost += value.size() + a_field_costs;
    if (!work(cost)) values.clear();
    return values;
}

void Run::decide(Action action) {
    if (auto fault = decisions_.add(std::move(action), limits_)) fail(std::move(*fault));
}

const std::string& Run::variable(std::string_view name) const {
    static const std::string none;
    const auto& frame = frames_.back();
    if (!name.empty() && name[0] >= '0' && name[0] <= '9') {
        std::size_t index = 0;
        for (const char digit : name) index = std::min<std::size_t>(index * 10 + (digit - '0'), most_match_variables);
        return index < frame.captured.size() ? frame.captured[index] : none;
    }
    const bool shared = name.starts_with(global_namespace) || frame.shared.contains(name);
    if (name.starts_with(global_namespace)) name.remove_prefix(global_namespace.size());
    const auto& variables = shared ? shared_ : frame.variables;
    const auto found = variables.find(name);
    return found == variables.end() ? none : found->second;
}

void Run::set(std::string_view name, std::string value) {
    auto& frame = frames_.back();
    const bool shared = name.starts_with(global_namespace) || frame.shared.contains(name);
    if (name.starts_with(global_namespace)) name.remove_prefix(global_namespace.size());
    cut(value, limits_.variable_octets);
    auto& variables = shared ? shared_ : frame.variables;
    if (variables.size() >= limits_.variables && !variables.contains(name))
        return fail("The script has more than " + std::to_string(limits_.variables) + " variables.");
    variables.insert_or_assign(std::string(name), std::move(value));
}

void Run::share(const std::string& name) {
    auto& frame = frames_.back();
    // RFC 6609 section 3.4.1.
    if (frame.variables.contains(name)) return fail("The variable \"" + name + "\" was set before it became global.");
    frame.shared.insert(name);
}

Flow Run::include(const Included& what, bool once, bool optional) {
    if (once && included_.contains(what)) return Flow::next;
    for (const auto& frame : frames_)
        if (frame.script == what && &frame != &frames_.front()) {
            fail("The script \"" + what.name + "\" includes itself.");
            return Flow::stop;
        }
    if (frames_.size() > limits_.include_depth || includes_ >= limits_.includes) {
        fail("Too many scripts are included.");
        return Flow::stop;
    }
    ++includes_;
    auto script = host_.include(what.location, what.name);
    if (!script) {
        if (!optional) fail("There is no valid script \"" + what.name + "\" to include.");
        return Flow::next;
    }
    kept_.push_back(script);
    included_.insert(what);
    const auto line = line_;
    frames_.push_back({what});
    const auto flow = block(script->commands);
    frames_.pop_back();
    line_ = line;
    return flow == Flow::leave ? Flow::next : flow;
}

Outcome Run::outcome() {
    Outcome out;
    out.instructions = instructions_;
    out.error = failure_;
    if (failed()) return out;  // RFC 5228 section 2.10.6
    out.implicit_keep = decisions_.implicit_keep();
    out.flags = decisions_.flags;
    out.actions = decisions_.take();
    return out;
}

}  // namespace bailey::sieve
