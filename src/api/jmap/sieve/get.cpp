// SieveScript/get and /query: RFC 9661 sections 2.2 and 2.4.
#include "api/jmap/standard/get.hpp"

#include <algorithm>

#include "api/jmap/sieve/script.hpp"
#include "api/jmap/standard/query.hpp"

namespace bailey::jmap {
namespace {

Answer<filter::Scripts> scripts_of(const Sieve& sieve, const Account& account) {
    JMAP_TRY(auto opened, sieve.accounts.open(account.number));
    JMAP_TRY(auto all, filter::scripts(opened));
    return all;
}

class Get final : public Getter {
public:
    explicit Get(const Sieve& sieve) : sieve_(sieve) {}

    const Properties& properties() const override { return script_properties; }
    Answer<void> begin(Context&, const Account& account, Wanted&) override {
        JMAP_TRY(scripts_, scripts_of(sieve_, account));
        return {};
    }
    Answer<std::string> state(Context&, const Account&) override { return text(scripts_.state); }
    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t) override {
        std::vector<std::string> ids;
        for (const auto& script : scripts_.list) ids.push_back(script_id(script.id));
        return ids;
    }
    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        for (const auto& id : ids) {
            const auto number = script_number(id);
            if (const auto* script = number ? scripts_.find(*number) : nullptr) found.push_back(script_object(*script));
        }
        return found;
    }

private:
    const Sieve& sieve_;
    filter::Scripts scripts_;
};

class Finding final : public Querier {
public:
    explicit Finding(const Sieve& sieve) : sieve_(sieve) {}

    Answer<void> check(Context&, const json::object& condition) override {
        for (const auto& [name, value] : condition) {
            const bool good = name == "name" ? value.is_string() : name == "isActive" && value.is_bool();
            if (!good && name != "name" && name != "isActive") return ErrorType::unsupported_filter;
            if (!good) return invalid_arguments("filter", "has a value of the wrong type");
        }
        return {};
    }
    Answer<void> check(Context&, const Comparator& comparator) override {
        if (comparator.property == "name" || comparator.property == "isActive") return {};
        return ErrorType::unsupported_sort;
    }
    Answer<Listed> list(Context&, const Account& account, const Query& query) override {
        JMAP_TRY(auto scripts, scripts_of(sieve_, account));
        std::vector<json::object> found;
        for (const auto& script : scripts.list) {
            const auto holds = [&](const json::object& condition) { return matches(script, condition); };
            if (!query.filter || (*query.filter)(holds)) found.push_back(script_object(script));
        }
        std::ranges::stable_sort(found, [&](const json::object& a, const json::object& b) {
            for (const auto& by : query.sort) {
                const int order = compare(*member(a, by.property), *member(b, by.property), by.collation);
                if (order != 0) return by.ascending ? order < 0 : order > 0;
            }
            return false;
        });
        Listed listed{text(scripts.state), {}};
        for (const auto& object : found) listed.ids.emplace_back(text_of(member(object, "id")->get_string()));
        return listed;
    }
    bool can_calculate_changes(const Query&) const override { return false; }

private:
    static bool matches(const filter::StoredScript& script, const json::object& condition) {
        if (const auto* name = member(condition, "name"))
            if (script.name.find(text_of(name->get_string())) == std::string::npos) return false;
        const auto* active = member(condition, "isActive");
        return !active || active->get_bool() == script.active;
    }

    const Sieve& sieve_;
};

}  // namespace

Answer<json::object> get_scripts(const Sieve& sieve, Context& context, json::object arguments) {
    Get type(sieve);
    return get(context, std::move(arguments), type);
}

Answer<json::object> query_scripts(const Sieve& sieve, Context& context, json::object arguments) {
    Finding type(sieve);
    return query(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
