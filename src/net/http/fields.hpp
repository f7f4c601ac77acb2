// Header fields of a request or response (RFC 9110 section 5): in order, names without regard to case.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bailey::net::http {

class Fields {
public:
    Fields() = default;
    Fields(std::initializer_list<std::pair<std::string, std::string>> all) : all_(all) {}

    std::string_view get(std::string_view name) const;  // the first of that name; empty where there is none
    bool has(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    // All of that name as one list (RFC 9110 section 5.3): "a, b".
    std::string joined(std::string_view name) const;
    // Is `word` an element of the comma-separated list `name`? Without regard to case; parameters after ";" are not
    // looked at.
    bool lists(std::string_view name, std::string_view word) const;

    // A value must be one line: what is not visible ASCII, a space, a tab or beyond ASCII is left out.
    void set(std::string_view name, std::string_view value);  // instead of any of that name
    void add(std::string_view name, std::string_view value);
    void remove(std::string_view name);

    auto begin() const { return all_.begin(); }
    auto end() const { return all_.end(); }
    std::size_t size() const { return all_.size(); }

private:
    std::vector<std::pair<std::string, std::string>> all_;
};

}  // namespace bailey::net::http
