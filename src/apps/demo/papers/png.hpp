// Pictures as PNG (ISO/IEC 15948, also RFC 2083): 8 bits a sample, grey or colour, no filter, one IDAT.
#pragma once
#include <string>

#include "apps/demo/papers/paper.hpp"

namespace bailey::apps::demo {

std::string png(const Picture& picture);

}  // namespace bailey::apps::demo
