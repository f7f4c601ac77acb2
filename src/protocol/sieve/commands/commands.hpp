// What makes the commands of the vocabulary. The control structure "if" and "require" are the Checker's own.
#pragma once
#include "protocol/sieve/tree.hpp"

namespace bailey::sieve {

class Arguments;
class Checker;

CommandPtr make_keep(Checker&, Arguments&);
CommandPtr make_discard(Checker&, Arguments&);
CommandPtr make_stop(Checker&, Arguments&);
CommandPtr make_fileinto(Checker&, Arguments&);
CommandPtr make_redirect(Checker&, Arguments&);
CommandPtr make_reject(Checker&, Arguments&);
CommandPtr make_ereject(Checker&, Arguments&);
CommandPtr make_vacation(Checker&, Arguments&);
CommandPtr make_setflag(Checker&, Arguments&);
CommandPtr make_addflag(Checker&, Arguments&);
CommandPtr make_removeflag(Checker&, Arguments&);
CommandPtr make_set(Checker&, Arguments&);
CommandPtr make_include(Checker&, Arguments&);
CommandPtr make_return(Checker&, Arguments&);
CommandPtr make_global(Checker&, Arguments&);

}  // namespace bailey::sieve
