#include "services/spelling/spelling.hpp"

#include <algorithm>
#include <filesystem>
#include <hunspell/hunspell.hxx>
#include <map>
#include <mutex>
#include <unordered_set>

#include "base/log.hpp"
#include "base/text.hpp"

namespace bailey::spelling {
namespace {

// "en-GB" as files are named: "en_GB". Empty for what is no language: nothing leads out of the folder.
std::string file_name(std::string_view language) {
    if (language == "en") return "en_GB";
    if (language == "cy") return "cy_GB";
    auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; };
    if (language.size() > 16 || !std::ranges::all_of(language, fits)) return {};
    std::string name(language);
    std::ranges::replace(name, '-', '_');
    return name;
}

}  // namespace

struct Spelling::State {
    // Hunspell's handles are used by one thread at a time.
    struct Dictionary {
        explicit Dictionary(const std::string& path) : handle((path + ".aff").c_str(), (path + ".dic").c_str()) {}
        Hunspell handle;
        std::mutex mutex;
    };

    explicit State(std::string f) : folder(std::move(f)) {}

    std::string path(std::string_view language) const {
        auto name = file_name(language);
        if (name.empty()) return {};
        auto path = folder + "/" + name;
        std::error_code e;
        const bool there = std::filesystem::exists(path + ".aff", e) && std::filesystem::exists(path + ".dic", e);
        return there ? path : std::string();
    }

    Result<std::shared_ptr<Dictionary>> dictionary(std::string_view language) {
        auto from = path(language);
        if (from.empty()) return Errc::not_found;
        std::lock_guard lock(mutex);
        auto& held = loaded[from];
        if (!held) {
            auto fresh = std::make_shared<Dictionary>(from);
            if (!equals_ignoring_case(fresh->handle.get_dict_encoding(), "UTF-8")) {
                log::warning("spelling.not_utf8", {{"dictionary", from}});
                return Errc::not_found;
            }
            held = std::move(fresh);
        }
        return held;
    }

    const std::string folder;
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<Dictionary>> loaded;
};

Spelling::Spelling(std::string folder) : state_(std::make_unique<State>(std::move(folder))) {}
Spelling::~Spelling() = default;

bool Spelling::has(std::string_view language) const { return !state_->path(language).empty(); }

Result<std::vector<std::string>> Spelling::unknown(std::string_view language, const std::vector<std::string>& words) {
    BAILEY_TRY(auto dictionary, state_->dictionary(language));
    std::vector<std::string> found;
    std::unordered_set<std::string_view> seen;
    std::lock_guard lock(dictionary->mutex);
    for (const auto& word : words) {
        if (word.empty() || word.size() > longest_word || !seen.insert(word).second) continue;
        if (!dictionary->handle.spell(word)) found.push_back(word);
    }
    return found;
}

Result<std::vector<std::string>> Spelling::suggest(std::string_view language, const std::string& word,
                                                   std::size_t most) {
    BAILEY_TRY(auto dictionary, state_->dictionary(language));
    if (word.empty() || word.size() > longest_word) return std::vector<std::string>();
    std::lock_guard lock(dictionary->mutex);
    auto all = dictionary->handle.suggest(word);
    if (all.size() > most) all.resize(most);
    return all;
}

}  // namespace bailey::spelling
