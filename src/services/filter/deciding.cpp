#include "services/filter/deciding.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "services/filter/mailbox_names.hpp"
#include "services/filter/memory.hpp"
#include "services/filter/scripts.hpp"
#include "store/ids.hpp"

namespace bailey::filter {
namespace {

using mailbox::ItemType;

constexpr auto failure_told_again = std::chrono::days(90);

// RFC 5232 to RFC 8621 section 4.1.1: "\\Seen" is "$seen". "\\Deleted" is nothing here.
Keywords keywords_of(const std::vector<std::string>& flags) {
    Keywords out;
    for (auto flag : flags) {
        if (flag.starts_with('\\')) flag[0] = '$';
        if (flag == "$Deleted" || flag == "$deleted") continue;
        if (const auto known = keyword(flag)) out.add(*known);
    }
    return out;
}

}  // namespace

void Deciding::outcome(sieve::Outcome outcome, std::string_view script) {
    if (outcome.error) return failed(*outcome.error, script);
    for (auto& action : outcome.actions) carry_out(action);
    pass_on();
    if (outcome.implicit_keep) store(mailbox::inbox, outcome.flags);
}

void Deciding::carry_out(sieve::Action& action) {
    if (const auto* keep = std::get_if<sieve::Keep>(&action)) store(mailbox::inbox, keep->flags);
    if (const auto* filed = std::get_if<sieve::FileInto>(&action)) into(*filed);
    if (std::holds_alternative<sieve::Discard>(action)) discarded_ = true;
    if (const auto* rejected = std::get_if<sieve::Reject>(&action)) reject(*rejected);
    if (const auto* vacation = std::get_if<sieve::Vacation>(&action)) answer(*vacation);
    if (const auto* remember = std::get_if<sieve::Remember>(&action))
        decision_.memories.push_back({ItemType::duplicate, remember->id, case_.now + remember->period});
    if (const auto* redirect = std::get_if<sieve::Redirect>(&action))
        if (auto address = Address::parse(redirect->address)) redirects_.push_back(std::move(*address));
}

// By its id, by its use, by its name (RFC 9042, RFC 8579 section 4); a mailbox that is not there, and is not to be
// made or cannot be, is the Inbox.
void Deciding::into(const sieve::FileInto& filed) {
    const auto* index = host_.index();
    const mailbox::Mailbox* found = nullptr;
    if (index) {
        const auto* named = mailbox_named(*index, filed.mailbox);
        if (!filed.mailbox_id.empty()) found = mailbox_with_id(*index, filed.mailbox_id);
        if (!found && !filed.special_use.empty()) found = mailbox_for(*index, filed.special_use);
        if (!found) found = named;
    }
    if (found) return store(found->id, filed.flags);
    if (index && filed.create) {
        const auto made = make_mailbox(case_.account, *index, filed.mailbox);
        if (made) return store(*made, filed.flags);
        log::warning("filter.no_mailbox", {{"account", case_.account.id}, {"error", made.error()}});
    }
    store(mailbox::inbox, filed.flags);
}

void Deciding::store(std::int64_t mailbox, const std::vector<std::string>& flags) {
    decision_.store = true;
    if (std::ranges::find(decision_.mailboxes, mailbox) == decision_.mailboxes.end())
        decision_.mailboxes.push_back(mailbox);
    decision_.keywords.add(keywords_of(flags));  // a message has the same ones wherever it lies
}

void Deciding::send(Result<Letter> letter, std::string_view what) {
    if (letter)
        decision_.letters.push_back(std::move(*letter));
    else
        log::warning("filter.not_sent", {{"account", case_.account.id}, {"letter", what}, {"error", letter.error()}});
}

// RFC 5429: ereject by a report on the delivery, reject by a notification; nobody hears of a message from <>.
void Deciding::reject(const sieve::Reject& reject) {
    decision_.refused = true;
    if (!case_.incoming.sender) {
        log::info("filter.refused_silently", {{"message", store::id_text(case_.incoming.id)}});
        return;
    }
    if (reject.in_session) {
        decision_.reason = reject.reason;
        return;
    }
    send(refusal(desk(), reject, case_.message, case_.owner, *case_.incoming.sender), "refusal");
}

// Within the period; it is claimed and will be remembered. Where that cannot be known: no.
bool Deciding::first_time(ItemType type, const std::string& name, std::chrono::seconds period) {
    auto claim = case_.claim(name);
    if (!claim) return false;
    const auto before = remembers(case_.account, type, name, case_.now);
    if (!before || *before) return false;
    decision_.claims.push_back(std::move(claim));
    decision_.memories.push_back({type, name, case_.now + period});
    return true;
}

void Deciding::answer(const sieve::Vacation& vacation) {
    answered_ = true;
    const auto id = store::id_text(case_.incoming.id);
    if (const auto why = sieve::why_silent(vacation, case_.message, case_.owner)) {
        log::debug("filter.not_answered", {{"message", id}, {"why", *why}});
        return;
    }
    const auto& sender = *case_.incoming.sender;  // why_silent() knows of <>
    const auto name = vacation.handle + ' ' + sender.folded().text();
    if (vacation.period.count() > 0 && !first_time(ItemType::vacation_reply, name, vacation.period)) return;
    send(filter::answer(desk(), vacation, case_.message, case_.owner, sender), "answer");
}

void Deciding::away(const sieve::Vacation& vacation) {
    if (!answered_ && !discarded_ && !decision_.refused) answer(vacation);
}

void Deciding::failed(const sieve::Problem& problem, std::string_view script) {
    log::info("filter.failed", {{"account", case_.account.id}, {"line", problem.line}, {"why", problem.text}});
    store(mailbox::inbox, {});
    const auto name = "failure " + digest(script);
    const auto owner = Address::parse(case_.owner.address);
    if (!owner || !first_time(ItemType::duplicate, name, failure_told_again)) return;
    send(failure_notice(desk(), problem, *owner), "notice");
}

void Deciding::pass_on() {
    if (redirects_.empty()) return;
    if (goes_round(case_.message, case_.owner.address, case_.settings.hops)) {
        log::warning("filter.loop", {{"message", store::id_text(case_.incoming.id)}, {"account", case_.account.id}});
        return store(mailbox::inbox, {});
    }
    const auto whole = case_.incoming.whole();
    if (!whole) {
        log::warning("filter.unreadable", {{"message", store::id_text(case_.incoming.id)}, {"error", whole.error()}});
        return store(mailbox::inbox, {});
    }
    send(passed_on(desk(), case_.incoming, *whole, case_.owner.address, std::move(redirects_)), "redirect");
}

Decision Deciding::take() { return std::move(decision_); }

}  // namespace bailey::filter
