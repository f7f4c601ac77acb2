#include "suite/suite.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "protocol/sieve/vacation.hpp"
#include "protocol/sieve/vocabulary.hpp"

namespace bailey::sieve::suite {
namespace {

std::optional<std::string> content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::stringstream out;
    out << file.rdbuf();
    return out.str();
}

Rules rules_with(Suite& suite, const Limits& limits) {
    return {limits, [&suite](std::string_view address) { return suite.inside(address); }, nullptr};
}

}  // namespace

bool Report::passed() const {
    return error.empty() && std::ranges::all_of(cases, [](auto& c) { return c.failure.empty(); });
}

Suite::Suite(std::filesystem::path directory)
    : directory_(std::move(directory)),
      now_(std::chrono::sys_days(std::chrono::year(2026) / 3 / 14) + std::chrono::seconds(54566)),  // 15:09:26
      envelope_{"sender@example.org", "recipient@example.com"} {
    create_mailbox("INBOX");
    show(nullptr, "");
}

void Suite::show(Run* run, std::string text) {
    texts_.push_back(std::make_unique<std::string>(std::move(text)));
    messages_.push_back(std::make_unique<RawMessage>(*texts_.back(), envelope_));
    if (run) run->use(*messages_.back());
}

bool Suite::inside(std::string_view address) { return !address.ends_with("@outside.example"); }

bool Suite::mailbox_id_exists(std::string_view id) {
    return id.starts_with("id-of-") && mailboxes_.contains(id.substr(6));
}

bool Suite::special_use_exists(std::optional<std::string_view> mailbox, std::string_view use) {
    return std::ranges::any_of(special_uses_, [&](auto& entry) {
        return (!mailbox || entry.first == *mailbox) && equals_ignoring_case(entry.second, use);
    });
}

bool Suite::seen(std::string_view id) {
    const auto found = remembered_.find(id);
    return found != remembered_.end() && found->second > now_;
}

Compiled Suite::compile_in(const std::filesystem::path& file) const {
    const auto text = content(file);
    if (!text) return {nullptr, {{0, "There is no file " + file.string() + '.'}}};
    return compile(*text, rules_with(const_cast<Suite&>(*this), limits_));
}

ScriptPtr Suite::include(Location location, std::string_view name) {
    const auto* folder = location == Location::global ? "included-global" : "included";
    return compile_in(directory_ / folder / (std::string(name) + ".sieve")).script;
}

std::optional<std::string> Suite::environment(std::string_view item) {
    if (item == "host") return "mail.example.com";
    if (item == "domain") return "example.com";
    if (item == "location") return "MDA";
    if (item == "phase") return "during";
    if (item == "remote-host") return "";
    return std::nullopt;
}

std::string Suite::set(Run& run, std::string_view name, std::string value) {
    if (name == "message") {
        show(&run, std::move(value));
        return {};
    }
    if (name == "now") {
        const auto date = mime::as_date(value);
        if (!date) return '"' + value + "\" is no date.";
        now_ = date->time;
        return {};
    }
    if (name == "envelope.from")
        envelope_.from = std::move(value);
    else if (name == "envelope.to")
        envelope_.to = std::move(value);
    else if (name == "envelope.auth")
        envelope_.auth = std::move(value);
    else
        return "test_set knows no \"" + std::string(name) + "\".";
    show(&run, *texts_.back());
    return {};
}

std::string Suite::configure(std::string_view name, std::string_view value) {
    static const std::map<std::string_view, std::size_t Limits::*> numbers{
        {"sieve_max_actions", &Limits::actions},
        {"sieve_max_redirects", &Limits::redirects},
        {"sieve_max_script_size", &Limits::script_octets},
        {"sieve_include_max_includes", &Limits::includes},
        {"sieve_include_max_nesting_depth", &Limits::include_depth},
        {"sieve_variables_max_variable_size", &Limits::variable_octets},
        {"instructions", &Limits::instructions},
        {"match_work", &Limits::match_work},
    };
    if (const auto found = numbers.find(name); found != numbers.end()) {
        limits_.*found->second = value.empty() ? Limits().*found->second : std::stoul(std::string(value));
    } else if (name == "zone") {
        zone_ = std::chrono::minutes(value.empty() ? 0 : std::stol(std::string(value)));
    } else if (name.starts_with("special_use.")) {
        special_uses_[std::string(name.substr(12))] = value;
    } else {
        return "test_config_set knows no \"" + std::string(name) + "\".";
    }
    return {};
}

bool Suite::compile_file(const std::string& name) {
    auto compiled = compile_in(directory_ / name);
    errors_ = std::move(compiled.problems);
    script_ = std::move(compiled.script);
    return script_ != nullptr;
}

