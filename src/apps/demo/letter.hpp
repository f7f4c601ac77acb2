// One letter of the demonstration, told but not yet a message (compose.hpp).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/demo/scene.hpp"

namespace bailey::apps::demo {

enum class Place { usual, drafts, junk, trash };

struct Letter {
    std::size_t number = 0;  // its place in the correspondence
    const Correspondent* from = nullptr;
    std::vector<const Correspondent*> to, cc;
    Time sent{};
    std::string subject;
    std::string text;                      // paragraphs on one line each; with greeting and signature
    std::string html = {};                 // a newsletter's own; else made of the text
    std::optional<std::size_t> answers;    // number of the letter it answers
    bool forwards = false;                 // ... or passes on
    std::vector<std::string> attachments;  // "pdf skeleton"
    std::string marking = {};              // X-Protective-Marking
    bool receipt = false, flag = false, unread = false;
    Hand hand = Hand::flowed;
    Place place = Place::usual;    // at its receivers; drafts: at its sender alone
    std::string_view folder = {};  // where receivers who file keep it: "hearings", "papers" ...; empty: by its case
    Scene scene;
    std::string message_id;  // without "<>"
};

}  // namespace bailey::apps::demo
