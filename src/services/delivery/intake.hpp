// Taking a message in: who may send what to whom, and the step S0 -> S1 of a message's way (docs/ARCHITECTURE.md):
// bytes and every recipient are on stable storage before finish() reports success.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "domain/limits/limits.hpp"
#include "domain/mail/envelope.hpp"
#include "domain/mail/marking.hpp"
#include "services/signin/signin.hpp"

namespace bailey::delivery {

// How the message reached us, for its Received field (RFC 5321 section 4.4).
struct ReceivedFrom {
    std::string helo;      // the name the client gave
    std::string peer;      // its IP address
    std::string protocol;  // "ESMTPSA", "UTF8SMTPSA" ... (RFC 3848, RFC 6531 section 4.3)
    std::string tls;       // "TLSv1.3 TLS_AES_256_GCM_SHA384"; empty in clear
};

// A message on its way in. Destroying it before finish() forgets it (state S0). One caller at a time.
class Incoming {
public:
    virtual ~Incoming() = default;
    // The next bytes of the message, dot-unstuffed, CRLF line ends. After an error every further call returns it.
    // Errors: too_long (size or header limit), loop (too many Received), bad_syntax (no header field can be read, or
    // the From field is missing or not one of the sender's addresses: denied), unsupported (its protective marking is
    // not one of the community's, or there are several), outside (it is marked higher than recipients may have: about()
    // says which), storage_full, try_later.
    virtual Result<void> write(std::string_view bytes) = 0;
    // Would write() wait for storage? Then call it from a worker; else it only computes.
    virtual bool blocks() const = 0;
    // Ends the message and asks for S1. Returns at once; `done` is called once from another thread with the queue id
    // ("durable": 250 may be said) or the error. The object must live until then.
    using Done = std::function<void(Result<std::string>)>;
    virtual void finish(Done done) = 0;
    // The recipients that the error was about, for the sentence that says it; empty for none.
    virtual std::string about() const { return {}; }
    // The queue id it will have.
    virtual std::int64_t id() const = 0;
};

class Intake {
public:
    virtual ~Intake() = default;
    virtual const MailLimits& limits() const = 0;
    // May this user send as `from`? (nullopt: <>). Errors: denied (not this user's address), suspended. May block.
    virtual Result<void> check_sender(const signin::SignedIn& who, const std::optional<Address>& from) = 0;
    // Will we take mail for `to`? Errors: outside (not in the community), not_found, over_quota (it refused a message
    // for want of room lately), suspended, try_later.
    // May block.
    virtual Result<void> check_recipient(const signin::SignedIn& who, const Address& to) = 0;
    // The community's protective markings, and whether `to`, whom we take mail for, may have a message of that rank.
    // Errors: try_later. May block.
    virtual const Markings& markings() const {
        static const Markings none;
        return none;
    }
    virtual Result<bool> cleared(const Address& /*to*/, int /*rank*/) { return true; }
    // Begins a message whose sender and recipients have passed the checks. Does not block.
    // Errors: try_later (shutting down, overloaded).
    virtual Result<std::unique_ptr<Incoming>> receive(const signin::SignedIn& who, Envelope envelope,
                                                      ReceivedFrom from) = 0;
};

}  // namespace bailey::delivery
