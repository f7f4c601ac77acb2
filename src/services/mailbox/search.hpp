// The conditions of Email/query that look into text (RFC 8621 section 4.4.1), behind an interface: whoever has an index
// of words answers them faster.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "services/mailbox/index.hpp"

namespace bailey::mime {
struct Structure;
}

namespace bailey::mailbox {

struct TextCondition {
    enum class In { anywhere, from, to, cc, bcc, subject, body, header };
    In in = In::anywhere;
    std::string text;    // as terms_of() reads it: all terms must be there
    std::string header;  // `header`: the field's name
    bool any = false;    // `header`: there is such a field, whatever it says
};

class TextSearch {
public:
    virtual ~TextSearch() = default;
    // For each condition the ids of those among `candidates` that meet it, sorted. The candidates are given newest
    // first; ids that are gone meet nothing. Errors: too_many (more text would have to be looked through than is done
    // for one question).
    virtual Result<std::vector<std::vector<std::int64_t>>> find(const Account& account, const Index& index,
                                                                std::span<const TextCondition> conditions,
                                                                std::span<const std::int64_t> candidates) const = 0;
};

struct ScanLimits {
    std::size_t emails = 200'000;          // of which the summary is looked at
    std::size_t messages = 20'000;         // that are read
    std::uint64_t octets = 1024ull << 20;  // of messages that are read
    std::size_t text_octets = 1u << 20;    // of one message's text
};
// Looks through everything: from, to, cc, bcc and subject in the summaries, the rest in the messages.
std::unique_ptr<TextSearch> scanning_search(const ScanLimits& limits = {});

// The readable text of all text parts, the names of attachments, and all that of messages attached to it, with their
// authors, recipients and subjects; at most about `most_octets`.
std::string searchable_text(std::string_view message, std::size_t most_octets);
// Of a message that is parsed already.
std::string searchable_text(std::string_view message, const mime::Structure& structure, std::size_t most_octets);

}  // namespace bailey::mailbox
