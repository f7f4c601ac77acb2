// What a story is told about: a case, its people, a day. Fills in the places that the letters leave open.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "apps/demo/cases.hpp"
#include "apps/demo/community.hpp"
#include "apps/demo/days.hpp"
#include "apps/demo/dice.hpp"

namespace bailey::apps::demo {

// Somebody who writes or is written to: a person or a shared mailbox.
struct Correspondent {
    std::string_view key;
    std::string name, first_name;  // "Clerks" greets a shared mailbox
    std::string address;           // whole
    std::string organisation, title, telephone;
    Hand hand = Hand::flowed;
    bool shared = false;
};
class Cast {
public:
    explicit Cast(const std::string& suffix);
    const Correspondent* find(std::string_view key) const;
    const std::vector<Correspondent>& all() const { return all_; }

private:
    std::vector<Correspondent> all_;
};

struct Scene {
    const Cast* cast = nullptr;
    const Case* about = nullptr;  // none: chambers' own life
    Day begins{};
    std::uint64_t seed = 0;

    // Who plays this part ("sol", "counsel" ...), or has this key.
    const Correspondent* who(std::string_view part) const;
    // {case} {number} {def} {mr} {charge} {court} {room} {judge} {witness} {place} {language} {expertise} {prison}
    // {he} {his} {him} {day N} {date N} {dydd N} {weekday N} {n A B} {money A B} {sol} {sol.full} {sol.firm}
    std::string fill(std::string_view text, Dice& dice) const;
    std::string court() const;
    std::string title() const;  // "R v Hartnoll"

private:
    std::string value(std::string_view name, Dice& dice) const;
    std::string of_case(std::string_view name) const;
};

}  // namespace bailey::apps::demo
