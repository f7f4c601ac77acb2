#include "apps/demo/filing.hpp"

#include <set>
#include <utility>

namespace bailey::apps::demo {
namespace {

using std::chrono::hours;

// How people keep what they receive.
struct Habit {
    std::string_view key, top;
    int filed;         // percent of what is old enough
    bool sub_folders;  // a folder a case, and folders in it
    int read;          // percent, of the last three days
};
constexpr Habit habits[] = {
    {"dele", "Cases", 38, true, 55},          {"amina", "Matters", 55, true, 60},
    {"gwenllian", "Achosion", 50, false, 70}, {"hanna", "Casework", 50, true, 45},
    {"margaret", "Fixtures", 30, false, 65},  {"ruth", "Disclosure", 60, false, 70},
    {"colin", "Members", 20, false, 80},
};
constexpr Habit untidy{"", "", 0, false, 60};
constexpr auto old_enough = hours(24 * 45);

std::string capital(std::string_view word) {
    std::string out(word);
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
}

class Clerk {
public:
    Clerk(const std::vector<Letter>& letters, Time now) : letters_(letters), now_(now) {
        for (auto& l : letters)
            if (l.answers && l.place != Place::drafts)
                (l.forwards ? forwarded_ : answered_).insert({l.from, *l.answers});
    }

    Filings file() {
        for (auto& letter : letters_) {
            Dice dice(0x66696c65, letter.message_id);
            const bool draft = letter.place == Place::drafts;
            if (letter.place != Place::junk) sent(letter, draft);
            if (draft) continue;
            for (auto* list : {&letter.to, &letter.cc})
                for (auto* c : *list) received(letter, *c, dice);
        }
        return std::move(filings_);
    }

private:
    void sent(const Letter& letter, bool draft) {
        Filed filed{letter.number, false, draft ? "drafts" : "sent"};
        filed.keywords.flags = draft ? flag::seen | flag::draft : flag::seen;
        marks(letter, *letter.from, filed);
        filings_[letter.from->key].push_back(std::move(filed));
    }
    void received(const Letter& letter, const Correspondent& by, Dice& dice) {
        Filed filed{letter.number, true, "inbox"};
        auto habit = untidy;
        for (auto& h : habits)
            if (h.key == by.key) habit = h;
        const auto age = now_ - letter.sent;
        const bool seen = letter.place != Place::junk && !letter.unread &&
                          dice.chance(age > hours(72)  ? 97
                                      : age > hours(9) ? habit.read
                                                       : 25);
        if (seen) filed.keywords.flags |= flag::seen;
        if (seen && (letter.flag || dice.chance(2))) filed.keywords.flags |= flag::flagged;
        marks(letter, by, filed);
        if (filed.keywords.flags & (flag::answered | flag::forwarded)) filed.keywords.flags |= flag::seen;
        if (letter.place == Place::junk) {
            filed.role = "junk";
            filed.keywords.flags |= flag::junk;
        } else if (letter.place == Place::trash) {
            filed.role = "trash";
            filed.keywords.flags |= flag::seen;
        } else if ((filed.keywords.flags & flag::seen) && age > old_enough) {
            put_away(letter, habit, dice, filed);
        }
        filings_[by.key].push_back(std::move(filed));
    }
    void marks(const Letter& letter, const Correspondent& by, Filed& filed) {
        if (answered_.contains({&by, letter.number})) filed.keywords.flags |= flag::answered;
        if (forwarded_.contains({&by, letter.number})) filed.keywords.flags |= flag::forwarded;
    }
    static void put_away(const Letter& letter, const Habit& habit, Dice& dice, Filed& filed) {
        if (!dice.chance(habit.filed)) return;
        if (letter.scene.about) {
            filed.folders = {std::string(habit.top), std::string(letter.scene.about->last)};
            if (habit.sub_folders && !letter.folder.empty()) filed.folders.push_back(capital(letter.folder));
        } else if (letter.folder == "lists" || letter.folder == "news") {
            filed.folders = {letter.folder == "lists" ? "Warned lists" : "Circulars"};
        } else {
            filed.role = "archive";
            return;
        }
        filed.role.clear();
    }

    const std::vector<Letter>& letters_;
    Time now_;
    std::set<std::pair<const Correspondent*, std::size_t>> answered_, forwarded_;
    Filings filings_;
};

}  // namespace

Filings filings(const std::vector<Letter>& letters, Time now) { return Clerk(letters, now).file(); }

}  // namespace bailey::apps::demo
