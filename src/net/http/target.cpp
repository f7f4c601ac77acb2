#include "net/http/target.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "net/http/exchange.hpp"

namespace bailey::net::http {
namespace {

bool stays_inside(std::string_view decoded) {
    for (std::string_view rest = decoded;;) {
        auto slash = rest.find_first_of("/\\");
        auto segment = rest.substr(0, slash);
        if (segment == "." || segment == "..") return false;
        if (slash == std::string_view::npos) return true;
        rest.remove_prefix(slash + 1);
    }
}

}  // namespace

Result<TargetParts> parse_target(std::string_view target) {
    if (!std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f && c != '#'; })) return Errc::bad_syntax;
    if (target == "*") return TargetParts{.path = "*", .query = {}, .host = {}};
    TargetParts parts;
    for (std::string_view scheme : {"https://", "http://"}) {
        if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        parts.host = target.substr(0, target.find_first_of("/?"));
        if (parts.host.empty() || parts.host.find('@') != std::string::npos) return Errc::bad_syntax;
        target.remove_prefix(parts.host.size());
        break;
    }
    auto question = target.find('?');
    parts.path = target.substr(0, question);
    if (question != std::string_view::npos) parts.query = target.substr(question + 1);
    if (parts.path.empty() && !parts.host.empty()) parts.path = "/";
    if (!parts.path.starts_with('/')) return Errc::bad_syntax;
    BAILEY_TRY(auto decoded, percent_decoded(parts.path));
    if (!stays_inside(decoded)) return Errc::bad_syntax;
    return parts;
}

}  // namespace bailey::net::http
