// Pictures drawn by the demonstration: nothing in them was ever photographed.
#pragma once
#include "apps/demo/dice.hpp"
#include "apps/demo/papers/paper.hpp"

namespace bailey::apps::demo {

Picture floor_plan(Dice& dice);    // rooms, doors, furniture
Picture scanned_note(Dice& dice);  // a page of what looks like handwriting, grey paper
Picture photograph(Dice& dice);    // a street at dusk: large, as photographs are
Picture crest(int hue);            // a small emblem for the head of a newsletter

}  // namespace bailey::apps::demo
