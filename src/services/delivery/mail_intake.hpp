// The intake of this installation: checks against the directory, seals what arrives, and puts it into the queue.
#pragma once
#include <atomic>

#include "domain/address/canonical.hpp"
#include "services/delivery/deliverer.hpp"
#include "services/delivery/intake.hpp"

namespace bailey::delivery {

class MailIntake final : public Intake {
public:
    struct Rooms {
        store::Community& community;
        store::Directory& directory;
        store::Cells& cells;
        store::Queue& queue;
        store::Ids& ids;
        Deliverer& deliverer;
        const Canonicaliser& names;
        const Clock& clock;
    };
    struct Settings {
        MailLimits limits{};
        std::string hostname = {};
        std::uint64_t in_memory = 512u << 20;  // octets of all messages arriving at once; above it: try_later
        Markings markings = {};
    };
    MailIntake(Rooms rooms, Settings settings) : rooms_(rooms), settings_(std::move(settings)) {}

    const MailLimits& limits() const override { return settings_.limits; }
    Result<void> check_sender(const signin::SignedIn& who, const std::optional<Address>& from) override;
    Result<void> check_recipient(const signin::SignedIn& who, const Address& to) override;
    const Markings& markings() const override { return settings_.markings; }
    Result<bool> cleared(const Address& to, int rank) override;
    Result<std::unique_ptr<Incoming>> receive(const signin::SignedIn& who, Envelope envelope,
                                              ReceivedFrom from) override;

    // Is it an address of the community? Yes, too, where that cannot be known just now. May block.
    bool inside(std::string_view address);
    Deliverer& deliverer() { return rooms_.deliverer; }  // that it gives its messages to
    void refuse_new() { closed_ = true; }                // the service stops: receive() answers try_later

private:
    friend class Arrival;
    Result<bool> in_member_domain(const Address& canonical);

    Rooms rooms_;
    Settings settings_;
    std::atomic<bool> closed_ = false;
    std::atomic<std::uint64_t> arriving_ = 0;
};

}  // namespace bailey::delivery
