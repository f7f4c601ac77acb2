#include "domain/address/canonical.hpp"

namespace bailey {
namespace {

bool under(std::string_view domain, std::string_view suffix) {
    return domain.size() > suffix.size() && domain.ends_with(suffix) &&
           domain[domain.size() - suffix.size() - 1] == '.';
}

}  // namespace

Result<Canonicaliser> Canonicaliser::create(std::string_view suffix, const std::vector<DomainException>& exceptions) {
    Canonicaliser c;
    BAILEY_TRY(c.suffix_, canonical_domain(suffix));
    for (auto& exception : exceptions) {
        BAILEY_TRY(auto everyday, canonical_domain(exception.everyday));
        BAILEY_TRY(auto secure, canonical_domain(exception.secure));
        if (!under(secure, c.suffix_) || everyday == c.suffix_ || under(everyday, c.suffix_)) return Errc::bad_syntax;
        if (!c.to_secure_.emplace(everyday, secure).second) return Errc::exists;
        if (!c.to_everyday_.emplace(secure, everyday).second) return Errc::exists;
    }
    return c;
}

bool Canonicaliser::inside(const Address& a) const { return a.domain() == suffix_ || under(a.domain(), suffix_); }

Address Canonicaliser::secure(const Address& a) const {
    auto folded = a.folded();
    if (inside(folded)) return folded;
    if (auto found = to_secure_.find(folded.domain()); found != to_secure_.end())
        return Address::trusted(folded.local(), found->second);
    auto domain = folded.domain() + '.' + suffix_;
    if (domain.size() > longest_domain || to_everyday_.contains(domain)) return folded;
    return Address::trusted(folded.local(), std::move(domain));
}

Address Canonicaliser::everyday(const Address& a) const {
    auto folded = a.folded();
    if (auto found = to_everyday_.find(folded.domain()); found != to_everyday_.end())
        return Address::trusted(folded.local(), found->second);
    if (!under(folded.domain(), suffix_)) return folded;
    return Address::trusted(folded.local(), folded.domain().substr(0, folded.domain().size() - suffix_.size() - 1));
}

}  // namespace bailey
