// Who has a keyword: emails, and the threads they are in.
#pragma once
#include <string>
#include <vector>

#include "services/mailbox/snapshot.hpp"

namespace bailey::mailbox {

class HasKeyword {
public:
    HasKeyword(const Snapshot& snapshot, const std::string& keyword);  // none has one that is no keyword
    bool operator()(const Email& e) const { return flag_ ? (e.flags & flag_) != 0 : sets_[e.keyword_set] != 0; }

private:
    std::uint32_t flag_ = 0;
    std::vector<char> sets_;  // by number of a set: does it have the word?
};

// Of each email, by place: whether all emails of its thread have the keyword, and whether any does.
struct ThreadMark {
    bool all = false, some = false;
};
std::vector<ThreadMark> thread_marks(const Snapshot& snapshot, const std::string& keyword);

}  // namespace bailey::mailbox
