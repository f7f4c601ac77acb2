#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view missing = "is required";

Answer<std::string> string_of(std::string_view name, const json::value& value) {
    if (!value.is_string()) return invalid_arguments(name, "is not a String");
    return std::string(text_of(value.get_string()));
}

Answer<std::string> id_of(std::string_view name, const json::value& value) {
    if (!value.is_string() || !is_id(text_of(value.get_string()))) return invalid_arguments(name, "is not an Id");
    return std::string(text_of(value.get_string()));
}

template <class One>
Answer<std::optional<std::vector<std::string>>> list_of(std::string_view name, const json::value& value, One one) {
    if (value.is_null()) return std::optional<std::vector<std::string>>{};
    if (!value.is_array()) return invalid_arguments(name, "is not an array");
    std::vector<std::string> all;
    all.reserve(value.get_array().size());
    for (const auto& item : value.get_array()) {
        JMAP_TRY(auto text, one(name, item));
        all.push_back(std::move(text));
    }
    return std::optional(std::move(all));
}

}  // namespace

std::optional<json::value> Arguments::any(std::string_view name) {
    auto at = object_.find(name);
    if (at == object_.end()) return {};
    std::optional<json::value> value(std::move(at->value()));
    object_.erase(at);
    return value;
}

Answer<std::string> Arguments::string(std::string_view name) {
    auto value = any(name);
    if (!value) return invalid_arguments(name, missing);
    return string_of(name, *value);
}

Answer<std::string> Arguments::id(std::string_view name) {
    auto value = any(name);
    if (!value) return invalid_arguments(name, missing);
    return id_of(name, *value);
}

Answer<bool> Arguments::boolean(std::string_view name, bool fallback) {
    auto value = any(name);
    if (!value) return fallback;
    if (!value->is_bool()) return invalid_arguments(name, "is not a Boolean");
    return value->get_bool();
}

Answer<std::int64_t> Arguments::integer(std::string_view name, std::int64_t fallback) {
    auto value = any(name);
    if (!value) return fallback;
    auto n = int_from(*value);
    if (!n) return invalid_arguments(name, "is not an Int");
    return *n;
}

Answer<std::int64_t> Arguments::unsigned_integer(std::string_view name, std::int64_t fallback) {
    auto value = any(name);
    if (!value) return fallback;
    auto n = unsigned_int_from(*value);
    if (!n) return invalid_arguments(name, "is not an UnsignedInt");
    return *n;
}

Answer<std::optional<std::string>> Arguments::string_or_null(std::string_view name) {
    auto value = any(name);
    if (!value || value->is_null()) return std::optional<std::string>{};
    JMAP_TRY(auto text, string_of(name, *value));
    return std::optional(std::move(text));
}

Answer<std::optional<std::string>> Arguments::id_or_null(std::string_view name) {
    auto value = any(name);
    if (!value || value->is_null()) return std::optional<std::string>{};
    JMAP_TRY(auto text, id_of(name, *value));
    return std::optional(std::move(text));
}

Answer<std::optional<std::int64_t>> Arguments::unsigned_or_null(std::string_view name) {
    auto value = any(name);
    if (!value || value->is_null()) return std::optional<std::int64_t>{};
    auto n = unsigned_int_from(*value);
    if (!n) return invalid_arguments(name, "is not an UnsignedInt");
    return n;
}

Answer<std::optional<std::vector<std::string>>> Arguments::strings_or_null(std::string_view name) {
    auto value = any(name);
    return list_of(name, value ? *value : json::value(nullptr), string_of);
}

Answer<std::optional<std::vector<std::string>>> Arguments::ids_or_null(std::string_view name) {
    auto value = any(name);
    return list_of(name, value ? *value : json::value(nullptr), id_of);
}

Answer<std::optional<json::object>> Arguments::object_or_null(std::string_view name) {
    auto value = any(name);
    if (!value || value->is_null()) return std::optional<json::object>{};
    if (!value->is_object()) return invalid_arguments(name, "is not an object");
    return std::optional(std::move(value->get_object()));
}

Answer<std::optional<json::array>> Arguments::array_or_null(std::string_view name) {
    auto value = any(name);
    if (!value || value->is_null()) return std::optional<json::array>{};
    if (!value->is_array()) return invalid_arguments(name, "is not an array");
    return std::optional(std::move(value->get_array()));
}

Answer<void> Arguments::done() const {
    if (object_.empty()) return {};
    return invalid_arguments(text_of(object_.begin()->key()), "is not an argument of this method");
}

}  // namespace bailey::jmap
