#include "services/mailbox/results.hpp"

#include <algorithm>

namespace bailey::mailbox {
namespace {

// Threads that were met in a result (RFC 8621 section 4.4.3).
class Met {
public:
    bool first(std::int64_t thread) { return threads_.insert(thread).second; }

private:
    std::unordered_set<std::int64_t> threads_;
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
    std::erase_if(matching, [&](Place place) { return !met.first(emails[place].thread); });
    return matching;
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
