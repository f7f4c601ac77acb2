#include "api/jmap/submission/changes.hpp"

#include "api/jmap/mail_changes.hpp"
#include "api/jmap/submission/submission.hpp"

namespace bailey::jmap {

namespace {

std::vector<std::string> submission_ids(const std::vector<std::int64_t>& numbers) {
    std::vector<std::string> ids;
    for (auto number : numbers) ids.push_back(submission_id(number));
    return ids;
}

}  // namespace

Answer<Changed> submissions_changed(const Sending& sending, AccountId account, const std::string& since,
                                    std::size_t most) {
    JMAP_CHECK(sending.ledger().of(account));  // what the queue has to tell counts
    JMAP_TRY(auto from, state_or_cannot(since));
    return changed_from(sending.ledger().changes(account, from, most), submission_ids);
}

namespace {

class Change final : public Changer {
public:
    explicit Change(const Sending& sending) : sending_(sending) {}

    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override {
        return submissions_changed(sending_, account.number, since, most);
    }

private:
    const Sending& sending_;
};

}  // namespace

Answer<json::object> submission_changes(const Sending& sending, Context& context, json::object arguments) {
    Change type(sending);
    return changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
