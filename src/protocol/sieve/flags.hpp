// Lists of IMAP flags: RFC 5232 section 2.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace bailey::sieve {

using Flags = std::vector<std::string>;

// Adds the flags of lists separated by spaces, each once in either case; those that cannot be set are left out.
void add_flags(Flags& flags, std::string_view list);
void remove_flags(Flags& flags, std::string_view list);
// The words of a list, valid or not.
std::vector<std::string> flag_words(std::string_view list);
std::string joined(const Flags& flags);

}  // namespace bailey::sieve
