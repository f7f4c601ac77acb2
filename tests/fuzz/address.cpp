// Whatever the text, an address that is accepted is well-formed: it is written and read back as itself, its folded
// form is one, too, and the canonicaliser keeps its promises for it.
#include "domain/address/address.hpp"

#include <cstdlib>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "domain/address/canonical.hpp"

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bailey;
    static const auto names = *Canonicaliser::create("cjsm.net", {{"firm.com", "firm.cjsm.net"}});
    auto a = Address::parse(text_of({data, size}));
    if (!a) return 0;
    must(Address::parse(a->text()).value() == *a);
    must(valid_utf8(a->text()) && valid_utf8(a->unicode()));
    must(canonical_domain(a->domain()).value() == a->domain());
    auto folded = a->folded();
    must(folded.folded() == folded);
    must(Address::parse(folded.text()).value() == folded);
    auto secure = names.secure(*a);
    must(names.secure(secure) == secure);
    must(Address::parse(secure.text()).value() == secure);
    if (!names.inside(*a)) must(names.everyday(secure) == folded);
    return 0;
}
