// EmailSubmission/query and queryChanges, RFC 8621 sections 7.3 and 7.4.
#include "api/jmap/standard/query.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "api/jmap/submission/changes.hpp"
#include "api/jmap/submission/submission.hpp"

namespace bailey::jmap {
namespace {

struct InList {
    std::string_view condition;
    std::string Record::*property;
};
constexpr std::array in_lists{InList{"identityIds", &Record::identity}, InList{"emailIds", &Record::email},
                              InList{"threadIds", &Record::thread}};

const InList* in_list(std::string_view name) {
    auto at = std::find_if(in_lists.begin(), in_lists.end(), [&](const InList& l) { return l.condition == name; });
    return at == in_lists.end() ? nullptr : &*at;
}

bool holds(const Record& record, std::string_view name, const json::value& value) {
    if (auto list = in_list(name)) {
        auto& ids = value.get_array();
        auto is_it = [&](const json::value& id) { return text_of(id.get_string()) == record.*(list->property); };
        return std::any_of(ids.begin(), ids.end(), is_it);
    }
    auto text = text_of(value.get_string());
    if (name == "undoStatus") return text == to_string(record.undo);
    auto moment = *utc_date_from(text);
    return name == "before" ? record.send_at < moment : record.send_at >= moment;
}

bool matches(const Record& record, const json::object& condition) {
    return std::all_of(condition.begin(), condition.end(),
                       [&](const auto& member) { return holds(record, text_of(member.key()), member.value()); });
}

// The standard writes "sentAt" for sorting and "sendAt" for the property.
json::value sort_key(const Record& record, std::string_view property) {
    if (property == "emailId") return json::value(record.email);
    if (property == "threadId") return json::value(record.thread);
    return to_millis(record.send_at);
}

class Finder final : public Querier {
public:
    explicit Finder(const Sending& sending) : sending_(sending) {}

    Answer<void> check(Context&, const json::object& condition) override {
        for (const auto& [key, value] : condition) {
            auto name = text_of(key);
            bool fits_it = false;
            if (in_list(name))
                fits_it = fits(value, {name, Shape::ids});
            else if (name == "undoStatus")
                fits_it = value.is_string();
            else if (name == "before" || name == "after")
                fits_it = fits(value, {name, Shape::utc_date});
            else
                return Error(ErrorType::unsupported_filter, "no condition is called " + std::string(name));
            if (!fits_it) return invalid_arguments("filter", std::string(name) + " has a value of the wrong type");
        }
        return {};
    }

    Answer<void> check(Context&, const Comparator& comparator) override {
        for (auto name : {"emailId", "threadId", "sentAt", "sendAt"}) {
            if (comparator.property == name && comparator.more.empty()) return {};
        }
        return Error(ErrorType::unsupported_sort, "no sorting by " + comparator.property);
    }

    Answer<Listed> list(Context&, const Account& account, const Query& query) override {
        JMAP_TRY(auto all, sending_.ledger().of(account.number));
        Listed listed;
        JMAP_TRY(listed.query_state, sending_.ledger().state(account.number));
        if (query.filter) {
            std::erase_if(all, [&](const Record& record) {
                return !(*query.filter)([&](const json::object& condition) { return matches(record, condition); });
            });
        }
        std::stable_sort(all.begin(), all.end(), [&](const Record& a, const Record& b) {
            for (const auto& by : query.sort) {
                auto order = compare(sort_key(a, by.property), sort_key(b, by.property), by.collation);
                if (order != 0) return by.ascending ? order < 0 : order > 0;
            }
            return a.number < b.number;
        });
        for (const auto& record : all) listed.ids.push_back(submission_id(record.number));
        return listed;
    }

    // All that a submission can be sorted by stays as it is, and all that it can be found by but undoStatus.
    bool immutable(const Query& query) const override { return !query.filter || !has_status(*query.filter); }

    Answer<Changed> changed_since(Context&, const Account& account, const std::string& since) override {
        return submissions_changed(sending_, account.number, since, std::numeric_limits<std::size_t>::max());
    }

private:
    static bool has_status(const Filter& filter) {
        return filter.condition.contains("undoStatus") || std::any_of(filter.of.begin(), filter.of.end(), has_status);
    }

    const Sending& sending_;
};

}  // namespace

Answer<json::object> query_submissions(const Sending& sending, Context& context, json::object arguments) {
    Finder type(sending);
    return query(context, std::move(arguments), type);
}

Answer<json::object> submission_query_changes(const Sending& sending, Context& context, json::object arguments) {
    Finder type(sending);
    return query_changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
