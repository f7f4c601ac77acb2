#include "services/mailbox/search.hpp"

#include <algorithm>

#include "protocol/mime/bodies.hpp"
#include "protocol/mime/decode.hpp"
#include "protocol/mime/forms.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/words.hpp"

namespace bailey::mailbox {
namespace {

using In = TextCondition::In;

// A message that was opened for searching: each of its texts is made once, when it is first asked for.
class OpenMessage {
public:
    OpenMessage(std::string octets, std::size_t most) : octets_(std::move(octets)), most_(most) {}

    const std::vector<Word>& body() {
        if (!body_) body_ = words_of(searchable_text(octets_, most_));
        return *body_;
    }
    // The text of all fields of that name; none where there is no such field.
    std::optional<std::vector<Word>> fields(std::string_view name) {
        if (!structure_) structure_ = mime::parse(octets_);
        const auto values = mime::all_fields(octets_, *structure_, structure_->root(), name);
        if (values.empty()) return {};
        std::string text;
        for (auto value : values) (text += mime::as_text(value)) += '\n';
        return words_of(text);
    }

private:
    std::string octets_;
    std::size_t most_;
    std::optional<std::vector<Word>> body_;
    std::optional<mime::Structure> structure_;
};

std::string text_of(const Summary::Addresses& addresses) {
    std::string text;
    if (!addresses) return text;
    for (const auto& address : *addresses) ((text += address.name.value_or("")) += '\n') += address.email + '\n';
    return text;
}

struct Place {
    In in;
    std::string_view field;
    std::string (*of)(const Summary&);
};
constexpr Place places[] = {
    {In::from, "From", [](const Summary& s) { return text_of(s.from); }},
    {In::to, "To", [](const Summary& s) { return text_of(s.to); }},
    {In::cc, "Cc", [](const Summary& s) { return text_of(s.cc); }},
    {In::bcc, "Bcc", [](const Summary& s) { return text_of(s.bcc); }},
    {In::subject, "Subject", [](const Summary& s) { return s.subject.value_or(""); }},
};

// One condition, asked of one email.
class Question {
public:
    Question(const TextCondition& condition, const Terms& terms)
        : condition_(condition), terms_(terms), open_(terms.all.size(), true) {}

    // Answered by the summary alone?
    bool ask(const Summary& summary) {
        if (terms_.nothing) return answer(false);
        if (condition_.in == In::header || condition_.in == In::body) return decided_;
        for (const auto& place : places) {
            if (asks(place)) look_in(words_of(place.of(summary)));
        }
        if (none_open()) return answer(true);
        // A field that was cut may have it in its rest.
        return condition_.in == In::anywhere || summary.partial ? decided_ : answer(false);
    }

    void ask(OpenMessage& message) {
        if (condition_.in == In::header) {
            const auto words = message.fields(condition_.header);
            if (words) look_in(*words);
            answer(words && (condition_.any || none_open()));
            return;
        }
        for (const auto& place : places) {
            if (!asks(place)) continue;
            if (const auto words = message.fields(place.field)) look_in(*words);
        }
        if (!none_open() && (condition_.in == In::body || condition_.in == In::anywhere)) look_in(message.body());
        answer(none_open());
    }

    bool decided() const { return decided_; }
    bool yes() const { return yes_; }

private:
    bool asks(const Place& place) const { return condition_.in == In::anywhere || condition_.in == place.in; }
    bool none_open() const {
        return std::ranges::none_of(open_, [](bool open) { return open; });
    }
    bool answer(bool yes) {
        yes_ = yes;
        return decided_ = true;
    }
    void look_in(std::span<const Word> words) {
        for (std::size_t n = 0; n < open_.size(); ++n) {
            if (open_[n] && occurs(words, terms_.all[n])) open_[n] = false;
        }
    }

    const TextCondition& condition_;
    const Terms& terms_;
    std::vector<bool> open_;  // terms that were not found yet
    bool decided_ = false, yes_ = false;
};

class Scan final : public TextSearch {
public:
    explicit Scan(const ScanLimits& limits) : limits_(limits) {}

