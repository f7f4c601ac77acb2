#include "api/jmap/submission/sending.hpp"

#include <array>
#include <future>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "protocol/smtp/reply.hpp"

namespace bailey::jmap {

std::string unguessable() {
    std::array<std::uint8_t, 16> noise;
    random_bytes(noise);
    return hex(noise);
}

Answer<signin::SignedIn> sender_of(const SendingRooms& rooms, const Context& context, const Account& account) {
    if (account.number == context.caller.who.account) return context.caller.who;
    auto sender = rooms.addresses.as_sender(account.number);
    if (!sender && errc_of(sender.error()) == Errc::not_found) return ErrorType::forbidden;
    if (!sender) return Error(sender.error());
    return std::move(*sender);
}

Error invalid_email(const std::vector<std::string>& properties, std::string why) {
    Error error(ErrorType::invalid_email, std::move(why));
    error.more["properties"] = array_of(properties);
    return error;
}

Error refused(Errc why, const MailLimits& limits) {
    switch (why) {
    case Errc::too_long: {
        Error error(ErrorType::too_large, "the message or its header is too large to send");
        error.more["maxSize"] = limits.message_bytes;
        return error;
    }
    case Errc::bad_syntax: return invalid_email({"from"}, "the From field is missing, malformed, or there twice");
    case Errc::denied: return Error(ErrorType::forbidden_from, "the From field has an address that is not yours");
    case Errc::unsupported:
        return invalid_email({"header:" + std::string(marking_field)},
                             "The protective marking is not one of the community's, or is there twice.");
    case Errc::loop: return invalid_email({"headers"}, "the message has passed through too many servers");
    case Errc::suspended:
        return Error(ErrorType::forbidden_to_send, "Your account is suspended: ask your administrator.");
    case Errc::too_many:
    case Errc::locked:
    case Errc::not_found:
    case Errc::exists:
    case Errc::outside:
    case Errc::over_quota:
    case Errc::storage_full:
    case Errc::in_use:
    case Errc::try_later:
    case Errc::corrupt:
    case Errc::conflict:
    case Errc::timed_out:
    case Errc::closed:
    case Errc::bad_config: return why;
    }
    return why;
}

std::string_view recipient_reason(Errc why) {
    if (why == Errc::outside) return "outside";
    if (why == Errc::not_found || why == Errc::bad_syntax) return "notFound";
    if (why == Errc::over_quota) return "overQuota";
    if (why == Errc::suspended) return "suspended";
    return why == Errc::denied ? "forbidden" : "tryLater";
}

std::string recipient_refusal(Errc why, std::string_view to) {
    auto line = smtp::refusal(smtp::About::recipient, why, to);
    return line.substr(0, line.find('\r'));
}

Answer<std::unique_ptr<delivery::Incoming>> begin_message(const SendingRooms& rooms, const signin::SignedIn& who,
                                                          Envelope envelope) {
    delivery::ReceivedFrom from;
    from.protocol = delivery::Deliverer::followed_protocol;
    auto incoming = rooms.intake.receive(who, std::move(envelope), from);
    if (!incoming) return refused(errc_of(incoming.error()), rooms.intake.limits());
    return std::move(*incoming);
}

Answer<void> end_message(const SendingRooms& rooms, delivery::Incoming& incoming) {
    std::promise<Result<std::string>> durable;
    incoming.finish([&](Result<std::string> done) { durable.set_value(std::move(done)); });
    auto done = durable.get_future().get();
    if (!done) return refused(errc_of(done.error()), rooms.intake.limits());
    return {};
}

}  // namespace bailey::jmap
