#include "protocol/jmap/values.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bailey::jmap {
namespace {

using namespace std::chrono;

// One after the other, as RFC 3339 section 5.6 names them.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}
    std::optional<int> digits(std::size_t n) {
        if (text_.size() < n) return {};
        int value = 0;
        for (char c : text_.substr(0, n)) {
            if (c < '0' || c > '9') return {};
            value = value * 10 + (c - '0');
        }
        text_.remove_prefix(n);
        return value;
    }
    bool take(char c) {
        if (!text_.starts_with(c)) return false;
        text_.remove_prefix(1);
        return true;
    }
    std::string_view rest() const { return text_; }
    void skip(std::size_t n) { text_.remove_prefix(n); }

private:
    std::string_view text_;
};

std::optional<sys_days> full_date(Cursor& at) {
    auto y = at.digits(4);
    if (!y || !at.take('-')) return {};
    auto m = at.digits(2);
    if (!m || !at.take('-')) return {};
    auto d = at.digits(2);
    if (!d) return {};
    year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return {};
    return sys_days{date};
}

std::optional<milliseconds> partial_time(Cursor& at) {
    auto h = at.digits(2);
    if (!h || *h > 23 || !at.take(':')) return {};
    auto m = at.digits(2);
    if (!m || *m > 59 || !at.take(':')) return {};
    auto s = at.digits(2);
    if (!s || *s > 60) return {};  // a leap second
    milliseconds time = hours(*h) + minutes(*m) + seconds(*s);
    if (!at.take('.')) return time;
    auto fraction = at.rest().substr(0, at.rest().find_first_not_of("0123456789"));
    // Section 1.4: the fraction is left out where it is zero.
    if (fraction.empty() || fraction.find_first_not_of('0') == fraction.npos) return {};
    at.skip(fraction.size());
    int unit = 100;
    for (std::size_t i = 0; i < fraction.size() && i < 3; ++i, unit /= 10) {
        time += milliseconds((fraction[i] - '0') * unit);
    }
    return time;
}

std::optional<minutes> offset(Cursor& at) {
    if (at.take('Z')) return minutes(0);
    bool east = at.take('+');
    if (!east && !at.take('-')) return {};
    auto h = at.digits(2);
    if (!h || *h > 23 || !at.take(':')) return {};
    auto m = at.digits(2);
    if (!m || *m > 59) return {};
    auto both = hours(*h) + minutes(*m);
    return east ? both : -both;
}

}  // namespace

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::optional<std::int64_t> int_from(const json::value& value) {
    std::int64_t n = 0;
    if (value.is_int64()) {
        n = value.get_int64();
    } else if (value.is_double()) {
        double d = value.get_double();
        if (std::trunc(d) != d || std::fabs(d) > static_cast<double>(int_max)) return {};
        n = static_cast<std::int64_t>(d);
    } else {
        return {};  // a uint64 of Boost.JSON is beyond int64
    }
    if (n > int_max || n < -int_max) return {};
    return n;
}

std::optional<std::int64_t> unsigned_int_from(const json::value& value) {
    if (value.is_uint64() && value.get_uint64() <= static_cast<std::uint64_t>(int_max)) {
        return static_cast<std::int64_t>(value.get_uint64());  // how our own answers may hold them
    }
    auto n = int_from(value);
    return n && *n >= 0 ? n : std::nullopt;
}

std::optional<Moment> date_from(std::string_view text) {
    Cursor at(text);
    auto day = full_date(at);
    if (!day || !at.take('T')) return {};
    auto time = partial_time(at);
    if (!time) return {};
    auto east = offset(at);
    if (!east || !at.rest().empty()) return {};
    return Moment(*day) + *time - *east;
}

std::optional<Moment> utc_date_from(std::string_view text) {
    if (!text.ends_with('Z')) return {};
    return date_from(text);
}

std::string utc_date(Moment time) {
    auto text = date(time, 0);
    return text.replace(text.size() - 6, 6, "Z");
}

std::string date(Moment time, int minutes_east) {
    auto local = time + minutes(minutes_east);
    auto day = floor<days>(local);
    year_month_day date{day};
    hh_mm_ss clock{floor<milliseconds>(local - day)};
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d",
                  std::clamp(static_cast<int>(date.year()), 0, 9999), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    std::string out = text;
    if (auto ms = clock.subseconds().count(); ms != 0) {
        std::snprintf(text, sizeof text, ".%03d", static_cast<int>(ms));
        out += text;
        out.erase(out.find_last_not_of('0') + 1);
    }
    int size = std::abs(minutes_east);
    std::snprintf(text, sizeof text, "%c%02d:%02d", minutes_east < 0 ? '-' : '+', size / 60 % 24, size % 60);
    return out + text;
}

}  // namespace bailey::jmap
