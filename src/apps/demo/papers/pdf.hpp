// A document as PDF 1.4 (ISO 32000-1): A4, Helvetica and its bold, headings, tables, numbered pages, scanned pages.
// Text is in WinAnsi; a letter that it lacks is written without its accent.
#pragma once
#include <string>

#include "apps/demo/papers/paper.hpp"

namespace bailey::apps::demo {

std::string pdf(const Paper& paper);

}  // namespace bailey::apps::demo
