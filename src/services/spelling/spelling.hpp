// Spelling by Hunspell's dictionaries, as Debian installs them (hunspell-en-gb ...). Only spelling.cpp sees Hunspell.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey::spelling {

constexpr std::size_t longest_word = 100;  // octets; a longer one is taken as it is

// Thread-safe; blocks: a dictionary is read when first asked for, and stays in memory (some 10 MB).
class Spelling {
public:
    explicit Spelling(std::string folder);  // of the dictionaries: "en_GB.aff" and "en_GB.dic"
    ~Spelling();

    // Is there a dictionary for a language ("en", "en-GB", "cy")? "en" is British English.
    bool has(std::string_view language) const;

    // Those of `words` that the dictionary does not know, each once, in their order. Errors: not_found (no dictionary
    // for that language).
    Result<std::vector<std::string>> unknown(std::string_view language, const std::vector<std::string>& words);
    // What may have been meant, the likeliest first. Errors: not_found.
    Result<std::vector<std::string>> suggest(std::string_view language, const std::string& word, std::size_t most);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::spelling
