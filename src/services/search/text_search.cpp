#include "services/search/text_search.hpp"

#include <algorithm>

namespace bailey::search {
namespace {

using mailbox::TextCondition;
using In = TextCondition::In;
using Ids = std::vector<std::int64_t>;

std::uint8_t fields_of(In in) {
    switch (in) {
    case In::anywhere: return field::any;
    case In::from: return field::from;
    case In::to: return field::to;
    case In::cc: return field::cc;
    case In::bcc: return field::bcc;
    case In::subject: return field::subject;
    case In::body: return field::body;
    case In::header: break;
    }
    return 0;
}

class IndexedSearch final : public mailbox::TextSearch {
public:
    IndexedSearch(Search& search, const mailbox::ScanLimits& limits)
        : search_(search), scan_(mailbox::scanning_search(limits)) {}

    Result<std::vector<Ids>> find(const mailbox::Account& account, const mailbox::Index& index,
                                  std::span<const TextCondition> conditions,
                                  std::span<const std::int64_t> candidates) const override {
        std::vector<Ids> found;
        for (auto& condition : conditions) {
            BAILEY_TRY(auto ids, one(account, index, condition, candidates));
            found.push_back(std::move(ids));
        }
        return found;
    }

private:
    Result<Ids> one(const mailbox::Account& account, const mailbox::Index& index, const TextCondition& condition,
                    std::span<const std::int64_t> candidates) const {
        if (condition.in == In::header) return scan(account, index, condition, candidates);
        auto terms = mailbox::terms_of(condition.text);
        if (terms.nothing) return Ids();
        // Nothing to look for is in every email.
        if (terms.all.empty()) return scan(account, index, condition, candidates);
        BAILEY_TRY(auto known, search_.find(account, index, terms, fields_of(condition.in)));
        Ids left;
        std::ranges::copy_if(candidates, std::back_inserter(left),
                             [&](std::int64_t id) { return std::ranges::binary_search(known, id); });
        const bool phrase = std::ranges::any_of(terms.all, [](auto& term) { return term.words.size() > 1; });
        if (phrase) return scan(account, index, condition, left);
        std::ranges::sort(left);
        return left;
    }

    Result<Ids> scan(const mailbox::Account& account, const mailbox::Index& index, const TextCondition& condition,
                     std::span<const std::int64_t> candidates) const {
        BAILEY_TRY(auto found, scan_->find(account, index, {&condition, 1}, candidates));
        return std::move(found.front());
    }

    Search& search_;
    std::unique_ptr<mailbox::TextSearch> scan_;
};

}  // namespace

std::unique_ptr<mailbox::TextSearch> indexed_search(Search& search, const mailbox::ScanLimits& limits) {
    return std::make_unique<IndexedSearch>(search, limits);
}

}  // namespace bailey::search
