#include "apps/demo/attachments.hpp"

#include <cstdio>

#include "apps/demo/papers/documents.hpp"
#include "apps/demo/papers/docx.hpp"
#include "apps/demo/papers/drawings.hpp"
#include "apps/demo/papers/pdf.hpp"
#include "apps/demo/papers/png.hpp"

namespace bailey::apps::demo {
namespace {

constexpr std::uint64_t seed = 0x6261696c6579;

std::string utc(Time t) {
    const auto day = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day d(day);
    const std::chrono::hh_mm_ss hms(std::chrono::floor<std::chrono::seconds>(t - day));
    char text[96];
    std::snprintf(text, sizeof text, "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(d.year()),
                  static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()),
                  static_cast<int>(hms.hours().count()), static_cast<int>(hms.minutes().count()),
                  static_cast<int>(hms.seconds().count()));
    return text;
}

// RFC 5545 section 3.1: lines of at most 75 octets.
void content_line(std::string& out, std::string_view line) {
    constexpr std::size_t most = 70;
    for (bool first = true; first || !line.empty(); first = false) {
        auto end = std::min(most, line.size());
        while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        out += first ? "" : " ";
        out += line.substr(0, end);
        out += "\r\n";
        line.remove_prefix(end);
    }
}

std::string escaped(std::string_view text) {  // section 3.3.11
    std::string out;
    for (char c : text) {
        if (c == ',' || c == ';' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string file_name(const Paper& paper, const Scene& scene, std::string_view extension) {
    std::string out = (scene.about ? std::string(scene.about->number) + ' ' : "") + paper.title;
    for (auto& c : out)
        if (c == '/' || c == ':') c = '-';
    return out + '.' + std::string(extension);
}

}  // namespace

std::string calendar(const Letter& letter, bool request) {
    Dice dice(seed, letter.message_id + "calendar");
    const auto day = working_day(day_of(letter.sent) + std::chrono::days(dice.between(6, 20)));
    const auto start = at(day, dice.between(9, 16), dice.chance(50) ? 0 : 30);
    std::string out;
    content_line(out, "BEGIN:VCALENDAR");
    content_line(out, "VERSION:2.0");
    content_line(out, "PRODID:-//Bailey//Demonstration//EN");
    content_line(out, request ? "METHOD:REQUEST" : "METHOD:PUBLISH");
    content_line(out, "BEGIN:VEVENT");
    content_line(out, "UID:" + letter.message_id);
    content_line(out, "DTSTAMP:" + utc(letter.sent));
    content_line(out, "DTSTART:" + utc(start));
    content_line(out, "DTEND:" + utc(start + std::chrono::hours(1)));
    content_line(out, "SUMMARY:" + escaped(letter.subject));
    content_line(out, "LOCATION:" + escaped(letter.scene.about ? letter.scene.court() : "Kestrel Chambers, Library"));
    content_line(out, "ORGANIZER;CN=" + letter.from->name + ":mailto:" + letter.from->address);
    for (auto* list : {&letter.to, &letter.cc})
        for (auto* c : *list)
            content_line(out,
                         "ATTENDEE;CN=" + c->name + ";RSVP=" + (request ? "TRUE" : "FALSE") + ":mailto:" + c->address);
    content_line(out, "END:VEVENT");
    content_line(out, "END:VCALENDAR");
    return out;
}

Attachment attachment(const Letter& letter, std::size_t n) {
    const std::string_view wanted = letter.attachments[n];
    const auto space = std::min(wanted.find(' '), wanted.size());
    const auto form = wanted.substr(0, space), kind = wanted.substr(std::min(space + 1, wanted.size()));
    Dice dice(seed, letter.message_id + std::to_string(n));
    const auto number = letter.scene.about ? std::string(letter.scene.about->number) + ' ' : "";
    if (form == "ics") return {std::string(kind) + ".ics", "text/calendar", calendar(letter, false)};
    if (form == "png") {
        auto picture = kind == "plan" ? floor_plan(dice) : kind == "note" ? scanned_note(dice) : photograph(dice);
        return {number + std::string(kind) + ".png", "image/png", png(picture)};
    }
    auto paper = document(kind, letter, dice);
    if (paper.blocks.empty()) return {};
    if (form == "pdf") return {file_name(paper, letter.scene, form), "application/pdf", pdf(paper)};
    if (form == "docx")
        return {file_name(paper, letter.scene, form),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx(paper)};
    return {};
}

}  // namespace bailey::apps::demo
