#include "api/jmap/notice/notice.hpp"

#include <algorithm>

#include "api/jmap/item_set.hpp"
#include "api/jmap/object.hpp"
#include "api/jmap/standard/get.hpp"
#include "api/jmap/standard/query.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

using notices::Notice;
using notices::Notices;

constexpr char letter = 'n';

const Properties notice_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"level", Shape::string, is::server_set},
    {"text", Shape::object, is::server_set},
    {"from", Shape::utc_date, is::server_set},
    {"until", Shape::utc_date, is::server_set | is::nullable},
};

json::object to_json(const Notice& n) {
    return {{"id", numbered(letter, n.id)},
            {"level", notices::to_string(n.level)},
            {"text", json::object{{"en", n.english}, {"cy", n.welsh}}},
            {"from", utc_date(n.from)},
            {"until", n.until ? json::value(utc_date(*n.until)) : json::value(nullptr)}};
}

std::string state_text(std::int64_t state) { return std::to_string(state); }

class Get final : public Getter {
public:
    explicit Get(Notices& notices) : notices_(notices) {}
    const Properties& properties() const override { return notice_properties; }
    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(seen_, notices_.seen_by(account.number));
        return state_text(seen_.state);
    }
    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t) override {
        std::vector<std::string> ids;
        for (const auto& n : seen_.list) ids.push_back(numbered(letter, n.id));
        return ids;
    }
    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        for (const auto& n : seen_.list) {
            if (std::ranges::find(ids, numbered(letter, n.id)) != ids.end()) found.push_back(to_json(n));
        }
        return found;
    }

private:
    Notices& notices_;
    Notices::Seen seen_;
};

class Changes final : public Changer {
public:
    explicit Changes(Notices& notices) : notices_(notices) {}
    // There are few: answers are whole.
    Answer<Changed> changes(Context& context, const Account& account, const std::string& since,
                            std::size_t most) override {
        auto from = state_from(since);
        if (!from || from->within != State::whole) return ErrorType::cannot_calculate_changes;
        JMAP_TRY(auto seen, notices_.changed(account.number, from->change));
        if (from->change > seen.state || seen.list.size() > most) return ErrorType::cannot_calculate_changes;
        Changed changed;
        changed.new_state = state_text(seen.state);
        for (const auto& n : seen.list) {
            const bool fresh = n.created > from->change, gone = n.removed || (n.until && *n.until <= context.now);
            auto id = numbered(letter, n.id);
            if (gone && !fresh) changed.destroyed.push_back(std::move(id));
            if (!gone) (fresh ? changed.created : changed.updated).push_back(std::move(id));
        }
        return changed;
    }

private:
    Notices& notices_;
};

class List final : public Querier {
public:
    explicit List(Notices& notices) : notices_(notices) {}
    Answer<void> check(Context&, const json::object& condition) override {
        for (const auto& [key, value] : condition) {
            auto name = text_of(key);
            if (name != "current" && name != "level") return ErrorType::unsupported_filter;
            const bool right = name == "current" ? value.is_bool() : value.is_string();
            if (!right) return invalid_arguments("filter", std::string(name) + " has a wrong value");
        }
        return {};
    }
    Answer<void> check(Context&, const Comparator& comparator) override {
        if (comparator.property != "from" || !comparator.more.empty()) return ErrorType::unsupported_sort;
        return {};
    }
    Answer<Listed> list(Context& context, const Account& account, const Query& query) override {
        JMAP_TRY(auto seen, notices_.seen_by(account.number));
        std::erase_if(seen.list, [&](const Notice& n) {
            return query.filter && !(*query.filter)([&](const json::object& c) { return matches(n, c, context.now); });
        });
        // The worst first, then the newest.
        std::ranges::stable_sort(seen.list, [&](const Notice& a, const Notice& b) {
            if (query.sort.empty()) return std::pair(a.level, a.from) > std::pair(b.level, b.from);
            return query.sort.front().ascending ? a.from < b.from : a.from > b.from;
        });
        Listed listed{state_text(seen.state), {}};
        for (const auto& n : seen.list) listed.ids.push_back(numbered(letter, n.id));
        return listed;
    }
    bool can_calculate_changes(const Query&) const override { return false; }  // time alone changes it

private:
    static bool matches(const Notice& n, const json::object& condition, Time now) {
        return std::all_of(condition.begin(), condition.end(), [&](const auto& member) {
            if (text_of(member.key()) == "level")
                return text_of(member.value().get_string()) == notices::to_string(n.level);
            return member.value().get_bool() == (n.from <= now);  // what is over is not there
        });
    }
    Notices& notices_;
};

template <class Type, class Frame>
Method method(const char* name, Notices& notices, Frame frame) {
    return {name, std::string(notices_uri), [&notices, frame](Context& context, json::object arguments) {
                Type type(notices);
                return frame(context, std::move(arguments), type);
            }};
}

}  // namespace

void add_notices(Api& api, notices::Notices& notices) {
    api.add(Capability{std::string(notices_uri), {}, [](const Account& account) {
                           return account.personal ? std::optional(json::object{}) : std::nullopt;
                       }});
    api.add({method<Get>("Notice/get", notices, get), method<Changes>("Notice/changes", notices, changes),
             method<List>("Notice/query", notices, query)});
}

}  // namespace bailey::jmap
