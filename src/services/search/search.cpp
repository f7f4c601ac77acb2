#include "services/search/search.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "services/mailbox/emails.hpp"
#include "services/search/segments.hpp"

namespace bailey::search {
namespace {

using Documents = std::vector<std::uint32_t>;  // ascending

// The documents of one segment that have a word, or a word that begins so, in some of the fields.
class Lookup {
public:
    Lookup(const OpenSegment& segment, std::uint8_t fields) : segment_(segment), fields_(fields) {}

    Result<Documents> find(std::string_view word, bool prefix) const {
        Documents found;
        auto blocks = segment_.head->first_words.size();
        auto at = segment_.head->block_of(word);
        // A prefix may begin in the middle of one block, or with the next.
        if (at == blocks) at = prefix ? 0 : blocks;
        for (bool more = true; more && at < blocks; ++at) {
            if (segment_.head->first_words[at] > word && !segment_.head->first_words[at].starts_with(word)) break;
            BAILEY_TRY(auto bytes, segment_.block(at));
            BAILEY_TRY(more, read(bytes, word, prefix, found));
        }
        std::ranges::sort(found);
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

private:
    // Whether the next block may have more.
    Result<bool> read(const Bytes& bytes, std::string_view word, bool prefix, Documents& found) const {
        BlockReader block(bytes);
        std::vector<Posting> postings;
        while (block.next()) {
            if (block.word() < word) continue;
            if (prefix ? !block.word().starts_with(word) : block.word() != word) return false;
            postings.clear();
            if (!block.postings(postings)) return Failure{Errc::corrupt};
            for (auto& p : postings)
                if (p.fields & fields_ && p.document < segment_.head->messages.size()) found.push_back(p.document);
            if (!prefix) return false;
        }
        if (!block.good()) return Failure{Errc::corrupt};
        return prefix;
    }

    const OpenSegment& segment_;
    std::uint8_t fields_;
};

Result<Documents> documents(const OpenSegment& segment, const mailbox::Terms& wanted, std::uint8_t fields,
                            std::size_t shortest_prefix) {
    Lookup lookup(segment, fields);
    std::optional<Documents> all;
    for (auto& term : wanted.all)
        for (std::size_t n = 0; n < term.words.size(); ++n) {
            const bool prefix = term.prefix && n + 1 == term.words.size() && term.words[n].size() >= shortest_prefix;
            BAILEY_TRY(auto found, lookup.find(as_indexed(term.words[n]), prefix));
            Documents both;
            if (all)
                std::ranges::set_intersection(*all, found, std::back_inserter(both));
            else
                both = std::move(found);
            all = std::move(both);
            if (all->empty()) return *all;
        }
    return all.value_or(Documents());
}

}  // namespace

struct Search::State {
    mailbox::Accounts& accounts;
    SearchLimits limits;
    HeadCache heads;
    std::function<void(AccountId)> behind = [](AccountId) {};

    Result<std::vector<std::int64_t>> find_once(Search& search, const mailbox::Account& account,
                                                const mailbox::Index& index, const mailbox::Terms& wanted,
                                                std::uint8_t fields);
};

Search::Search(mailbox::Accounts& accounts, SearchLimits limits)
    : state_(new State{accounts, limits, HeadCache(limits.head_octets)}) {}
Search::~Search() = default;

void Search::on_behind(std::function<void(AccountId)> call) { state_->behind = std::move(call); }

Result<std::vector<std::int64_t>> Search::find(const mailbox::Account& account, const mailbox::Index& index,
                                               const mailbox::Terms& wanted, std::uint8_t fields) {
    if (wanted.all.empty()) return std::vector<std::int64_t>();
    // While we read, another thread or process may make one segment of several, or index what we were about to.
    for (int attempt = 0; attempt < 4; ++attempt) {
        auto found = state_->find_once(*this, account, index, wanted, fields);
        if (found) return found;
        if (found.error() == Errc::corrupt) {
            // The mail has all that the index had: make it anew.
            log::error("search.index_damaged", {{"account", account.id}});
            BAILEY_CHECK(Segments(account, state_->heads).forget_all());
        } else if (found.error() != Errc::not_found && found.error() != Errc::conflict) {
            return found;
        }
    }
    return Errc::try_later;
}

Result<std::vector<std::int64_t>> Search::State::find_once(Search& search, const mailbox::Account& account,
                                                           const mailbox::Index& index, const mailbox::Terms& wanted,
                                                           std::uint8_t fields) {
    for (std::size_t done = 0, more = 1; more > 0; done += more) {
        if (done >= limits.behind) {
            behind(account.id);
            return Errc::try_later;
        }
        BAILEY_TRY(more, search.catch_up(account, index, limits.at_once));
    }
    Segments segments(account, heads);
    BAILEY_CHECK(segments.open());
    if (!segments.alike(limits.fan, limits.segment_messages).empty()) behind(account.id);
    std::vector<std::int64_t> ids;
    for (auto& segment : segments.all()) {
        BAILEY_TRY(auto found, documents(segment, wanted, fields, limits.shortest_prefix));
        for (auto document : found)
            if (auto id = segment.head->messages[document]; index.find(id)) ids.push_back(id);
    }
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

Result<std::size_t> Search::catch_up(const mailbox::Account& account, const mailbox::Index& index, std::size_t most) {
    Segments segments(account, state_->heads);
    BAILEY_CHECK(segments.open());
    segments.close();
    std::vector<const mailbox::Email*> pending;
    for (auto& email : index.emails())
        if (email.created > segments.through()) pending.push_back(&email);
    if (pending.empty()) return std::size_t{0};
    std::ranges::sort(pending, {}, &mailbox::Email::created);
    // What came with one change number is indexed together.
    auto end = std::min({pending.size(), most, state_->limits.at_once});
    while (end < pending.size() && pending[end]->created == pending[end - 1]->created) ++end;
    pending.resize(end);
    const auto through = pending.back()->created;
    std::ranges::sort(pending, {}, &mailbox::Email::id);
    Gatherer gathered;
    for (auto* email : pending) {
        auto message = mailbox::read_blob(account, {mailbox::BlobRef::Kind::email, email->id});
        // One that is gone has no words; one that is damaged has been reported, and does not keep the others out.
        if (!message && message.error() != Errc::not_found && message.error() != Errc::corrupt) return message.error();
        if (!message) continue;
        gathered.begin(email->id);
        each_text(*message, [&](std::string_view text, std::uint8_t field) { gathered.add(text, field); });
    }
    auto written = segments.write(gathered.finish(), {}, through);
    // Somebody else was quicker: then it is done.
    if (!written && written.error() != Errc::conflict) return written.error();
    return end;
}

Result<bool> Search::tidy(const mailbox::Account& account, const mailbox::Index& index) {
    Segments segments(account, state_->heads);
    BAILEY_CHECK(segments.open());
    auto alike = segments.alike(state_->limits.fan, state_->limits.segment_messages);
    if (alike.empty()) return false;
    std::vector<const Head*> heads;
    std::vector<SegmentReader> readers;
    std::vector<std::int64_t> replaced;
    for (auto* segment : alike) {
        heads.push_back(segment->head.get());
        readers.emplace_back(segment->head->first_words.size(), [segment](std::size_t n) { return segment->block(n); });
        replaced.push_back(segment->id);
    }
    BAILEY_TRY(auto merged,
               merge(heads, std::move(readers), [&](std::int64_t id) { return index.find(id) != nullptr; }));
    auto written = segments.write(std::move(merged), replaced, std::nullopt);
    if (!written && written.error() != Errc::conflict) return Failure{written.error()};
    return true;
}

}  // namespace bailey::search
