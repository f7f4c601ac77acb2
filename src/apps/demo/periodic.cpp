#include "apps/demo/periodic.hpp"

#include "apps/demo/letters/letters.hpp"
#include "apps/demo/papers/markup.hpp"
#include "apps/demo/writing.hpp"

namespace bailey::apps::demo {
namespace {

using std::chrono::days;
constexpr std::uint64_t seed = 0x6c69737473;
constexpr int first_day = 722;

constexpr std::string_view surnames[] = {"Abney",   "Bartrum",  "Colefax", "Dimmock",     "Esparto",  "Fenwright",
                                         "Gadsby",  "Hollamby", "Inskip",  "Jessop-Lane", "Kettle",   "Lomax",
                                         "Mowbray", "Norgate",  "Orchard", "Pinnock",     "Quarrell", "Rudge",
                                         "Selwyn",  "Trask",    "Udall",   "Varley",      "Wetherby", "Yarwood",
                                         "Zeller",  "Amadi",    "Bhatt",   "Caruana",     "Dervish",  "Ekholm"};
constexpr std::string_view hearings[] = {
    "Trial", "Trial", "Plea and trial preparation", "Sentence", "Mention", "For application", "Part heard"};

Letter letter(const Cast& cast, std::string_view from, std::initializer_list<std::string_view> to, Time sent,
              std::vector<Letter>& letters) {
    Letter l;
    l.number = letters.size();
    l.from = cast.find(from);
    for (auto key : to) l.to.push_back(cast.find(key));
    l.sent = sent;
    l.hand = l.from->hand;
    l.scene.cast = &cast;
    l.scene.begins = day_of(sent);
    l.message_id = "list." + std::to_string(sent.time_since_epoch().count() / 1000) + '.' + std::to_string(l.number) +
                   '.' + std::string(from) + '@' + l.from->address.substr(l.from->address.find('@') + 1);
    return l;
}

std::string padded(std::string text, std::size_t width) {
    std::size_t letters_in = 0;
    for (char c : text) letters_in += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return letters_in < width ? text + std::string(width - letters_in, ' ') : text + ' ';
}

std::string entry(Dice& dice, int age, Day week) {
    // Now and then a case that the letters are about.
    if (dice.chance(25)) {
        auto& c = dice.pick(cases());
        if (c.began - age > 20 && c.began - age < 240 && !c.welsh)
            return padded(std::string(c.number), 12) + padded("R v " + std::string(c.last), 22) +
                   std::string(dice.pick(hearings));
    }
    const auto year = static_cast<int>(std::chrono::year_month_day(week).year());
    const auto number = 'T' + std::to_string(year) + '0' + std::to_string(dice.between(100, 899));
    return padded(number, 12) + padded("R v " + std::string(dice.pick(surnames)), 22) +
           std::string(dice.pick(hearings));
}

}  // namespace

void warned_lists(const Cast& cast, Time now, std::vector<Letter>& letters) {
    const auto today = day_of(now);
    for (int age = first_day; age > 0; age -= 7) {
        Dice dice(seed, "warned" + std::to_string(age));
        auto day = working_day(today - days(age));
        while (weekday(day) != "Thursday") day += days(1);
        const auto sent = at(working_day(day), 15, dice.between(2, 55));
        if (sent > now) continue;
        auto l = letter(cast, "office", {"dele", "priya", "clerks", "amina", "hanna", "zoe"}, sent, letters);
        const auto week = day + days(11);
        l.subject = "Ashford Crown Court: warned list, week beginning " + short_date(week);
        l.text = "Dear all,\n\n" + std::string(dice.pick(letters::openings())) + "\n\n";
        l.text += "Week beginning " + long_date(week) + "\n\n";
        const int rows = dice.between(7, 16);
        for (int n = 0; n < rows; ++n) l.text += "  " + entry(dice, age, week) + '\n';
        l.text += "\nFixtures\n\n";
        for (int n = dice.between(2, 5); n > 0; --n)
            l.text += "  " + padded(weekday(week + days(dice.between(0, 4))), 12) + entry(dice, age, week) + '\n';
        l.text +=
            "\nThe list for each day is published at four o'clock on the day before and may be changed after that. "
            "Representations about fixtures by noon on Friday, please, and to this address.\n\nAshford Listing "
            "Office\n";
        l.folder = "lists";
        letters.push_back(std::move(l));
    }
}

void diaries(const Cast& cast, Time now, std::vector<Letter>& letters) {
    constexpr std::string_view engagements[] = {"{case}, {court}, court {room}, 10:00",
                                                "{case}, conference, HMP Stourmoor by video link, 09:15",
                                                "Paperwork day: advice in {case} is due",
                                                "{case}, for mention at 09:45, may go remotely",
                                                "{case}, {court}, 10:30 (not before 11)",
                                                "Reading: {case}, skeleton due Thursday",
                                                "{case}, conference in chambers, 16:30",
                                                "Free. I have kept it free, please do not fill it",
                                                "Circuit training, whole day",
                                                "{case}, second day",
                                                "Reserved for the floater in {court}"};
    const auto today = day_of(now);
    for (int age = first_day - 3; age > 0; age -= 14) {
        Dice dice(seed, "diary" + std::to_string(age));
        auto day = working_day(today - days(age));
        while (weekday(day) != "Friday") day += days(1);
        const auto sent = at(working_day(day), 16, dice.between(20, 58));
        if (sent > now) continue;
        auto l = letter(cast, "colin", {"dele"}, sent, letters);
        l.cc.push_back(cast.find("clerks"));
        l.subject = "Diary, week of " + short_date(day + days(3));
        l.text = "Dele,\n\nNext week as it stands this evening:\n\n";
        for (int n = 0; n < 5; ++n) {
            l.scene.about = &dice.pick(cases());
            l.text += "- " + weekday(day + days(3 + n)) + ": " + l.scene.fill(dice.pick(engagements), dice) + '\n';
        }
        l.scene.about = nullptr;
        l.text += "\n" +
                  std::string(dice.chance(50) ? "Anything you cannot do, ring me tonight rather than Sunday."
                                              : "The rest is under control. Have a good weekend.") +
                  "\n\nColin\n";
        letters.push_back(std::move(l));
    }
}

namespace {

struct Paper {
    const char *name, *from, *colour, *cell;
    std::span<const letters::News> news;
};

std::string html_of(const Paper& paper, const std::string& issue, const std::vector<letters::News>& items) {
    const std::string colour = paper.colour;
    std::string out =
        "<!DOCTYPE html>\r\n<html><head><meta charset=\"utf-8\"><title>" + markup_escaped(paper.name) +
        "</title></head>\r\n<body style=\"margin:0;background:#eef1f4;font-family:Georgia,serif\">\r\n"
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td align=\"center\">"
        "\r\n<table role=\"presentation\" width=\"600\" cellpadding=\"18\" cellspacing=\"0\" "
        "style=\"background:#ffffff;border:1px solid #d5dbe1\">\r\n<tr style=\"background:" +
        colour +
        ";color:#ffffff\"><td width=\"96\"><img src=\"cid:crest\" width=\"72\" height=\"72\" alt=\"\">"
        "</td><td><h1 style=\"margin:0;font-size:24px\">" +
        markup_escaped(paper.name) + "</h1><p style=\"margin:4px 0 0\">" + markup_escaped(issue) + "</p></td></tr>\r\n";
    for (auto& item : items)
        out += "<tr><td colspan=\"2\"><h2 style=\"font-size:18px;color:" + colour + ";margin:0 0 6px\">" +
               markup_escaped(item.headline) + "</h2><p style=\"margin:0;line-height:1.5\">" +
               markup_escaped(item.text) + "</p></td></tr>\r\n";
    return out +
           "<tr><td colspan=\"2\"><img src=\"https://images.southwealdcircuit.example/banner.jpg\" width=\"560\" "
           "height=\"120\" alt=\"The hall\"><img src=\"https://count.southwealdcircuit.example/open?m=1\" width=\"1\" "
           "height=\"1\" alt=\"\"></td></tr>\r\n<tr style=\"background:#f4f6f8;font-size:13px\"><td colspan=\"2\">" +
           std::string(paper.cell) + "</td></tr>\r\n</table></td></tr></table></body></html>\r\n";
}

void newsletter(const Paper& paper, const Cast& cast, Time now, int every, std::initializer_list<std::string_view> to,
                std::vector<Letter>& letters) {
    const auto today = day_of(now);
    std::size_t next = 0, number = 0;
    for (int age = first_day - 9; age > 0; age -= every) {
        Dice dice(seed, std::string(paper.name) + std::to_string(age));
        const auto day = working_day(today - days(age));
        const auto sent = at(day, dice.between(9, 17), dice.between(0, 59));
        ++number;
        std::vector<letters::News> items;
        for (int n = dice.between(3, 4); n > 0; --n) items.push_back(paper.news[next++ % paper.news.size()]);
        if (sent > now) continue;
        auto l = letter(cast, paper.from, to, sent, letters);
        const auto issue = "No. " + std::to_string(41 + number) + ", " + short_date(day);
        l.subject = std::string(paper.name) + ": " + std::string(items.front().headline);
        l.text = std::string(paper.name) + "\n" + issue + "\n\n";
        for (auto& item : items) l.text += std::string(item.headline) + "\n\n" + std::string(item.text) + "\n\n";
        l.html = html_of(paper, issue, items);
        l.folder = "news";
        letters.push_back(std::move(l));
    }
}

}  // namespace

void newsletters(const Cast& cast, Time now, std::vector<Letter>& letters) {
    newsletter(
        {"The South Weald Circuiteer", "circuit", "#1d3f66",
         "Circuit office: 01632 960 990. To leave the list, answer with the word STOP.", letters::circuit_news()},
        cast, now, 27, {"dele", "priya", "zoe", "clerks", "margaret", "hanna", "amina", "gwenllian"}, letters);
    newsletter({"Round the Kestrel", "clerks", "#5b2a3c", "For members and staff of Kestrel Chambers only.",
                letters::clerks_news()},
               cast, now, 31, {"dele", "priya", "colin"}, letters);
}

}  // namespace bailey::apps::demo
