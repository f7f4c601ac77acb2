// What joins messages into threads (RFC 8621 section 3): a shared message id and the same base subject.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "protocol/mime/structure.hpp"

namespace bailey::mime {

// RFC 5256 section 2.1, for sorting. `subject` is in the Text form.
std::string base_subject(std::string_view subject);
// The base subject without white space and in one case: equal for two subjects of one thread.
std::string thread_subject(std::string_view subject);

// Of Message-ID, References and In-Reply-To, without "<>", each once, the message's own first. At most `most`: of more,
// the first and the latest References.
std::vector<std::string> thread_ids(std::string_view message, const Structure& structure, std::size_t most = 100);

}  // namespace bailey::mime
