#include "apps/demo/papers/markup.hpp"

namespace bailey::apps::demo {

std::string markup_escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

}  // namespace bailey::apps::demo
