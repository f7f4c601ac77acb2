// What a password must be (service.md section 6): long, not common, not made of its owner's names.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace bailey::users {

constexpr std::size_t shortest_password = 12;   // characters
constexpr std::size_t longest_password = 1024;  // octets

enum class Weakness { none, too_short, too_long, not_text, common, own_name };

// `names`: the owner's first and last name and the local part of the address.
Weakness weakness(const Secret& password, std::span<const std::string_view> names);

// A sentence for people; empty for none.
std::string_view to_string(Weakness w);

// Sixteen letters and digits in groups of four, none of them easily taken for another: 80 bits.
Secret one_time_password();

}  // namespace bailey::users
