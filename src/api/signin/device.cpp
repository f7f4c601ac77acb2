#include "api/signin/device.hpp"

#include <array>

namespace bailey::signin_pages {
namespace {

struct Sign {
    std::string_view in_field, name;
};
// In this order: those further down are named by those further up, too.
constexpr std::array browsers{
    Sign{"Edg", "Edge"},      Sign{"OPR/", "Opera"},      Sign{"SamsungBrowser", "Samsung Internet"},
    Sign{"FxiOS", "Firefox"}, Sign{"Firefox", "Firefox"}, Sign{"CriOS", "Chrome"},
    Sign{"Chrome", "Chrome"}, Sign{"Chromium", "Chrome"}, Sign{"Safari", "Safari"},
    Sign{"curl", "curl"}};
constexpr std::array systems{Sign{"iPhone", "iPhone"},   Sign{"iPad", "iPad"},     Sign{"Android", "Android"},
                             Sign{"Windows", "Windows"}, Sign{"CrOS", "ChromeOS"}, Sign{"Mac OS X", "Mac"},
                             Sign{"Macintosh", "Mac"},   Sign{"Linux", "Linux"}};

template <std::size_t N>
std::string found(const std::array<Sign, N>& signs, std::string_view agent) {
    for (auto& sign : signs)
        if (agent.find(sign.in_field) != agent.npos) return std::string(sign.name);
    return {};
}

}  // namespace

Device device_of(std::string_view agent) { return {found(browsers, agent), found(systems, agent)}; }

std::string Device::words(std::string_view agent) const {
    if (browser.empty() && system.empty()) return std::string(agent);
    if (browser.empty()) return system;
    return system.empty() ? browser : browser + " on " + system;
}

}  // namespace bailey::signin_pages
