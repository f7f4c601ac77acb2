#include "services/mailbox/sort_keys.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <limits>

#include "base/log.hpp"
#include "base/text.hpp"
#include "store/cells/cell.hpp"
#include "store/ids.hpp"
#include "store/tables/messages.hpp"
#include "store/tables/summaries.hpp"

namespace bailey::mailbox {
namespace {

namespace messages = store::messages;
namespace summaries = store::summaries;

constexpr std::size_t most_text = 200;  // octets
constexpr std::uint64_t step = 1ull << 32;

// RFC 8621 section 4.4.2: the name of the first address, else its email, else the empty string.
std::string_view first_of(const Summary::Addresses& addresses) {
    if (!addresses || addresses->empty()) return {};
    auto& a = addresses->front();
    return a.name && !a.name->empty() ? *a.name : a.email;
}

// Numbers that sort as the signed ones do.
std::uint64_t unsigned_order(std::int64_t n) { return static_cast<std::uint64_t>(n) ^ (1ull << 63); }

}  // namespace

std::string sort_text(std::string_view text) {
    text = text.substr(0, most_text);
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return ascii_lower(text);
    auto failed = U_ZERO_ERROR;
    const auto* normal = icu::Normalizer2::getNFKCCasefoldInstance(failed);
    const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    std::string folded;
    if (U_SUCCESS(failed)) normal->normalize(wide, failed).toUTF8String(folded);
    return U_SUCCESS(failed) ? folded : std::string(text);
}

// The emails of a snapshot are nearly in the order of their ids: the next row is close to the last.
struct SortKeys::Walk {
    explicit Walk(const std::vector<Row>& all) : rows(all) {}
    const Row* find(std::int64_t id) {
        if (at < rows.size() && rows[at].id < id) {
            for (std::size_t stride = 1; at < rows.size() && rows[at].id < id; stride *= 2) {
                low = at;
                at = std::min(at + stride, rows.size());
            }
        } else {
            low = 0;
            if (at > 0 && rows[at - 1].id < id) low = at - 1;
        }
        auto begin = rows.begin() + static_cast<std::ptrdiff_t>(low);
        auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(at + 1, rows.size()));
        auto found = std::ranges::lower_bound(begin, end, id, {}, &Row::id);
        at = static_cast<std::size_t>(found - rows.begin());
        return found != rows.end() && found->id == id ? &*found : nullptr;
    }
    const std::vector<Row>& rows;
    std::size_t at = 0, low = 0;
};

Result<void> SortKeys::learn(const Account& account, const Snapshot& snapshot) {
    if (learnt_ == snapshot.change()) return {};
    if (rows_.size() > 2 * snapshot.emails().size() + 1000) *this = {};  // most of them have gone
    std::vector<std::int64_t> missing;
    Walk walk(rows_);
    for (auto& e : snapshot.emails())
        if (!walk.find(e.id)) missing.push_back(e.id);
    std::ranges::sort(missing);
    if (!missing.empty()) {
        BAILEY_CHECK(read(account, missing));
    }
    learnt_ = snapshot.change();
    return {};
}

Result<void> SortKeys::read(const Account& account, const std::vector<std::int64_t>& ids) {
    BAILEY_TRY(auto c, account.cell->readers().borrow());
    BAILEY_TRY(auto keys, account.cell->keys(*c, account.id));
    auto take = [&](std::int64_t id, ByteView box) {
        auto plain = summaries::open(keys.own, account.id, id, summaries::Kind::summary, box);
        auto summary = plain ? summaries::decode(*plain) : Result<Summary>(plain.error());
        if (!summary) log::error("summary does not open", {{"account", account.id}, {"message", store::id_text(id)}});
        add(id, summary ? *summary : Summary{});
    };
    constexpr std::size_t few = 100;
    const auto known = rows_.size();
    in_bulk_ = ids.size() > few;
    if (in_bulk_) {
        auto next = ids.begin();
        BAILEY_CHECK(messages::summaries(*c, account.id, ids.front() - 1, [&](std::int64_t id, ByteView box) {
            next = std::lower_bound(next, ids.end(), id);
            if (next != ids.end() && *next == id) take(id, box);
        }));
        space_out();
        in_bulk_ = false;
    } else {
        for (auto id : ids) {
            auto box = messages::summary(*c, account.id, id);
            if (!box && box.error() != Errc::not_found) return box.error();
            if (box && *box) take(id, **box);
        }
    }
    std::ranges::sort(rows_.begin() + static_cast<std::ptrdiff_t>(known), rows_.end(), {}, &Row::id);
    std::inplace_merge(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(known), rows_.end(),
                       [](const Row& a, const Row& b) { return a.id < b.id; });
    return {};
}

void SortKeys::add(std::int64_t id, const Summary& summary) {
    const auto sent =
        summary.sent ? summary.sent->time.time_since_epoch().count() : std::numeric_limits<std::int64_t>::min();
    rows_.push_back({.id = id,
                     .from = number(sort_text(first_of(summary.from))),
                     .to = number(sort_text(first_of(summary.to))),
                     .subject = number(sort_text(summary.base_subject)),
                     .sent = unsigned_order(sent)});
}

const std::uint64_t* SortKeys::number(const std::string& text) {
    auto [at, fresh] = texts_.try_emplace(text, 0);
    if (!fresh) return &at->second;
    constexpr std::size_t node = 80;
    octets_ += node + text.size();
    if (in_bulk_) return &at->second;
    const auto before = at == texts_.begin() ? 0 : std::prev(at)->second;
    const auto next = std::next(at);
    const auto after = next != texts_.end() ? next->second : before + 2 * step;
    if (after - before < 2)
        space_out();
    else
        at->second = before + (after - before) / 2;
    return &at->second;
}

void SortKeys::space_out() {
    std::uint64_t n = 0;
    for (auto& [text, number] : texts_) number = n += step;
}

std::vector<std::uint64_t> SortKeys::of(const Snapshot& snapshot, SortBy by) const {
    std::vector<std::uint64_t> keys;
    keys.reserve(snapshot.emails().size());
    Walk walk(rows_);
    for (auto& e : snapshot.emails()) {
        const auto* row = walk.find(e.id);
        if (!row)  // its summary went with it after the snapshot was made
            keys.push_back(0);
        else if (by == SortBy::from)
            keys.push_back(*row->from);
        else if (by == SortBy::to)
            keys.push_back(*row->to);
        else if (by == SortBy::subject)
            keys.push_back(*row->subject);
        else
            keys.push_back(row->sent);
    }
    return keys;
}

}  // namespace bailey::mailbox
