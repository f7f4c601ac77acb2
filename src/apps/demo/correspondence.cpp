#include "apps/demo/correspondence.hpp"

#include <algorithm>

#include "apps/demo/letters/letters.hpp"
#include "apps/demo/periodic.hpp"
#include "apps/demo/telling.hpp"

namespace bailey::apps::demo {
namespace {

using std::chrono::days;
constexpr std::uint64_t seed = 20261128;
constexpr int two_years = 725;

// A part of a case's life: so many stories of these, between these days after it began.
struct Chapter {
    std::string_view text;
    int stories, from, to;
};
const Chapter chapters[] = {
    {letters::opening, 2, 0, 24},  {letters::preparation, 3, 22, 120}, {letters::conduct, 3, 40, 140},
    {letters::people, 2, 48, 132}, {letters::listing, 2, 60, 146},     {letters::trial, 1, 148, 160},
    {letters::after, 2, 166, 205},
};

class Teller {
public:
    Teller(const Cast& cast, Time now, std::vector<Letter>& letters)
        : cast_(cast), now_(now), today_(day_of(now)), letters_(letters) {}

    void tell_cases() {
        for (std::size_t n = 0; n < cases().size(); ++n) {
            auto& c = cases()[n];
            for (auto& chapter : chapters) tell_chapter(n, c, chapter);
            if (c.welsh) tell_chapter(n, c, {letters::welsh, 3, 10, 150});
        }
    }
    // Each once, spread over the two years.
    void tell_others(std::string_view text) {
        auto stories = stories_from(text);
        for (std::size_t n = 0; n < stories.size(); ++n) {
            Dice dice(seed, stories[n].name);
            const auto span = two_years / static_cast<int>(stories.size());
            const auto age = two_years - span * static_cast<int>(n) - dice.between(0, span - 1);
            tell(stories[n], {&cast_, nullptr, working_day(today_ - days(age)), dice.next()}, now_, letters_);
        }
    }
    // Of the last hours; about the cases that are young.
    void tell_fresh(std::string_view text) {
        auto stories = stories_from(text);
        const auto last = cases().size() - 1;
        for (std::size_t n = 0; n < stories.size(); ++n)
            tell(stories[n], {&cast_, &cases()[last - n % 6], today_ - days(1), seed + n}, now_, letters_);
    }

private:
    void tell_chapter(std::size_t n, const Case& c, const Chapter& chapter) {
        auto stories = stories_from(chapter.text);
        const auto each = std::max(1, (chapter.to - chapter.from) / chapter.stories);
        for (int k = 0; k < chapter.stories; ++k) {
            auto& story =
                stories[(n * static_cast<std::size_t>(chapter.stories) + static_cast<std::size_t>(k)) % stories.size()];
            Dice dice(seed, std::string(c.number) + std::string(story.name));
            const auto after = chapter.from + each * k + dice.between(0, each - 1);
            if (!dice.chance(c.weight) || after > c.began) continue;
            tell(story, {&cast_, &c, working_day(today_ - days(c.began - after)), dice.next()}, now_, letters_);
        }
    }
    static void tell(const Story& story, const Scene& scene, Time now, std::vector<Letter>& letters) {
        demo::tell(story, scene, now, letters);
    }

    const Cast& cast_;
    Time now_;
    Day today_;
    std::vector<Letter>& letters_;
};

// Oldest first, and numbered so; what answers another comes after it.
void sort(std::vector<Letter>& letters) {
    std::vector<std::size_t> order(letters.size()), place(letters.size());
    for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
    std::ranges::stable_sort(order, {}, [&](std::size_t n) { return letters[n].sent; });
    for (std::size_t n = 0; n < order.size(); ++n) place[order[n]] = n;
    std::vector<Letter> sorted;
    for (auto n : order) {
        auto& letter = sorted.emplace_back(std::move(letters[n]));
        letter.number = sorted.size() - 1;
        if (letter.answers) letter.answers = place[*letter.answers];
    }
    letters = std::move(sorted);
}

}  // namespace

Correspondence correspondence(const std::string& suffix, Time now) {
    Correspondence out;
    out.cast = std::make_unique<Cast>(suffix);
    Teller teller(*out.cast, now, out.letters);
    teller.tell_cases();
    for (auto text : {letters::chambers, letters::circuit, letters::unwanted}) teller.tell_others(text);
    teller.tell_fresh(letters::fresh);
    warned_lists(*out.cast, now, out.letters);
    diaries(*out.cast, now, out.letters);
    newsletters(*out.cast, now, out.letters);
    sort(out.letters);
    return out;
}

}  // namespace bailey::apps::demo
