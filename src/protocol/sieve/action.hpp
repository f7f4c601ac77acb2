// What a script decided, for the delivery to carry out. The order is the script's. Whoever carries them out stores one
// message once a mailbox, with the flags of all actions that name it (RFC 5228 section 2.10.3); run() has already
// merged equal ones.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bailey::sieve {

// Names as the script gave them: UTF-8, not Net-Unicode-normalised. What a name denotes is the mailbox store's matter.
struct FileInto {
    std::string mailbox;
    std::string mailbox_id = {};          // RFC 9042: prefer this mailbox where it exists
    std::string special_use = {};         // RFC 8579: prefer the mailbox with this use, "\\Junk"
    bool create = false;                  // RFC 5490 section 3.2
    std::vector<std::string> flags = {};  // RFC 5232: "\\Seen", "$label"; no doubles
    bool operator==(const FileInto&) const = default;
};
struct Keep {  // asked for by the script; the implicit one is Outcome::implicit_keep
    std::vector<std::string> flags = {};
    bool operator==(const Keep&) const = default;
};
struct Discard {
    bool operator==(const Discard&) const = default;
};
struct Redirect {
    std::string address;  // well-formed and inside the community
    bool operator==(const Redirect&) const = default;
};
struct Reject {  // RFC 5429; both kinds refuse, `in_session` prefers a refusal at the end of DATA (ereject)
    std::string reason;
    bool in_session = false;
    bool operator==(const Reject&) const = default;
};
// RFC 5230. vacation.hpp decides whether to answer at all and writes the answer; whether somebody was answered within
// `period` is known to the store, under `handle`.
struct Vacation {
    std::string reason;  // plain text, or with `mime` a MIME entity with its header
    bool mime = false;
    std::optional<std::string> html = {};  // the same words as HTML; no script has it, RFC 8621's VacationResponse does
    std::optional<std::string> subject = {};
    std::optional<std::string> from = {};     // a mailbox, checked
    std::vector<std::string> addresses = {};  // further ones of the owner
    std::string handle = {};                  // never empty: made of the other arguments where not given
    std::chrono::seconds period{};            // zero: answer every message (RFC 6131 section 2)
    bool operator==(const Vacation&) const = default;
};
// RFC 7352: from now on Host::seen(id) is true for that long.
struct Remember {
    std::string id;  // short, printable
    std::chrono::seconds period{};
    bool operator==(const Remember&) const = default;
};

using Action = std::variant<FileInto, Keep, Discard, Redirect, Reject, Vacation, Remember>;

// "fileinto", "keep" ... and "" for Remember, which no command names.
std::string_view name(const Action& action);

}  // namespace bailey::sieve
