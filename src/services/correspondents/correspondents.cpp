#include "services/correspondents/correspondents.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "domain/text/searchable.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/index.hpp"

namespace bailey::correspondents {
namespace {

constexpr std::size_t newest_emails = 2000, most_accounts = 200;

// Short names differ by little: ann and ben are no look-alikes.
std::size_t near(std::string_view address) { return address.find('@') < 6 ? 1 : 2; }

}  // namespace

std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
    if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) return most + 1;
    std::vector<std::size_t> two_up, up, row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        two_up = std::exchange(up, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({up[j] + 1, row[j - 1] + 1, up[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], two_up[j - 2] + 1);
        }
        if (*std::ranges::min_element(row) > most) return most + 1;
    }
    return row.back();
}

Known::Known(std::vector<Correspondent> all) : all_(std::move(all)) {
    std::ranges::sort(all_, {}, &Correspondent::address);
}

const Correspondent* Known::find(std::string_view secure) const {
    auto at = std::ranges::lower_bound(all_, secure, {}, [](auto& c) { return std::string_view(c.address); });
    return at == all_.end() || at->address != secure ? nullptr : &*at;
}

std::vector<const Correspondent*> Known::like(std::string_view secure, std::string_view name, std::size_t most) const {
    const auto wanted = searchable(name);
    std::vector<std::pair<std::size_t, const Correspondent*>> found;
    for (const auto& one : all_) {
        if (one.address == secure) continue;
        const auto apart = distance(one.address, secure, near(secure));
        const bool same_name = !wanted.empty() && one.searchable_name == wanted;
        if (apart <= near(secure) || same_name) found.emplace_back(apart, &one);
    }
    std::ranges::stable_sort(found, {}, [](auto& f) { return f.first; });
    std::vector<const Correspondent*> nearest;
    for (auto& [apart, one] : found)
        if (nearest.size() < most) nearest.push_back(one);
    return nearest;
}

Result<std::shared_ptr<const Known>> Correspondents::of(const mailbox::Account& account) {
    BAILEY_TRY(auto index, mailbox::index(account));
    const auto state = index->overview().email;
    {
        std::lock_guard lock(mutex_);
        auto at = kept_.find(account.id);
        if (at != kept_.end() && at->second.state == state) return at->second.known;
    }
    std::vector<std::int64_t> ids;
    const auto emails = index->emails();
    for (auto at = emails.rbegin(); at != emails.rend() && ids.size() < newest_emails; ++at)
        if (!(at->flags & flag::draft)) ids.push_back(at->id);
    BAILEY_TRY(auto known, read(account, ids));
    std::lock_guard lock(mutex_);
    if (kept_.size() >= most_accounts) kept_.clear();
    kept_.insert_or_assign(account.id, Kept{state, known});
    return known;
}

Result<std::shared_ptr<const Known>> Correspondents::read(const mailbox::Account& account,
                                                          std::span<const std::int64_t> emails) {
    BAILEY_TRY(auto summaries, mailbox::summaries(account, emails));
    std::map<std::string, std::string> names;  // by address; newest first: the first name stays
    auto add = [&](const Summary::Addresses& list) {
        if (!list) return;
        for (const auto& one : *list) {
            auto address = Address::parse(one.email);
            if (!address) continue;
            auto& name = names[names_.secure(*address).text()];
            if (name.empty()) name = one.name.value_or("");
        }
    };
    for (const auto& summary : summaries) {
        if (!summary) continue;
        for (auto list : {&Summary::from, &Summary::to, &Summary::cc, &Summary::bcc}) add((*summary).*list);
    }
    std::vector<Correspondent> all;
    for (auto& [address, name] : names) all.push_back({address, name, searchable(name)});
    return std::make_shared<const Known>(std::move(all));
}

}  // namespace bailey::correspondents
