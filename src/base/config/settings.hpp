// The table of settings: where each lives in Config, what it may be, and the sentence that explains it. Private to
// base/config.
#pragma once
#include <span>
#include <variant>

#include "base/config/config.hpp"

namespace bailey::config {

template <class T>
using At = T& (*)(Config&);

struct Text {
    At<std::string> at;
    bool may_be_empty = false;
};
struct Choice {
    At<std::string> at;
    std::span<const std::string_view> choices;
};
struct Origin {  // of the service itself: "https://host" or "https://host:port"; empty: none
    At<std::string> at;
};
struct Url {  // of a database
    At<std::string> at;
};
struct Urls {
    At<Names> at;  // at least one, none twice
};
struct Listen {
    At<Names> at;  // "host:port" each; none: the listener is off
};
struct Number {
    At<std::uint64_t> at;
    std::uint64_t low, high;
};
struct Size {
    At<std::uint64_t> at;
    std::uint64_t low, high;
};
struct Duration {
    At<seconds> at;
    seconds low, high;
};
using Kind = std::variant<Text, Choice, Origin, Url, Urls, Listen, Number, Size, Duration>;

struct Setting {
    std::string_view section, key;
    Kind kind;
    std::string_view sentence;
};

std::span<const Setting> settings();
std::string expected(const Kind& kind);  // "a whole number from 1 to 100000"

// Two settings of which the first must not exceed the second.
struct Order {
    std::string_view section, small, large;
};
std::span<const Order> orders();

}  // namespace bailey::config
