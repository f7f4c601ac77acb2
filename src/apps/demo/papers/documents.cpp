#include "apps/demo/papers/documents.hpp"

#include <algorithm>
#include <numeric>

#include "apps/demo/letters/passages.hpp"
#include "apps/demo/papers/drawings.hpp"

namespace bailey::apps::demo {
namespace {

// How a kind of document is made: paragraphs out of a pool under these headings, or the rows of a table.
struct Kind {
    std::string_view kind, title, pool;
    int low, high;  // of paragraphs or rows
    bool in_order;  // as the pool has them; else shuffled
    bool numbered;
    std::string_view head = {};  // of a table: "a|b|c"
    std::string_view headings = {};
    int scans = 0;
};
constexpr Kind kinds[] = {
    {"skeleton",
     "Skeleton argument",
     "argument",
     14,
     20,
     true,
     true,
     {},
     "Introduction|The facts|The law|Submissions|Conclusion"},
    {"dismissal", "Application to dismiss", "argument", 9, 14, true, true, {}, "Background|The test|Application"},
    {"instructions",
     "Instructions to counsel",
     "instruction",
     9,
     12,
     true,
     true,
     {},
     "The charge|The client|What is asked"},
    {"facts", "Agreed facts", "fact", 7, 12, false, true},
    {"statement", "Witness statement", "statement", 9, 12, true, false},
    {"report", "Expert report", "report", 9, 12, true, true, {}, "Instructions|Examination|Findings|Opinion"},
    {"psr", "Pre-sentence report", "psr", 8, 10, true, true, {}, "Sources|Assessment|Proposal"},
    {"advice", "Advice on appeal", "advice", 7, 8, true, true},
    {"note", "Attendance note", "note", 7, 9, true, true},
    {"order", "Order for directions", "order", 8, 11, true, true},
    {"gorchymyn", "Gorchymyn cyfarwyddo", "gorchymyn", 7, 8, true, true},
    {"schedule", "Schedule of non-sensitive unused material", "item", 14, 20, false, false,
     "No.|Description|Comment|Decision"},
    {"index", "Index to the trial bundle", "page", 12, 15, true, false, "Tab|Document|Page|Pages"},
    {"chronology", "Chronology", "moment", 10, 13, true, false, "No.|Time|Event|Source"},
    {"fee", "Fee note", "work", 4, 8, true, false, "No.|Work|Time|Fee"},
    {"bundle", "Trial bundle", "page", 15, 15, true, false, "Tab|Document|Page|Pages", {}, 2},
    {"exhibits", "Exhibits", "fact", 5, 8, false, true, {}, {}, 3},
    {"scan", "Handwritten note", "note", 1, 1, true, false, {}, {}, 1},
};

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto bar = std::min(text.find('|'), text.size());
        out.push_back(text.substr(0, bar));
        text.remove_prefix(std::min(bar + 1, text.size()));
    }
    return out;
}

std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

// `count` of the pool, as places in it.
std::vector<std::size_t> chosen(std::size_t size, std::size_t count, bool in_order, Dice& dice) {
    std::vector<std::size_t> all(size);
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (std::size_t n = size; n > 1; --n) std::swap(all[n - 1], all[dice.below(n)]);
    all.resize(std::min(count, size));
    if (in_order) std::ranges::sort(all);
    return all;
}

class Author {
public:
    Author(const Kind& kind, const Letter& letter, Dice& dice)
        : kind_(kind), scene_(letter.scene), dice_(dice), pool_(passages(kind.pool)) {
        paper_.title = kind.title;
        paper_.author = letter.from->name;
        if (scene_.about) paper_.header = scene_.fill("In {court}   |   {case}   |   {number}", dice);
    }

    Paper write() {
        if (kind_.kind == "statement") head();
        auto places =
            chosen(pool_.size(), static_cast<std::size_t>(dice_.between(kind_.low, kind_.high)), kind_.in_order, dice_);
        if (kind_.head.empty())
            text(places);
        else
            table(places);
        for (int n = 0; n < kind_.scans; ++n) paper_.blocks.push_back(Scan{scanned_note(dice_)});
        if (kind_.kind == "bundle") bundle();
        if (kind_.scans == 0) {
            paper_.blocks.push_back(Paragraph{paper_.author, true});
            paper_.blocks.push_back(Paragraph{short_date(scene_.begins)});
        }
        return std::move(paper_);
    }

private:
    void text(const std::vector<std::size_t>& places) {
        const auto headings = split(kind_.headings);
        for (std::size_t n = 0; n < places.size(); ++n) {
            const auto h = headings.empty() ? 0 : n * headings.size() / places.size();
            if (!headings.empty() && (n == 0 || h != (n - 1) * headings.size() / places.size()))
                paper_.blocks.push_back(Heading{std::string(headings[h])});
            auto words = capital(scene_.fill(pool_[places[n]], dice_));
            if (kind_.numbered)
                paper_.blocks.push_back(Numbered{std::move(words)});
            else
                paper_.blocks.push_back(Paragraph{std::move(words)});
        }
    }
    void table(const std::vector<std::size_t>& places) {
        Table table{{1, 7, 4, 2}, {}};
        if (kind_.kind == "schedule") table.widths = {1, 6, 6, 2};
        if (kind_.kind == "chronology") table.widths = {1, 2, 7, 4};
        auto& head = table.rows.emplace_back();
        for (auto cell : split(kind_.head)) head.emplace_back(cell);
        for (std::size_t n = 0; n < places.size(); ++n) {
            auto& row = table.rows.emplace_back();
            row.push_back(std::to_string(n + 1));
            for (auto cell : split(pool_[places[n]])) row.push_back(scene_.fill(cell, dice_));
        }
        paper_.blocks.push_back(Paragraph{scene_.about
                                              ? scene_.fill("In the matter of {case}, {charge}, before {court}.", dice_)
                                              : "Kestrel Chambers"});
        paper_.blocks.push_back(std::move(table));
    }
    void head() {
        paper_.blocks.push_back(
            Paragraph{scene_.fill("Statement of {witness}. Age if under 18: over 18.", dice_), true});
        paper_.blocks.push_back(Paragraph{
            "This statement is true to the best of my knowledge and belief, and I make it knowing that, if it is "
            "tendered in evidence, I shall be liable to prosecution if I have wilfully stated in it anything "
            "which I know to be false, or do not believe to be true."});
    }
    // The papers themselves, one behind the other.
    void bundle() {
        for (auto kind : {"statement", "report", "facts", "order", "skeleton", "note", "instruction"}) {
            auto pool = passages(kind == std::string_view("skeleton") ? "argument"
                                 : kind == std::string_view("facts")  ? "fact"
                                                                      : kind);
            paper_.blocks.push_back(PageBreak{});
            paper_.blocks.push_back(Heading{capital(kind)});
            for (int times = 0; times < 2; ++times)
                for (auto n : chosen(pool.size(), pool.size(), true, dice_))
                    paper_.blocks.push_back(Paragraph{capital(scene_.fill(pool[n], dice_))});
        }
    }

    const Kind& kind_;
    const Scene& scene_;
    Dice& dice_;
    std::span<const std::string_view> pool_;
    Paper paper_;
};

}  // namespace

Paper document(std::string_view kind, const Letter& letter, Dice& dice) {
    const auto found = std::ranges::find(kinds, kind, &Kind::kind);
    return found == std::end(kinds) ? Paper() : Author(*found, letter, dice).write();
}

}  // namespace bailey::apps::demo
