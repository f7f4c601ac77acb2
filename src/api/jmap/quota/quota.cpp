#include "api/jmap/quota/quota.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "api/jmap/standard/changes.hpp"
#include "api/jmap/standard/get.hpp"
#include "api/jmap/standard/query.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view the_id = "mail";

// RFC 9425 section 4.1. All of it is the server's.
const Properties& quota_properties() {
    using is::server_set;
    static const Properties table{
        {"id", Shape::id, server_set | is::immutable},
        {"resourceType", Shape::string, server_set},
        {"used", Shape::unsigned_integer, server_set},
        {"hardLimit", Shape::unsigned_integer, server_set},
        {"scope", Shape::string, server_set},
        {"name", Shape::string, server_set},
        {"types", Shape::strings, server_set},
        {"warnLimit", Shape::unsigned_integer, server_set | is::nullable},
        {"softLimit", Shape::unsigned_integer, server_set | is::nullable},
        {"description", Shape::string, server_set | is::nullable},
    };
    return table;
}

json::object quota_of(const Account& account, const mailbox::Overview& overview) {
    return {{"id", the_id},
            {"resourceType", "octets"},
            {"used", overview.used_octets},
            {"hardLimit", overview.capacity_octets},
            {"scope", "account"},
            {"name", account.name},
            {"types", json::array{"Email"}},
            {"warnLimit", nullptr},
            {"softLimit", nullptr},
            {"description", "The octets of all messages of this account."}};
}

// "The server MUST filter out any types for which the client did not request the associated capability", and there is
// no Quota without types.
bool is_shown(const Context& context) {
    return std::ranges::find(context.uses, "urn:ietf:params:jmap:mail") != context.uses.end();
}

struct Sizes {
    std::uint64_t used = 0, limit = 0;
    bool operator==(const Sizes&) const = default;
};

std::optional<Sizes> sizes_from(std::string_view state) {
    Sizes sizes;
    const auto* end = state.data() + state.size();
    const auto used = std::from_chars(state.data(), end, sizes.used);
    if (used.ec != std::errc{} || used.ptr == end || *used.ptr != '-') return {};
    const auto limit = std::from_chars(used.ptr + 1, end, sizes.limit);
    if (limit.ec != std::errc{} || limit.ptr != end) return {};
    return sizes;
}

class Quotas : public Getter, public Changer, public Querier {
public:
    explicit Quotas(mailbox::Accounts& accounts) : accounts_(accounts) {}

    const Properties& properties() const override { return quota_properties(); }
    Answer<void> arguments(Context&, Arguments&) override { return {}; }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_CHECK(look(account));
        return quota_state(overview_);
    }

    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t) override {
        return std::vector<std::string>{std::string(the_id)};
    }

    Answer<std::vector<json::object>> load(Context& context, const Account& account,
                                           const std::vector<std::string>& ids, const Wanted&) override {
        std::vector<json::object> found;
        const bool asked = std::ranges::find(ids, the_id) != ids.end();
        if (asked && is_shown(context)) found.push_back(quota_of(account, overview_));
        return found;
    }

    Answer<Changed> changes(Context& context, const Account& account, const std::string& since, std::size_t) override {
        JMAP_CHECK(look(account));
        const auto then = sizes_from(since);
        if (!then) return ErrorType::cannot_calculate_changes;
        Changed changed;
        changed.new_state = quota_state(overview_);
        const Sizes now{overview_.used_octets, overview_.capacity_octets};
        if (*then != now && is_shown(context)) changed.updated.emplace_back(the_id);
        only_used_ = then->limit == now.limit;
        return changed;
    }

    // "If only the used Quota property has changed since the old state, this will be a list containing only that
    // property."
    void finish(Context&, json::object& response) override {
        if (!response.contains("oldState")) return;
        response["updatedProperties"] = only_used_ ? json::value(json::array{"used"}) : json::value(nullptr);
    }

    Answer<void> check(Context&, const json::object& condition) override {
        constexpr std::array<std::string_view, 4> known{"name", "scope", "resourceType", "type"};
        for (const auto& [name, value] : condition) {
            if (std::ranges::find(known, text_of(name)) == known.end()) {
                return Error(ErrorType::unsupported_filter, std::string(text_of(name)));
            }
            if (!value.is_string()) return invalid_arguments("filter", "a condition is not a String");
        }
        return {};
    }
    Answer<void> check(Context&, const Comparator& comparator) override {
        if (comparator.property == "name" || comparator.property == "used") return {};
        return Error(ErrorType::unsupported_sort, comparator.property);
    }

    Answer<Listed> list(Context& context, const Account& account, const Query& query) override {
        JMAP_CHECK(look(account));
        Listed listed{quota_state(overview_), {}};
        const auto quota = quota_of(account, overview_);
        auto matches = [&](const json::object& condition) { return match(condition, quota); };
        if (is_shown(context) && (!query.filter || (*query.filter)(matches))) listed.ids.emplace_back(the_id);
        return listed;
    }
    Answer<Changed> changed_since(Context& context, const Account& account, const std::string& since) override {
        return changes(context, account, since, 1);
    }

private:
    Answer<void> look(const Account& account) {
        JMAP_TRY(auto opened, accounts_.open(account.number));
        JMAP_TRY(overview_, mailbox::overview(opened));
        return {};
    }

    // RFC 9425 section 4.3: the name contains the text; the others are the same.
    static bool match(const json::object& condition, const json::object& quota) {
        return std::all_of(condition.begin(), condition.end(), [&](const auto& member) {
            const auto wanted = text_of(member.value().get_string());
            const auto name = text_of(member.key());
            if (name == "type") return wanted == "Email";
            const auto is = text_of(quota.at(name).as_string());
            return name == "name" ? is.find(wanted) != is.npos : is == wanted;
        });
    }

    mailbox::Accounts& accounts_;
    mailbox::Overview overview_;
    bool only_used_ = false;
};

template <class Frame>
Method method(std::string_view name, mailbox::Accounts& accounts, Frame frame) {
    return {std::string(name), std::string(quota_uri), [&accounts, frame](Context& context, json::object arguments) {
                Quotas type(accounts);
                return frame(context, std::move(arguments), type);
            }};
}

}  // namespace

std::string quota_state(const mailbox::Overview& overview) {
    return std::to_string(overview.used_octets) + '-' + std::to_string(overview.capacity_octets);
}

void add_quota(Api& api, mailbox::Accounts& accounts) {
    api.add(Capability{std::string(quota_uri), {}, [](const Account& account) -> std::optional<json::object> {
                           if (!account.has_mail) return {};
                           return json::object{};
                       }});
    api.add(method("Quota/get", accounts, [](Context& context, json::object arguments, Quotas& type) {
        return get(context, std::move(arguments), type);
    }));
    api.add(method("Quota/changes", accounts, [](Context& context, json::object arguments, Quotas& type) {
        return changes(context, std::move(arguments), type);
    }));
    api.add(method("Quota/query", accounts, [](Context& context, json::object arguments, Quotas& type) {
        return query(context, std::move(arguments), type);
    }));
    api.add(method("Quota/queryChanges", accounts, [](Context& context, json::object arguments, Quotas& type) {
        return query_changes(context, std::move(arguments), type);
    }));
}

}  // namespace bailey::jmap
