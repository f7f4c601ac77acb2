#include "api/jmap/email/conditions.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "api/jmap/mail_ids.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

using In = mailbox::TextCondition::In;

bool is_string(const json::value& value) { return value.is_string(); }
bool is_boolean(const json::value& value) { return value.is_bool(); }
bool is_unsigned(const json::value& value) { return unsigned_int_from(value).has_value(); }
bool is_date(const json::value& value) { return value.is_string() && utc_date_from(text_of(value.get_string())); }
bool is_keyword(const json::value& value) { return value.is_string() && keyword(text_of(value.get_string())); }
bool is_an_id(const json::value& value) { return value.is_string() && is_id(text_of(value.get_string())); }
bool is_ids(const json::value& value) {
    return value.is_array() && std::all_of(value.get_array().begin(), value.get_array().end(), is_an_id);
}
// "The array MUST contain either one or two elements."
bool is_header(const json::value& value) {
    if (!value.is_array()) return false;
    const auto& array = value.get_array();
    return (array.size() == 1 || array.size() == 2) && std::all_of(array.begin(), array.end(), is_string) &&
           !array[0].get_string().empty();
}

std::string text_in(const json::value& value) { return std::string(text_of(value.get_string())); }
std::int64_t moment(const json::value& value) { return to_millis(*utc_date_from(text_of(value.get_string()))); }
std::uint64_t number(const json::value& value) { return static_cast<std::uint64_t>(*unsigned_int_from(value)); }
std::string word(const json::value& value) { return names(*keyword(text_of(value.get_string()))).front(); }
// No mailbox has the number 0: what is asked for is in none.
std::int64_t mailbox_number(const json::value& value) { return mailbox_from(text_of(value.get_string())).value_or(0); }

using Set = void (*)(mailbox::Condition&, const json::value&);
struct Row {
    std::string_view name;
    bool (*good)(const json::value&);
    Set set;  // null: it looks into text, there:
    In in = In::anywhere;
};
const std::array<Row, 20> rows{{
    {"inMailbox", is_an_id, [](auto& c, auto& v) { c.in_mailbox = mailbox_number(v); }},
    {"inMailboxOtherThan", is_ids,
     [](auto& c, auto& v) {
         c.has_other_than = true;
         for (const auto& id : v.get_array()) c.in_mailbox_other_than.push_back(mailbox_number(id));
         std::ranges::sort(c.in_mailbox_other_than);
     }},
    {"before", is_date, [](auto& c, auto& v) { c.before = moment(v); }},
    {"after", is_date, [](auto& c, auto& v) { c.after = moment(v); }},
    {"minSize", is_unsigned, [](auto& c, auto& v) { c.min_size = number(v); }},
    {"maxSize", is_unsigned, [](auto& c, auto& v) { c.max_size = number(v); }},
    {"allInThreadHaveKeyword", is_keyword, [](auto& c, auto& v) { c.all_in_thread = word(v); }},
    {"someInThreadHaveKeyword", is_keyword, [](auto& c, auto& v) { c.some_in_thread = word(v); }},
    {"noneInThreadHaveKeyword", is_keyword, [](auto& c, auto& v) { c.none_in_thread = word(v); }},
    {"hasKeyword", is_keyword, [](auto& c, auto& v) { c.has_keyword = word(v); }},
    {"notKeyword", is_keyword, [](auto& c, auto& v) { c.not_keyword = word(v); }},
    {"hasAttachment", is_boolean, [](auto& c, auto& v) { c.has_attachment = v.get_bool(); }},
    {"text", is_string, nullptr, In::anywhere},
    {"from", is_string, nullptr, In::from},
    {"to", is_string, nullptr, In::to},
    {"cc", is_string, nullptr, In::cc},
    {"bcc", is_string, nullptr, In::bcc},
    {"subject", is_string, nullptr, In::subject},
    {"body", is_string, nullptr, In::body},
    {"header", is_header, nullptr, In::header},
}};

const Row* row_named(json::string_view name) {
    const auto* at = std::ranges::find(rows, text_of(name), &Row::name);
    return at == rows.end() ? nullptr : at;
}

mailbox::TextCondition text_condition(const Row& row, const json::value& value) {
    mailbox::TextCondition condition{row.in, {}, {}, false};
    if (row.in != In::header) {
        condition.text = text_in(value);
        return condition;
    }
    const auto& array = value.get_array();
    condition.header = text_in(array[0]);
    condition.any = array.size() == 1;
    if (!condition.any) condition.text = text_in(array[1]);
    return condition;
}

// What stands in the index's filter for a condition that looks into text.
using Stand = std::function<mailbox::Filter(mailbox::TextCondition condition, bool negated)>;

mailbox::Filter translated(const json::object& condition, bool negated, const Stand& stand) {
    mailbox::Filter leaf;
    mailbox::Filter all{mailbox::Filter::Kind::all, {}, {}};
    bool indexed = false;
    for (const auto& [name, value] : condition) {
        const auto& row = *row_named(name);
        if (row.set) {
            row.set(leaf.condition, value);
            indexed = true;
        } else {
            all.of.push_back(stand(text_condition(row, value), negated));
        }
    }
    if (all.of.empty()) return leaf;
    if (indexed) all.of.insert(all.of.begin(), std::move(leaf));
    return all;
}

