// Scripts that test Sieve: .svtest files, in the language of Pigeonhole's extension vnd.dovecot.testsuite. A test is a
// script of its own that sets a message, compiles and runs scripts, and looks at what they decided.
//
//     test "name" { ... }                      one case; test_fail "why" ends it
//     test_set "message" text: ... .           "envelope.from", "envelope.to", "envelope.auth", "now" likewise
//     test_script_compile "file.sieve"         beside the test; false where there are problems, see test_error
//     test_script_run                          false where it failed, see test_error
//     test_result_action :index 1 "keep"       what was decided; the implicit keep is the last "keep"
//     test_result_execute                      stores, sends and remembers; then test_message :folder "INBOX" 0, or
//                                              test_message :smtp 0, is the message of what follows
//     test_error :index 1 :matches "*line*"    of the last compilation or run
//     test_mailbox_create, test_config_set, test_config_unset, test_result_reset
// Accepted without effect: test_config_reload, test_binary_load, test_binary_save, test_result_print.
// "outside.example" is outside the community; all other domains are inside. Scripts to include are in included/ and
// included-global/.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "protocol/sieve/raw_message.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve::suite {

struct Case {
    std::string name;
    std::size_t line = 0;
    std::string failure = {};  // empty: it passed
};
struct Report {
    std::vector<Case> cases;
    std::string error = {};  // the file itself could not be compiled or run to its end
    bool passed() const;
};
Report run_file(const std::filesystem::path& file);

// The world of one test file.
class Suite final : public Host {
public:
    explicit Suite(std::filesystem::path directory);

    bool inside(std::string_view address) override;
    std::chrono::sys_seconds now() override { return now_; }
    std::chrono::minutes zone(std::chrono::sys_seconds) override { return zone_; }
    bool mailbox_exists(std::string_view name) override { return mailboxes_.contains(name); }
    bool mailbox_id_exists(std::string_view id) override;
    bool special_use_exists(std::optional<std::string_view> mailbox, std::string_view use) override;
    bool seen(std::string_view id) override;
    ScriptPtr include(Location location, std::string_view name) override;
    std::optional<std::string> environment(std::string_view item) override;

    // What the commands do. Sentences are failures; empty: it went well.
    std::string set(Run& run, std::string_view name, std::string value);
    std::string configure(std::string_view name, std::string_view value);
    bool compile_file(const std::string& name);
    bool run_script(bool append);
    bool execute(Run& run);
    bool show_sent(Run& run, std::size_t number);
    bool show_stored(Run& run, const std::string& mailbox, std::size_t number);
    void create_mailbox(const std::string& name) { mailboxes_[name]; }
    void forget_result() { result_.reset(); }
    std::vector<Action> decided(Run& run) const;  // with the implicit keep
    const std::vector<Problem>& errors() const { return errors_; }
    const Message& message() const { return *messages_.back(); }

    std::vector<Case> cases;

private:
    struct Stored {
        std::string text;
        std::vector<std::string> flags;
    };
    struct Sent {
        std::string text, from, to;
    };
    void show(Run* run, std::string text);
    Compiled compile_in(const std::filesystem::path& file) const;
    bool store(const std::string& mailbox, bool create, const std::vector<std::string>& flags);
    bool carry_out(const Action& action);
    bool answer(const Vacation& vacation);
    Outcome result_now(Run& run) const;

    std::filesystem::path directory_;
    Limits limits_;
    std::chrono::sys_seconds now_;
    std::chrono::minutes zone_{};
    Envelope envelope_;
    std::vector<std::unique_ptr<std::string>> texts_;
    std::vector<std::unique_ptr<RawMessage>> messages_;  // runs may look at older ones still
    std::map<std::string, std::vector<Stored>, std::less<>> mailboxes_;
    std::map<std::string, std::string, std::less<>> special_uses_;  // by mailbox
    std::vector<Sent> sent_;
    std::map<std::string, std::chrono::sys_seconds, std::less<>> remembered_;
    ScriptPtr script_;
    std::optional<Outcome> result_;
    std::vector<Problem> errors_;
};

// The commands and tests of the extension.
const Words& suite_words();

}  // namespace bailey::sieve::suite
