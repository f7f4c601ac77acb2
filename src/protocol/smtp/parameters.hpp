// The parameters after the path of MAIL and RCPT: a table row each (RFC 5321 section 4.1.2, esmtp-param).
#pragma once
#include "protocol/smtp/command.hpp"

namespace bailey::smtp {

// `text` is what follows the path. Errors: unsupported (an unknown parameter, or a value we do not offer), bad_syntax
// (a malformed value, a parameter given twice).
Result<void> read_parameters(std::string_view text, Mail& into);
Result<void> read_parameters(std::string_view text, Rcpt& into);

}  // namespace bailey::smtp
