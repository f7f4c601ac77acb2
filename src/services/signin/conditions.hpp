// The conditions of use that everybody accepts at the first sign-in, and again when there is a new version (service.md
// sections 4 and 6). A text file of UTF-8: the first line is the version, a blank line, then the text, paragraphs
// separated by blank lines. What "conditions.txt" says in English, "conditions.cy.txt" beside it says in Welsh.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/community/community.hpp"

namespace bailey::signin {

class Conditions {
public:
    Conditions() = default;  // there are none, nobody is asked
    // Empty: none. Errors: bad_config (a file that cannot be read, is no UTF-8 or has no version, or a translation of
    // another version); logged.
    static Result<Conditions> load(const std::string& path);

    bool any() const { return !version_.empty(); }
    const std::string& version() const { return version_; }
    struct Text {
        std::string language, text;
    };
    Text in(std::string_view language) const;  // in English where there is no such translation

    // Keeps who accepted what when, with the text as it was shown, and audits it. Errors: conflict (the version is
    // another by now).
    Result<void> accept(store::Community& community, const Clock& clock, AccountId account, std::string_view version,
                        std::string_view language, std::string_view peer) const;

private:
    std::string version_, english_, welsh_;
};

}  // namespace bailey::signin
