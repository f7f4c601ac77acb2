#include "services/mailbox/results.hpp"

#include <algorithm>

namespace bailey::mailbox {
namespace {

// Threads that were met in a result (RFC 8621 section 4.4.3): a table of their ids, none of which is 0, in which a
// place that is taken passes on to the next.
class Met {
public:
    bool first(std::int64_t thread) {
        if (2 * (count_ + 1) > slots_.size()) grow();
        auto& slot = find(thread);
        if (slot == thread) return false;
        slot = thread;
        ++count_;
        return true;
    }

private:
    std::int64_t& find(std::int64_t thread) {
        // Ids that were made one after the other differ in few bits: the multiplication spreads them.
        auto at = static_cast<std::size_t>((static_cast<std::uint64_t>(thread) * 0x9e3779b97f4a7c15ull) >> 32);
        for (;; ++at) {
            auto& slot = slots_[at & (slots_.size() - 1)];
            if (slot == 0 || slot == thread) return slot;
        }
    }
    void grow() {
        auto old = std::move(slots_);
        slots_.assign(std::max<std::size_t>(64, 4 * old.size()), 0);
        for (auto thread : old)
            if (thread != 0) find(thread) = thread;
    }

    std::vector<std::int64_t> slots_;  // a power of two of them
    std::size_t count_ = 0;
};

}  // namespace

std::vector<Place> Results::list(std::size_t enough) const {
    if (order_.newest_first()) return newest(0, enough);
    auto emails = snapshot_.emails();
    std::vector<Place> matching;
    for (Place place = 0; place < emails.size(); ++place)
        if ((*matches_)(place)) matching.push_back(place);
    order_.sort(matching);
    if (!collapse_) return matching;
    Met met;
    std::vector<Place> found;
    for (auto place : matching) {
        if (met.first(emails[place].thread)) found.push_back(place);
        if (found.size() >= enough) break;
    }
    return found;
}

std::vector<Place> Results::newest_to(Place oldest) const { return newest(oldest, snapshot_.emails().size()); }

std::vector<Place> Results::newest(Place oldest, std::size_t enough) const {
    auto emails = snapshot_.emails();
    std::vector<Place> found;
    Met met;
    for (auto n = emails.size(); n > oldest && found.size() < enough; --n) {
        const auto place = static_cast<Place>(n - 1);
        if ((*matches_)(place) && (!collapse_ || met.first(emails[place].thread))) found.push_back(place);
    }
    return found;
}

std::optional<std::size_t> Results::known_size() const {
    if (matches_->matches_all()) return collapse_ ? snapshot_.threads() : snapshot_.emails().size();
    auto id = matches_->just_mailbox();
    if (!id) return std::nullopt;
    auto* mailbox = snapshot_.mailbox(*id);
    if (!mailbox) return 0;
    return collapse_ ? mailbox->counts.threads : mailbox->counts.emails;
}

std::vector<char> Results::members() const {
    auto emails = snapshot_.emails();
    std::vector<char> in(emails.size());
    if (!collapse_) {
        for (Place place = 0; place < emails.size(); ++place) in[place] = (*matches_)(place);
        return in;
    }
    // Of each thread the first that matches.
    const Place* first = nullptr;
    auto places = snapshot_.by_thread();
    for (std::size_t n = 0; n < places.size(); ++n) {
        if ((*matches_)(places[n]) && (!first || order_.before(places[n], *first))) first = &places[n];
        const bool last = n + 1 == places.size() || emails[places[n + 1]].thread != emails[places[n]].thread;
        if (!last) continue;
        if (first) in[*first] = 1;
        first = nullptr;
    }
    return in;
}

}  // namespace bailey::mailbox
