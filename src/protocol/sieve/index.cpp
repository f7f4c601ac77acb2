#include "protocol/sieve/index.hpp"

#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {

std::optional<Index> read_index(Checker& checker, const Arguments& arguments) {
    Index out{.from_last = arguments.has("last")};
    const auto* index = arguments.find("index");
    if (out.from_last && !index) {
        checker.problem(arguments.line, "\":last\" stands only with \":index\".");
        return std::nullopt;
    }
    if (!index) return out;
    out.number = index->number;
    if (out.number == 0) {
        checker.problem(arguments.line, "\":index\" counts from 1.");
        return std::nullopt;
    }
    return out;
}

std::vector<std::string> indexed(Run& run, const Texts& names, const Index& index, bool decoded,
                                 bool (*wanted)(std::string_view name)) {
    std::vector<std::string> out;
    for (const auto& text : names) {
        const auto name = text.expand(run);
        if (wanted && !wanted(name)) continue;
        for (auto& value : run.field(name, decoded)) out.push_back(std::move(value));
    }
    if (index.number == 0) return out;
    if (index.number > out.size()) return {};
    const auto at = static_cast<std::size_t>(index.from_last ? out.size() - index.number : index.number - 1);
    return {std::move(out[at])};
}

}  // namespace bailey::sieve
