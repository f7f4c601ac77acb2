#include "protocol/jmap/pointer.hpp"

#include <algorithm>
#include <charconv>
#include <span>

namespace bailey::jmap {
namespace {

using Tokens = std::span<const std::string>;

constexpr std::size_t most_tokens = 256;  // more than JSON is deep here: it points to nothing

Result<void> pay(const json::value& value, std::size_t& budget) {
    auto cost = cost_of(value, budget + 1);
    if (cost > budget) return Errc::too_long;
    budget -= cost;
    return {};
}

// RFC 6901 section 4: digits without a leading zero.
Result<std::size_t> index_from(const std::string& token, std::size_t size) {
    std::size_t n = 0;
    auto end = token.data() + token.size();
    auto read = std::from_chars(token.data(), end, n);
    if (read.ec != std::errc{} || read.ptr != end || (token.size() > 1 && token[0] == '0')) return Errc::not_found;
    if (n >= size) return Errc::not_found;
    return n;
}

Result<void> follow(const json::value& at, Tokens tokens, std::size_t& budget, json::value& out);

// Section 3.7: the rest of the pointer applied to every item; what is an array itself is poured out.
Result<void> map(const json::array& items, Tokens rest, std::size_t& budget, json::value& out) {
    json::array all;
    for (const auto& item : items) {
        if (budget < sizeof(json::value)) return Errc::too_long;  // nothing comes of it, and it is work all the same
        budget -= sizeof(json::value);
        json::value one;
        BAILEY_CHECK(follow(item, rest, budget, one));
        if (!one.is_array()) {
            all.push_back(std::move(one));
            continue;
        }
        for (auto& inner : one.get_array()) all.push_back(std::move(inner));
    }
    out = std::move(all);
    return {};
}

Result<void> follow(const json::value& at, Tokens tokens, std::size_t& budget, json::value& out) {
    if (tokens.empty()) {
        BAILEY_CHECK(pay(at, budget));
        out = at;
        return {};
    }
    const auto& token = tokens.front();
    if (at.is_object()) {
        auto next = member(at.get_object(), token);
        if (!next) return Errc::not_found;
        return follow(*next, tokens.subspan(1), budget, out);
    }
    if (!at.is_array()) return Errc::not_found;
    if (token == "*") return map(at.get_array(), tokens.subspan(1), budget, out);
    BAILEY_TRY(auto n, index_from(token, at.get_array().size()));
    return follow(at.get_array()[n], tokens.subspan(1), budget, out);
}

bool prefix_of(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
}

Error bad_patch(const std::vector<std::string>& path, std::string_view why) {
    std::string words;
    for (const auto& token : path) words.append(words.empty() ? "" : "/").append(token);
    return {ErrorType::invalid_patch, words.append(": ").append(why)};
}

}  // namespace

Result<std::vector<std::string>> pointer_tokens(std::string_view pointer) {
    std::vector<std::string> tokens;
    if (pointer.empty()) return tokens;
    if (pointer[0] != '/') return Errc::bad_syntax;
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] == '/') {
            if (tokens.size() == most_tokens) return Errc::bad_syntax;
            tokens.emplace_back();
        } else if (pointer[i] != '~') {
            tokens.back() += pointer[i];
        } else {
            if (++i == pointer.size() || (pointer[i] != '0' && pointer[i] != '1')) return Errc::bad_syntax;
            tokens.back() += pointer[i] == '0' ? '~' : '/';
        }
    }
    return tokens;
}

std::size_t cost_of(const json::value& value, std::size_t most) {
    std::size_t cost = sizeof(json::value);
    if (value.is_string()) return cost + value.get_string().size();
    if (value.is_array()) {
        for (const auto& item : value.get_array()) {
            if (cost > most) break;
            cost += cost_of(item, most - cost);
        }
    } else if (value.is_object()) {
        for (const auto& [name, item] : value.get_object()) {
            if (cost > most) break;
            cost += sizeof(json::value) + name.size() + cost_of(item, most - cost);
        }
    }
    return cost;
}

Result<json::value> evaluate(const json::object& root, std::string_view pointer, std::size_t& budget) {
    BAILEY_TRY(auto tokens, pointer_tokens(pointer));
    if (tokens.empty()) {
        json::value whole(root);
        BAILEY_CHECK(pay(whole, budget));
        return whole;
    }
    auto next = member(root, tokens.front());
    if (!next) return Errc::not_found;
    json::value out;
    BAILEY_CHECK(follow(*next, Tokens(tokens).subspan(1), budget, out));
    return out;
}

Answer<std::vector<Patch>> patches_from(json::object object) {
    std::vector<Patch> patches;
    patches.reserve(object.size());
    for (auto& [name, value] : object) {
        auto path = pointer_tokens("/" + std::string(text_of(name)));
        if (!path) return Error(ErrorType::invalid_patch, std::string(text_of(name)) + ": is not a JSON Pointer");
        patches.push_back({std::move(*path), std::move(value)});
    }
    // In the order of their paths a prefix stands directly before what begins with it.
    std::sort(patches.begin(), patches.end(), [](const Patch& a, const Patch& b) { return a.path < b.path; });
    for (std::size_t i = 1; i < patches.size(); ++i) {
        if (prefix_of(patches[i - 1].path, patches[i].path)) {
            return bad_patch(patches[i - 1].path, "is the prefix of another patch");
        }
    }
    return patches;
}

Answer<void> check_parents(const json::object& object, const Patch& patch) {
    const json::object* parent = &object;
    for (std::size_t i = 0; i + 1 < patch.path.size(); ++i) {
        auto next = member(*parent, patch.path[i]);
        if (!next) return bad_patch(patch.path, "its parent does not exist");
        if (next->is_array()) return bad_patch(patch.path, "references inside an array");
        if (!next->is_object()) return bad_patch(patch.path, "its parent is not an object");
        parent = &next->get_object();
    }
    return {};
}

Answer<void> apply(json::object& object, const Patch& patch, Fallback fallback, const void* table) {
    JMAP_CHECK(check_parents(object, patch));
    json::object* parent = &object;
    for (std::size_t i = 0; i + 1 < patch.path.size(); ++i) parent = &parent->at(patch.path[i]).get_object();
    const auto& last = patch.path.back();
    if (!patch.value.is_null()) {
        (*parent)[last] = patch.value;
        return {};
    }
    auto usual = patch.path.size() == 1 && fallback ? fallback(table, last) : nullptr;
    if (usual) {
        (*parent)[last] = *usual;
    } else {
        parent->erase(last);
    }
    return {};
}

}  // namespace bailey::jmap
