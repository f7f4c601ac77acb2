// keep, discard, fileinto, redirect: RFC 5228 section 4, with RFC 3894, 5232, 5490, 8579 and 9042.
#include <algorithm>

#include "base/text.hpp"
#include "protocol/sieve/addresses.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/commands/commands.hpp"
#include "protocol/sieve/flags.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {
namespace {

// ":flags", or the internal variable (RFC 5232 section 5).
struct WithFlags : Command {
    std::optional<Texts> flags;

    Flags flags_now(Run& run) const {
        if (!flags) return run.decisions().flags;
        Flags out;
        for (const auto& list : expand(*flags, run)) add_flags(out, list);
        return out;
    }
    void read_flags(const Arguments& arguments) {
        line = arguments.line;
        if (const auto* given = arguments.find("flags")) flags = given->texts;
    }
};

struct KeepCommand final : WithFlags {
    Flow run(Run& run) const override {
        run.decide(Keep{flags_now(run)});
        run.decisions().cancel_implicit_keep();
        return Flow::next;
    }
};

struct DiscardCommand final : Command {
    Flow run(Run& run) const override {
        run.decide(Discard{});
        run.decisions().cancel_implicit_keep();
        return Flow::next;
    }
};

constexpr std::size_t longest_mailbox = 1000;  // octets, of a path

bool is_mailbox_name(std::string_view name) {
    if (name.empty() || name.size() > longest_mailbox || !valid_utf8(name)) return false;
    return std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

// use-attr, RFC 6154 section 6.
bool is_special_use(std::string_view use) {
    return use.size() > 1 && use[0] == '\\' && std::ranges::all_of(use.substr(1), [](char c) {
               return c > ' ' && c < '\x7f' && std::string_view("(){%*\"\\]").find(c) == std::string_view::npos;
           });
}

struct FileIntoCommand final : WithFlags {
    Text mailbox;
    std::optional<Text> mailbox_id, special_use;
    bool copy = false, create = false;

    Flow run(Run& run) const override {
        FileInto action{mailbox.expand(run)};
        if (mailbox_id) action.mailbox_id = mailbox_id->expand(run);
        if (special_use) action.special_use = special_use->expand(run);
        action.create = create;
        action.flags = flags_now(run);
        if (!is_mailbox_name(action.mailbox)) {
            run.fail("A mailbox cannot have the name that was made for \"fileinto\".");
        } else if (special_use && !is_special_use(action.special_use)) {
            run.fail("\"" + action.special_use + "\" is not a special use of mailboxes.");
        } else {
            run.decide(std::move(action));
            if (!copy) run.decisions().cancel_implicit_keep();
        }
        return Flow::next;
    }
};

struct RedirectCommand final : Command {
    Text address;
    bool copy = false;

    Flow run(Run& run) const override {
        const auto to = address.expand(run);
        const auto mailbox = sieve_address(to);
        if (!mailbox) {
            run.fail('"' + to + "\" is not a mail address.");
        } else if (!run.host().inside(mailbox->address.text())) {
            run.fail('"' + to + "\" is outside the community: mail cannot be redirected there.");
        } else {
            run.decide(Redirect{mailbox->address.text()});
            if (!copy) run.decisions().cancel_implicit_keep();
        }
        return Flow::next;
    }
};

}  // namespace

CommandPtr make_keep(Checker&, Arguments& arguments) {
    auto made = std::make_unique<KeepCommand>();
    made->read_flags(arguments);
    return made;
}

CommandPtr make_discard(Checker&, Arguments& arguments) {
    auto made = std::make_unique<DiscardCommand>();
    made->line = arguments.line;
    return made;
}

CommandPtr make_fileinto(Checker& checker, Arguments& arguments) {
    auto made = std::make_unique<FileIntoCommand>();
    made->read_flags(arguments);
    made->mailbox = arguments.text(0);
    made->copy = arguments.has("copy");
    made->create = arguments.has("create");
    made->mailbox_id = arguments.text("mailboxid");
    made->special_use = arguments.text("specialuse");
    checker.check_constant(made->mailbox, arguments.line, is_mailbox_name, "not a name that a mailbox can have.");
    if (made->special_use)
        checker.check_constant(*made->special_use, arguments.line, is_special_use,
                               "not a special use of mailboxes, such as \"\\\\Junk\".");
    return made;
}

CommandPtr make_redirect(Checker& checker, Arguments& arguments) {
    auto made = std::make_unique<RedirectCommand>();
    made->line = arguments.line;
    made->address = arguments.text(0);
    made->copy = arguments.has("copy");
    const auto& inside = checker.rules().inside;
    if (made->address.is_constant()) {
        const auto mailbox = sieve_address(made->address.source());
        if (!mailbox)
            checker.problem(arguments.line, '"' + made->address.source() + "\" is not a mail address.");
        else if (inside && !inside(mailbox->address.text()))
            checker.problem(arguments.line, '"' + made->address.source() +
                                                "\" is outside the community: mail cannot be redirected there.");
    }
    return made;
}

}  // namespace bailey::sieve
