// The demonstration's invented people: members of the justice community who write to each other.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace bailey::apps::demo {

struct Member {
    std::string_view organisation, business_type, area, town, postcode;
    std::string_view domain;     // secure, without the suffix
    bool second_factor = false;  // its people need one: one member shows it, the others are simple to try
};

enum class Hand { flowed, plain, html };  // how somebody's program writes mail

struct Person {
    std::string_view key;  // how the letters (letters/) name them
    std::string_view first_name, last_name;
    std::string_view organisation;
    std::string_view address;   // secure, without the suffix: "d.okafor@kestrelchambers.co.uk"
    std::string_view password;  // not a secret: the demonstration listens on this machine alone
    std::string_view title;     // below the name
    std::string_view telephone;
    bool administrator = false;
    Hand hand = Hand::flowed;
    bool empty = false;  // nothing is sent to them: for programs that want a mailbox of their own
    bool minor = false;  // writes to the others; nobody's first choice for a look around
};

// A mailbox that several people open together (service.md section 9).
struct SharedMailbox {
    struct Opening {
        std::string_view address;
        unsigned rights;  // mailbox_right
    };
    std::string_view key;
    std::string_view organisation, name, address, telephone;
    std::vector<Opening> opened_by;
};

std::span<const Member> members();
std::span<const Person> people();  // the first is the one to look at first
std::span<const SharedMailbox> shared_mailboxes();

}  // namespace bailey::apps::demo
