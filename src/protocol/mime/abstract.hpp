// What is kept of a message beside its bytes (domain/mail/summary.hpp), taken from the whole of it.
#pragma once
#include <string_view>

#include "domain/mail/summary.hpp"
#include "protocol/mime/bodies.hpp"
#include "protocol/mime/structure.hpp"

namespace bailey::mime {

Abstract abstract(std::string_view message);
Abstract abstract(std::string_view message, const Structure& structure, const Bodies& bodies);

}  // namespace bailey::mime
