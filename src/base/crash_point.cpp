#include "base/crash_point.hpp"

#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace bailey {
namespace {

struct Plan {
    std::string place;
    std::atomic<long> left{0};
    Plan() {
        const char* text = std::getenv("BAILEY_CRASH_AT");
        if (!text) return;
        std::string_view whole(text);
        auto colon = whole.rfind(':');
        place = whole.substr(0, colon);
        left = colon == std::string_view::npos ? 1 : std::strtol(text + colon + 1, nullptr, 10);
    }
};

}  // namespace

void crash_point(std::string_view room, std::string_view step) {
    static Plan plan;
    if (plan.place.empty()) return;
    if (plan.place.size() != room.size() + 1 + step.size() || !plan.place.starts_with(room) ||
        !plan.place.ends_with(step))
        return;
    if (--plan.left == 0) raise(SIGKILL);
}

}  // namespace bailey
