#include "api/jmap/email/sorts.hpp"

#include <algorithm>
#include <array>

#include "domain/mail/keywords.hpp"

namespace bailey::jmap {
namespace {

using mailbox::SortBy;

struct Row {
    std::string_view name;
    SortBy by;
    bool text = false, keyword = false;  // text has a collation
};
constexpr std::array rows{
    Row{"receivedAt", SortBy::received},
    Row{"size", SortBy::size},
    Row{"from", SortBy::from, true},
    Row{"to", SortBy::to, true},
    Row{"subject", SortBy::subject, true},
    Row{"sentAt", SortBy::sent},
    Row{"hasKeyword", SortBy::has_keyword, false, true},
    Row{"allInThreadHaveKeyword", SortBy::all_in_thread, false, true},
    Row{"someInThreadHaveKeyword", SortBy::some_in_thread, false, true},
};

// The index keeps one order of names and subjects: regardless of case.
bool sorts_by(std::string_view collation) {
    return collation.empty() || collation == "i;unicode-casemap" || collation == "i;ascii-casemap";
}

}  // namespace

const std::vector<std::string>& email_sorts() {
    static const auto names = [] {
        std::vector<std::string> all;
        for (const auto& row : rows) all.emplace_back(row.name);
        return all;
    }();
    return names;
}

Answer<mailbox::Comparator> email_comparator(const Comparator& comparator) {
    const auto* row = std::ranges::find(rows, std::string_view(comparator.property), &Row::name);
    if (row == rows.end()) return Error(ErrorType::unsupported_sort, comparator.property);
    if (row->text && !sorts_by(comparator.collation)) return Error(ErrorType::unsupported_sort, comparator.collation);
    mailbox::Comparator out{row->by, comparator.ascending, {}};
    const auto* word = member(comparator.more, "keyword");
    if (comparator.more.size() != (word ? 1u : 0u)) {
        return Error(ErrorType::unsupported_sort, "a member of the Comparator is not known");
    }
    if (!row->keyword) return out;
    // "the Comparator object MUST also have a keyword property"
    if (!word || !word->is_string()) return invalid_arguments("sort", "a Comparator has no keyword");
    auto known = keyword(text_of(word->get_string()));
    if (!known) return invalid_arguments("sort", "not a keyword");
    out.keyword = names(*known).front();
    return out;
}

}  // namespace bailey::jmap
