#include "apps/demo/scene.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bailey::apps::demo {
namespace {

using std::chrono::days;

struct Part {
    std::string_view part, key, welsh_key;  // who plays it, and who does at Aberwen
};
constexpr Part parts[] = {
    {"counsel", "dele", "dele"},     {"junior", "priya", "priya"},
    {"clerk", "colin", "colin"},     {"sol", "amina", "gwenllian"},
    {"trainee", "ben", "ben"},       {"pros", "hanna", "hanna"},
    {"para", "oisin", "oisin"},      {"opp", "zoe", "zoe"},
    {"officer", "sam", "sam"},       {"discl", "ruth", "ruth"},
    {"listing", "margaret", "sian"}, {"court", "tomos", "sian"},
    {"registry", "office", "sian"},  {"victim", "ines", "ines"},
    {"liaison", "noor", "noor"},     {"prison", "graham", "graham"},
    {"interp", "lukasz", "lukasz"},  {"prob", "marcus", "marcus"},
    {"expert", "renee", "renee"},    {"bulletin", "circuit", "circuit"},
};

constexpr std::string_view judges[] = {"HHJ Farraday", "HHJ Montague-Bell", "Recorder Osgood", "HHJ Threadgold",
                                       "HHJ Penrose Lyle"};
constexpr std::string_view welsh_judges[] = {"HHJ Meredydd Parri", "Recorder Angharad Foulkes"};

int number(std::string_view text) {
    int n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

std::string money(int pounds) {
    auto text = std::to_string(pounds);
    if (text.size() > 3) text.insert(text.size() - 3, ",");
    return "\u00A3" + text;
}

template <class List>
const auto& by_number(const List& list, std::string_view number_text) {
    std::size_t sum = 0;
    for (char c : number_text) sum = sum * 7 + static_cast<unsigned char>(c);
    return list[sum % std::size(list)];
}

}  // namespace

Cast::Cast(const std::string& suffix) {
    auto whole = [&](std::string_view address) { return std::string(address) + '.' + suffix; };
    for (auto& p : people())
        all_.push_back({p.key, std::string(p.first_name) + ' ' + std::string(p.last_name), std::string(p.first_name),
                        whole(p.address), std::string(p.organisation), std::string(p.title), std::string(p.telephone),
                        p.hand, false});
    for (auto& m : shared_mailboxes())
        all_.push_back({m.key, std::string(m.name), m.key == "clerks" ? "Clerks" : "Listing", whole(m.address),
                        std::string(m.organisation), "", std::string(m.telephone), Hand::plain, true});
}

const Correspondent* Cast::find(std::string_view key) const {
    auto found = std::ranges::find(all_, key, &Correspondent::key);
    return found == all_.end() ? nullptr : &*found;
}

const Correspondent* Scene::who(std::string_view part) const {
    for (auto& p : parts)
        if (p.part == part) return cast->find(about && about->welsh ? p.welsh_key : p.key);
    return cast->find(part);
}

std::string Scene::court() const { return about && about->welsh ? "Aberwen Crown Court" : "Ashford Crown Court"; }
std::string Scene::title() const { return about ? "R v " + std::string(about->last) : ""; }

std::string Scene::of_case(std::string_view name) const {
    auto& c = *about;
    if (name == "case") return title();
    if (name == "number") return std::string(c.number);
    if (name == "def") return std::string(c.first) + ' ' + std::string(c.last);
    if (name == "mr") return (c.woman ? "Ms " : "Mr ") + std::string(c.last);
    if (name == "charge") return std::string(c.charge);
    if (name == "court") return court();
    if (name == "room") return std::to_string(1 + std::size_t(c.number.back() - '0') % 6);
    if (name == "judge") return std::string(c.welsh ? by_number(welsh_judges, c.number) : by_number(judges, c.number));
    if (name == "witness") return std::string(c.witness);
    if (name == "place") return std::string(c.place);
    if (name == "language") return std::string(c.language.empty() ? "English" : c.language);
    if (name == "expertise") return std::string(c.expertise);
    if (name == "prison") return "HMP Stourmoor";
    if (name == "he") return c.woman ? "she" : "he";
    if (name == "his") return c.woman ? "her" : "his";
    if (name == "him") return c.woman ? "her" : "him";
    return {};
}

std::string Scene::value(std::string_view name, Dice& dice) const {
    const auto space = std::min(name.find(' '), name.size());
    const auto word = name.substr(0, space), rest = name.substr(std::min(space + 1, name.size()));
    const auto day = working_day(begins + days(number(rest)));
    if (word == "day") return long_date(day);
    if (word == "date") return short_date(day);
    if (word == "dydd") return welsh_date(day);
    if (word == "weekday") return weekday(day);
    if (word == "n" || word == "money") {
        const auto n = dice.between(number(rest), number(rest.substr(std::min(rest.find(' ') + 1, rest.size()))));
        return word == "n" ? std::to_string(n) : money(n);
    }
    if (about)
        if (auto text = of_case(name); !text.empty()) return text;
    const auto dot = std::min(name.find('.'), name.size());
    auto* person = who(name.substr(0, dot));
    if (!person) return "{" + std::string(name) + "}";  // a mistake, which a test looks for
    const auto what = name.substr(std::min(dot + 1, name.size()));
    return what == "full" ? person->name : what == "firm" ? person->organisation : person->first_name;
}

std::string Scene::fill(std::string_view text, Dice& dice) const {
    std::string chosen, out;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = std::min(text.find("[[", at), text.size());
        chosen += text.substr(at, open - at);
        if (open == text.size()) break;
        const auto close = text.find("]]", open);
        std::vector<std::string_view> forms;
        auto inside = text.substr(open + 2, close - open - 2);
        for (auto bar = inside.find('|'); bar != std::string_view::npos; bar = inside.find('|')) {
            forms.push_back(inside.substr(0, bar));
            inside.remove_prefix(bar + 1);
        }
        forms.push_back(inside);
        chosen += dice.pick(forms);
        at = close + 2;
    }
    for (std::size_t at = 0; at < chosen.size();) {
        const auto open = std::min(chosen.find('{', at), chosen.size());
        out += chosen.substr(at, open - at);
        if (open == chosen.size()) break;
        const auto close = chosen.find('}', open);
        out += value(std::string_view(chosen).substr(open + 1, close - open - 1), dice);
        at = close + 1;
    }
    return out;
}

}  // namespace bailey::apps::demo
