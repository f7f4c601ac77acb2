// The one place that maps addresses into the community and back (service.md section 3): everyday addresses to
// secure ones and the reverse, table-driven. secure() is idempotent; everyday(secure(a)) == a.folded() for every
// everyday address whose domain is not itself inside the suffix.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "domain/address/address.hpp"

namespace bailey {

// A member hosted as firm.SUFFIX although its everyday domain is firm.com.
struct DomainException {
    std::string everyday;  // "firm.com"
    std::string secure;    // "firm.cjsm.net"
};

class Canonicaliser {
public:
    // `suffix` is the service's mail domain ("cjsm.net"). Errors: bad_syntax (a name that is no domain, a
    // secure domain outside the suffix or an everyday one inside it), exists (an everyday or secure domain named
    // twice).
    static Result<Canonicaliser> create(std::string_view suffix, const std::vector<DomainException>& exceptions);

    const std::string& suffix() const { return suffix_; }
    bool inside(const Address& a) const;  // its domain is the suffix or ends in ".suffix"
    // Lower case; suffixed once, or its exception's domain. Only folded, and so still outside, where the suffixed
    // domain would be too long or is another firm's secure domain by exception.
    Address secure(const Address& a) const;
    Address everyday(const Address& a) const;  // exceptions first, then strip; an address outside is only folded

private:
    std::string suffix_;
    std::map<std::string, std::string, std::less<>> to_secure_, to_everyday_;
};

}  // namespace bailey
