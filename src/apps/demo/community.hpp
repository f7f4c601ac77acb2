// The demonstration's invented people: members of the justice community who might write to each other.
#pragma once
#include <span>
#include <string_view>

namespace bailey::apps::demo {

struct Member {
    std::string_view organisation, business_type, area, town, postcode;
    std::string_view domain;     // secure, without the suffix
    bool second_factor = false;  // its people need one: one member shows it, the others are simple to try
};

struct Person {
    std::string_view first_name, last_name;
    std::string_view organisation;
    std::string_view address;   // secure, without the suffix: "d.okafor@kestrelchambers.co.uk"
    std::string_view password;  // not a secret: the demonstration listens on this machine alone
    bool administrator;
    bool empty = false;  // nothing is sent to them: for programs that want a mailbox of their own
};

std::span<const Member> members();
std::span<const Person> people();

}  // namespace bailey::apps::demo
