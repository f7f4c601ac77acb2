// A document as Office Open XML (ECMA-376): what Word and LibreOffice open. Scans are left out.
#pragma once
#include <string>

#include "apps/demo/papers/paper.hpp"

namespace bailey::apps::demo {

std::string docx(const Paper& paper);

}  // namespace bailey::apps::demo
