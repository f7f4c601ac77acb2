// What makes the tests of the vocabulary.
#pragma once
#include "protocol/sieve/tree.hpp"

namespace bailey::sieve {

class Arguments;
class Checker;

TestPtr make_true(Checker&, Arguments&);
TestPtr make_false(Checker&, Arguments&);
TestPtr make_not(Checker&, Arguments&);
TestPtr make_allof(Checker&, Arguments&);
TestPtr make_anyof(Checker&, Arguments&);
TestPtr make_exists(Checker&, Arguments&);
TestPtr make_size(Checker&, Arguments&);
TestPtr make_header(Checker&, Arguments&);
TestPtr make_address(Checker&, Arguments&);
TestPtr make_envelope(Checker&, Arguments&);
TestPtr make_body(Checker&, Arguments&);
TestPtr make_date(Checker&, Arguments&);
TestPtr make_currentdate(Checker&, Arguments&);
TestPtr make_string(Checker&, Arguments&);
TestPtr make_hasflag(Checker&, Arguments&);
TestPtr make_environment(Checker&, Arguments&);
TestPtr make_mailboxexists(Checker&, Arguments&);
TestPtr make_mailboxidexists(Checker&, Arguments&);
TestPtr make_specialuse_exists(Checker&, Arguments&);
TestPtr make_duplicate(Checker&, Arguments&);

}  // namespace bailey::sieve
