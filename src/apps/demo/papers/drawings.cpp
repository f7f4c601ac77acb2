#include "apps/demo/papers/drawings.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace bailey::apps::demo {
namespace {

using Colour = std::array<std::uint8_t, 3>;

Picture blank(std::uint32_t width, std::uint32_t height, std::uint32_t channels, std::uint8_t value) {
    return {width, height, channels,
            std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * channels, value)};
}

void dot(Picture& p, int x, int y, std::uint8_t value) {
    if (x < 0 || y < 0 || x >= static_cast<int>(p.width) || y >= static_cast<int>(p.height)) return;
    auto at = (static_cast<std::size_t>(y) * p.width + static_cast<std::size_t>(x)) * p.channels;
    for (std::size_t c = 0; c < p.channels; ++c) p.pixels[at + c] = value;
}

void fill(Picture& p, int x, int y, int width, int height, std::uint8_t value) {
    for (int j = y; j < y + height; ++j)
        for (int i = x; i < x + width; ++i) dot(p, i, j, value);
}

void frame(Picture& p, int x, int y, int width, int height, int thick, std::uint8_t value) {
    fill(p, x, y, width, thick, value);
    fill(p, x, y + height - thick, width, thick, value);
    fill(p, x, y, thick, height, value);
    fill(p, x + width - thick, y, thick, height, value);
}

std::uint8_t shade(double value) { return static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0)); }

// One word of a hand: loops that lean.
void scribble(Picture& p, Dice& dice, double& x, double y) {
    const int letters = dice.between(2, 9);
    double phase = dice.between(0, 6), high = dice.between(5, 9);
    for (int n = 0; n < letters * 9; ++n) {
        phase += 0.45 + dice.between(0, 20) / 100.0;
        const auto loop = high * std::sin(phase) + (n % 31 == 0 ? 9 : 0);
        x += 0.9 + 0.5 * std::cos(phase * 0.9);
        for (int w = 0; w < 2; ++w) dot(p, static_cast<int>(x - loop * 0.2) + w, static_cast<int>(y - loop), 58);
    }
    x += 12;
}

}  // namespace

Picture floor_plan(Dice& dice) {
    constexpr int width = 1400, height = 1000, wall = 8, ink = 30;
    auto p = blank(width, height, 1, 250);
    frame(p, 80, 80, width - 160, height - 160, wall * 2, ink);
    const int middle = dice.between(460, 560), hall = 110;
    fill(p, 80, middle, width - 160, wall, ink);
    fill(p, 80, middle + hall, width - 160, wall, ink);
    for (int side = 0; side < 2; ++side) {
        const int y = side == 0 ? 80 : middle + hall, h = side == 0 ? middle - 80 : height - 80 - middle - hall;
        for (int x = 80; x < width - 260;) {
            const int room = dice.between(220, 380);
            x += room;
            if (x < width - 200) fill(p, x, y, wall, h, ink);
            fill(p, x - room / 2, side == 0 ? middle : middle + hall, 60, wall, 250);  // a door
            const int fx = x - room + 50, fy = y + 50;
            frame(p, fx, fy, dice.between(50, 110), dice.between(40, 80), 3, 120);
            if (dice.chance(50)) frame(p, fx + 20, fy + 110, 40, 40, 3, 150);
        }
    }
    for (auto& pixel : p.pixels) pixel = shade(pixel - static_cast<double>(dice.below(5)));
    return p;
}

Picture scanned_note(Dice& dice) {
    auto p = blank(900, 1240, 1, 0);
    for (int y = 0; y < 1240; ++y)
        for (int x = 0; x < 900; ++x)
            dot(p, x, y, shade(240 - y / 120 - static_cast<int>(dice.next() >> 62) - (x < 14 ? 90 - x * 6 : 0)));
    for (int y = 120; y < 1180; y += 42)
        for (int x = 60; x < 860; ++x) dot(p, x, y + 8, 205);  // ruled
    for (int y = 120; y < dice.between(700, 1150); y += 42) {
        double x = 80 + dice.between(0, 14);
        const double end = dice.between(560, 800);
        while (x < end) scribble(p, dice, x, y + std::sin(x / 90) * 2);
    }
    fill(p, 430, 30, 26, 26, 70);  // where it was punched
    fill(p, 560, 30, 26, 26, 70);
    return p;
}

Picture photograph(Dice& dice) {
    constexpr int width = 1024, height = 768;
    auto p = blank(width, height, 3, 0);
    std::array<int, 9> roofs{};
    for (auto& roof : roofs) roof = dice.between(240, 420);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int house = x * 9 / width;
            const bool sky = y<roofs[static_cast<std::size_t>(house)], road = y> 600;
            const bool window = !sky && !road && (x % 113 > 40 && x % 113 < 78) && (y % 97 > 30 && y % 97 < 70);
            Colour c = sky ? Colour{70, 80, 120} : Colour{74, 58, 52};
            if (road) c = {60, 60, 64};
            if (window) c = {210, 180, 110};
            const auto grain = static_cast<double>(dice.next() >> 61) - 4 + (sky ? (y - 200) / 6.0 : 0);
            auto at = (static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)) * 3;
            for (std::size_t n = 0; n < 3; ++n) p.pixels[at + n] = shade(c[n] + grain + house * 3);
        }
    return p;
}

Picture crest(int hue) {
    constexpr int size = 96;
    auto p = blank(size, size, 3, 255);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const double dx = x - 47.5, dy = y - 47.5, far = std::sqrt(dx * dx + dy * dy);
            if (far > 46 || (far > 38 && far < 41)) continue;
            const bool beam = std::abs(dy + 14) < 3 && std::abs(dx) < 26, post = std::abs(dx) < 3 && std::abs(dy) < 26;
            const bool pans = std::abs(std::abs(dx) - 22) < 10 && std::abs(dy - 8) < 3;
            auto at = static_cast<std::size_t>(y * size + x) * 3;
            const bool light = beam || post || pans;
            p.pixels[at] = light ? 245 : shade(20 + hue);
            p.pixels[at + 1] = light ? 240 : shade(60 + hue / 2);
            p.pixels[at + 2] = light ? 225 : shade(110 - hue);
        }
    return p;
}

}  // namespace bailey::apps::demo
