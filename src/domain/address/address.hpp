// Mail addresses: RFC 5321 section 4.1.2 (Mailbox), with RFC 6531 section 3.3 (UTF-8 in both parts).
// A value of type Address is always well-formed: local part of at most 64 octets, domain of at most 253 in A-label
// form and lower case. Address literals ([192.0.2.1]) are refused: nobody in the community has one.
#pragma once
#include <compare>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey {

// RFC 5321 section 4.5.3.1.2 allows 255 octets, which are DNS's on the wire: 253 as text (RFC 1035 section 3.1).
constexpr std::size_t longest_domain = 253;

class Address {
public:
    // "name@label.example"; quoted local parts are unquoted where the quotes are not needed (RFC 5321 section 4.1.2).
    // Errors: bad_syntax, too_long.
    static Result<Address> parse(std::string_view text);
    // For text that came from our own database or from canonical(): checked by assertion only.
    static Address trusted(std::string local, std::string domain);

    const std::string& local() const { return local_; }    // as written, unquoted
    const std::string& domain() const { return domain_; }  // lower case, A-labels
    std::string text() const;                              // local@domain, quoted where the grammar asks for it
    std::string unicode() const;                           // as text(), domain in U-labels, for people to read
    bool needs_smtputf8() const;                           // a non-ASCII local part (RFC 6531 section 1.1)
    Address folded() const;                                // local part in lower case (Unicode simple folding, NFC)

    auto operator<=>(const Address&) const = default;

private:
    Address(std::string local, std::string domain) : local_(std::move(local)), domain_(std::move(domain)) {}
    std::string local_, domain_;
};

// A domain name in lower case and A-labels (RFC 5891), or bad_syntax / too_long.
Result<std::string> canonical_domain(std::string_view text);

}  // namespace bailey
