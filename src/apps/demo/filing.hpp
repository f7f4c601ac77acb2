// Where letters lie in the accounts of those who wrote and received them, and how they are marked.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "apps/demo/letter.hpp"
#include "domain/mail/keywords.hpp"

namespace bailey::apps::demo {

struct Filed {
    std::size_t letter = 0;
    bool received = false;                  // with the trace of its way
    std::string role;                       // of the mailbox: "inbox", "sent" ...; empty: `folders`
    std::vector<std::string> folders = {};  // "Cases", "Hartnoll", "Hearings"
    Keywords keywords = {};
};
// By key of the account; each in the order of the letters.
using Filings = std::map<std::string_view, std::vector<Filed>>;
Filings filings(const std::vector<Letter>& letters, Time now);

}  // namespace bailey::apps::demo
