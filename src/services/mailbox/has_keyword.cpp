#include "services/mailbox/has_keyword.hpp"

namespace bailey::mailbox {

HasKeyword::HasKeyword(const Snapshot& snapshot, const std::string& name) {
    auto& sets = snapshot.sets();
    sets_.resize(sets.word_sets.size());
    auto parsed = keyword(name);
    if (!parsed) return;
    flag_ = parsed->flags;
    if (flag_) return;
    const auto wanted = " " + parsed->words.front() + " ";
    for (std::uint32_t n = 0; n < sets_.size(); ++n) {
        const auto words = " " + std::string(sets.words_of(n)) + " ";
        sets_[n] = words.find(wanted) != std::string::npos;
    }
}

std::vector<ThreadMark> thread_marks(const Snapshot& snapshot, const std::string& keyword) {
    const HasKeyword has(snapshot, keyword);
    auto emails = snapshot.emails();
    auto places = snapshot.by_thread();
    std::vector<ThreadMark> marks(emails.size());
    for (std::size_t begin = 0, end = 0; begin < places.size(); begin = end) {
        ThreadMark mark{.all = true, .some = false};
        for (; end < places.size() && emails[places[end]].thread == emails[places[begin]].thread; ++end) {
            const bool it_has = has(emails[places[end]]);
            mark.all &= it_has;
            mark.some |= it_has;
        }
        for (auto n = begin; n < end; ++n) marks[places[n]] = mark;
    }
    return marks;
}

}  // namespace bailey::mailbox
