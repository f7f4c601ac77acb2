// Thread/get, RFC 8621 section 3.1.
#include <unordered_set>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/standard/get.hpp"
#include "api/jmap/thread/methods.hpp"

namespace bailey::jmap {
namespace {

const Properties& thread_properties() {
    static const Properties table{
        {"id", Shape::id, is::server_set | is::immutable},
        {"emailIds", Shape::ids, is::server_set},
    };
    return table;
}

class Get final : public Getter {
public:
    explicit Get(const Mail& mail) : mail_(mail) {}
    const Properties& properties() const override { return thread_properties(); }

    Answer<void> begin(Context&, const Account& account, Wanted&) override {
        JMAP_TRY(opened_, open(mail_, account));
        return {};
    }
    Answer<std::string> state(Context&, const Account&) override { return text(opened_.index->overview().thread); }

    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t most) override {
        std::unordered_set<std::int64_t> seen;
        std::vector<std::string> ids;
        for (const auto& email : opened_.index->emails()) {
            if (ids.size() > most) break;
            if (seen.insert(email.thread).second) ids.push_back(thread_id(email.thread));
        }
        return ids;
    }

    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        for (const auto& id : ids) {
            const auto number = thread_from(id);
            if (!number) continue;
            const auto emails = opened_.index->thread(*number);
            if (!emails.empty()) found.push_back({{"id", id}, {"emailIds", array_of(email_ids(emails))}});
        }
        return found;
    }

private:
    const Mail& mail_;
    Opened opened_;
};

}  // namespace

Answer<json::object> get_threads(const Mail& mail, Context& context, json::object arguments) {
    Get type(mail);
    return get(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