bool Suite::run_script(bool append) {
    errors_.clear();
    if (!script_) {
        errors_.push_back({0, "No script was compiled."});
        return false;
    }
    auto outcome = run(*script_, message(), *this, limits_);
    if (outcome.error) errors_.push_back(*outcome.error);
    if (append && result_) {
        outcome.actions.insert(outcome.actions.begin(), result_->actions.begin(), result_->actions.end());
        outcome.implicit_keep = outcome.implicit_keep && result_->implicit_keep;
    }
    result_ = std::move(outcome);
    return !result_->error;
}

Outcome Suite::result_now(Run& run) const {
    if (result_) return *result_;
    Outcome out;
    out.actions = run.decisions().actions();
    out.implicit_keep = run.decisions().implicit_keep();
    out.flags = run.decisions().flags;
    return out;
}

std::vector<Action> Suite::decided(Run& run) const {
    auto out = result_now(run);
    if (out.implicit_keep) out.actions.push_back(Keep{out.flags});
    return std::move(out.actions);
}

bool Suite::store(const std::string& mailbox, bool create, const std::vector<std::string>& flags) {
    if (!create && !mailboxes_.contains(mailbox)) {
        errors_.push_back({0, "There is no mailbox \"" + mailbox + "\"."});
        return false;
    }
    mailboxes_[mailbox].push_back({*texts_.back(), flags});
    return true;
}

bool Suite::answer(const Vacation& vacation) {
    const Owner owner{"", envelope_.to, {}};
    if (why_silent(vacation, message(), owner)) return true;
    const auto key = vacation.handle + ' ' + envelope_.from;
    if (vacation.period.count() > 0 && seen(key)) return true;
    remembered_[key] = now_ + vacation.period;
    const auto text = answer_text(vacation, message(), owner, {{now_, {}}, "answer@example.com", "boundary-boundary"});
    if (text) sent_.push_back({*text, "", envelope_.from});
    return text.has_value();
}

bool Suite::carry_out(const Action& action) {
    if (const auto* keep = std::get_if<Keep>(&action)) return store("INBOX", false, keep->flags);
    if (const auto* filed = std::get_if<FileInto>(&action)) {
        auto mailbox = filed->mailbox;
        if (mailbox_id_exists(filed->mailbox_id)) mailbox = filed->mailbox_id.substr(6);
        for (const auto& [name, use] : special_uses_)
            if (!filed->special_use.empty() && equals_ignoring_case(use, filed->special_use)) mailbox = name;
        return store(mailbox, filed->create, filed->flags);
    }
    if (const auto* redirect = std::get_if<Redirect>(&action))
        sent_.push_back({*texts_.back(), envelope_.from, redirect->address});
    if (const auto* reject = std::get_if<Reject>(&action); reject && !envelope_.from.empty())
        sent_.push_back({"Subject: Rejected\r\n\r\n" + reject->reason, "", envelope_.from});
    if (const auto* vacation = std::get_if<Vacation>(&action)) return answer(*vacation);
    if (const auto* remember = std::get_if<Remember>(&action)) remembered_[remember->id] = now_ + remember->period;
    return true;
}

bool Suite::execute(Run& run) {
    errors_.clear();
    bool good = true;
    for (const auto& action : decided(run)) good = carry_out(action) && good;
    return good;
}

bool Suite::show_sent(Run& run, std::size_t number) {
    if (number >= sent_.size()) return false;
    envelope_.from = sent_[number].from;
    envelope_.to = sent_[number].to;
    show(&run, sent_[number].text);
    return true;
}

bool Suite::show_stored(Run& run, const std::string& mailbox, std::size_t number) {
    const auto found = mailboxes_.find(mailbox);
    if (found == mailboxes_.end() || number >= found->second.size()) return false;
    run.decisions().flags = found->second[number].flags;
    show(&run, found->second[number].text);
    return true;
}

Report run_file(const std::filesystem::path& file) {
    Report report;
    const auto text = content(file);
    if (!text) return {{}, "there is no such file"};
    Suite suite(file.parent_path());
    auto rules = rules_with(suite, {});
    rules.further = &suite_words();
    const auto compiled = compile(*text, rules);
    for (const auto& problem : compiled.problems)
        report.error += "line " + std::to_string(problem.line) + ": " + problem.text + ' ';
    if (!compiled.script) return report;
    const Limits limits;
    Run run(suite.message(), suite, limits);
    run.block(compiled.script->commands);
    if (const auto failure = run.take_failure())
        report.error = "line " + std::to_string(failure->line) + ": " + failure->text;
    report.cases = std::move(suite.cases);
    return report;
}

}  // namespace bailey::sieve::suite
