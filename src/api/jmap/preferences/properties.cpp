#include <algorithm>
#include <array>
#include <span>

#include "api/jmap/preferences/preferences.hpp"
#include "base/text.hpp"
#include "base/time_zone.hpp"
#include "domain/address/address.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {

const Properties preferences_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"language", Shape::string, 0, R"("en")"},
    {"timeZone", Shape::string, 0, R"("Europe/London")"},
    {"messagesPerPage", Shape::unsigned_integer, 0, "50"},
    {"density", Shape::string, 0, R"("comfortable")"},
    {"readingPane", Shape::string, 0, R"("right")"},
    {"conversations", Shape::boolean, 0, "true"},
    {"undoSendSeconds", Shape::unsigned_integer, 0, "10"},
    {"composeFormat", Shape::string, 0, R"("rich")"},
    {"checkSpellingAsTyped", Shape::boolean, 0, "true"},
    {"checkSpellingBeforeSending", Shape::boolean, 0, "false"},
    {"personalWords", Shape::string_set, 0, "{}"},
    {"askReadReceipts", Shape::boolean, 0, "false"},
    {"remoteContentTrusted", Shape::string_set, 0, "{}"},
    {"keyboardShortcuts", Shape::boolean, 0, "true"},
    {"nudges", Shape::boolean, 0, "true"},
    {"defaultReply", Shape::string, 0, R"("reply")"},
    {"signatureOnNew", Shape::boolean, 0, "true"},
    {"signatureOnReplies", Shape::boolean, 0, "false"},
    {"dismissedNotices", Shape::id_set, 0, "{}"},
};

namespace {

using Text = std::string_view;

struct Choice {
    Text name;
    std::array<Text, 3> values;  // an empty one is none
};
constexpr std::array choices{
    Choice{"language", {"en", "cy"}},
    Choice{"density", {"comfortable", "compact"}},
    Choice{"readingPane", {"right", "below", "off"}},
    Choice{"composeFormat", {"rich", "plain"}},
    Choice{"defaultReply", {"reply", "all"}},
};

struct Range {
    Text name;
    std::int64_t least, most;
};
constexpr std::array ranges{Range{"messagesPerPage", 10, 500}, Range{"undoSendSeconds", 0, 60}};

bool is_word(Text word) {
    constexpr std::size_t longest = 64;  // characters
    std::size_t characters = 0;
    for (std::size_t at = 0; at < word.size(); ++characters) {
        auto c = next_code_point(word, at);
        if (!c || *c <= ' ' || *c == 0x7f) return false;
    }
    return characters > 0 && characters <= longest;
}

// One spelling an address, so that it is found again.
bool is_folded_address(Text text) {
    auto address = Address::parse(text);
    return address && address->folded().text() == text;
}

struct List {
    Text name;
    std::size_t most;
    bool (*fits)(Text);
};
constexpr std::array lists{
    List{"personalWords", 5000, is_word},
    List{"remoteContentTrusted", 1000, is_folded_address},
    List{"dismissedNotices", 200, is_id},
};

}  // namespace

Answer<void> check_preferences(const json::object& preferences, Time now) {
    std::vector<std::string> wrong;
    auto text = [&](Text name) { return text_of(preferences.at(name).get_string()); };
    for (const auto& choice : choices) {
        auto value = text(choice.name);
        if (value.empty() || std::ranges::find(choice.values, value) == choice.values.end())
            wrong.emplace_back(choice.name);
    }
    for (const auto& range : ranges) {
        auto value = *unsigned_int_from(preferences.at(range.name));
        if (value < range.least || value > range.most) wrong.emplace_back(range.name);
    }
    if (!offset_in(text("timeZone"), now)) wrong.emplace_back("timeZone");
    for (const auto& list : lists) {
        auto& all = preferences.at(list.name).get_object();
        auto fits = [&](const auto& member) { return list.fits(text_of(member.key())); };
        if (all.size() > list.most || !std::all_of(all.begin(), all.end(), fits)) wrong.emplace_back(list.name);
    }
    if (!wrong.empty()) return invalid_properties(wrong);
    return {};
}

}  // namespace bailey::jmap
