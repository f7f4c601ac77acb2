#include "services/signin/conditions.hpp"

#include <openssl/sha.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/log.hpp"
#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "store/tables/account_access.hpp"
#include "store/tables/conditions.hpp"

namespace bailey::signin {
namespace {

constexpr std::size_t longest_version = 60;

struct Read {
    std::string version, text;
};

Errc wrong(const std::string& path, std::string_view why) {
    log::error("signin.conditions", {{"file", path}, {"detail", why}});
    return Errc::bad_config;
}

Result<Read> read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream all;
    all << file.rdbuf();
    if (!file) return wrong(path, "cannot be read");
    auto text = all.str();
    std::erase(text, '\r');
    if (!valid_utf8(text)) return wrong(path, "is no UTF-8");
    auto end = std::min(text.find('\n'), text.size());
    Read found{std::string(trim(std::string_view(text).substr(0, end))), {}};
    auto begin = text.find_first_not_of('\n', end);
    if (found.version.empty() || found.version.size() > longest_version || begin == text.npos)
        return wrong(path, "the first line is the version, of at most 60 octets; then a blank line and the text");
    found.text = text.substr(begin);
    return found;
}

Bytes digest_of(std::string_view version, std::string_view language, std::string_view text) {
    std::string all(version);
    all.append(1, '\n').append(language).append(1, '\n').append(text);
    Bytes digest(SHA256_DIGEST_LENGTH);
    SHA256(reinterpret_cast<const unsigned char*>(all.data()), all.size(), digest.data());
    return digest;
}

}  // namespace

Result<Conditions> Conditions::load(const std::string& path) {
    Conditions conditions;
    if (path.empty()) return conditions;
    BAILEY_TRY(auto english, read(path));
    conditions.version_ = english.version;
    conditions.english_ = english.text;
    auto file = std::filesystem::path(path);
    auto welsh_path = file.parent_path() / (file.stem().string() + ".cy" + file.extension().string());
    std::error_code e;
    if (!std::filesystem::exists(welsh_path, e)) return conditions;
    BAILEY_TRY(auto welsh, read(welsh_path.string()));
    if (welsh.version != english.version) return wrong(welsh_path.string(), "is of another version");
    conditions.welsh_ = welsh.text;
    return conditions;
}

Conditions::Text Conditions::in(std::string_view language) const {
    if (language == "cy" && !welsh_.empty()) return {"cy", welsh_};
    return {"en", english_};
}

Result<void> Conditions::accept(store::Community& community, const Clock& clock, AccountId account,
                                std::string_view version, std::string_view language, std::string_view peer) const {
    if (!any() || version != version_) return Errc::conflict;
    auto shown = in(language);
    auto digest = digest_of(version_, shown.language, shown.text);
    return community.write([&](sql::Connection& c) -> Result<void> {
        const auto now = clock.now();
        BAILEY_TRY(auto access, store::account_access::find(c, account));
        BAILEY_CHECK(store::conditions::accept(
            c, {.digest = digest, .version = version_, .language = shown.language, .text = shown.text},
            {.account = account, .version = version_, .digest = digest, .at = now, .peer = std::string(peer)}));
        auto entry = audit::entry(Acting(Actor{.account = account, .grants = {}}, std::string(peer)), now,
                                  "conditions_accepted");
        entry.organisation = access.organisation;
        entry.account = account;
        entry.detail = version_ + " (" + shown.language + "), SHA-256 " + hex(digest);
        return store::audit::append(c, community.audit_key(), {&entry, 1});
    });
}

}  // namespace bailey::signin