    Result<std::vector<std::vector<std::int64_t>>> find(const Account& account, const Index& index,
                                                        std::span<const TextCondition> conditions,
                                                        std::span<const std::int64_t> candidates) const override {
        if (candidates.size() > limits_.emails || too_much(index, conditions, candidates)) return Errc::too_many;
        std::vector<Terms> terms;
        for (const auto& condition : conditions) terms.push_back(terms_of(condition.text));
        std::vector<std::vector<std::int64_t>> found(conditions.size());
        Work work;
        constexpr std::size_t batch = 500;
        for (std::size_t at = 0; at < candidates.size(); at += batch) {
            const auto ids = candidates.subspan(at, std::min(batch, candidates.size() - at));
            BAILEY_TRY(auto summaries, mailbox::summaries(account, ids));
            for (std::size_t n = 0; n < ids.size(); ++n) {
                const auto* email = index.find(ids[n]);
                if (!email || !summaries[n]) continue;
                std::vector<Question> questions;
                for (std::size_t c = 0; c < conditions.size(); ++c) questions.emplace_back(conditions[c], terms[c]);
                BAILEY_CHECK(ask(account, *email, *summaries[n], questions, work));
                for (std::size_t c = 0; c < questions.size(); ++c) {
                    if (questions[c].yes()) found[c].push_back(email->id);
                }
            }
        }
        for (auto& ids : found) std::ranges::sort(ids);
        return found;
    }

private:
    struct Work {
        std::size_t messages = 0;
        std::uint64_t octets = 0;
    };

    // Known before the first message is read: what looks into bodies and fields reads every candidate.
    bool too_much(const Index& index, std::span<const TextCondition> conditions,
                  std::span<const std::int64_t> candidates) const {
        const auto reads_all = [](const TextCondition& c) { return c.in == In::body || c.in == In::header; };
        if (std::ranges::none_of(conditions, reads_all)) return false;
        std::uint64_t octets = 0;
        for (auto id : candidates) {
            const auto* email = index.find(id);
            octets += email ? email->octets : 0;
        }
        return candidates.size() > limits_.messages || octets > limits_.octets;
    }

    Result<void> ask(const Account& account, const Email& email, const Summary& summary,
                     std::vector<Question>& questions, Work& work) const {
        bool all = true;
        for (auto& question : questions) all &= question.ask(summary);
        if (all) return {};
        work.octets += email.octets;
        if (++work.messages > limits_.messages || work.octets > limits_.octets) return Errc::too_many;
        auto octets = read_blob(account, {BlobRef::Kind::email, email.id});
        // Destroyed meanwhile, or damaged and logged as such: it is not found by its text.
        const auto gone = !octets ? errc_of(octets.error()) : Errc{};
        if (gone == Errc::not_found || gone == Errc::corrupt) return {};
        if (!octets) return octets.error();
        OpenMessage message(std::move(*octets), limits_.text_octets);
        for (auto& question : questions) {
            if (!question.decided()) question.ask(message);
        }
        return {};
    }

    const ScanLimits limits_;
};

void add_text(std::string_view message, const mime::Structure& structure, std::size_t most, int depth,
              std::string& text) {
    constexpr int most_depth = 4;  // messages within each other
    if (depth > 0) {
        for (auto name : {"From", "To", "Cc", "Subject"})
            for (auto value : mime::all_fields(message, structure, structure.root(), name))
                (text += mime::as_text(value)) += '\n';
    }
    for (const auto& part : structure.parts) {
        if (text.size() >= most) return;
        if (part.name) (text += *part.name) += '\n';
        if (part.is_text()) {
            (text += mime::readable_text(message, part, most - text.size(), mime::Attributes::shown)) += '\n';
        } else if ((part.type == "message/rfc822" || part.type == "message/global") && depth < most_depth) {
            const auto inner = mime::decode_transfer(part.body.of(message), part.encoding).bytes;
            add_text(inner, mime::parse(inner), most, depth + 1, text);
        }
    }
}

}  // namespace

std::unique_ptr<TextSearch> scanning_search(const ScanLimits& limits) { return std::make_unique<Scan>(limits); }

std::string searchable_text(std::string_view message, const mime::Structure& structure, std::size_t most_octets) {
    std::string text;
    add_text(message, structure, most_octets, 0, text);
    return text;
}

std::string searchable_text(std::string_view message, std::size_t most_octets) {
    return searchable_text(message, mime::parse(message), most_octets);
}

}  // namespace bailey::mailbox
