#include <algorithm>

#include "api/jmap/standard/get.hpp"
#include "api/jmap/submission/submission.hpp"

namespace bailey::jmap {
namespace {

class Get final : public Getter {
public:
    explicit Get(const Sending& sending) : sending_(sending) {}

    const Properties& properties() const override { return submission_properties; }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(all_, sending_.ledger().of(account.number));
        return sending_.ledger().state(account.number);
    }

    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t) override {
        std::vector<std::string> ids;
        for (const auto& record : all_) ids.push_back(submission_id(record.number));
        return ids;
    }

    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        for (const auto& id : ids) {
            auto number = submission_from(id);
            auto at = std::find_if(all_.begin(), all_.end(), [&](const Record& r) { return r.number == number; });
            if (at != all_.end()) found.push_back(to_json(*at));
        }
        return found;
    }

private:
    const Sending& sending_;
    std::vector<Record> all_;  // of the account, as the call began
};

}  // namespace

Answer<json::object> get_submissions(const Sending& sending, Context& context, json::object arguments) {
    Get type(sending);
    return get(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
