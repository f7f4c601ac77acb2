#include "protocol/mime/thread.hpp"

#include <unicode/unistr.h>

#include <algorithm>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/mime/forms.hpp"

namespace bailey::mime {
namespace {

// Step (1) of RFC 5256 section 2.1: white space to single spaces.
std::string collapsed(std::string_view subject) {
    std::string out;
    for (char c : subject) {
        const bool white = grammar::is_wsp(c) || c == '\r' || c == '\n';
        if (!white)
            out += c;
        else if (!out.ends_with(' '))
            out += ' ';
    }
    return out;
}

bool begins(std::string_view text, std::string_view word) {
    return grammar::same_word(text.substr(0, word.size()), word);
}
bool ends(std::string_view text, std::string_view word) {
    return text.size() >= word.size() && grammar::same_word(text.substr(text.size() - word.size()), word);
}

// subj-trailer = "(fwd)" / WSP
void remove_trailers(std::string_view& text) {
    for (;;) {
        if (text.ends_with(' '))
            text.remove_suffix(1);
        else if (ends(text, "(fwd)"))
            text.remove_suffix(5);
        else
            return;
    }
}

// subj-blob = "[" *BLOBCHAR "]" *WSP; 0 where there is none.
std::size_t blob_size(std::string_view text) {
    if (!text.starts_with('[')) return 0;
    const auto end = text.find_first_of("[]", 1);
    if (end == std::string_view::npos || text[end] == '[') return 0;
    return std::min(text.find_first_not_of(' ', end + 1), text.size());
}

// subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
std::size_t refwd_size(std::string_view text) {
    std::size_t at = begins(text, "fwd") ? 3 : begins(text, "fw") || begins(text, "re") ? 2 : 0;
    if (at == 0) return 0;
    at = std::min(text.find_first_not_of(' ', at), text.size());
    at += blob_size(text.substr(at));
    return at < text.size() && text[at] == ':' ? at + 1 : 0;
}

// Steps (3) to (5): subj-leader = (*subj-blob subj-refwd) / WSP, then subj-blobs as long as something is left.
void remove_leaders(std::string_view& text) {
    for (;;) {
        std::size_t blobs = 0, last = 0;
        while (const auto blob = blob_size(text.substr(blobs))) {
            last = blobs;
            blobs += blob;
        }
        const auto refwd = refwd_size(text.substr(blobs));
        if (refwd > 0) {
            text.remove_prefix(blobs + refwd);
            text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
            continue;
        }
        text.remove_prefix(blobs == text.size() ? last : blobs);
        return;
    }
}

}  // namespace

std::string base_subject(std::string_view subject) {
    const auto whole = collapsed(subject);
    std::string_view text = whole;
    for (;;) {
        remove_trailers(text);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        remove_leaders(text);
        constexpr std::string_view head = "[fwd:";
        if (!begins(text, head) || !text.ends_with(']')) return std::string(text);
        text.remove_prefix(head.size());
        text.remove_suffix(1);
    }
}

std::string thread_subject(std::string_view subject) {
    auto base = base_subject(subject);
    std::erase(base, ' ');
    std::string folded;
    icu::UnicodeString::fromUTF8(icu::StringPiece(base.data(), static_cast<int32_t>(base.size())))
        .foldCase()
        .toUTF8String(folded);
    return folded;
}

std::vector<std::string> thread_ids(std::string_view message, const Structure& structure, std::size_t most) {
    std::vector<std::string> all;
    for (auto* name : {"Message-ID", "References", "In-Reply-To"}) {
        const auto value = last_field(message, structure, structure.root(), name);
        auto ids = value ? as_message_ids(*value) : std::nullopt;
        if (!ids) continue;
        // Of too many, the first begins the thread and the latest are the likeliest to be here.
        if (ids->size() > most) ids->erase(ids->begin() + 1, ids->end() - static_cast<std::ptrdiff_t>(most) + 1);
        for (auto& id : *ids)
            if (std::ranges::find(all, id) == all.end()) all.push_back(std::move(id));
    }
    if (all.size() > most) all.resize(most);
    return all;
}

}  // namespace bailey::mime
