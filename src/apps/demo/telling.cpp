#include "apps/demo/telling.hpp"

#include <algorithm>
#include <map>

namespace bailey::apps::demo {
namespace {

constexpr std::string_view closings[] = {"Kind regards", "Best wishes", "Regards", "Many thanks", "With thanks"};
constexpr std::string_view welsh_closings[] = {"Cofion cynnes", "Yn gywir", "Dymuniadau gorau", "Gyda diolch"};

std::string greeting(const Line& line, const std::vector<const Correspondent*>& to, Dice& dice) {
    const bool welsh = line.has("welsh");
    if (to.size() > 2) return welsh ? "Annwyl bawb," : dice.chance(70) ? "Dear all," : "All,";
    std::string names = to.front()->first_name;
    if (to.size() == 2) names += (welsh ? " a " : " and ") + to.back()->first_name;
    if (welsh) return "Annwyl " + names + ',';
    const auto n = dice.below(10);
    return n < 5 ? "Dear " + names + ',' : n < 8 ? names + ',' : "Hi " + names + ',';
}

std::string signature(const Line& line, const Correspondent& from, bool answer, Dice& dice) {
    std::string out(line.has("welsh") ? dice.pick(welsh_closings) : dice.pick(closings));
    out += ",\n\n" + (from.shared ? std::string() : from.first_name + '\n');
    if (answer && dice.chance(45) && !from.shared) return out;
    out += "\n-- \n" + from.name;
    for (auto* more : {&from.title, &from.organisation})
        if (!more->empty()) out += '\n' + *more;
    if (!from.telephone.empty()) out += "\nTel " + from.telephone;
    return out + '\n';
}

std::vector<const Correspondent*> those(const Scene& scene, const std::vector<std::string_view>& parts,
                                        const Correspondent* but) {
    std::vector<const Correspondent*> out;
    for (auto part : parts)
        if (auto* one = scene.who(part); one && one != but && std::ranges::find(out, one) == out.end())
            out.push_back(one);
    return out;
}

class Teller {
public:
    Teller(const Story& story, const Scene& scene, Time now, std::vector<Letter>& letters)
        : story_(story), scene_(scene), now_(now), letters_(letters), dice_(scene.seed, story.name) {}

    void tell() {
        for (std::size_t n = 0; n < story_.lines.size(); ++n) {
            auto letter = letter_of(story_.lines[n]);
            if (!letter) continue;
            told_[n] = letter->number;
            letters_.push_back(std::move(*letter));
        }
    }

private:
    std::optional<Letter> letter_of(const Line& line) {
        Letter letter;
        letter.number = letters_.size();
        letter.from = scene_.who(line.from);
        if (!letter.from) return std::nullopt;
        letter.to = those(scene_, line.to, letter.from);
        letter.cc = those(scene_, line.cc, letter.from);
        std::erase_if(letter.cc, [&](auto* c) { return std::ranges::find(letter.to, c) != letter.to.end(); });
        letter.sent = time_of(line);
        if (letter.to.empty() || letter.sent > now_) return std::nullopt;
        if (line.answers) {
            auto found = told_.find(*line.answers);
            if (found == told_.end()) return std::nullopt;
            letter.answers = found->second;
        }
        if (letter.answers && letter.sent <= letters_[*letter.answers].sent)
            letter.sent = letters_[*letter.answers].sent + std::chrono::minutes(dice_.between(4, 12));
        letter.forwards = line.has("forward");
        letter.scene = scene_;
        letter.hand = line.has("html") ? Hand::html : line.has("plain") ? Hand::plain : letter.from->hand;
        letter.subject = subject_of(line, letter);
        letter.text = text_of(line, letter);
        for (auto a : line.attachments) letter.attachments.push_back(scene_.fill(a, dice_));
        options(line, letter);
        letter.message_id = id_text() + '@' + letter.from->address.substr(letter.from->address.find('@') + 1);
        return letter;
    }

    Time time_of(const Line& line) {
        const auto seconds = std::chrono::seconds(dice_.between(1, 59));
        if (line.minutes_ago) return now_ - std::chrono::minutes(*line.minutes_ago) + seconds;
        const auto minute = std::clamp(line.minute + dice_.between(-9, 9), 0, 59);
        return at(working_day(scene_.begins + std::chrono::days(line.day)), line.hour, minute) + seconds;
    }
    std::string subject_of(const Line& line, const Letter& letter) {
        if (!line.subject.empty()) return scene_.fill(line.subject, dice_);
        if (!letter.answers) return std::string(story_.name);
        const std::string_view before = letters_[*letter.answers].subject, prefix = letter.forwards ? "Fw: " : "Re: ";
        auto base = before;
        while (base.starts_with("Re: ") || base.starts_with("Fw: ")) base.remove_prefix(4);
        return std::string(prefix) + std::string(base);
    }
    std::string text_of(const Line& line, const Letter& letter) {
        auto text = scene_.fill(reflowed(line.text), dice_);
        if (line.has("bare")) return text + '\n';
        return greeting(line, letter.to, dice_) + "\n\n" + text + "\n\n" +
               signature(line, *letter.from, letter.answers.has_value(), dice_);
    }
    void options(const Line& line, Letter& letter) {
        letter.receipt = line.has("receipt");
        letter.flag = line.has("flag");
        letter.unread = line.has("unread");
        if (line.has("sensitive")) letter.marking = "OFFICIAL-SENSITIVE";
        if (line.has("official")) letter.marking = "OFFICIAL";
        if (line.has("drafts")) letter.place = Place::drafts;
        if (line.has("junk")) letter.place = Place::junk;
        if (line.has("trash")) letter.place = Place::trash;
        for (auto folder : {"hearings", "papers", "disclosure", "fees"})
            if (line.has(folder)) letter.folder = folder;
    }
    std::string id_text() {
        constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
        std::string out;
        for (int n = 0; n < 20; ++n) out += letters[dice_.below(letters.size())];
        return out;
    }

    const Story& story_;
    const Scene& scene_;
    Time now_;
    std::vector<Letter>& letters_;
    Dice dice_;
    std::map<std::size_t, std::size_t> told_;  // line of the story: number of its letter
};

bool stays_a_line(std::string_view line) {
    return line.empty() || line.starts_with(' ') || line.starts_with("- ") || line.starts_with('>') ||
           (line.front() >= '0' && line.front() <= '9' && line.substr(0, 3).find(". ") != line.npos);
}

}  // namespace

std::string reflowed(std::string_view text) {
    std::string out;
    bool after_text = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool own = stays_a_line(line);
        if (!out.empty()) out += own || !after_text ? '\n' : ' ';
        out += line;
        // What follows a list's item belongs to it where it is no item itself.
        after_text = !line.empty() && !line.starts_with(' ') && !line.starts_with('>');
    }
    return out;
}

void tell(const Story& story, const Scene& scene, Time now, std::vector<Letter>& letters) {
    Teller(story, scene, now, letters).tell();
}

}  // namespace bailey::apps::demo
