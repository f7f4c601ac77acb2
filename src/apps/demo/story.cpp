#include "apps/demo/story.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace bailey::apps::demo {
namespace {

// Up to `end`, which goes too; all of it where there is none.
std::string_view take(std::string_view& rest, std::string_view end) {
    const auto at = std::min(rest.find(end), rest.size());
    const auto taken = rest.substr(0, at);
    rest.remove_prefix(std::min(at + end.size(), rest.size()));
    return taken;
}

std::vector<std::string_view> list(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> out;
    while (!text.empty())
        if (auto one = trim(take(text, separator)); !one.empty()) out.push_back(one);
    return out;
}

int number(std::string_view text) {
    int n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

void when(Line& line, std::string_view text) {
    if (text.starts_with('-')) {
        line.minutes_ago = number(text.substr(1));
        return;
    }
    line.day = number(trim(take(text, " ")));
    line.hour = number(take(text, ":"));
    line.minute = number(text);
}

// "sol > counsel, junior; clerks @3 09:42 #b re #a"
void head(Line& line, std::string_view text, const std::vector<Line>& before) {
    auto who = take(text, "@");
    line.from = trim(take(who, ">"));
    line.to = list(take(who, ";"), ",");
    line.cc = list(who, ",");
    const auto answers = text.find("re #");
    if (answers != std::string_view::npos) {
        const auto id = trim(text.substr(answers + 4));
        for (std::size_t n = 0; n < before.size(); ++n)
            if (before[n].id == id) line.answers = n;
        text = text.substr(0, answers);
    } else if (!before.empty()) {
        line.answers = before.size() - 1;
    }
    const auto time = take(text, "#");
    line.id = trim(text);
    when(line, trim(time));
}

Line line_from(std::string_view text, const std::vector<Line>& before) {
    Line line;
    head(line, take(text, "\n"), before);
    while (!text.empty()) {
        auto field = take(text, "\n");
        if (field.empty()) break;
        const auto name = take(field, ": ");
        if (name == "Subject") line.subject = field;
        if (name == "Attach")
            for (auto one : list(field, ";")) line.attachments.push_back(one);
        if (name == "With")
            for (auto one : list(field, " ")) line.with.push_back(one);
    }
    while (text.ends_with('\n')) text.remove_suffix(1);
    line.text = text;
    // A new subject begins a thread, unless it is said that it goes on ("thread").
    if (!line.subject.empty() && !line.has("thread")) line.answers.reset();
    return line;
}

}  // namespace

bool Line::has(std::string_view option) const { return std::ranges::find(with, option) != with.end(); }

std::vector<Story> stories_from(std::string_view text) {
    std::vector<Story> stories;
    take(text, "### ");
    while (!text.empty()) {
        auto one = take(text, "### ");
        Story story;
        story.name = trim(take(one, "\n"));
        take(one, "== ");
        while (!one.empty()) story.lines.push_back(line_from(take(one, "\n== "), story.lines));
        stories.push_back(std::move(story));
    }
    return stories;
}

}  // namespace bailey::apps::demo