mailbox::Filter translated(const Filter& filter, bool negated, const Stand& stand) {
    if (filter.kind == Filter::Kind::condition) return translated(filter.condition, negated, stand);
    mailbox::Filter out;
    out.kind = filter.kind == Filter::Kind::all   ? mailbox::Filter::Kind::all
               : filter.kind == Filter::Kind::any ? mailbox::Filter::Kind::any
                                                  : mailbox::Filter::Kind::none;
    const bool inside = negated != (filter.kind == Filter::Kind::none);
    for (const auto& one : filter.of) out.of.push_back(translated(one, inside, stand));
    return out;
}

mailbox::Filter everything() { return {}; }
mailbox::Filter nothing() { return {mailbox::Filter::Kind::any, {}, {}}; }
mailbox::Filter among(std::vector<std::int64_t> ids) {
    mailbox::Filter filter;
    filter.condition.among = std::move(ids);
    return filter;
}

// What a text condition costs to answer: nothing is opened, bodies are read (or indexed), whole messages are read.
enum class Round { summaries, bodies, fields };
Round round_of(In in) {
    switch (in) {
    case In::anywhere:
    case In::body: return Round::bodies;
    case In::header: return Round::fields;
    case In::from:
    case In::to:
    case In::cc:
    case In::bcc:
    case In::subject: break;
    }
    return Round::summaries;
}

// The text conditions of a filter in its order, with the answers there are already.
class TextLeaves {
public:
    explicit TextLeaves(const Filter& filter) : leaves_(text_leaves(filter)), found_(leaves_.size()) {}

    std::vector<mailbox::TextCondition> open_in(Round round) const {
        std::vector<mailbox::TextCondition> open;
        for (const auto& leaf : leaves_) {
            if (round_of(leaf.condition.in) == round) open.push_back(leaf.condition);
        }
        return open;
    }
    void answer(Round round, std::vector<std::vector<std::int64_t>> found) {
        std::size_t next = 0;
        for (std::size_t n = 0; n < leaves_.size(); ++n) {
            if (round_of(leaves_[n].condition.in) == round) found_[n] = std::move(found[next++]);
        }
    }
    // The filter with every open condition given the answer that lets more pass.
    mailbox::Filter best(const Filter& filter) const {
        std::size_t next = 0;
        return translated(filter, false, [&](const mailbox::TextCondition&, bool negated) {
            const auto& found = found_[next++];
            return found ? among(*found) : negated ? nothing() : everything();
        });
    }

private:
    std::vector<TextLeaf> leaves_;
    std::vector<std::optional<std::vector<std::int64_t>>> found_;
};

}  // namespace

Answer<void> check_email_condition(const json::object& condition) {
    for (const auto& [name, value] : condition) {
        const auto* row = row_named(name);
        if (!row) return Error(ErrorType::unsupported_filter, std::string(name));
        if (!row->good(value)) return invalid_arguments("filter", std::string(name) + " has a wrong value");
    }
    return {};
}

std::vector<TextLeaf> text_leaves(const Filter& filter) {
    std::vector<TextLeaf> leaves;
    translated(filter, false, [&](mailbox::TextCondition condition, bool negated) {
        leaves.push_back({std::move(condition), negated});
        return everything();
    });
    return leaves;
}

// An email that the filter does not let pass though every text condition is given the answer that helps it, cannot
// pass: the others are the candidates, and for what is no candidate any answer does. Round by round, so that what is
// answered leaves fewer candidates for what reads messages.
Answer<mailbox::Filter> email_filter(const Mail& mail, const Opened& opened, const std::optional<Filter>& filter) {
    if (!filter) return everything();
    TextLeaves leaves(*filter);
    for (auto round : {Round::summaries, Round::bodies, Round::fields}) {
        const auto asked = leaves.open_in(round);
        if (asked.empty()) continue;
        mailbox::Query best;
        best.filter = leaves.best(*filter);
        best.sort = {{mailbox::SortBy::received, false, {}}};
        JMAP_TRY(auto candidates, mailbox::query(opened.account, *opened.index, best, {}));
        // The words of the whole account are looked up, as its own index of words knows them; only candidates are
        // found.
        const auto whole = mailbox::whole(opened.account);
        std::shared_ptr<const mailbox::Index> index = opened.index;
        if (opened.account.view) {
            JMAP_TRY(index, mailbox::index(whole));
        }
        auto found = mail.search->find(whole, *index, asked, candidates.ids);
        if (!found && errc_of(found.error()) == Errc::too_many) {
            return Error(ErrorType::unsupported_filter, "too many emails to look through: add a mailbox or a date");
        }
        if (!found) return Error(found.error());
        leaves.answer(round, std::move(*found));
    }
    return leaves.best(*filter);
}

}  // namespace bailey::jmap
