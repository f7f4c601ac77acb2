// Paragraphs that the case papers are made of.
#pragma once
#include <span>
#include <string_view>

namespace bailey::apps::demo {

// By name: "argument", "fact", "disclosure", "item", "report" ... Empty: no such.
std::span<const std::string_view> passages(std::string_view name);

}  // namespace bailey::apps::demo
